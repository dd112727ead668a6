import { decimal, roundTo, smaller, zero, type Amount } from "../money.ts";
import { daysBetween } from "../check/day.ts";
import type { Status } from "../prices/status.ts";
import type { Traffic } from "../contract/question.ts";

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
export function horizonOf(traffic: Traffic | undefined, day: string, status: Status, hoursPerMonth: number): Horizon {
  if (traffic === undefined) return { months: 0, hours: zero, hoursPerMonth };
  const stated = decimal(traffic.months).times(hoursPerMonth);
  const off = status.inferenceOff;
  const left = off === undefined ? null : decimal(daysBetween(day, off)).times(24);
  if (left === null || left.greaterThanOrEqualTo(stated))
    return { months: traffic.months, hours: stated, hoursPerMonth };
  const hours = smaller(stated, left);
  return { months: monthsOf(hours, hoursPerMonth), clippedAt: off as string, hours, hoursPerMonth };
}

function monthsOf(hours: Amount, hoursPerMonth: number): number {
  return roundTo(hours.dividedBy(hoursPerMonth), 4).toNumber();
}
