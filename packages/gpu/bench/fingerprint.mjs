// @ts-check
// One short word for all constants of the estimate and the runs that lie here: `selfhost.json` names the one that its
// figures belong to.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const runs = [
  "runs/runs-2026.csv",
  ...["published", "unseen", "conditions"].map((name) => `../test/fixtures/${name}.csv`),
];

/** @param {readonly unknown[]} parts constants, profiles, reaches */
export function fingerprint(parts) {
  const hash = createHash("sha256").update(JSON.stringify(parts));
  for (const path of runs) hash.update(readFileSync(new URL(path, import.meta.url)));
  return hash.digest("hex").slice(0, 16);
}
