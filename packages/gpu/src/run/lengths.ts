import { histogramExamples, histogramOver, histogramTokens } from "@tunecast/estimator/parts";
import type { Assumption, Histogram } from "@tunecast/estimator/parts";
import { gathersWeights, isRunningText, objectives, type Run } from "./run.ts";
import type { RunData, SelfHostData, SingleData } from "./question.ts";
import type { Pictures } from "../model/tower.ts";
import { type RunNote, spokenOfRun } from "../words/notes.ts";

/** How the rows were counted, and what becomes of those that are longer than usual. */
export function lengthNotes(run: Run, reading: DataReading): Assumption[] {
  const counted = new Map(reading.notes.map((note) => [note.sentence, note]));
  return [...counted.values(), ...rowNotes(run, reading).map(spokenOfRun)];
}

function rowNotes(run: Run, reading: DataReading): RunNote[] {
  const { tokens, trained, rows, over, longest, isForLongRows } = reading;
  const { maxTokens: after } = run;
  const packed = run.packing === "packed";
  const percent = (100 * (tokens - trained)) / tokens;
  const notes: RunNote[] =
    over > 0 ? [{ kind: "rows_cut", over: Math.round(over), rows: Math.round(rows), after, percent }] : [];
  if (longest === undefined || isRunningText(run.objective)) return notes;
  if (over === 0 && longest.tokens > after) notes.push({ kind: "rows_cut", longest: longest.tokens, after });
  if (longest.isMean && (!packed || 2 * longest.tokens > after)) notes.push({ kind: "mean_length", after });
  if (!longest.isMean && isForLongRows) notes.push({ kind: "longest_row", tokens: after, packed });
  return notes;
}

export interface RowLengths {
  /** Data tokens of one row (of one pack, where packed). */
  readonly tokens: number;
  /** Tokens computed for one row, padding included. */
  readonly computed: number;
  /** Length of the document that a mean token stands in: attention does not cross documents. */
  readonly document: number;
  readonly patches?: number;
}

/** Standard deviation of typed lengths as a share of their mean: chat and instruction data lie between 0.5 and 0.9. */
const usualSpread = 0.7;

/** Longest row of a batch over its mean where rows are grouped by length. @source transformers trainer_pt_utils.py, get_length_grouped_indices (read 2026-11-26) */
const likeLengths = 1.05;

/** Length to which a batch of `rows` is padded, from the mean and the longest alone. */
export function expectedLongest(mean: number, longest: number, rows: number): number {
  // Expected maximum of n draws of a standard normal, near enough: 0, 0.56, 1.03, 1.42 for 1, 2, 4, 8.
  const above = rows <= 1 ? 0 : 0.56 * Math.log2(rows) ** 0.86;
  return Math.max(mean, Math.min(longest, mean * (1 + usualSpread * above)));
}

/** The same from the exact lengths: E[max] = Σ length × (F(length)ⁿ − F(before)ⁿ). */
function histogramLongest(histogram: Histogram, rows: number, cap: number): number {
  const examples = histogramExamples(histogram);
  let [below, before, longest] = [0, 0, 0];
  for (const [tokens, count] of histogram) {
    below += count;
    const now = (below / examples) ** rows;
    longest += Math.min(tokens, cap) * (now - before);
    before = now;
  }
  return longest;
}

/** Rows as bars of their lengths; where only a mean is known, one bar at it. */
interface Rows {
  readonly bars: Histogram;
  readonly isMean: boolean;
  readonly longest?: number | undefined;
}

function barsOf(data: SelfHostData): Rows {
  if ("mixture" in data) {
    const bars = data.mixture.flatMap(({ data: part, repeats = 1 }) =>
      barsOf(part).bars.map(([tokens, examples]) => [tokens, examples * repeats] as const),
    );
    return { bars: bars.toSorted(([a], [b]) => a - b), isMean: false };
  }
  if ("tokens" in data) return { bars: data.tokens, isMean: false, longest: data.longest };
  return { bars: [[data.tokensPerExample, data.examples]], isMean: true, longest: data.longest };
}

export type Reading = Pick<Run, "objective" | "maxTokens" | "rollouts"> & { readonly pictures?: Pictures };

/** The rows of the examples, with pictures and completions: two of a pair, as many of a text as it fills, otherwise one. */
function rowsOf(given: SelfHostData, { objective, maxTokens, rollouts, pictures }: Reading): Rows {
  const data = barsOf(given);
  const { rows } = objectives[objective];
  const drawn = rows === 1 ? rollouts : undefined;
  const added = rows * (pictures?.tokens ?? 0) + (drawn ? drawn.tokens + drawn.addedTokens : 0);
  const fills = isRunningText(objective) && drawn === undefined;
  const bars = data.bars.flatMap(([length, examples]) => {
    const tokens = data.isMean ? length + added : Math.round(length + added);
    const count = examples * (drawn?.perPrompt ?? 1);
    const pieces = fills ? Math.max(1, Math.ceil(tokens / maxTokens)) : rows;
    if (data.isMean) return [[tokens / pieces, pieces * count] as const];
    const [least, longer] = [Math.floor(tokens / pieces), tokens % pieces];
    return [[least, (pieces - longer) * count] as const, [least + 1, longer * count] as const];
  });
  return { ...data, bars: bars.filter(([, count]) => count > 0).toSorted(([a], [b]) => a - b) };
}

/** @param cap tokens after which a row is cut */
export function dataTokens(given: SelfHostData, cap?: number): { tokens: number; examples: number } {
  const { bars } = barsOf(given);
  return { tokens: histogramTokens(bars, cap), examples: histogramExamples(bars) };
}

/** Rows and their tokens in all, tokens that are trained where rows are cut at the maximum, and rows above it. */
type RowCounts = Readonly<Record<"rows" | "tokens" | "trained" | "over", number>>;

/** The counts of one pass. */
export function rowCounts(reading: Reading, data: SelfHostData): RowCounts {
  const { bars } = rowsOf(data, reading);
  return {
    rows: histogramExamples(bars),
    tokens: histogramTokens(bars),
    trained: histogramTokens(bars, reading.maxTokens),
    over: histogramOver(bars, reading.maxTokens),
  };
}

/** The longest row of the data, before any cut; where only means are known (`isMean`), the largest of them. */
function longestRow(objective: Run["objective"], pictures: Pictures | undefined, data: RunData) {
  const parts = setsOf(data).flatMap(partsOf);
  if (parts.length === 0) return undefined;
  const drawn = (data.rollouts?.tokens ?? 0) + (data.rollouts?.addedTokens ?? 0) + (pictures?.tokens ?? 0);
  const lengths = parts.map((part) => {
    const { bars, isMean, longest } = barsOf(part);
    const last = (bars.findLast(([, examples]) => examples > 0)?.[0] ?? 0) / objectives[objective].rows;
    return Math.ceil((longest ?? (isMean ? last : Math.ceil(last))) + drawn);
  });
  const isMean = parts.some((part) => part.longest === undefined && !("tokens" in part));
  return { tokens: Math.max(...lengths), isMean };
}

/** Packs of this length, unless a row is longer: none is cut where nobody says so. */
const usualMaxTokens = 2048;

/** Where rows are cut, the longest that is computed, and its pictures. @param context tokens that the model reads */
export function rowLimits(
  context: number,
  { objective, packing, pictures }: Pick<Run, "objective" | "packing"> & { readonly pictures?: Pictures },
  options: RunData & { readonly maxTokens?: number },
): Pick<Run, "maxTokens" | "rowTokens" | "pictures"> {
  const longest = longestRow(objective, pictures, options);
  const packs = Math.min(Math.max(usualMaxTokens, 2 * (pictures?.tokens ?? 0)), context);
  const whole = longest === undefined || isRunningText(objective) ? packs : Math.max(packs, longest.tokens);
  const maxTokens = options.maxTokens ?? whole;
  const filledUp = packing === "packed" || longest?.isMean !== false;
  const rowTokens = filledUp ? maxTokens : Math.min(maxTokens, longest.tokens);
  if (pictures === undefined) return { maxTokens, rowTokens };
  const packed = packing === "packed" ? Math.max(1, rowTokens / (2 * pictures.tokens)) : 1;
  return { maxTokens, rowTokens, pictures: { ...pictures, inRow: packed * pictures.patches } };
}

/** Rows whose longest each micro-step takes: of all cards where they end it together, as sharded weights and gradients do. */
export function rowsTogether({ microBatch, accumulation, sharding, dataParallel }: Omit<Run, "pictures">): number {
  const meets = accumulation === 1 || sharding === "zero2" || gathersWeights({ sharding });
  return microBatch * (meets ? dataParallel : 1);
}

/** Rows as the GPU meets them: packs of documents, batches padded to their longest, of any rows or of like ones, or one row at a time. */
export function rowLengths(run: Run, given: SelfHostData | undefined): RowLengths {
  const { maxTokens: cap, rowTokens, pictures, packing, microBatch } = run;
  if (!given) return { tokens: rowTokens, computed: rowTokens, document: rowTokens, patches: pictures?.inRow ?? 0 };
  const { bars, isMean, longest: last = cap } = rowsOf(given, run);
  const tokens = histogramTokens(bars, cap);
  const mean = tokens / histogramExamples(bars);
  const squares = bars.reduce((sum, [length, count]) => sum + count * Math.min(length, cap) ** 2, 0);
  const document = isMean ? Math.min(cap, mean * (1 + usualSpread ** 2)) : squares / tokens;
  const { patches = 0 } = pictures ?? {};
  if (packing === "packed") return { tokens: cap, computed: cap, document, patches: (patches * cap) / mean };
  const longestOf = (rows: number): number =>
    isMean ? expectedLongest(mean, Math.min(cap, last), rows) : histogramLongest(bars, rows, cap);
  // Rows that are not padded are summed up: such sums stray by the root of their number less.
  const sums = packing === "unpacked" ? microBatch : 1;
  const longest = mean + (longestOf(rowsTogether(run) / sums) - mean) / Math.sqrt(sums);
  const computed = packing === "grouped" ? Math.min(longest, mean * likeLengths) : longest;
  return { tokens: mean, computed, document: Math.max(document, computed), patches };
}

/** The rows of a run where its batches are padded: packs as they are otherwise, any others to the longest of the data. */
export function paddedLengths(run: Run, rows: RowLengths, given: SelfHostData | undefined): RowLengths {
  if (run.packing === "packed" && given !== undefined) return rowLengths({ ...run, packing: "padded" }, given);
  return { ...rows, tokens: Math.min(rows.document, rows.tokens), computed: run.rowTokens, document: run.rowTokens };
}

export function setsOf({ data, stages = [] }: RunData): readonly SelfHostData[] {
  return [...(data === undefined ? [] : [data]), ...stages.map((stage) => stage.data)];
}

function partsOf(data: SelfHostData): readonly SingleData[] {
  return "mixture" in data ? data.mixture.map((part) => part.data) : [data];
}

export function isExact(data: RunData): boolean {
  return setsOf(data).every((set) => partsOf(set).every((part) => "tokens" in part && part.tokenRange === undefined));
}

/** Tokens that data may have, as shares of those counted or typed. */
export function tokenRange(data: SelfHostData): { low: number; high: number } {
  const ranges = partsOf(data).map((part) => ("tokens" in part ? part.tokenRange : undefined) ?? { low: 1, high: 1 });
  return { low: Math.min(...ranges.map(({ low }) => low)), high: Math.max(...ranges.map(({ high }) => high)) };
}

export interface DataReading extends RowCounts {
  readonly longest: { readonly tokens: number; readonly isMean: boolean } | undefined;
  /** The maximum was not stated and a row is longer than the usual one. */
  readonly isForLongRows: boolean;
  /** How the data were counted, and what was not. */
  readonly notes: readonly Assumption[];
}

export function dataReading(reading: Reading, data: RunData & { readonly maxTokens?: number }): DataReading {
  const counts = setsOf(data).map((set) => rowCounts(reading, set));
  const sum = (of: keyof RowCounts): number => counts.reduce((total, one) => total + one[of], 0);
  const longest = longestRow(reading.objective, reading.pictures, data);
  return {
    rows: sum("rows"),
    tokens: sum("tokens"),
    trained: sum("trained"),
    over: sum("over"),
    longest,
    isForLongRows: data.maxTokens === undefined && longest?.tokens === reading.maxTokens,
    notes: setsOf(data)
      .flatMap(partsOf)
      .flatMap((part) => ("tokens" in part ? (part.notes ?? []) : [])),
  };
}
