import type { Offer, Question, Result } from "@tunecast/estimator";
import {
  type Curve,
  type DoublingAnswer,
  fitCurve,
  noteSentence,
  type Prediction,
  type TargetAnswer,
} from "@tunecast/estimator/curve";
import { ok } from "@tunecast/estimator/problem";
import { doublingCost } from "./costCurve.ts";
import { defaults, type Inputs } from "../question/inputs.ts";
import { along } from "../view/plot/scale.ts";

/** What the pilots say, ready to be drawn. */
export interface Quality {
  readonly curve: Curve;
  /** From the smallest pilot to 16 times the largest. */
  readonly points: readonly Prediction[];
  /** Sizes of the smallest and the largest pilot: the tested region. */
  readonly tested: readonly [from: number, to: number];
  /** Beyond this size the method itself was never checked. */
  readonly checkedTo: number;
  readonly next: DoublingAnswer | null;
  readonly target: TargetAnswer | null;
  readonly notes: readonly string[];
}

/** Multiples of the largest pilot: up to here the intervals were checked on real curves; drawn a little further. */
const checked = 8;
const drawn = 16;

/** What the fit is made of: the pilots among the inputs, and the question and the offer that price a doubling. */
export interface QualitySources {
  readonly inputs: Inputs;
  readonly question: Question | null;
  readonly offer: Offer | null;
}

/** Fits the pilots; null while there are none. */
export function qualityOf({ inputs, question, offer }: QualitySources): Result<Quality> | null {
  const { pilots, metric, pilotModel, target } = inputs;
  if (pilots.length === 0) return null;
  const runs = pilots.map(({ n, value, se }) => ({ n, value, ...(se !== null && { se }) }));
  // A metric that nobody chose is not stated: the fit then says which way it took.
  const stated = metric === defaults.metric ? {} : { metric };
  const fit = fitCurve(runs, { ...stated, ...(pilotModel !== null && { model: pilotModel }) });
  if (!fit.ok) return fit;
  const curve = fit.value;
  const sizes = pilots.map(({ n }) => n);
  const tested = [Math.min(...sizes), Math.max(...sizes)] as const;
  const points = along({ kind: "log2", from: tested[0], to: tested[1] * drawn }, 49).map((n) => curve.predict(n));
  // Pilots belong to the model they were run on: another model's price per point would mean nothing.
  const cost =
    question === null || offer === null || offer.model !== pilotModel ? null : doublingCost(question, offer, pilots);
  const aim = target === null || !Number.isFinite(target) ? null : curve.examplesFor(target);
  return ok({
    curve,
    points,
    tested,
    checkedTo: tested[1] * checked,
    next: cost === null ? null : curve.nextDoubling(cost),
    target: aim,
    notes: (aim === null || aim.note === null ? curve.notes : [...curve.notes, aim.note]).map(noteSentence),
  });
}
