import { histogramExamples, histogramTokens, type Histogram } from "../profile.ts";
import type { SelfHostData, SingleData } from "./question.ts";
import type { Run } from "./run.ts";
import type { RowLengths } from "./time.ts";

/** Standard deviation of typed lengths as a share of their mean: chat and instruction data lie between 0.5 and 0.9. */
const usualSpread = 0.7;

/** Expected maximum of n draws of a standard normal, near enough: 0, 0.56, 1.03, 1.42 for 1, 2, 4, 8. */
function drawsAbove(n: number): number {
  return n <= 1 ? 0 : 0.56 * Math.log2(n) ** 0.86;
}

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

/** Tokens of one pass over the data, rows cut at `cap`. */
export function dataTokens(given: SelfHostData, cap: number): { tokens: number; examples: number } {
  const data = single(given);
  if ("tokens" in data) return { tokens: histogramTokens(data.tokens, cap), examples: histogramExamples(data.tokens) };
  return { tokens: data.examples * Math.min(data.tokensPerExample, cap), examples: data.examples };
}

/** Rows as the GPU meets them: packs of documents, batches padded to their longest, or one row at a time. */
export function rowLengths(run: Run, given: SelfHostData | undefined): RowLengths {
  const cap = run.maxTokens;
  if (!given) return { tokens: cap, computed: cap, document: cap };
  const data = single(given);
  const { tokens, examples } = dataTokens(data, cap);
  const mean = tokens / examples;
  const squares =
    "tokens" in data
      ? data.tokens.reduce((sum, [length, count]) => sum + count * Math.min(length, cap) ** 2, 0)
      : undefined;
  const document = squares === undefined ? Math.min(cap, mean * (1 + usualSpread ** 2)) : squares / tokens;
  if (run.packing === "packed") return { tokens: cap, computed: cap, document };
  if (run.packing === "unpacked" || run.microBatch === 1) return { tokens: mean, computed: mean, document };
  const longest =
    "tokens" in data
      ? histogramLongest(data.tokens, run.microBatch, cap)
      : expectedLongest(mean, Math.min(cap, data.longest ?? cap), run.microBatch);
  return { tokens: mean, computed: longest, document: Math.max(document, longest) };
}
