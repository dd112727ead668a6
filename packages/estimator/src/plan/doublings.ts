import type { Offer } from "../contract/answer.ts";
import type { Question } from "../contract/question.ts";
import type { Curve } from "../curve/curve.ts";
import { dollarsPerPoint } from "../curve/worth/costs.ts";
import { amountText, decimal, larger, zero } from "../money.ts";
import { trainingAt } from "./trainingAt.ts";

/** One doubling of the data: what it brings, and what that same doubling costs. */
export interface Doubling {
  readonly from: number;
  readonly to: number;
  /**
   * Points better, or worse below 0; of a scale with an open end (not a `share`) in the unit of the score. `range` holds it in 80 of 100
   * cases, null where the method gives none.
   */
  readonly gain: number;
  readonly range: readonly [low: number, high: number] | null;
  readonly share: boolean;
  /** The score to expect at its end, in 80 of 100 cases. */
  readonly score: { readonly low: number; readonly median: number; readonly high: number };
  /** Labels that are missing, and one run on all of it: decimal text in `currency`; null where a part has no price. */
  readonly price: { readonly labels: string; readonly training: string; readonly all: string } | null;
  readonly labelled: number;
  readonly currency: string;
  /** What a point costs; null where it has no price, or no gain is expected. */
  readonly each: number | null;
  /** Digits of a score after the point. */
  readonly digits: number;
}

/** What prices a doubling: an offer of the very model that the pilots were run on. */
export interface DoublingPrices {
  readonly question: Question;
  readonly offer: Offer;
  /** Price of one label, decimal text, and the rows that are labelled already. */
  readonly labels?: { readonly cost: string; readonly owned: number };
}

/** The next two doublings of the largest pilot: intervals were checked up to 8 times it. @param prices null where nothing prices them */
export function doublings(curve: Curve, largest: number, prices: DoublingPrices | null): Doubling[] {
  const { better, point, share } = curve.scale;
  const trainedOn = prices === null ? null : trainingAt(prices.question, prices.offer);
  return [largest, 2 * largest].map((from, index) => {
    const to = 2 * from;
    const end = curve.predict(to);
    const labelled = prices?.labels === undefined ? 0 : Math.max(0, to - Math.max(from, prices.labels.owned));
    const training = trainedOn?.(to) ?? null;
    const labels = larger(decimal(prices?.labels?.cost ?? "0").times(labelled), zero);
    const later = ((better === "higher" ? 1 : -1) * (end.median - curve.predict(from).median)) / point;
    const price =
      training?.refused === null
        ? { labels: amountText(labels), training: training.amount, all: amountText(labels.plus(training.amount)) }
        : null;
    const next = curve.nextDoubling(price?.all ?? "0");
    const isNext = index === 0;
    // Money is weighed by the mean, which the curve knows of its next doubling alone.
    const each = price === null ? null : isNext ? next.dollarsPerPoint : dollarsPerPoint(price.all, later);
    return {
      from,
      to,
      gain: isNext ? next.points.median : later,
      range: isNext ? ([next.points.low80, next.points.high80] as const) : null,
      share,
      digits: curveDigits(curve),
      score: { low: end.low80, median: end.median, high: end.high80 },
      price,
      labelled,
      currency: prices?.offer.training.currency ?? "USD",
      each: each === null ? null : Number(each),
    };
  });
}

/** Digits after the point that the interval of a gain supports: two of its width. */
export function curveDigits({ gainPerDoubling: { low80, high80, median } }: Curve): number {
  const width = Math.max(Math.abs(high80 - low80), Math.abs(median) / 10, 1e-9);
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(width))));
}
