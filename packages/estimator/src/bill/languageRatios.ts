import { own } from "../check/keys.ts";

/** `[low, typical, high]` tokens of a vocabulary per token of o200k_base on the same text. */
export type Ratio = readonly [low: number, typical: number, high: number];

/** Place of a vocabulary in the lists below. Gemma 3's stands in for Gemini's; `any` is the range of all eight measured. */
const places: Readonly<Record<string, number>> = { gemma3: 0, gemini: 0, "claude-3": 1, any: 2 };

/**
 * Ratios by kind of text, of each vocabulary in turn. English: 5th percentile, mean and 95th percentile over passages of
 * about 1.5 kB. Code: the mean. Elsewhere one tutorial in translation, about 40 kB in each of 17 languages
 * (https://github.com/vim/vim runtime/tutor): the mean of the languages of a kind, from the least to the greatest. Code and
 * other languages are taken to spread around these as English passages do. Measured 2026-11-24; the tests hold the figures
 * by language and work these out from them.
 */
const kinds: Readonly<Record<string, readonly Ratio[]>> = {
  English: [
    [1.027, 1.155, 1.324],
    [0.991, 1.101, 1.277],
    [0.974, 1.095, 1.503],
  ],
  code: [
    [1.031, 1.16, 1.33],
    [0.94, 1.044, 1.211],
    [0.936, 1.068, 1.454],
  ],
  "other Latin script": [
    [0.877, 1.023, 1.231],
    [1.018, 1.26, 2.111],
    [0.877, 1.158, 2.111],
  ],
  Cyrillic: [
    [0.878, 0.994, 1.149],
    [1.351, 1.531, 1.812],
    [0.878, 1.246, 1.812],
  ],
  Greek: [
    [0.927, 1.042, 1.194],
    [2.154, 2.393, 2.776],
    [0.927, 1.629, 2.776],
  ],
  Japanese: [
    [0.727, 0.818, 0.938],
    [1.131, 1.256, 1.457],
    [0.727, 1.109, 1.666],
  ],
  Korean: [
    [0.867, 0.975, 1.118],
    [1.307, 1.452, 1.684],
    [0.867, 1.225, 1.945],
  ],
  Chinese: [
    [0.757, 0.888, 1.06],
    [0.977, 1.12, 1.341],
    [0.757, 1.089, 1.591],
  ],
  "scripts not measured": [
    [0.727, 0.943, 1.194],
    [0.977, 1.486, 2.776],
    [0.727, 1.233, 2.776],
  ],
};

/** Kinds of text by their share of the tokens, in o200k_base. */
export type TextMix = readonly (readonly [kind: string, share: number])[];

/** The ratio for a mixture of kinds, to three decimals; null for a vocabulary that was not measured by kind. */
export function mixedRatio(vocabulary: string, mix: TextMix): Ratio | null {
  const place = own(places, vocabulary);
  if (place === undefined) return null;
  const at = (end: 0 | 1 | 2): number =>
    Math.round(mix.reduce((sum, [kind, share]) => sum + 1000 * share * (kinds[kind]?.[place]?.[end] ?? 0), 0)) / 1000;
  return [at(0), at(1), at(2)];
}
