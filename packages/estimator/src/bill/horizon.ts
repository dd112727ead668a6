import { decimal, roundTo, zero, type Amount } from "../money.ts";
import { daysBetween } from "../check/day.ts";
import type { Status } from "../prices/status.ts";
import type { LikelyTraffic } from "../contract/fields/traffic.ts";

/** The time over which use is billed. */
export interface Horizon {
  /** Months that are billed, at most four decimals. */
  readonly months: number;
  /** The day on which the model stops answering, where that is sooner. */
  readonly clippedAt?: string;
  readonly hours: Amount;
  readonly hoursPerMonth: number;
}

/** The stated months from the day on, cut where the tuned model stops answering. */
export function horizonOf(
  traffic: LikelyTraffic | undefined,
  day: string,
  status: Status,
  hoursPerMonth: number,
): Horizon {
  if (traffic === undefined) return { months: 0, hours: zero, hoursPerMonth };
  const stated = decimal(traffic.months).times(hoursPerMonth);
  const { inferenceOff } = status;
  const whole = { months: traffic.months, hours: stated, hoursPerMonth };
  if (inferenceOff === undefined) return whole;
  const hours = decimal(daysBetween(day, inferenceOff)).times(24);
  if (hours.greaterThanOrEqualTo(stated)) return whole;
  return { months: monthsOf(hours, hoursPerMonth), clippedAt: inferenceOff, hours, hoursPerMonth };
}

function monthsOf(hours: Amount, hoursPerMonth: number): number {
  return roundTo(hours.dividedBy(hoursPerMonth), 4).toNumber();
}
