import { fail, ok, type Result } from "../../problem.ts";
import { confusionMetrics } from "./metrics.ts";
import type { GivenAnswer } from "./answers.ts";
import { bootstrap, exactShare, type Scored } from "./intervals.ts";
import { published } from "../published.ts";
import { seeded } from "./random.ts";
import { rougeL } from "./rougeL.ts";

/** What predictions score, in shares from 0 to 1. */
export interface Scores {
  readonly items: number;
  /** Whether the gold answers are labels: few, and met again and again. */
  readonly labels: boolean;
  /** By name: `exact-match` and `rouge-l` always; of labels also `accuracy`, `f1-macro`, `f1-micro`, `precision-macro`, `recall-macro`. */
  readonly metrics: Readonly<Record<string, Scored>>;
  /** Of labels: precision, recall and F1 of each, by its share of the gold answers. */
  readonly classes: readonly ClassScores[];
  /** What each item scored by each metric that is a mean over items, in the order of the gold file. */
  readonly itemScores: Readonly<Record<string, readonly { readonly id: string; readonly score: number }[]>>;
}

/** Scores of one label. */
export interface ClassScores {
  readonly label: string;
  readonly items: number;
  readonly precision: Scored | null;
  readonly recall: Scored | null;
  readonly f1: Scored | null;
}

/** How scores are made. */
export interface ScoreOptions {
  /** Seed of the bootstrap; default 1. */
  readonly seed?: number;
  /** Whether capitals count; default: they do not. */
  readonly caseSensitive?: boolean;
}

/** Labels are answers of at most so many kinds and letters, met so often each. */
const MOST_LABELS = 50;
const LABEL_LETTERS = 60;
const LEAST_MEETINGS = 3;

/**
 * Scores predictions against the gold answers, item by item: by name where both files name them, else by place.
 *
 * Problems: `answers_missing` (missing: how many gold items no prediction names, item: the first of them),
 * `answers_unknown` (item: a prediction of no gold item).
 */
export function scoreAnswers(
  predictions: readonly GivenAnswer[],
  gold: readonly GivenAnswer[],
  { seed = 1, caseSensitive = false }: ScoreOptions = {},
): Result<Scores> {
  const given = new Map(predictions.map(({ id, text }) => [id, text]));
  const missing = gold.filter(({ id }) => !given.has(id));
  const first = missing[0];
  if (first !== undefined) return fail({ kind: "answers_missing", missing: missing.length, item: first.id });
  const known = new Set(gold.map(({ id }) => id));
  const unknown = predictions.find(({ id }) => !known.has(id));
  if (unknown !== undefined) return fail({ kind: "answers_unknown", item: unknown.id });
  const plain = (text: string): string => {
    const one = text.trim().replaceAll(/\s+/gu, " ");
    return caseSensitive ? one : one.toLowerCase();
  };
  const wanted = gold.map(({ text }) => plain(text));
  const said = gold.map(({ id }) => plain(given.get(id) ?? ""));
  const named = (score: (place: number) => number): { id: string; score: number }[] =>
    gold.map(({ id }, place) => ({ id, score: score(place) }));
  const exact = named((place) => Number(wanted[place] === said[place]));
  const overlap = named((place) => rougeL(said[place] ?? "", wanted[place] ?? ""));
  const right = exact.reduce((sum, { score }) => sum + score, 0);
  const random = seeded(seed);
  const share = exactShare(right, gold.length);
  const labels = areLabels(wanted);
  const classes = labels ? classScores(wanted, said) : [];
  return ok(
    published({
      items: gold.length,
      labels,
      metrics: {
        ...(labels ? { accuracy: share, ...labelMetrics(wanted, said, random) } : {}),
        "exact-match": share,
        "rouge-l": bootstrap(gold.length, (places) => meanAt(overlap, places), random),
      },
      classes,
      itemScores: { ...(labels ? { accuracy: exact } : {}), "exact-match": exact, "rouge-l": overlap },
    }),
  );
}

function areLabels(wanted: readonly string[]): boolean {
  const kinds = new Set(wanted);
  return (
    kinds.size >= 2 &&
    kinds.size <= Math.min(MOST_LABELS, wanted.length / LEAST_MEETINGS) &&
    [...kinds].every((kind) => kind.length <= LABEL_LETTERS)
  );
}

function meanAt(items: readonly { readonly score: number }[], places: Int32Array): number {
  let sum = 0;
  for (const place of places) sum += items[place]!.score;
  return sum / places.length;
}

/** Counts of each label: right, predicted, gold; of the items at `places`. */
function countsOf(kinds: number, wanted: Int32Array, said: Int32Array, places: Int32Array): Float64Array {
  const counts = new Float64Array(3 * kinds);
  for (const place of places) {
    const [gold, guess] = [wanted[place]!, said[place]!];
    if (gold === guess) counts[gold]! += 1;
    if (guess >= 0) counts[kinds + guess]! += 1;
    counts[2 * kinds + gold]! += 1;
  }
  return counts;
}

/** Macro means over the labels of the gold answers; a prediction that is no label is wrong, and a false alarm of none. */
function labelMetrics(
  wanted: readonly string[],
  said: readonly string[],
  random: () => number,
): Record<string, Scored> {
  const kinds = [...new Set(wanted)];
  const place = new Map(kinds.map((kind, at) => [kind, at]));
  const gold = Int32Array.from(wanted, (kind) => place.get(kind) ?? -1);
  const guess = Int32Array.from(said, (kind) => place.get(kind) ?? -1);
  const macro = (of: (right: number, predicted: number, actual: number) => number) => (places: Int32Array) => {
    const counts = countsOf(kinds.length, gold, guess, places);
    let sum = 0;
    let met = 0;
    for (let at = 0; at < kinds.length; at += 1) {
      const [right, predicted, actual] = [counts[at]!, counts[kinds.length + at]!, counts[2 * kinds.length + at]!];
      if (predicted + actual === 0) continue;
      met += 1;
      sum += of(right, predicted, actual);
    }
    return sum / met;
  };
  const micro = (places: Int32Array): number => {
    const counts = countsOf(kinds.length, gold, guess, places);
    let [right, predicted] = [0, 0];
    for (let at = 0; at < kinds.length; at += 1) {
      right += counts[at]!;
      predicted += counts[kinds.length + at]!;
    }
    return (2 * right) / (predicted + places.length);
  };
  const ofItems = (statistic: (places: Int32Array) => number): Scored => bootstrap(wanted.length, statistic, random);
  return {
    "f1-macro": ofItems(macro((right, predicted, actual) => (2 * right) / (predicted + actual))),
    "f1-micro": ofItems(micro),
    "precision-macro": ofItems(macro((right, predicted) => (predicted === 0 ? 0 : right / predicted))),
    "recall-macro": ofItems(macro((right, _, actual) => (actual === 0 ? 0 : right / actual))),
  };
}

/** Precision and recall are shares of counts, so their intervals are exact; F1 has its standard error by the delta method. */
function classScores(wanted: readonly string[], said: readonly string[]): ClassScores[] {
  const kinds = [...new Set(wanted)];
  const count = (matches: (place: number) => boolean): number =>
    wanted.reduce((sum, _, place) => sum + Number(matches(place)), 0);
  return kinds
    .map((label) => {
      const right = count((place) => wanted[place] === label && said[place] === label);
      const actual = count((place) => wanted[place] === label);
      const predicted = count((place) => said[place] === label);
      const rest = wanted.length - actual - predicted + right;
      const table = confusionMetrics([
        [right, actual - right],
        [predicted - right, rest],
      ]);
      const f1 = table.ok ? (table.value.classes[0]?.f1 ?? null) : null;
      return {
        label,
        items: actual,
        precision: predicted === 0 ? null : exactShare(right, predicted),
        recall: exactShare(right, actual),
        f1:
          f1 === null
            ? null
            : {
                ...f1,
                low95: Math.max(f1.value - 1.96 * f1.se, 0),
                high95: Math.min(f1.value + 1.96 * f1.se, 1),
                how: "delta" as const,
              },
      };
    })
    .toSorted((a, b) => b.items - a.items || (a.label < b.label ? -1 : 1));
}
