import {
  type Assumption,
  type Histogram,
  histogramExamples,
  histogramOver,
  histogramTokens,
} from "@tunecast/estimator/parts";
import { isRunningText, objectives, type Run } from "./run.ts";
import type { RunData, SelfHostData, SingleData } from "./question.ts";
import type { Pictures } from "../model/tower.ts";
import { spokenOfRun } from "../words/notes.ts";

export function lengthNotes(run: Run, reading: DataReading, isCutAsked: boolean): Assumption[] {
  const counted = new Map(reading.notes.map((note) => [note.sentence, note]));
  return [...counted.values(), ...cut(run, reading), ...longest(run, reading, isCutAsked)];
}

/** Rows lose their end where somebody asked for a shorter maximum: the answer, which is what is learned. */
function cut(run: Run, { tokens, trained, rows, over, longest: row }: DataReading): Assumption[] {
  const after = run.maxTokens;
  if (over === 0)
    return row !== undefined && row.tokens > after && !isRunningText(run.objective)
      ? [spokenOfRun({ kind: "rows_cut", longest: row.tokens, after })]
      : [];
  const percent = (100 * (tokens - trained)) / tokens;
  return [spokenOfRun({ kind: "rows_cut", over: Math.round(over), rows: Math.round(rows), after, percent })];
}

/** Rows longer than usual, which are taken whole, and rows of which only the mean is known. */
function longest(run: Run, reading: DataReading, isCutAsked: boolean): Assumption[] {
  const { longest: row } = reading;
  if (row === undefined || isRunningText(run.objective)) return [];
  const packed = run.packing === "packed";
  if (row.isMean)
    return !packed || 2 * row.tokens > run.maxTokens
      ? [spokenOfRun({ kind: "mean_length", after: run.maxTokens })]
      : [];
  return isForLongRows(run, reading, isCutAsked)
    ? [spokenOfRun({ kind: "longest_row", tokens: run.maxTokens, packed })]
    : [];
}

/** The maximum was not stated and a row is longer than the usual one. */
export function isForLongRows({ maxTokens }: Run, { longest: row }: DataReading, isCutAsked: boolean): boolean {
  return !isCutAsked && row !== undefined && row.tokens === maxTokens;
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

/** Expected maximum of n draws of a standard normal, near enough: 0, 0.56, 1.03, 1.42 for 1, 2, 4, 8. */
function drawsAbove(n: number): number {
  return n <= 1 ? 0 : 0.56 * Math.log2(n) ** 0.86;
}

/** Longest row of a batch over its mean where rows are grouped by length. @source transformers trainer_pt_utils.py, get_length_grouped_indices (read 2026-11-26) */
const likeLengths = 1.05;

/** Length to which a batch of `rows` is padded, from the mean and the longest alone. */
export function expectedLongest(mean: number, longest: number, rows: number): number {
  return Math.max(mean, Math.min(longest, mean * (1 + usualSpread * drawsAbove(rows))));
}

/** The same from the exact lengths: E[max] = Σ length × (F(length)ⁿ − F(before)ⁿ). */
function histogramLongest(histogram: Histogram, rows: number, cap: number): number {
  const examples = histogramExamples(histogram);
  let below = 0;
  let before = 0;
  let longest = 0;
  for (const [tokens, count] of histogram) {
    below += count;
    const now = (below / examples) ** rows;
    longest += Math.min(tokens, cap) * (now - before);
    before = now;
  }
  return longest;
}

/** A mixture as one histogram; a typed part is a bar at its mean. */
function single(data: SelfHostData): SingleData {
  if (!("mixture" in data)) return data;
  const bars = data.mixture.flatMap(({ data: part, repeats = 1 }) =>
    ("tokens" in part ? part.tokens : [[part.tokensPerExample, part.examples] as const]).map(
      ([tokens, examples]) => [tokens, examples * repeats] as const,
    ),
  );
  return { tokens: bars.toSorted(([a], [b]) => a - b) };
}

export type Reading = Pick<Run, "objective" | "maxTokens" | "rollouts"> & { readonly pictures?: Pictures };

/** The rows of the examples: two of a pair, as many of a text as it fills, otherwise one. */
function rowsOf(given: SelfHostData, reading: Reading): SingleData {
  const { rows } = objectives[reading.objective];
  const data = extended(single(given), rows * (reading.pictures?.tokens ?? 0));
  if (rows === 2) return inPieces(data, () => 2);
  if (reading.rollouts) {
    const { tokens, addedTokens, perPrompt } = reading.rollouts;
    return extended(data, tokens + addedTokens, perPrompt);
  }
  return isRunningText(reading.objective) ? inPieces(data, (tokens) => Math.ceil(tokens / reading.maxTokens)) : data;
}

/** Every example so many times, with tokens of pictures or of a completion behind it. */
function extended(data: SingleData, tokens: number, times: number = 1): SingleData {
  if (!("tokens" in data))
    return { ...data, examples: times * data.examples, tokensPerExample: data.tokensPerExample + tokens };
  return {
    ...data,
    tokens: data.tokens.map(([length, count]) => [Math.round(length + tokens), count * times] as const),
  };
}

function inPieces(data: SingleData, piecesOf: (tokens: number) => number): SingleData {
  if (!("tokens" in data)) {
    const pieces = Math.max(1, piecesOf(data.tokensPerExample));
    return { ...data, examples: pieces * data.examples, tokensPerExample: data.tokensPerExample / pieces };
  }
  const bars = data.tokens.flatMap(([tokens, examples]) => {
    const pieces = Math.max(1, piecesOf(tokens));
    const [least, longer] = [Math.floor(tokens / pieces), tokens % pieces];
    return [[least, (pieces - longer) * examples] as const, [least + 1, longer * examples] as const];
  });
  return { ...data, tokens: bars.filter(([, rows]) => rows > 0).toSorted(([a], [b]) => a - b) };
}

export function dataTokens(given: SelfHostData): { tokens: number; examples: number } {
  return tokensUpTo(single(given), Infinity);
}

function tokensUpTo(data: SingleData, cap: number): { tokens: number; examples: number } {
  if ("tokens" in data) return { tokens: histogramTokens(data.tokens, cap), examples: histogramExamples(data.tokens) };
  return { tokens: data.examples * Math.min(data.tokensPerExample, cap), examples: data.examples };
}

/** Tokens of one pass that are trained: rows are cut at the maximum. */
export function trainedTokens(reading: Reading, data: SelfHostData): number {
  return tokensUpTo(rowsOf(data, reading), reading.maxTokens).tokens;
}

/** Rows in all, and those that are longer than the maximum. */
export function rowsOver(reading: Reading, data: SelfHostData): { rows: number; over: number } {
  const rows = rowsOf(data, reading);
  const { maxTokens } = reading;
  if ("tokens" in rows) return { rows: histogramExamples(rows.tokens), over: histogramOver(rows.tokens, maxTokens) };
  return { rows: rows.examples, over: rows.tokensPerExample > maxTokens ? rows.examples : 0 };
}

/** The longest row of the data, before any cut; where only means are known (`isMean`), the largest of them. */
function longestRow(
  objective: Run["objective"],
  pictures: Pictures | undefined,
  data: RunData,
): { tokens: number; isMean: boolean } | undefined {
  const parts = setsOf(data).flatMap(partsOf);
  if (parts.length === 0) return undefined;
  const { rows } = objectives[objective];
  const drawnTokens = (data.rollouts?.tokens ?? 0) + (data.rollouts?.addedTokens ?? 0) + (pictures?.tokens ?? 0);
  const lengths = parts.map((part) => {
    const known = part.longest ?? ("tokens" in part ? Math.ceil(longestBar(part.tokens) / rows) : undefined);
    return {
      tokens: Math.ceil((known ?? ("tokens" in part ? 0 : part.tokensPerExample / rows)) + drawnTokens),
      isKnown: known !== undefined,
    };
  });
  return { tokens: Math.max(...lengths.map(({ tokens }) => tokens)), isMean: lengths.some(({ isKnown }) => !isKnown) };
}

function longestBar(histogram: Histogram): number {
  return histogram.findLast(([, examples]) => examples > 0)?.[0] ?? 0;
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

/** Rows as the GPU meets them: packs of documents, batches padded to their longest, of any rows or of like ones, or one row at a time. */
export function rowLengths(run: Run, given: SelfHostData | undefined): RowLengths {
  const { maxTokens: cap, rowTokens, pictures } = run;
  if (!given) return { tokens: rowTokens, computed: rowTokens, document: rowTokens, patches: pictures?.inRow ?? 0 };
  const data = rowsOf(given, run);
  const { tokens, examples } = tokensUpTo(data, cap);
  const mean = tokens / examples;
  const squares =
    "tokens" in data
      ? data.tokens.reduce((sum, [length, count]) => sum + count * Math.min(length, cap) ** 2, 0)
      : undefined;
  const document = squares === undefined ? Math.min(cap, mean * (1 + usualSpread ** 2)) : squares / tokens;
  const { patches = 0 } = pictures ?? {};
  if (run.packing === "packed") return { tokens: cap, computed: cap, document, patches: (patches * cap) / mean };
  if (run.packing === "unpacked" || run.microBatch === 1) return { tokens: mean, computed: mean, document, patches };
  const longest =
    "tokens" in data
      ? histogramLongest(data.tokens, run.microBatch, cap)
      : expectedLongest(mean, Math.min(cap, data.longest ?? cap), run.microBatch);
  const computed = run.packing === "grouped" ? Math.min(longest, mean * likeLengths) : longest;
  return { tokens: mean, computed, document: Math.max(document, computed), patches };
}

/** The rows of a run where its batches are padded: packs as they are otherwise, any others to the longest of the data. */
export function paddedLengths(run: Run, rows: RowLengths, given: SelfHostData | undefined): RowLengths {
  if (run.packing === "packed" && given !== undefined) return rowLengths({ ...run, packing: "padded" }, given);
  return {
    ...rows,
    tokens: Math.min(rows.document, rows.tokens),
    computed: run.rowTokens,
    document: run.rowTokens,
  };
}

export function setsOf({ data, stages = [] }: RunData): readonly SelfHostData[] {
  return [...(data === undefined ? [] : [data]), ...stages.map((stage) => stage.data)];
}

function partsOf(data: SelfHostData): readonly SingleData[] {
  return "mixture" in data ? data.mixture.map((part) => part.data) : [data];
}

/** Whether all tokens were counted by the model's own rule. */
export function isExact(data: RunData): boolean {
  return setsOf(data).every((set) => partsOf(set).every((part) => "tokens" in part && part.tokenRange === undefined));
}

/** Tokens that data may have, as shares of those counted or typed. */
export function tokenRange(data: SelfHostData): { low: number; high: number } {
  const ranges = partsOf(data).map((part) => ("tokens" in part ? part.tokenRange : undefined) ?? { low: 1, high: 1 });
  return { low: Math.min(...ranges.map(({ low }) => low)), high: Math.max(...ranges.map(({ high }) => high)) };
}

export interface DataReading {
  readonly tokens: number;
  readonly trained: number;
  readonly rows: number;
  readonly over: number;
  readonly longest: { readonly tokens: number; readonly isMean: boolean } | undefined;
  /** How the data were counted, and what was not. */
  readonly notes: readonly Assumption[];
}

export function dataReading(reading: Reading, data: RunData): DataReading {
  const sets = setsOf(data);
  const sum = (of: (set: SelfHostData) => number): number => sets.reduce((total, set) => total + of(set), 0);
  return {
    tokens: sum((set) => (reading.pictures ? tokensUpTo(rowsOf(set, reading), Infinity) : dataTokens(set)).tokens),
    trained: sum((set) => trainedTokens(reading, set)),
    rows: sum((set) => rowsOver(reading, set).rows),
    over: sum((set) => rowsOver(reading, set).over),
    longest: longestRow(reading.objective, reading.pictures, data),
    notes: sets.flatMap(partsOf).flatMap((part) => ("tokens" in part ? (part.notes ?? []) : [])),
  };
}
