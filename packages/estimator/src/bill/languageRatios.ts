import { own } from "../check/keys.ts";
import table from "./languageRatios.json" with { type: "json" };

/** `[low, typical, high]` tokens of a vocabulary per token of o200k_base on the same text. */
export type Ratio = readonly [low: number, typical: number, high: number];

/**
 * Ratios by vocabulary and kind of text; `any` is the range of all twelve measured. English: 5th percentile, mean and 95th
 * percentile over passages of about 1.5 kB. Code: the mean. Elsewhere one tutorial in translation, about 40 kB in each of 17
 * languages (https://github.com/vim/vim runtime/tutor): the mean of the languages of a kind, from the least to the greatest.
 * Code and other languages are taken to spread around these as English passages do. Measured 2026-11-24 and 2026-11-29; the
 * tests hold the figures by language and work these out from them.
 */
const measured = table as unknown as Readonly<Record<string, Readonly<Record<string, Ratio>>>>;

/** Vocabularies that another one stands for: the same, or the nearest that is public (Gemma 3's for Gemini's). */
export const standIns: Readonly<Record<string, string>> = {
  gemini: "gemma3",
  // https://www.npmjs.com/package/@lenml/tokenizer-deepseek_v4 3.7.2: the same merges as V3's.
  "deepseek-v4": "deepseek-v3",
  "qwen3.6": "qwen3.5",
};

/** Kinds of text by their share of the tokens, in o200k_base. */
export type TextMix = readonly (readonly [kind: string, share: number])[];

/** The ratio for a mixture of kinds, to three decimals; null for a vocabulary that was not measured by kind. */
export function mixedRatio(vocabulary: string, mix: TextMix): Ratio | null {
  const kinds = own(measured, vocabulary);
  if (kinds === undefined) return null;
  const at = (end: 0 | 1 | 2): number =>
    Math.round(mix.reduce((sum, [kind, share]) => sum + 1000 * share * (kinds[kind]?.[end] ?? 0), 0)) / 1000;
  return [at(0), at(1), at(2)];
}
