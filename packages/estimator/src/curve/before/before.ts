import { fail, ok, type Result } from "../../problem.ts";
import { metrics, type Metric } from "../pilots/metric.ts";
import { PUBLIC_CURVES, PUBLIC_SOURCES, type PublicCurve } from "./publicCurves.ts";
import { taskKinds, type TaskKind } from "./taskKind.ts";

/** What is known before any pilot. */
export interface BeforeQuestion {
  readonly task: TaskKind;
  /** Default: accuracy for classification, reasoning and extraction, loss for the rest. */
  readonly metric?: Metric;
  /** Examples at hand. */
  readonly examples: number;
  /** What the untuned model scores: a share from 0 to 1, or a loss. */
  readonly score: number;
  /** Parameters of the model, in millions; curves of models up to ten times smaller or larger are preferred. */
  readonly parameters?: number;
}

/** What the next doubling brought in other people's runs: never a forecast of one's own. */
export interface OthersGain {
  /** Always `others' runs`: a reader must not take them for his own. */
  readonly of: "others' runs";
  /** From so many examples to twice as many. */
  readonly from: number;
  readonly to: number;
  /** Gain in points of a score, or fall of the loss; positive is better. */
  readonly gain: {
    readonly median: number;
    readonly low50: number;
    readonly high50: number;
    readonly low80: number;
    readonly high80: number;
  };
  /** A point is 0.01 of a share; a loss is in its own unit. */
  readonly unit: "points" | "loss";
  /** Curves that cover both sizes. */
  readonly curves: number;
  /** Addresses of the sources, with how many curves are of each. */
  readonly sources: readonly { readonly address: string; readonly curves: number }[];
  /** Some of the curves, by name. */
  readonly examplesOf: readonly string[];
  /** True where the size of the model could be matched too. */
  readonly sizeMatched: boolean;
}

/** Metrics that public curves of fine-tuned models have. An error is asked for by its score, 1 − error. */
const KNOWN: readonly Metric[] = metrics.filter((metric) => !["error", "perplexity", "reward"].includes(metric));

/** Fewest curves and sources that say anything of others. */
const FEWEST_CURVES = 6;
const FEWEST_SOURCES = 2;

/** Models within this factor of the asked one are of its size. */
const SAME_SIZE = 10;

/**
 * How much wider the quantiles of the curves are drawn: those of whole sources left out then lie in the 80 % interval in
 * 80 of 100 cases (`npm run bench:before`). Curves of one source resemble one another, so a new one is further off.
 */
const STRETCH = 1.25;

/**
 * The gain of the next doubling that comparable public curves had: those of the same kind of task and metric that were
 * measured from the examples at hand to twice as many. Gains are scaled by what there is to gain: the curve's gap at its
 * smallest size stands for the untuned score.
 *
 * Problems: `bad_before` (field, got, expected), `too_few_curves` (task, metric, examples, curves, needed: nothing honest can
 * be said of others).
 */
export function beforePilots(question: BeforeQuestion): Result<OthersGain> {
  const wrong = problemOf(question);
  if (wrong !== null) return fail(wrong);
  const { task, examples, score, parameters } = question;
  const metric = metricOf(question);
  const covering = PUBLIC_CURVES.filter((curve) => curve[1] === task && curve[2] === metric && covers(curve, examples));
  const near = covering.filter(([, , , size]) => size !== null && isNear(size, parameters));
  const matched = parameters !== undefined && enough(near, metric);
  const chosen = matched ? near : covering;
  if (!enough(chosen, metric))
    return fail({ kind: "too_few_curves", task, metric, examples, curves: chosen.length, needed: FEWEST_CURVES });
  const { low80, low50, median, high50, high80 } = gainsOf(chosen, examples);
  const scale = metric === "share" ? 100 * (1 - score) : score;
  const times = (gain: number): number => Math.min(gain, 1) * scale;
  const counts = countsOf(chosen);
  return ok({
    of: "others' runs",
    from: examples,
    to: 2 * examples,
    gain: {
      median: times(median),
      low50: times(low50),
      high50: times(high50),
      low80: times(low80),
      high80: times(high80),
    },
    unit: metric === "share" ? "points" : "loss",
    curves: chosen.length,
    sources: [...counts].map(([source, curves]) => ({ address: PUBLIC_SOURCES[source] ?? "", curves })),
    examplesOf: chosen.filter((_, at) => at % Math.ceil(chosen.length / 5) === 0).map((curve) => curve[4]),
    sizeMatched: matched,
  });
}

function problemOf({
  task,
  metric,
  examples,
  score,
  parameters,
}: BeforeQuestion): { kind: string; field: string; got: string; expected: string } | null {
  const bad = (field: string, got: unknown, expected: string): ReturnType<typeof problemOf> => ({
    kind: "bad_before",
    field,
    got: String(got),
    expected,
  });
  if (!taskKinds.includes(task)) return bad("task", task, `one of ${taskKinds.join(", ")}`);
  if (metric !== undefined && !KNOWN.includes(metric)) return bad("metric", metric, `one of ${KNOWN.join(", ")}`);
  if (!(Number.isFinite(examples) && examples >= 1)) return bad("examples", examples, "a number of at least 1");
  if (parameters !== undefined && !(parameters > 0)) return bad("parameters", parameters, "millions above 0");
  if (metricOf({ task, metric }) === "share")
    return score >= 0 && score < 1 ? null : bad("score", score, "a share from 0 to 1, below 1");
  return score > 0 && Number.isFinite(score) ? null : bad("score", score, "a loss above 0");
}

function metricOf({
  task,
  metric,
}: {
  readonly task: TaskKind;
  readonly metric?: Metric | undefined;
}): "share" | "loss" {
  if (metric === undefined) return ["classification", "reasoning", "extraction"].includes(task) ? "share" : "loss";
  return metric === "loss" ? "loss" : "share";
}

function isNear(size: number, wanted: number | undefined): boolean {
  return wanted !== undefined && Math.max(size / wanted, wanted / size) <= SAME_SIZE;
}

/** Curves of losses come from one study of three data sets, which count as sources. */
function enough(curves: readonly PublicCurve[], metric: "share" | "loss"): boolean {
  return curves.length >= FEWEST_CURVES && (metric === "loss" || countsOf(curves).size >= FEWEST_SOURCES);
}

function countsOf(curves: readonly PublicCurve[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [source] of curves) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}

/** A hundredth of a doubling beyond the sizes is the rounding of a size. */
function covers([, , , , , points]: PublicCurve, examples: number): boolean {
  const [first = Infinity, last = 0] = [points[0], points.at(-2)];
  return examples >= first / 1.007 && 2 * examples <= last * 1.007;
}

/** The gap of a curve at a size, straight between the logarithms of its sizes. */
export function gapAtSize(points: readonly number[], examples: number): number {
  let at = 0;
  while (at + 4 < points.length && (points[at + 2] ?? 0) < examples) at += 2;
  const [n = 1, gap = 0, next = n, then = gap] = points.slice(at, at + 4);
  const share = next === n ? 0 : Math.log(examples / n) / Math.log(next / n);
  return gap + Math.min(Math.max(share, 0), 1) * (then - gap);
}

/** What a doubling brought, as a share of the gap at the smallest size. */
export function relativeGain(points: readonly number[], examples: number): number {
  return (gapAtSize(points, examples) - gapAtSize(points, 2 * examples)) / (points[1] ?? 1);
}

interface Quantiles {
  readonly low80: number;
  readonly low50: number;
  readonly median: number;
  readonly high50: number;
  readonly high80: number;
}

/** Weighted quantiles, widened; a source weighs as the square root of its curves. */
export function gainsOf(curves: readonly PublicCurve[], examples: number): Quantiles {
  const counts = countsOf(curves);
  const gains = curves
    .map(([source, , , , , points]) => ({
      gain: relativeGain(points, examples),
      weight: 1 / Math.sqrt(counts.get(source) ?? 1),
    }))
    .toSorted((a, b) => a.gain - b.gain);
  const all = gains.reduce((sum, { weight }) => sum + weight, 0);
  const at = (p: number): number => {
    let before = 0;
    let last = { place: 0, gain: gains[0]?.gain ?? 0 };
    for (const { gain, weight } of gains) {
      const place = (before + weight / 2) / all;
      if (place >= p)
        return place === last.place ? gain : last.gain + ((p - last.place) / (place - last.place)) * (gain - last.gain);
      last = { place, gain };
      before += weight;
    }
    return last.gain;
  };
  const median = at(0.5);
  const wide = (p: number): number => median + STRETCH * (at(p) - median);
  return { low80: wide(0.1), low50: wide(0.25), median, high50: wide(0.75), high80: wide(0.9) };
}
