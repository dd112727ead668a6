import { explain, type Overlay, type PriceBook } from "@tunecast/estimator";
import { readOverlay } from "@tunecast/estimator/prices";

/** The reader's own price file, in force whole or not at all; it stays in the tab and out of the address. */
export interface OwnPrices {
  readonly applied: { readonly name: string; readonly overlay: Overlay } | null;
  /** Why the file chosen last was not taken; what was in force before it stays. */
  readonly refused: string | null;
}

/** Reads a price file to be laid over `prices`; a bad one leaves in force what was. */
export async function readPrices(
  file: Blob & { readonly name: string },
  before: OwnPrices,
  prices: PriceBook,
): Promise<OwnPrices> {
  const { name } = file;
  const refused = (sentence: string): OwnPrices => ({ ...before, refused: `${name}: ${sentence}` });
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) return refused("The file cannot be read any more. Choose it again.");
    return refused("This is not JSON. Nothing of it was applied.");
  }
  const overlay = readOverlay(value, prices);
  return overlay.ok ? { applied: { name, overlay: overlay.value }, refused: null } : refused(explain(overlay.problem));
}

/** `3 negotiated rates, 1 exchange rate`. */
export function overlayText({ rates, discounts, credits, exchange }: Overlay): string {
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
