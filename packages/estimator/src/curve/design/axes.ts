import { decimal, isDecimalText, type Amount } from "../../money.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { backward, factorize, forward, zeros } from "../mixture/cholesky.ts";
import type { FitOptions, Interval80 } from "../curve.ts";
import { dollarsPerPoint } from "../worth/dollars.ts";
import { effectiveEpochs } from "../pilots/epochs.ts";
import { checkPilots } from "../doublingRule.ts";
import { quantiles, type Bell } from "../mixture/mixture.ts";
import { published } from "../published.ts";
import type { AxisPilot, Pilot } from "../pilots/pilot.ts";
import { gapOf, readScale, shareError, valueAt, type Scale } from "../pilots/scale.ts";

/** What can be had more of. */
export type Axis = "examples" | "epochs" | "parameters";

/** What a step costs, all in: dollars as plain decimal text; a step without a price has none per point. */
export interface AxisQuestion extends FitOptions {
  /** Twice the examples: labels and the run. */
  readonly moreExamples?: string;
  /** Twice the passes over the examples at hand. */
  readonly moreEpochs?: string;
  /** A run of a model twice as large. */
  readonly largerModel?: string;
}

/** What twice as much of one thing is expected to bring from the pilot with the most examples. */
export interface AxisGain {
  readonly axis: Axis;
  readonly from: number;
  readonly to: number;
  /** Improvement in points, median and 80 % interval, without the noise of a run; positive is better. */
  readonly points: Interval80;
  /** Dollars, as given. */
  readonly cost: string | null;
  /** cost / median, dollars to six places; null without a price, or where no gain is expected. */
  readonly dollarsPerPoint: string | null;
}

/** The axes that the pilots vary, best first by dollars per point; those that they do not vary are named, never guessed. */
export interface AxisAnswer {
  readonly gains: readonly AxisGain[];
  readonly notVaried: readonly Axis[];
  /** The pilot that all steps start from. */
  readonly at: { readonly n: number; readonly epochs: number; readonly parameters: number | null };
}

/** Scatter of a run beyond its standard error, as shares of its gap: each is tried, and weighed by how it fits. */
const SCATTERS = [0.005, 0.015, 0.04, 0.1];

/** Variance of the level: wide. */
const LEVEL_VARIANCE = 4;

/**
 * Fall of ln gap per doubling before any pilot, mean and standard deviation. Examples: that of public curves (`learnedPrior.ts`).
 * Passes are counted in effective ones, worth as many new examples at most, and may harm. Model size: the exponents of joint laws
 * of fine-tuning are of the same order or less.
 *
 * @source https://arxiv.org/abs/2305.16264 (data-constrained law: passes) and https://arxiv.org/abs/2402.17193 (multiplicative joint law: model size)
 */
const PRIORS: Readonly<Record<Axis, readonly [mean: number, sd: number]>> = {
  examples: [0.12, 0.12],
  epochs: [0.06, 0.12],
  parameters: [0.06, 0.1],
};

const AXES: readonly Axis[] = ["examples", "epochs", "parameters"];

/**
 * More examples, more passes or a larger model: a multiplicative law gap = c · n^−β · e^−γ · N^−α in examples, effective passes
 * and parameters, by Bayesian least squares on ln gap over all pilots. It has no floor, so it is for the next step alone.
 *
 * Problems: those of `fitCurve` (`checkPilots`, `readScale`), `no_bound_axes` (the metric has no bound to measure gaps from),
 * `bad_axis` (field, got).
 */
export function compareAxes(pilots: readonly AxisPilot[], question: AxisQuestion = {}): Result<AxisAnswer> {
  const checked = checkPilots(pilots);
  // One size will do where passes or models differ.
  if (!checked.ok && !(checked.problem.kind === "one_size" && variedIn(pilots).length > 0)) return checked;
  const wrong = badField(pilots, question);
  if (wrong !== null) return fail({ kind: "bad_axis", ...wrong });
  const scaled = readScale(pilots, question);
  if (!scaled.ok) return scaled;
  const scale = scaled.value;
  if (!scale.bounded) return fail({ kind: "no_bound_axes" });
  const from = pilots.reduce((most, pilot) =>
    pilot.n > most.n || (pilot.n === most.n && better(scale, pilot, most)) ? pilot : most,
  );
  const varied = variedIn(pilots);
  const fits = SCATTERS.map((scatter) => fitOf(pilots, from, { scale, varied, scatter, testSize: question.testSize }));
  const top = Math.max(...fits.map(({ log }) => log));
  const all = fits.reduce((sum, { log }) => sum + Math.exp(log - top), 0);
  const gains = varied.map((axis, at): AxisGain => {
    const step = stepOf(from, axis);
    // −ln of the share of the gap that is left, so that its quantiles are those of the gain.
    const mixture = fits.map(({ log, mean, sd }): Bell => ({
      weight: Math.exp(log - top) / all,
      mean: step * (mean[at + 1] ?? 0),
      sd: Math.max(step * (sd[at + 1] ?? 0), 1e-9),
      offset: -Infinity,
    }));
    const level = Math.exp(fits.reduce((sum, { log, mean }) => sum + (Math.exp(log - top) / all) * (mean[0] ?? 0), 0));
    const [low80 = 0, median = 0, high80 = 0] = quantiles(mixture, [0.1, 0.5, 0.9]).map((fall) =>
      published(pointsOf(scale, level, fall)),
    );
    const cost =
      { examples: question.moreExamples, epochs: question.moreEpochs, parameters: question.largerModel }[axis] ?? null;
    const now = amount(from, axis);
    return {
      axis,
      from: now,
      to: 2 * now,
      points: { median, low80, high80 },
      cost,
      dollarsPerPoint: cost === null ? null : dollarsPerPoint(cost, median),
    };
  });
  return ok({
    gains: gains.toSorted((a, b) => perPointOf(a).comparedTo(perPointOf(b))),
    notVaried: AXES.filter((axis) => !varied.includes(axis)),
    at: { n: from.n, epochs: from.epochs ?? 1, parameters: from.parameters ?? null },
  });
}

/** What a gain is ordered by: a step without a price comes last. */
function perPointOf({ dollarsPerPoint }: AxisGain): Amount {
  return decimal(dollarsPerPoint ?? Infinity);
}

function variedIn(pilots: readonly AxisPilot[]): Axis[] {
  return AXES.filter((axis) => new Set(pilots.map((pilot) => amount(pilot, axis))).size > 1);
}

function badField(pilots: readonly AxisPilot[], question: AxisQuestion): { field: string; got: string } | null {
  const some = pilots.some(({ parameters }) => parameters !== undefined);
  for (const { parameters, epochs } of pilots) {
    if (parameters === undefined ? some : !(parameters > 0)) return { field: "parameters", got: String(parameters) };
    if (epochs !== undefined && !(epochs > 0)) return { field: "epochs", got: String(epochs) };
  }
  const { moreExamples, moreEpochs, largerModel } = question;
  for (const [field, dollars] of Object.entries({ moreExamples, moreEpochs, largerModel }))
    if (dollars !== undefined && !(isDecimalText(dollars) && decimal(dollars).greaterThan(0)))
      return { field, got: dollars };
  return null;
}

function better(scale: Scale, a: Pilot, b: Pilot): boolean {
  return gapOf(scale, a.value) < gapOf(scale, b.value);
}

function amount({ n, epochs, parameters }: AxisPilot, axis: Axis): number {
  return axis === "examples" ? n : axis === "epochs" ? (epochs ?? 1) : (parameters ?? 1);
}

/** Place of a pilot on an axis in doublings; passes in effective ones. */
function placeOf(pilot: AxisPilot, axis: Axis): number {
  const own = amount(pilot, axis);
  return Math.log2(axis === "epochs" ? effectiveEpochs(own) : own);
}

/** Doublings that twice as much is: one, of passes less. */
function stepOf(pilot: AxisPilot, axis: Axis): number {
  const own = amount(pilot, axis);
  return axis === "epochs" ? Math.log2(effectiveEpochs(2 * own) / effectiveEpochs(own)) : 1;
}

function pointsOf(scale: Scale, level: number, fall: number): number {
  const change = valueAt(scale, level * Math.exp(-fall)) - valueAt(scale, level);
  return (-scale.sign * change) / scale.point;
}

interface AxisFit {
  /** Logarithm of the likelihood of the pilots, to a constant. */
  readonly log: number;
  /** Of ln gap at the pilot that all starts from, then the falls per doubling in the order of the axes. */
  readonly mean: readonly number[];
  readonly sd: readonly number[];
}

interface AxisModel {
  readonly scale: Scale;
  readonly varied: readonly Axis[];
  readonly scatter: number;
  readonly testSize: number | undefined;
}

/** Bayesian least squares: the pilots are Gaussian in ln gap, the level and the falls are too. */
function fitOf(
  pilots: readonly AxisPilot[],
  from: AxisPilot,
  { scale, varied, scatter, testSize }: AxisModel,
): AxisFit {
  const least = 0.5 * Math.min(...pilots.map(({ value }) => gapOf(scale, value)).filter((gap) => gap > 0));
  const gaps = pilots.map(({ value }) => Math.max(gapOf(scale, value), least));
  const centre = gaps.reduce((sum, gap) => sum + Math.log(gap) / gaps.length, 0);
  const priors = [[centre, Math.sqrt(LEVEL_VARIANCE)] as const, ...varied.map((axis) => PRIORS[axis])];
  const size = priors.length;
  const precision = zeros(size * size);
  const mean = priors.map(([middle, sd]) => middle / sd ** 2);
  priors.forEach(([, sd], k) => (precision[k * size + k] = 1 / sd ** 2));
  let log = 0;
  pilots.forEach((pilot, i) => {
    const row = [1, ...varied.map((axis) => placeOf(from, axis) - placeOf(pilot, axis))];
    const gap = gaps[i] ?? 1;
    const error = pilot.se ?? (testSize === undefined ? 0 : (shareError(scale, pilot.value, testSize) ?? 0));
    const noise = scatter * scatter + Math.min(error / gap, 1) ** 2;
    row.forEach((one, k) => {
      mean[k]! += (one * Math.log(gap)) / noise;
      row.forEach((other, l) => (precision[k * size + l]! += (one * other) / noise));
    });
    log -= 0.5 * (Math.log(noise) + Math.log(gap) ** 2 / noise);
  });
  log -= 0.5 * factorize(precision, size);
  forward(precision, mean, size);
  log += 0.5 * mean.reduce((sum, one) => sum + one * one, 0);
  backward(precision, mean, size);
  const sd = priors.map((_, k) => {
    const unit = priors.map((__, l) => Number(k === l));
    forward(precision, unit, size);
    return Math.hypot(...unit);
  });
  return { log, mean, sd };
}
