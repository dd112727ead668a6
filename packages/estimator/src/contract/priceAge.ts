import { daysBetween } from "../check/day.ts";
import type { LineRate } from "../prices/rates.ts";

/** Days since a price was last seen after which it is marked, ranks below fresher ones, and is left out unless asked for. */
export const priceAges = { marked: 90, below: 180, out: 365 } as const;

/** Where a price was seen, and what tells its age. */
export type PriceSeen = Omit<LineRate, "amount" | "currency" | "per" | "from" | "list" | "disputed" | "overlay">;
type Sighting = Partial<PriceSeen>;

export function priceSeen({ source, seen, confidence, confirmed, agreed, undated }: LineRate): PriceSeen {
  const marks = { ...(confirmed && { confirmed }), ...(agreed && { agreed }), ...(undated && { undated }) };
  return { source, seen, confidence, ...marks };
}

/** Days since a price was last seen: 0 where a later copy has it, null for one that the user stated. A discount makes it no younger. */
export function priceAge({ seen, confirmed, agreed }: Sighting, day: string): number | null {
  if (agreed || seen === undefined) return null;
  return confirmed || seen >= day ? 0 : daysBetween(seen, day);
}

/** The oldest of several prices: first those that nothing confirms, last the user's own. */
export function oldestOf<P extends Sighting>(prices: readonly P[]): P | undefined {
  const rank = ({ seen, confirmed, agreed }: Sighting): string =>
    agreed || !seen ? "c" : (confirmed ? "b" : "a") + seen;
  return prices.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
}

/** The age of the oldest of several prices; null where all are the user's own. */
export function oldestAge(prices: readonly Sighting[], day: string): number | null {
  return priceAge(oldestOf(prices) ?? {}, day);
}

/** The day of the oldest where it is old enough to be marked. When somebody read a copy without a day says nothing of its age. */
export function oldSighting(prices: readonly Sighting[], day: string): string | undefined {
  const oldest = oldestOf(prices.filter(({ undated }) => !undated)) ?? {};
  return (priceAge(oldest, day) ?? 0) > priceAges.marked ? oldest.seen : undefined;
}

interface Billed {
  readonly kind: string;
  readonly rate: LineRate;
}

/** The rates whose age is the bill's: a minimum, a rounding or storage beside them makes neither training nor use old. */
export function agedRates(bill: readonly Billed[]): LineRate[] {
  const own = bill.filter(({ kind }) => !["minimum", "rounding", "storage"].includes(kind));
  return (own.length > 0 ? own : bill).map(({ rate }) => rate);
}
