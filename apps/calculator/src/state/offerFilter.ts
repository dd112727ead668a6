import type { Offer } from "@tunecast/estimator";
import type { Takes } from "./takes.ts";

/** The chips over the table; null leaves a thing open. */
export interface Chips {
  readonly provider: string | null;
  readonly method: string | null;
  readonly onSale: boolean;
  readonly takesFile: boolean;
}

export const noChips: Chips = { provider: null, method: null, onSale: false, takesFile: false };

/** True where an offer passes the chips. */
export function passes(offer: Offer, chips: Chips, takes: (offer: Offer) => Takes): boolean {
  const { provider, method, onSale, takesFile } = chips;
  return (
    (provider === null || offer.provider === provider) &&
    (method === null || offer.method.startsWith(method)) &&
    (!onSale || offer.status.kind === "open" || offer.status.kind === "listed") &&
    (!takesFile || ["as_it_is", "convert"].includes(takes(offer)))
  );
}

/** The first words of methods, as a chip names them. */
export const methodChips: readonly (readonly [method: string, name: string])[] = [
  ["sft", "supervised"],
  ["dpo", "preferences (DPO)"],
  ["rft", "reinforcement"],
];
