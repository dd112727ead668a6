import { noteOf, type Offer, type PriceBook } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { bookOffers } from "@tunecast/estimator/prices";

/** Whether an offer takes the counted file, as far as its published shapes tell. */
export type Takes = "as_it_is" | "convert" | "rows_too_long" | "unknown";

/** What each means to a reader. */
export const takesNames: Readonly<Record<Takes, string>> = {
  as_it_is: "as it is",
  convert: "convert first",
  rows_too_long: "some rows too long",
  unknown: "unknown",
};

const unknownShapes = new WeakMap<PriceBook, ReadonlySet<string>>();

/** Ids of the offers of which nobody wrote down what they take. */
function withoutShapes(prices: PriceBook): ReadonlySet<string> {
  const known = unknownShapes.get(prices);
  if (known !== undefined) return known;
  const ids = new Set(bookOffers(prices).flatMap(({ id, formats }) => (formats === null ? [id] : [])));
  unknownShapes.set(prices, ids);
  return ids;
}

/** What an offer says to the counted file. */
export function takesOf(offer: Offer, prices: PriceBook): Takes {
  if (noteOf(offer, "convert_first") !== undefined) return "convert";
  if (tooLongNote(offer) !== null) return "rows_too_long";
  return withoutShapes(prices).has(offer.id) ? "unknown" : "as_it_is";
}

/** The chips over the table; null leaves a thing open. */
export interface Chips {
  readonly provider: string | null;
  readonly method: string | null;
  readonly onSale: boolean;
  readonly takesFile: boolean;
}

export const noChips: Chips = { provider: null, method: null, onSale: false, takesFile: false };

/** True where an offer passes the chips. */
export function passes(offer: Offer, chips: Chips, prices: PriceBook): boolean {
  const { provider, method, onSale, takesFile } = chips;
  return (
    (provider === null || offer.provider === provider) &&
    (method === null || offer.method.startsWith(method)) &&
    (!onSale || offer.status.kind === "open" || offer.status.kind === "listed") &&
    (!takesFile || takesOf(offer, prices) === "as_it_is")
  );
}

/** The first words of methods, as a chip names them. */
export const methodChips: readonly (readonly [method: string, name: string])[] = [
  ["sft", "supervised"],
  ["dpo", "preferences (DPO)"],
  ["rft", "reinforcement"],
];

/** Offers that stand side by side at most. */
export const mostPins = 6;
