import { type Offer, type Question, type Result, trainingAt } from "@tunecast/estimator";
import { type Curve, fitCurve, noteSentence, type Prediction, type TargetAnswer } from "@tunecast/estimator/curve";
import { ok } from "@tunecast/estimator/problem";
import { total } from "@tunecast/estimator/text";
import { defaults, type Inputs } from "../question/inputs.ts";
import { plainDecimal } from "../question/question.ts";
import { along } from "../view/scale.ts";

/** What the pilots say, ready to be drawn. */
export interface Quality {
  readonly curve: Curve;
  /** From the smallest pilot to eight times the largest. */
  readonly points: readonly Prediction[];
  /** Sizes of the smallest and the largest pilot. */
  readonly tested: readonly [from: number, to: number];
  /** Doublings of the largest pilot, as far as the method was checked. */
  readonly steps: readonly Step[];
  readonly target: TargetAnswer | null;
  readonly notes: readonly string[];
}

/** One doubling: what it brings, and what the same doubling costs. */
export interface Step {
  readonly from: number;
  readonly to: number;
  /** Change of the score; `low` and `high` hold it in 8 of 10 cases, null where the method gives none. */
  readonly gain: number;
  readonly range: readonly [low: number, high: number] | null;
  /** The score expected at its end, in 8 of 10 cases. */
  readonly score: { readonly low: number; readonly median: number; readonly high: number };
  /** Labels that are missing, and one run on all of it: decimal text; null where a part has no price. */
  readonly price: { readonly labels: string; readonly training: string; readonly all: string } | null;
  /** Labels to buy. */
  readonly labelled: number;
  readonly currency: string;
  /** Digits after the point that the range supports. */
  readonly digits: number;
}

/** Multiples of the largest pilot up to which the intervals were checked on real curves. */
const checked = 8;

/** What the fit is made of: the pilots among the inputs, and the question and the offer that price a doubling. */
export interface QualitySources {
  readonly inputs: Inputs;
  readonly question: Question | null;
  readonly offer: Offer | null;
}

/** Fits the pilots; null while there are none. */
export function qualityOf(sources: QualitySources): Result<Quality> | null {
  const { pilots, metric, pilotModel, target, evalItems } = sources.inputs;
  if (pilots.length === 0) return null;
  const runs = pilots.map(({ n, value, se }) => ({ n, value, ...(se !== null && { se }) }));
  // A metric that nobody chose is not stated: the fit then says which way it took.
  const stated = metric === defaults.metric ? {} : { metric };
  const isCount = evalItems !== null && Number.isInteger(evalItems) && evalItems >= 1;
  const fit = fitCurve(runs, {
    ...stated,
    ...(pilotModel !== null && { model: pilotModel }),
    ...(isCount && { testSize: evalItems }),
  });
  if (!fit.ok) return fit;
  const curve = fit.value;
  const sizes = pilots.map(({ n }) => n);
  const tested = [Math.min(...sizes), Math.max(...sizes)] as const;
  const aim = target === null || !Number.isFinite(target) ? null : curve.examplesFor(target);
  return ok({
    curve,
    points: along({ kind: "log2", from: tested[0], to: tested[1] * 4 }, 33).map((n) => curve.predict(n)),
    tested,
    steps: stepsOf(curve, tested[1], sources),
    target: aim,
    notes: (aim === null || aim.note === null ? curve.notes : [...curve.notes, aim.note]).map(noteSentence),
  });
}

function stepsOf(curve: Curve, largest: number, sources: QualitySources): readonly Step[] {
  const sizes: number[] = [];
  for (let from = largest; 2 * from <= largest * checked && sizes.length < 2; from *= 2) sizes.push(from);
  const { median, low80, high80 } = curve.gainPerDoubling;
  const digits = digitsOf(curve);
  return sizes.map((from, index) => {
    const to = 2 * from;
    const end = curve.predict(to);
    const gain = index === 0 ? median : end.median - curve.predict(from).median;
    return {
      from,
      to,
      gain,
      range: index === 0 ? ([low80, high80] as const) : null,
      digits,
      score: { low: end.low80, median: end.median, high: end.high80 },
      ...priceOf(from, to, sources),
    };
  });
}

/** Digits that the interval supports: two of its width. */
export function digitsOf({ gainPerDoubling: { low80, high80, median } }: Curve): number {
  const width = Math.max(Math.abs(high80 - low80), Math.abs(median) / 10, 1e-9);
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(width))));
}

/** Pilots belong to the model they were run on: another model's price per point would mean nothing. */
function priceOf(
  from: number,
  to: number,
  { inputs, question, offer }: QualitySources,
): Pick<Step, "price" | "labelled" | "currency"> {
  const { examplesOwned, labelCost, pilotModel } = inputs;
  const owned = Math.max(from, examplesOwned ?? 0);
  const labelled = labelCost === null || !Number.isFinite(labelCost) ? 0 : Math.max(0, to - owned);
  const currency = offer?.training.currency ?? "USD";
  if (question === null || offer === null || offer.model !== pilotModel) return { price: null, labelled, currency };
  const training = trainingAt(question, offer)(to);
  if (training === null || training.refused !== null) return { price: null, labelled, currency };
  const each = plainDecimal(labelCost ?? 0);
  // Decimal text is multiplied by adding: a label costs whole cents or parts of one, and stays exact.
  const labels = labelled === 0 ? "0" : timesText(each, labelled);
  return { price: { labels, training: training.amount, all: total([labels, training.amount]) }, labelled, currency };
}

/** A decimal text times a whole number, exactly. */
function timesText(amount: string, count: number): string {
  const [whole = "0", part = ""] = amount.split(".");
  const product = (BigInt(`${whole}${part}`) * BigInt(Math.round(count))).toString().padStart(part.length + 1, "0");
  return part === "" ? product : `${product.slice(0, -part.length)}.${product.slice(-part.length)}`;
}
