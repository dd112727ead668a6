import type { Offer } from "@tunecast/estimator";
import type { Acceptance } from "./acceptance.ts";

/** The chips over the table; null leaves a thing open. */
export interface Chips {
  readonly provider: string | null;
  readonly method: string | null;
  readonly onSale: boolean;
  readonly acceptsFile: boolean;
}

export const noChips: Chips = { provider: null, method: null, onSale: false, acceptsFile: false };

/** True where an offer passes the chips. */
export function passes(offer: Offer, chips: Chips, accepts: (offer: Offer) => Acceptance): boolean {
  const { provider, method, onSale, acceptsFile } = chips;
  return (
    (provider === null || offer.provider === provider) &&
    (method === null || offer.method.startsWith(method)) &&
    (!onSale || offer.status.kind === "open" || offer.status.kind === "listed") &&
    (!acceptsFile || ["as_it_is", "convert"].includes(accepts(offer)))
  );
}

/** The first words of methods, as a chip names them. */
export const methodChips: readonly (readonly [method: string, name: string])[] = [
  ["sft", "supervised"],
  ["dpo", "preferences (DPO)"],
  ["rft", "reinforcement"],
];
