import { notFields } from "../../check/fields.ts";
import { fail, ok, type Problem, type Result } from "../../problem.ts";
import table from "../data/publicCurves.json" with { type: "json" };
import type { Interval80 } from "../curve.ts";
import { metrics, type Metric } from "../pilots/metric.ts";
import { published } from "../published.ts";

/** Kinds of task of which public curves are known. */
export const taskKinds = [
  "classification",
  "reasoning",
  "extraction",
  "summarization",
  "translation",
  "instructions",
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** A published curve: source, kind of task, whether gaps are shares or losses, millions of parameters, what it is, and sizes with gaps. */
export type PublicCurve = readonly [
  source: number,
  task: TaskKind,
  metric: "share" | "loss",
  parameters: number | null,
  name: string,
  points: readonly number[],
];

/** Where the curves were measured, as published. */
export const PUBLIC_SOURCES: readonly string[] = table.sources;

/**
 * Learning curves of fine-tuned language models. `points` alternates sizes, in examples, and the gap to the best value there (1 − score,
 * or the loss) in 1e-4. Licences: Apache-2.0 (setfit, pet, Fine-tuning-Scaling-Law), MIT (less-annotating, gptchem, NLP_Assignment_2,
 * anas-awadalla), CC0 (group_mention_detection); of the others figures alone. Read 2026-11-25, the last eight sources 2026-11-26.
 */
export const PUBLIC_CURVES: readonly PublicCurve[] = table.curves as unknown as readonly PublicCurve[];

/** What is known before any pilot. */
export interface BeforeQuestion {
  /** Tells how many of the curves are of that kind; the gain is that of all. */
  readonly task?: TaskKind;
  /** Default: accuracy for classification, reasoning and extraction. Other kinds are scored in many ways: state it. */
  readonly metric?: Metric;
  readonly examples: number;
  /** What the untuned model scores: a share from 0 to 1, or a loss. */
  readonly score: number;
  /** A gain to reach, in points of a score or in units of the loss: how many examples it took others. */
  readonly gain?: number;
}

/** What the next doubling brought in other people's runs: never a forecast of one's own. */
export interface OthersGain {
  readonly of: "others' runs";
  readonly from: number;
  readonly to: number;
  /** Gain in points of a score, or fall of the loss; positive is better. */
  readonly gain: Quantiles;
  /** A point is 0.01 of a share; a loss is in its own unit. */
  readonly unit: "points" | "loss";
  /** Public curves with a doubling that counts, and those of the kind of task asked for among them; null where none was. */
  readonly curves: number;
  readonly ofKind: number | null;
  readonly sources: readonly { readonly address: string; readonly curves: number }[];
  readonly examplesOf: readonly string[];
  /** Examples that a gain took others, from those at hand on; null where none was asked for. Infinity: more than 64 times as many. */
  readonly needed: ({ readonly gain: number } & Interval80) | null;
}

type Quantiles = Readonly<Record<"median" | "low50" | "high50" | "low80" | "high80", number>>;

const byAccuracy: readonly TaskKind[] = ["classification", "reasoning", "extraction"];

/** Metrics that public curves of fine-tuned models have. An error is asked for by its score, 1 − error. */
const KNOWN: readonly Metric[] = metrics.filter((metric) => !["error", "perplexity", "reward"].includes(metric));

/** Doublings after which a gain counts as never reached: 64 times the examples at hand. */
const FARTHEST = 6;

/**
 * The gain of the next doubling that public curves had, as a share of what there is to gain, and how many examples a gain took them.
 * Every source counts alike, whatever its tasks and sizes: they say no more of sources left out (`npm run bench:before`).
 *
 * Problems: `bad_before` (field, got, expected).
 */
export function beforePilots(question: BeforeQuestion): Result<OthersGain> {
  const wrong = notFields(question, "question") ?? problemOf(question);
  if (wrong !== null) return fail(wrong);
  const { task, examples, score, gain } = question;
  const metric = metricOf(question);
  const curves = PUBLIC_CURVES.filter((curve) => curve[2] === metric);
  const scale = metric === "share" ? 100 * (1 - score) : score;
  const gains = Object.entries(gainsOf(curves)).map(([name, one]) => [name, one * scale]);
  return ok(
    published({
      of: "others' runs" as const,
      from: examples,
      to: 2 * examples,
      gain: Object.fromEntries(gains) as Quantiles,
      unit: metric === "share" ? ("points" as const) : ("loss" as const),
      curves: curves.length,
      ofKind: task === undefined ? null : curves.filter((curve) => curve[1] === task).length,
      sources: [...countsOf(curves)].map(([source, own]) => ({ address: PUBLIC_SOURCES[source] ?? "", curves: own })),
      examplesOf: curves.filter((_, at) => at % Math.ceil(curves.length / 5) === 0).map((curve) => curve[4]),
      needed: gain === undefined ? null : { gain, ...neededFor(curves, examples, gain / scale) },
    }),
  );
}

function problemOf(question: BeforeQuestion): Problem | null {
  const { task, metric, examples, score, gain } = question;
  const share = metricOf(question) === "share";
  const left = share ? 100 * (1 - score) : score;
  const rules: readonly (readonly [field: keyof BeforeQuestion, isWell: boolean, expected: string])[] = [
    ["task", task === undefined || taskKinds.includes(task), `one of ${taskKinds.join(", ")}`],
    [
      "metric",
      metric === undefined ? task !== undefined && byAccuracy.includes(task) : KNOWN.includes(metric),
      `one of ${KNOWN.join(", ")}`,
    ],
    ["examples", Number.isFinite(examples) && examples >= 1, "a number of at least 1"],
    share
      ? ["score", score >= 0 && score < 1, "a share from 0 to 1, below 1; 62 % is 0.62"]
      : ["score", score > 0 && Number.isFinite(score), "a loss above 0"],
    [
      "gain",
      gain === undefined || (gain > 0 && gain < left),
      `above 0 and below the ${Number.isFinite(left) ? Number(left.toPrecision(4)) : "points"} that are left to gain`,
    ],
  ];
  const [field, , expected] = rules.find(([, isWell]) => !isWell) ?? [];
  return field === undefined ? null : { kind: "bad_before", field, got: String(question[field]), expected };
}

function metricOf({ metric }: BeforeQuestion): "share" | "loss" {
  return metric === "loss" ? "loss" : "share";
}

function countsOf(curves: readonly PublicCurve[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [source] of curves) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}

function gapAtSize(points: readonly number[], examples: number): number {
  let at = 0;
  while (at + 4 < points.length && (points[at + 2] ?? 0) < examples) at += 2;
  const [n = 1, gap = 0, next = n, then = gap] = points.slice(at, at + 4);
  const share = next === n ? 0 : Math.log(examples / n) / Math.log(next / n);
  return gap + Math.min(Math.max(share, 0), 1) * (then - gap);
}

/** What each stretch of `times` doublings of a curve brought, from its smallest size on, as shares of the gap there. */
export function doublingsOf(points: readonly number[], times = 1): number[] {
  const [first = 1, gap = 1] = points;
  // A hundredth of a doubling beyond the sizes is the rounding of a size.
  const count = Math.floor(Math.log2(((points.at(-2) ?? first) / first) * 1.007)) - times + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const n = first * 2 ** i;
    return (gapAtSize(points, n) - gapAtSize(points, n * 2 ** times)) / gap;
  });
}

/** Quantiles of what `times` doublings brought. @param power of a source's number of curves that its curves are divided by */
export function gainsOf(curves: readonly PublicCurve[], times = 1, power = 1): Quantiles {
  const counts = countsOf(curves);
  const gains = curves.flatMap(([source, , , , , points]) =>
    doublingsOf(points, times).map((gain) => ({ gain, weight: (counts.get(source) ?? 1) ** -power })),
  );
  gains.sort((a, b) => a.gain - b.gain);
  const all = gains.reduce((sum, { weight }) => sum + weight, 0);
  const at = (p: number): number => {
    let [before, last] = [0, { place: 0, gain: gains[0]?.gain ?? 0 }];
    for (const { gain, weight } of gains) {
      const place = (before + weight / 2) / all;
      if (place >= p) return last.gain + ((p - last.place) / (place - last.place)) * (gain - last.gain);
      last = { place, gain };
      before += weight;
    }
    return last.gain;
  };
  return { median: at(0.5), low50: at(0.25), high50: at(0.75), low80: at(0.1), high80: at(0.9) };
}

/** Sizes by which half, a tenth and nine tenths of the curves had gained so much: read from gains over ever more doublings. */
function neededFor(curves: readonly PublicCurve[], examples: number, share: number): Interval80 {
  const steps = Array.from({ length: FARTHEST }, (_, i) => gainsOf(curves, i + 1));
  const sizeBy = (quantile: keyof Quantiles): number => {
    let before = 0;
    for (const [i, gains] of steps.entries()) {
      // More data of the same kind has not undone what fewer gained.
      const reached = Math.max(gains[quantile], before);
      if (reached >= share) return examples * 2 ** (i + (share - before) / (reached - before));
      before = reached;
    }
    return Infinity;
  };
  return { median: sizeBy("median"), low80: sizeBy("high80"), high80: sizeBy("low80") };
}
