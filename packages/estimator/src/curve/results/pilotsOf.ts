import { fail, ok, type Result } from "../../problem.ts";
import { published } from "../published.ts";
import type { Pilot } from "../pilots/pilot.ts";
import { givenTwice } from "./givenTwice.ts";
import type { ItemScore, RunResult } from "./run.ts";

/** Pilots from results, and how their errors were found. */
export interface ReadPilots {
  /** Ascending by n. */
  readonly pilots: readonly Pilot[];
  readonly metric: string;
  /** Test items; null where the results hold none. */
  readonly items: number | null;
  /**
   * `paired`: all runs were scored on the same items, so what an item is worth to all of them is no error between them;
   * `items`: each run's own √(s²/m); `stated`: as the results say; `none`: not known.
   */
  readonly errors: "paired" | "items" | "stated" | "none";
  /** From each size to the next: the gain and its standard error, paired where the items are the same. */
  readonly gains: readonly Gain[];
}

/** What one step of size brought. */
export interface Gain {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  readonly se: number | null;
}

/** What is known of the pilots from elsewhere. */
export interface PilotLimits {
  /** Examples at hand: no pilot can have more. */
  readonly examples?: number;
  /** The value of guessing, in the unit of the metric. */
  readonly chance?: number;
}

/** Fewer items say nothing sure of their scatter. */
const FEWEST_ITEMS = 10;

/**
 * The pilots of several results, with the errors that matter for a curve.
 *
 * Problems: `no_results`, `several_models` (known), `two_results` and `one_result_two_sizes` (`givenTwice`), `several_test_sets`
 * (files: runs on different items), `larger_than_file` (n, examples: a run on more examples than there are),
 * `several_metrics` (known), `below_chance` (n, value, chance).
 */
export function pilotsOf(runs: readonly RunResult[], { examples, chance }: PilotLimits = {}): Result<ReadPilots> {
  const sorted = runs.toSorted((a, b) => (a.n ?? 0) - (b.n ?? 0) || (a.file < b.file ? -1 : 1));
  const first = sorted[0];
  if (first === undefined) return fail({ kind: "no_results" });
  const metrics = [...new Set(sorted.map(({ metric }) => metric))];
  if (metrics.length > 1) return fail({ kind: "several_metrics", known: metrics });
  const large = sorted.find(({ n }) => examples !== undefined && (n ?? 0) > examples);
  if (large !== undefined) return fail({ kind: "larger_than_file", n: large.n ?? 0, examples: examples ?? 0 });
  const twice = givenTwice(sorted);
  if (twice !== null) return fail(twice);
  const held = sorted.filter(({ items }) => items.length > 0);
  const common = commonItems(held);
  if (held.length > 1 && common.length < 0.5 * Math.max(...held.map(({ items }) => items.length)))
    return fail({ kind: "several_test_sets", files: [...new Set(held.map(({ file }) => file))] });
  const whole = held.length === sorted.length && held.every(({ items }) => items.length === common.length);
  const paired = whole && sorted.length > 1 && common.length >= FEWEST_ITEMS;
  // Three of its own errors below guessing is no luck.
  const low = sorted.find(({ value, se }) => chance !== undefined && se !== null && value < chance - 3 * se);
  if (low !== undefined) return fail({ kind: "below_chance", n: low.n ?? 0, value: low.value, chance: chance ?? 0 });
  const own = paired ? pairedErrors(sorted, common) : sorted.map(({ se }) => se);
  const pilots = sorted.map(({ n, value }, at): Pilot => {
    const se = own[at];
    return { n: n ?? 0, value, ...(se === null || se === undefined ? {} : { se }) };
  });
  return ok(
    published({
      pilots,
      metric: first.metric,
      items: first.items.length > 0 ? first.items.length : null,
      errors: paired ? "paired" : held.length > 0 ? "items" : sorted.some(({ se }) => se !== null) ? "stated" : "none",
      gains: gainsOf(sorted, paired ? common : []),
    }),
  );
}

/** Names of the items that every run scored. */
function commonItems(runs: readonly RunResult[]): string[] {
  const [first, ...rest] = runs.map(({ items }) => new Set(items.map(({ id }) => id)));
  return [...(first ?? [])].filter((id) => rest.every((ids) => ids.has(id)));
}

function scoresOf(items: readonly ItemScore[], ids: readonly string[]): number[] {
  const scores = new Map(items.map(({ id, score }) => [id, score]));
  return ids.map((id) => scores.get(id) ?? 0);
}

/**
 * What is left of each run's scatter over the items when the item's mean over all runs is taken out, times K / (K − 1) for
 * what that mean took with it. A curve through runs on one test set is off by the luck of the set as a whole; between
 * its sizes only this remains.
 */
function pairedErrors(runs: readonly RunResult[], ids: readonly string[]): number[] {
  const scores = runs.map(({ items }) => scoresOf(items, ids));
  const means = ids.map((_, item) => scores.reduce((sum, own) => sum + (own[item] ?? 0) / runs.length, 0));
  return scores.map((own) => {
    const rest = own.map((score, item) => score - (means[item] ?? 0));
    const mean = rest.reduce((sum, one) => sum + one / ids.length, 0);
    const squares = rest.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (ids.length - 1);
    return Math.sqrt(((runs.length / (runs.length - 1)) * squares) / ids.length);
  });
}

function gainsOf(runs: readonly RunResult[], ids: readonly string[]): Gain[] {
  const sizes = [...new Set(runs.map(({ n }) => n ?? 0))];
  const at = (n: number): readonly RunResult[] => runs.filter((run) => run.n === n);
  return sizes.slice(1).map((to, place) => {
    const from = sizes[place] ?? 0;
    const [before, after] = [at(from), at(to)];
    const gain = meanValue(after) - meanValue(before);
    return { from, to, gain, se: ids.length > 0 ? pairedGainError(before, after, ids) : plainGainError(before, after) };
  });
}

function meanValue(runs: readonly RunResult[]): number {
  return runs.reduce((sum, { value }) => sum + value / runs.length, 0);
}

/** Error of the mean difference of the items, each item's mean over the repeats. */
function pairedGainError(before: readonly RunResult[], after: readonly RunResult[], ids: readonly string[]): number {
  const means = (runs: readonly RunResult[]): number[] => {
    const scores = runs.map(({ items }) => scoresOf(items, ids));
    return ids.map((_, item) => scores.reduce((sum, own) => sum + (own[item] ?? 0) / runs.length, 0));
  };
  const [low, high] = [means(before), means(after)];
  const steps = ids.map((_, item) => (high[item] ?? 0) - (low[item] ?? 0));
  const mean = steps.reduce((sum, step) => sum + step / ids.length, 0);
  const squares = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (ids.length - 1);
  return Math.sqrt(squares / ids.length);
}

function plainGainError(before: readonly RunResult[], after: readonly RunResult[]): number | null {
  const variance = (runs: readonly RunResult[]): number =>
    runs.reduce((sum, { se }) => sum + (se === null ? NaN : se ** 2) / runs.length ** 2, 0);
  const sum = variance(before) + variance(after);
  return Number.isNaN(sum) ? null : Math.sqrt(sum);
}
