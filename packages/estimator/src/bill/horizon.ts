import { decimal, roundTo, zero, type Amount } from "../money.ts";
import { daysBetween } from "../check/day.ts";
import type { Status } from "../prices/status.ts";
import type { LikelyTraffic } from "../contract/fields/traffic.ts";

export interface Horizon {
  /** Months that are billed, at most four decimals. */
  readonly months: number;
  readonly clippedAt?: string;
  readonly hours: Amount;
  readonly hoursPerMonth: number;
}

/** The stated months from the day on, cut where the tuned model stops answering. */
export function horizonOf(
  traffic: LikelyTraffic | undefined,
  day: string,
  { inferenceOff }: Status,
  hoursPerMonth: number,
): Horizon {
  if (traffic === undefined) return { months: 0, hours: zero, hoursPerMonth };
  const stated = decimal(traffic.months).times(hoursPerMonth);
  const hours = inferenceOff === undefined ? stated : decimal(daysBetween(day, inferenceOff)).times(24);
  if (hours.greaterThanOrEqualTo(stated)) return { months: traffic.months, hours: stated, hoursPerMonth };
  const months = roundTo(hours.dividedBy(hoursPerMonth), 4).toNumber();
  return { months, ...(inferenceOff !== undefined && { clippedAt: inferenceOff }), hours, hoursPerMonth };
}
