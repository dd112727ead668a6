import type { Offer } from "@tunecast/estimator";
import { spentAfter } from "@tunecast/estimator/text";
import { trainingRange } from "../view/trainingRange.ts";

/** Money spent after so many months, with tuning and without: decimal text in the currency of the training. */
export interface SpentPoint {
  readonly month: number;
  readonly tuned: string;
  readonly tunedLow: string;
  readonly tunedHigh: string;
  readonly alternative: string;
}

/** Both ways over time, up to the month shown at the right end. */
export interface Cumulative {
  readonly points: readonly SpentPoint[];
  /** What is spent after any number of months, a part of one too. */
  readonly at: (month: number) => SpentPoint;
  readonly until: number;
  /** The day on which the model stops answering, where the chart ends there. */
  readonly stopsOn: string | null;
  /**
   * The months within which the lines cross, likely and at the ends of the range; null where they never do. `high` is
   * null where they do not at that end.
   */
  readonly crossing: { readonly low: number; readonly likely: number; readonly high: number | null } | null;
}

const shortest = 6;
const longest = 60;

/** The spending of one offer against its alternative; null without an alternative or without a monthly cost. */
export function cumulative(offer: Offer): Cumulative | null {
  const { breakEven, monthly, training } = offer;
  if (breakEven === null || monthly === null) return null;
  const crossing = crossingOf(breakEven);
  const wanted = wantedMonths(crossing);
  const stops = breakEven.stops === undefined ? Infinity : Number(breakEven.stops.months);
  const until = Math.min(wanted, stops);
  const { low, high } = trainingRange(offer);
  const tuned = (month: number, once: string): string => spentAfter(month, once, monthly.amount);
  const at = (month: number): SpentPoint => ({
    month,
    tuned: tuned(month, training.amount),
    tunedLow: tuned(month, low),
    tunedHigh: tuned(month, high),
    alternative: spentAfter(month, "0", breakEven.alternativeMonthly.amount),
  });
  return {
    points: monthsUpTo(until).map(at),
    at,
    until,
    crossing,
    stopsOn: stops <= wanted ? (breakEven.stops?.day ?? null) : null,
  };
}

/** Whole months that show the crossing. */
function wantedMonths(crossing: Cumulative["crossing"]): number {
  const last = crossing === null ? 0 : (crossing.high ?? crossing.likely);
  return Math.min(longest, Math.max(shortest, Math.ceil(last * 1.5)));
}

/** Whole months, and the last one also where the model stops answering within it: nothing is spent after that. */
function monthsUpTo(until: number): readonly number[] {
  const whole = Array.from({ length: Math.floor(until) + 1 }, (_, month) => month);
  return Number.isInteger(until) ? whole : [...whole, until];
}

function crossingOf({ months, low, high }: NonNullable<Offer["breakEven"]>): Cumulative["crossing"] {
  if (months === null) return null;
  return { low: Number(low ?? months), likely: Number(months), high: high === null ? null : Number(high) };
}
