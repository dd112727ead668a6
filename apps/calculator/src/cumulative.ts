import type { Offer } from "@tunecast/estimator";
import { trainingRange } from "./trainingRange.ts";

/** Money spent after so many months, with tuning and without. */
export interface SpentPoint {
  readonly month: number;
  readonly tuned: number;
  readonly tunedLow: number;
  readonly tunedHigh: number;
  readonly alternative: number;
}

/** Both ways over time, up to the month shown at the right end. */
export interface Cumulative {
  readonly points: readonly SpentPoint[];
  readonly until: number;
  /** The months within which the lines cross, likely and at the ends of the range; null where they never do. */
  readonly crossing: { readonly low: number; readonly likely: number; readonly high: number } | null;
}

const shortest = 6;
const longest = 60;

/** The spending of one offer against its alternative; null without an alternative or without a monthly cost. */
export function cumulative(offer: Offer): Cumulative | null {
  const { breakEven, monthly, training } = offer;
  if (breakEven === null || monthly === null) return null;
  const crossing = crossingOf(breakEven);
  const until = untilOf(offer, crossing);
  const { low, high } = trainingRange(offer);
  const points = Array.from({ length: until + 1 }, (_, month) => ({
    month,
    tuned: Number(training.amount) + Number(monthly.amount) * month,
    tunedLow: low + Number(monthly.amount) * month,
    tunedHigh: high + Number(monthly.amount) * month,
    alternative: Number(breakEven.alternativeMonthly.amount) * month,
  }));
  return { points, until, crossing };
}

/** Whole months that show the crossing, and none after the model has stopped answering. */
function untilOf({ horizon }: Offer, crossing: Cumulative["crossing"]): number {
  const wanted = Math.min(longest, Math.max(shortest, Math.ceil((crossing?.high ?? 0) * 1.5)));
  return horizon.clippedAt === undefined ? wanted : Math.min(wanted, Math.max(1, Math.ceil(horizon.months)));
}

function crossingOf({ months, low, high }: NonNullable<Offer["breakEven"]>): Cumulative["crossing"] {
  if (months === null) return null;
  return { low: Number(low ?? months), likely: Number(months), high: Number(high ?? months) };
}
