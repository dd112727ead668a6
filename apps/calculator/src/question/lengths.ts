import type { Offer, Profile } from "@tunecast/estimator";
import { type Histogram, histogramExamples, histogramOver, histogramTokens } from "@tunecast/estimator/profile";
import { roundStep } from "../view/scale.ts";

/** How long the examples of a counted file are, and what a provider's limit makes of them. */
export interface Lengths {
  /** Examples from `from` up to and without `to` tokens: equal steps, or doublings where the lengths differ widely. */
  readonly bars: readonly { readonly from: number; readonly to: number; readonly examples: number }[];
  /** Half of the examples have at most so many tokens. */
  readonly half: number;
  readonly longest: number;
  /** The limit, and the examples and tokens above it; null where no limit of an example is known. */
  readonly cap: { readonly tokens: number; readonly over: number; readonly cut: number; readonly how: string } | null;
}

/** @param counting rule of the offer; where the file was not counted by it, any other stands in. */
export function lengthsOf({ counts }: Profile, counting: string | undefined, { limits }: Offer): Lengths | null {
  const rule = counting !== undefined && counts[counting] !== undefined ? counting : Object.keys(counts)[0];
  const tokens: Histogram = rule === undefined ? [] : (counts[rule]?.tokens ?? []);
  const [longest] = tokens.at(-1) ?? [];
  if (longest === undefined) return null;
  const { contextTokens: cap, overContext = "" } = limits;
  return {
    bars: barsOf(tokens),
    half: halfOf(tokens),
    longest,
    cap:
      cap === undefined
        ? null
        : {
            tokens: cap,
            over: histogramOver(tokens, cap),
            cut: histogramTokens(tokens) - histogramTokens(tokens, cap),
            how: overContext,
          },
  };
}

/** Lengths that lie within so many times of each other are told apart in equal steps. */
const narrow = 16;
const steps = 8;

function barsOf(tokens: Histogram): Lengths["bars"] {
  const [shortest, longest] = [Math.max(1, tokens[0]?.[0] ?? 1), Math.max(1, tokens.at(-1)?.[0] ?? 1)];
  const edges = longest / shortest > narrow ? doublings(shortest, longest) : equalSteps(shortest, longest);
  return edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? Number.POSITIVE_INFINITY;
    const within = tokens.filter(([length]) => Math.max(1, length) >= from && length < to);
    return { from, to, examples: histogramExamples(within) };
  });
}

function doublings(shortest: number, longest: number): readonly number[] {
  const [first, last] = [Math.floor(Math.log2(shortest)), Math.floor(Math.log2(longest)) + 1];
  return Array.from({ length: last - first + 1 }, (_, index) => 2 ** (first + index));
}

function equalSteps(shortest: number, longest: number): readonly number[] {
  const step = Math.max(1, roundStep((longest - shortest + 1) / steps));
  const first = Math.floor(shortest / step);
  return Array.from({ length: Math.floor(longest / step) - first + 2 }, (_, index) => (first + index) * step);
}

function halfOf(tokens: Histogram): number {
  let left = histogramExamples(tokens) / 2;
  return tokens.find(([, examples]) => (left -= examples) <= 0)?.[0] ?? 0;
}
