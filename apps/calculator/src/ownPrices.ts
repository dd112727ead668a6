import { explain, type OwnPrices, type PriceBook } from "@tunecast/estimator";
import { readOwnPrices } from "@tunecast/estimator/prices";

/** The reader's own price file, in force whole or not at all; it stays in the tab and out of the address. */
export interface OwnPricesFile {
  readonly applied: { readonly name: string; readonly prices: OwnPrices } | null;
  /** Why the file chosen last was not taken; what was in force before it stays. */
  readonly refused: string | null;
}

/** Reads a price file to win over `prices`; a bad one leaves in force what was. */
export async function readPrices(
  file: Blob & { readonly name: string },
  before: OwnPricesFile,
  prices: PriceBook,
): Promise<OwnPricesFile> {
  const { name } = file;
  const refused = (sentence: string): OwnPricesFile => ({ ...before, refused: `${name}: ${sentence}` });
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) return refused("The file cannot be read any more. Choose it again.");
    return refused("This is not JSON. Nothing of it was applied.");
  }
  const own = readOwnPrices(value, prices);
  return own.ok ? { applied: { name, prices: own.value }, refused: null } : refused(explain(own.problem));
}

/** `3 negotiated rates, 1 exchange rate`. */
export function ownPricesText({ rates, discounts, credits, exchange }: OwnPrices): string {
  const parts = [
    [rates, "negotiated rate"],
    [discounts, "discount"],
    [credits, "credit"],
    [exchange, "exchange rate"],
  ] as const;
  const named = parts.flatMap(([list = [], what]) =>
    list.length === 0 ? [] : [`${list.length} ${what}${list.length === 1 ? "" : "s"}`],
  );
  return named.length === 0 ? "nothing" : named.join(", ");
}
