import { fail, ok, type Problem, type Result } from "../../problem.ts";
import { published } from "../published.ts";
import type { Pilot } from "../pilots/pilot.ts";
import { meanOf, resultPath, type RunResult } from "./read.ts";

/** Pilots from results, and how their errors were found. */
export interface ReadPilots {
  readonly pilots: readonly Pilot[];
  readonly metric: string;
  readonly items: number | null;
  /** `paired`: all runs scored the same items, whose common luck is no error between them; `items`: each run's own √(s²/m); `stated`; `none`. */
  readonly errors: "paired" | "items" | "stated" | "none";
  /** From each size to the next: the gain and its standard error, paired where the items are the same. */
  readonly gains: readonly Gain[];
}

export interface Gain {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  readonly se: number | null;
}

export interface PilotLimits {
  /** Rows of the file; no run can be larger. */
  readonly examples?: number;
  /** What guessing scores. */
  readonly chance?: number;
}

/** Fewer items say nothing sure of their scatter, and may be answered alike by two runs. */
const FEWEST_ITEMS = 10;

/**
 * The pilots of several results, with the errors that matter for a curve.
 *
 * Problems: `no_results`, `two_results` (n, files: the same twice for a size), `one_result_two_sizes` (sizes, files, guess: one file, or,
 * where `guess`, the same score for every item), `several_test_sets` (files), `larger_than_file` (n, examples), `several_metrics` (known),
 * `below_chance` (n, value, chance).
 */
export function pilotsOf(runs: readonly RunResult[], { examples, chance }: PilotLimits = {}): Result<ReadPilots> {
  const sorted = runs.toSorted((a, b) => a.n - b.n || (a.file < b.file ? -1 : 1));
  const first = sorted[0];
  if (first === undefined) return fail({ kind: "no_results" });
  const metrics = [...new Set(sorted.map(({ metric }) => metric))];
  if (metrics.length > 1) return fail({ kind: "several_metrics", known: metrics });
  const large = sorted.find(({ n }) => n > (examples ?? Infinity));
  if (large !== undefined) return fail({ kind: "larger_than_file", n: large.n, examples: examples ?? 0 });
  const twice = givenTwice(sorted);
  if (twice !== null) return fail(twice);
  const held = sorted.filter(({ items }) => items.length > 0);
  const common = commonItems(held);
  if (held.length > 1 && common.length < 0.5 * Math.max(...held.map(({ items }) => items.length)))
    return fail({ kind: "several_test_sets", files: [...new Set(held.map(({ file }) => file))] });
  const whole = held.length === sorted.length && held.every(({ items }) => items.length === common.length);
  const paired = whole && sorted.length > 1 && common.length >= FEWEST_ITEMS;
  // Three of its own errors below guessing is no luck.
  const low = sorted.find(({ value, se }) => value < (chance ?? -Infinity) - 3 * (se ?? Infinity));
  if (low !== undefined) return fail({ kind: "below_chance", n: low.n, value: low.value, chance: chance ?? 0 });
  const errors = paired ? pairedErrors(sorted, common) : sorted.map(({ se }) => se);
  return ok(
    published({
      pilots: sorted.map(({ n, value }, at): Pilot => {
        const se = errors[at] ?? null;
        return { n, value, ...(se !== null && { se }) };
      }),
      metric: first.metric,
      items: first.items.length > 0 ? first.items.length : null,
      errors: paired ? "paired" : held.length > 0 ? "items" : sorted.some(({ se }) => se !== null) ? "stated" : "none",
      gains: gainsOf(sorted, paired ? common : []),
    }),
  );
}

function givenTwice(runs: readonly RunResult[]): Problem | null {
  const pathOf = ({ file }: RunResult): string => resultPath(file).replace(/^(?:\.\/)+/u, "");
  for (const [at, run] of runs.entries())
    for (const other of runs.slice(0, at)) {
      const alike =
        run.items.length > 0 &&
        run.items.length === other.items.length &&
        run.items.every(({ id, score }, place) => id === other.items[place]?.id && score === other.items[place].score);
      const file = pathOf(run) === pathOf(other) && run.value === other.value;
      if (run.n === other.n && (alike || file))
        return {
          kind: "two_results",
          n: run.n,
          files: runs.filter(({ n }) => n === run.n).map((one) => one.file),
        };
      // A file of several runs says the size of each; a size before the path is one for the whole file.
      const named = file && run.file !== other.file;
      const mixed = new Set(run.items.map(({ score }) => score)).size > 1;
      if (named || (alike && mixed && run.items.length >= FEWEST_ITEMS))
        return {
          kind: "one_result_two_sizes",
          sizes: [other, run].map(({ n }) => String(n)),
          files: [...new Set([other.file, run.file])],
          guess: !named,
        };
    }
  return null;
}

function commonItems(runs: readonly RunResult[]): string[] {
  const [first, ...rest] = runs.map(({ items }) => new Set(items.map(({ id }) => id)));
  return [...(first ?? [])].filter((id) => rest.every((ids) => ids.has(id)));
}

function itemMeans(runs: readonly RunResult[], ids: readonly string[]): number[] {
  const scores = runs.map(({ items }) => new Map(items.map(({ id, score }) => [id, score])));
  return ids.map((id) => scores.reduce((sum, own) => sum + own.get(id)! / runs.length, 0));
}

/** Standard error of the mean of differences between items. */
function errorBetween(high: readonly number[], low: readonly number[]): number {
  return meanOf(high.map((one, item) => one - low[item]!)).se ?? NaN;
}

/** What is left of each run's scatter over the items without the items' means, times K / (K − 1): on one test set only this remains. */
function pairedErrors(runs: readonly RunResult[], ids: readonly string[]): number[] {
  const means = itemMeans(runs, ids);
  return runs.map((run) => Math.sqrt(runs.length / (runs.length - 1)) * errorBetween(itemMeans([run], ids), means));
}

function gainsOf(runs: readonly RunResult[], ids: readonly string[]): Gain[] {
  const sizes = [...new Set(runs.map(({ n }) => n))];
  return sizes.slice(1).map((to, place) => {
    const from = sizes[place]!;
    const [before = [], after = []] = [from, to].map((n) => runs.filter((run) => run.n === n));
    const mean = (own: readonly RunResult[]): number => own.reduce((sum, { value }) => sum + value / own.length, 0);
    const squares = [before, after].flatMap((own) => own.map(({ se }) => (se === null ? NaN : (se / own.length) ** 2)));
    const plain = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    const se = ids.length > 0 ? errorBetween(itemMeans(after, ids), itemMeans(before, ids)) : plain;
    return { from, to, gain: mean(after) - mean(before), se: Number.isNaN(se) ? null : se };
  });
}
