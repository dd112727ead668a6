import type { Note, NoteFacts } from "../contract/notes.ts";
import { decimal, smaller, zero, type Amount } from "../money.ts";
import { histogramExamples, type Histogram, type RuleCounts } from "../contract/profile.ts";
import type { Limits } from "../prices/priceFile.ts";
import { exactly, type Spread } from "./spread.ts";

export type Part = "tokens" | "trainable" | "prompt" | "recounted";

/** A profile's counts under one rule, with what the profile says of all rules. */
export interface CountedSet {
  readonly counts: RuleCounts;
  readonly examples: number;
  readonly modelTurns: number;
}

declare const unit: unique symbol;

/**
 * Thousandths of a token: ratios of vocabularies have three decimals, and sums of whole numbers stay exact. The compiler lets no other
 * number stand for it, and at run time it is a number like any.
 */
type Thousandths = number & { readonly [unit]: "thousandths of a token" };

/** Tokens in thousandths; `Infinity` stays. */
function thousandths(tokens: number): Thousandths {
  return (1000 * tokens) as Thousandths;
}

/** From counted tokens to thousandths of a token as the model would count. */
export type Scale = (tokens: number) => Thousandths;

export const asCounted: Scale = thousandths;

/** Tokens × `ratio` and `added` more, never below 0; both to three decimals. */
export function scale(ratio: number, added: number): Scale {
  const [perToken, more] = [Math.round(thousandths(ratio)), Math.round(thousandths(added))];
  return (tokens) => Math.max(0, tokens * perToken + more) as Thousandths;
}

/** Tokens of one pass that are billed. Where the profile does not say which records or turns are too long, low and high hold both cases. */
export function limitedTokens(part: Part, set: CountedSet, limits: Limits, scaled: Scale): Spread {
  if (limits.overContext === "drop") return withoutLongTurns(part, set, limits, scaled);
  if (part !== "recounted") return exactly(total(set.counts[part], limits, scaled));
  if (set.counts.records !== undefined) return exactly(total(set.counts.records, limits, scaled));
  return uncertainRecords(set, limits, scaled);
}

/** Examples too long for a provider that takes, cuts or refuses whole examples. */
export function tooLongExamples({ counts }: CountedSet, limits: Limits, scaled: Scale): number {
  return limits.overContext === "drop" ? 0 : over(counts.tokens, limits, scaled);
}

export function billedOf(tokens: number, { contextTokens = Infinity, overContext }: Limits): number {
  return overContext === "cut" ? Math.min(tokens, contextTokens) : tokens;
}

/** What the limits do to the part that is billed; nothing where nothing is too long. */
export function limitNotes(part: Part, set: CountedSet, limits: Limits, scaled: Scale): Note[] {
  const { counts, modelTurns } = set;
  const { contextTokens, overContext } = limits;
  if (contextTokens === undefined) return [];
  if (overContext === "drop") return turnNotes(set, limits, scaled);
  if (part !== "recounted") return overContextNotes(over(counts.tokens, limits, scaled), "example", limits);
  if (counts.records !== undefined) return overContextNotes(over(counts.records, limits, scaled), "record", limits);
  if (overContext !== "cut" || scaled(longest(counts.tokens)) <= thousandths(contextTokens)) return [];
  return [{ kind: "records_uncounted", turns: modelTurns, limit: contextTokens }];
}

export function overContextNotes(
  count: number,
  unit: NoteFacts["over_context"]["unit"],
  { contextTokens, overContext }: Limits,
): Note[] {
  if (count === 0 || contextTokens === undefined) return [];
  return [{ kind: "over_context", count, unit, limit: contextTokens, cut: overContext === "cut" }];
}

/**
 * Records that a profile does not hold one by one. None is longer than its example: where all examples fit nothing is
 * cut. Else one example is cut to one record at least; typically to the mean number of records.
 */
function uncertainRecords({ counts, examples, modelTurns }: CountedSet, limits: Limits, scaled: Scale): Spread {
  const { recounted, tokens } = counts;
  const { contextTokens = Infinity } = limits;
  const high = total(recounted, {}, scaled);
  if (scaled(longest(tokens)) <= thousandths(contextTokens)) return exactly(high);
  const records = Math.max(1, modelTurns / Math.max(1, examples));
  const typical = total(recounted, { ...limits, contextTokens: contextTokens * records }, scaled);
  return { low: total(recounted, limits, scaled), typical, high };
}

/**
 * A turn (the messages up to and with an answer) over the limit is dropped, the rest of its conversation stays. Which
 * turns are too long follows from the longest one alone, where that one fits; else they are in the examples over the
 * limit: at most all that is billed of these is lost, typically one mean turn of each.
 */
function withoutLongTurns(part: Part, set: CountedSet, limits: Limits, scaled: Scale): Spread {
  const all = total(set.counts[part], {}, scaled);
  if (turnsFit(set, limits, scaled)) return exactly(all);
  const dropped = over(set.counts.tokens, limits, scaled);
  const most = largest(set.counts[part], dropped, scaled);
  const mean = all.dividedBy(Math.max(1, set.modelTurns)).times(dropped).floor();
  return { low: all.minus(most), typical: all.minus(smaller(mean, most)), high: all };
}

function turnNotes(set: CountedSet, limits: Limits, scaled: Scale): Note[] {
  const { contextTokens } = limits;
  if (contextTokens === undefined || turnsFit(set, limits, scaled)) return [];
  const examples = over(set.counts.tokens, limits, scaled);
  const known = set.counts.longestTurn !== undefined;
  return [{ kind: "long_turns", examples, limit: contextTokens, known }];
}

/** Whether no turn is over the limit; a profile without its longest turn is as long as its longest example. */
function turnsFit({ counts }: CountedSet, { contextTokens = Infinity }: Limits, scaled: Scale): boolean {
  return scaled(counts.longestTurn ?? longest(counts.tokens)) <= thousandths(contextTokens);
}

function total(histogram: Histogram, limits: Limits, scaled: Scale): Amount {
  const { contextTokens = Infinity } = limits;
  const cut = { ...limits, contextTokens: thousandths(contextTokens) };
  const sum = histogram.reduce((all, [tokens, examples]) => all + billedOf(scaled(tokens), cut) * examples, 0);
  return decimal(sum).dividedBy(thousandths(1)).ceil();
}

function over(histogram: Histogram, { contextTokens = Infinity }: Limits, scaled: Scale): number {
  return histogramExamples(histogram.filter(([tokens]) => scaled(tokens) > thousandths(contextTokens)));
}

function longest(histogram: Histogram): number {
  return histogram.at(-1)?.[0] ?? 0;
}

function largest(histogram: Histogram, count: number, scaled: Scale): Amount {
  let [left, sum] = [count, 0];
  for (const [tokens, examples] of histogram.toReversed()) {
    const taken = Math.min(left, examples);
    sum += scaled(tokens) * taken;
    left -= taken;
  }
  return decimal(sum).dividedBy(thousandths(1)).floor();
}

/** With room for what was counted by no published form; a record of a conversation counts it again. */
export function doubted(spread: Spread, part: Part, { counts, examples, modelTurns }: CountedSet): Spread {
  const { less, more } = counts.doubt ?? { less: 0, more: 0 };
  const times = part === "recounted" ? Math.max(1, modelTurns / Math.max(1, examples)) : 1;
  const low = spread.low.minus(Math.ceil(less * times));
  return { ...spread, low: low.isNegative() ? zero : low, high: spread.high.plus(Math.ceil(more * times)) };
}
