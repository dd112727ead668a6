import { decimal, roundTo, zero, type Amount } from "../money.ts";
import { daysBetween } from "../check/day.ts";
import { once } from "../prices/once.ts";
import type { Status } from "../prices/status.ts";
import type { CheckedQuestion } from "../contract/questionCheck.ts";

export interface Horizon {
  /** Months that are billed, at most four decimals. */
  readonly months: number;
  readonly clippedAt?: string;
  readonly hours: Amount;
  readonly hoursPerMonth: number;
}

/** The stated months from the day on: one for all offers of a question, so that they share what it comes to. */
const stated = /* @__PURE__ */ once(({ traffic, hoursPerMonth }: CheckedQuestion): Horizon => {
  const months = traffic?.months ?? 0;
  return { months, hours: months === 0 ? zero : decimal(months).times(hoursPerMonth), hoursPerMonth };
});

/** One whole month of a horizon. */
export const monthOf: (horizon: Horizon) => Horizon = /* @__PURE__ */ once((horizon) => {
  return { ...horizon, hours: decimal(horizon.hoursPerMonth), months: 1 };
});

/** The stated months, cut where the tuned model stops answering. */
export function horizonOf(question: CheckedQuestion, { inferenceOff }: Status): Horizon {
  const { traffic, asOf, hoursPerMonth } = question;
  const whole = stated(question);
  if (traffic === undefined || inferenceOff === undefined) return whole;
  const hours = decimal(daysBetween(asOf, inferenceOff)).times(24);
  if (hours.greaterThanOrEqualTo(whole.hours)) return whole;
  const months = roundTo(hours.dividedBy(hoursPerMonth), 4).toNumber();
  return { months, clippedAt: inferenceOff, hours, hoursPerMonth };
}
