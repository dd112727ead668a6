import type { BreakEven } from "../contract/answer.ts";
import { amountText, decimal, roundTo, type Amount, type Money } from "../money.ts";
import type { Alternative } from "../contract/fields/traffic.ts";
import type { Spread } from "./spread.ts";
import { breakEvenSentence } from "../words/breakEven.ts";

/** What break-even is computed from; all amounts in one currency. */
export interface BreakEvenCase {
  readonly training: Spread;
  /** A month of the same traffic, both. */
  readonly tunedMonthly: Amount;
  readonly alternativeMonthly: Money;
  readonly alternative: Alternative["kind"];
  /** When the tuned model stops answering, where that is known: the day, and the months until then. */
  readonly stops: { readonly day: string; readonly months: Amount } | null;
}

/**
 * Months until training has paid for itself:
 *
 *     training / (alternative per month − tuned per month)
 *
 * Null where the tuned model costs as much or more per month, or stops answering before: then it never does. Both ways
 * are taken to do the same work; nothing is said about which answers better.
 */
export function breakEven(given: BreakEvenCase): BreakEven {
  const { training, tunedMonthly, alternativeMonthly, alternative: against, stops } = given;
  const ends = stops === null ? {} : { stops: { day: stops.day, months: amountText(roundTo(stops.months, 4)) } };
  const saved = decimal(alternativeMonthly.amount).minus(tunedMonthly);
  if (saved.lessThanOrEqualTo(0)) {
    const more = { amount: amountText(saved.negated()), currency: alternativeMonthly.currency };
    const sentence = breakEvenSentence({ against, end: "never_cheaper", dearerBy: saved.isZero() ? null : more });
    return { alternativeMonthly, ...never, ...ends, sentence };
  }
  const months = (cost: Amount): string => amountText(roundTo(cost.dividedBy(saved), 2));
  const inTime = (cost: Amount): string | null =>
    stops === null || cost.dividedBy(saved).lessThanOrEqualTo(stops.months) ? months(cost) : null;
  if (stops !== null && inTime(training.typical) === null) {
    const late = { end: "too_late", months: months(training.typical), stops: stops.day } as const;
    const sentence = breakEvenSentence({ against, ...late });
    return { alternativeMonthly, ...never, ...ends, sentence };
  }
  const each = { amount: amountText(saved), currency: alternativeMonthly.currency };
  return {
    alternativeMonthly,
    months: months(training.typical),
    low: months(training.low),
    high: inTime(training.high),
    ...ends,
    sentence: breakEvenSentence({ against, end: "pays_back", saved: each }),
  };
}

const never = { months: null, low: null, high: null } as const;
