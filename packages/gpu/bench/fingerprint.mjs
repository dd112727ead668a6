// @ts-check
// One short word for all constants of the estimate: `selfhost.json` names the one that its figures belong to.
import { createHash } from "node:crypto";

/** @param {readonly unknown[]} parts constants, profiles, reaches */
export function fingerprint(parts) {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
