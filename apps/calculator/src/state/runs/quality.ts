import type { Offer, Question, Result } from "@tunecast/estimator";
import { type Curve, fitCurve, noteSentence, type Prediction, type TargetAnswer } from "@tunecast/estimator/curve";
import { ownedOf } from "@tunecast/estimator/answer";
import { ok } from "@tunecast/estimator/problem";
import { doublingFigure, doublings } from "@tunecast/estimator/report";
import type { Doubling, DoublingPrices, ReportFigure } from "@tunecast/estimator/report";
import { defaults, type Inputs } from "../../question/inputs.ts";
import { plainDecimal } from "../../question/question.ts";
import { along } from "../../view/scale.ts";

export interface Quality {
  readonly curve: Curve;
  /** From the smallest pilot to eight times the largest. */
  readonly points: readonly Prediction[];
  readonly tested: readonly [from: number, to: number];
  /** Doublings of the largest pilot, as far as the method was checked. */
  readonly steps: readonly Doubling[];
  readonly figure: ReportFigure;
  readonly target: TargetAnswer | null;
  readonly notes: readonly string[];
}

export interface QualitySources {
  readonly inputs: Inputs;
  readonly question: Question | null;
  readonly offer: Offer | null;
}

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
  const steps = doublings(curve, tested[1], pricesOf(sources));
  return ok({
    curve,
    points: along({ kind: "log2", from: tested[0], to: tested[1] * 4 }, 33).map((n) => curve.predict(n)),
    tested,
    steps,
    figure: doublingFigure(steps[0]),
    target: aim,
    notes: (aim === null || aim.note === null ? curve.notes : [...curve.notes, aim.note]).map(noteSentence),
  });
}

/** What the labels of more examples cost; null where no price of one is stated. */
export function labelsOf(
  { examplesOwned, labelCost }: Inputs,
  job: Question["job"],
): Required<DoublingPrices>["labels"] | null {
  if (labelCost === null || !Number.isFinite(labelCost)) return null;
  return { cost: plainDecimal(labelCost), owned: ownedOf(examplesOwned === null ? {} : { examplesOwned }, job) };
}

/** Pilots belong to the model they were run on: another model's price per point would mean nothing. */
function pricesOf({ inputs, question, offer }: QualitySources): DoublingPrices | null {
  if (question === null || offer === null || offer.model !== inputs.pilotModel) return null;
  const labels = labelsOf(inputs, question.job);
  return { question, offer, ...(labels !== null && { labels }) };
}
