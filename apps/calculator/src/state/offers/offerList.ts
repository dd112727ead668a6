import type { Offer } from "@tunecast/estimator";
import type { SortKey } from "../../question/inputs.ts";

/** What the table of offers shows: the offers that hold every word of `find`, in the wished order. */
export function listedOffers(
  offers: readonly Offer[],
  { find, sort }: { readonly find: string; readonly sort: SortKey },
): readonly Offer[] {
  const words = find
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
  const found = offers.filter((offer) => words.every((word) => searched(offer).includes(word)));
  const currency = mainCurrency(offers);
  return found.toSorted((a, b) => compare(a, b, sort, currency));
}

function searched({ id, providerName, modelName, status }: Offer): string {
  return `${id} ${providerName} ${modelName} ${status.kind.replaceAll("_", " ")}`.toLowerCase();
}

/**
 * Totals that compare first; then the currency of most, as currencies do not compare; offers without a figure stand
 * last; equal ones by id, so that the order never jumps.
 */
function compare(a: Offer, b: Offer, sort: SortKey, currency: string | undefined): number {
  const byId = a.id < b.id ? -1 : 1;
  const whole = Number(b.complete) - Number(a.complete);
  if (whole !== 0) return whole;
  if (sort === "id") return byId;
  const main = Number(b.total.currency === currency) - Number(a.total.currency === currency);
  if (main !== 0) return main;
  const [x, y] = [figure(a, sort), figure(b, sort)];
  if (x === null || y === null) return x === y ? byId : x === null ? 1 : -1;
  return x === y ? byId : x - y;
}

/** The currency of most totals: dollars, or what the reader's own exchange rate turns them into. */
function mainCurrency(offers: readonly Offer[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { total } of offers) counts.set(total.currency, (counts.get(total.currency) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}

function figure(offer: Offer, sort: Exclude<SortKey, "id">): number | null {
  const money = {
    total: offer.total,
    training: offer.training,
    monthly: offer.monthly,
    requests: offer.perThousandRequests,
    idle: offer.idle?.perDay ?? null,
  };
  if (sort !== "breakEven") return money[sort] === null ? null : Number(money[sort].amount);
  const months = offer.breakEven?.months ?? null;
  return months === null ? null : Number(months);
}
