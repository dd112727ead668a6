import { roundTo, type Amount } from "../../money.ts";

/** What a way costs against another: F once, and S less every month at the traffic of the first month. */
export interface Stakes {
  /** Paid once more than for the other way. */
  readonly once: number;
  /** Saved each month by requests alone, at the traffic of the first month. */
  readonly savedByRequests: number;
  /** Paid each month more than for the other way, whatever the traffic (hosting, stores, retraining). */
  readonly fixed: number;
  /** Growth of the traffic from month to month: 0.05 is 5 %. */
  readonly growth: number;
}

/** Months that are looked ahead before a pay-back is called never: a hundred years. */
const farthest = 1200;

/**
 * Months until the difference has paid for itself; 0 where it costs nothing more at once, null where it never does:
 *
 *     F / (s · requests − H)
 *
 * With growing traffic the savings of month k are s · requests · (1 + g)^(k − 1) − H, summed month by month; within a
 * month they come evenly.
 */
export function paybackMonths({ once, savedByRequests, fixed, growth }: Stakes): number | null {
  if (once <= 0 && savedByRequests - fixed >= 0) return 0;
  if (growth === 0) {
    const saved = savedByRequests - fixed;
    return saved > 0 ? once / saved : null;
  }
  let left = once;
  let byRequests = savedByRequests;
  for (let month = 0; month < farthest; month += 1) {
    const saved = byRequests - fixed;
    if (saved > 0 && saved >= left) return month + Math.max(left, 0) / saved;
    left -= saved;
    byRequests *= 1 + growth;
  }
  return null;
}

/**
 * Requests a month from which a month of the one way costs no more than a month of the other: H / s, where H is what
 * its fixed costs are more and s is what a request saves. 0 where it costs no more whatever the traffic; null where no
 * number of requests is enough.
 */
export function thresholdRequests(fixed: Amount, savedPerRequest: Amount): number | null {
  if (fixed.isNegative() || fixed.isZero()) return savedPerRequest.isNegative() ? null : 0;
  if (savedPerRequest.isNegative() || savedPerRequest.isZero()) return null;
  return roundTo(fixed.dividedBy(savedPerRequest).ceil(), 0).toNumber();
}

/** Months of the first month's traffic that a time holds: Σ (1 + g)^k; a part of a month counts in proportion. */
export function monthsOfTraffic(months: number, growth: number): number {
  if (growth === 0) return months;
  let sum = 0;
  for (let month = 0; month < months; month += 1) sum += Math.min(1, months - month) * (1 + growth) ** month;
  return sum;
}
