/** `[low, typical, high]` tokens of a vocabulary per token of o200k_base on the same text. */
export type Ratio = readonly [low: number, typical: number, high: number];

/** Vocabularies measured on every language. Gemma 3's stands in for Gemini's; see `tokenRatios.ts`. */
const families = ["cl100k_base", "llama3", "qwen2", "gemma3", "deepseek-v3", "claude-3", "mistral-v3", "tekken"];

/** English passages of about 1.5 kB: 5th percentile, mean, 95th percentile. Measured 2026-11-24, as what follows. */
const english: readonly Ratio[] = [
  [0.978, 1.017, 1.11],
  [0.974, 0.999, 1.023],
  [0.984, 1.058, 1.199],
  [1.027, 1.155, 1.324],
  [1.003, 1.042, 1.104],
  [0.991, 1.101, 1.277],
  [1.115, 1.293, 1.503],
  [1.003, 1.095, 1.244],
];

/** Means over program code. */
const code: readonly number[] = [0.994, 0.994, 1.006, 1.16, 1.049, 1.044, 1.251, 1.047];

/** One tutorial in translation, about 40 kB in each language (https://github.com/vim/vim runtime/tutor). */
const languages = {
  de: [1.125, 1.125, 1.124, 1.051, 1.104, 1.172, 1.321, 1.18],
  fr: [1.091, 1.09, 1.086, 1.042, 1.084, 1.133, 1.298, 1.171],
  es: [1.086, 1.085, 1.077, 1.032, 1.089, 1.158, 1.346, 1.21],
  it: [1.058, 1.055, 1.059, 1, 1.037, 1.131, 1.25, 1.15],
  pt: [1.093, 1.092, 1.089, 1.042, 1.09, 1.132, 1.352, 1.219],
  nl: [1.15, 1.149, 1.151, 1.074, 1.098, 1.228, 1.341, 1.243],
  pl: [1.113, 1.108, 1.067, 0.986, 1.029, 1.236, 1.292, 1.165],
  cs: [1.211, 0.973, 1.199, 1.01, 1.039, 1.271, 1.297, 1.156],
  tr: [1.19, 0.983, 1.069, 0.995, 1.244, 1.322, 1.569, 1.197],
  vi: [1.371, 0.976, 0.989, 0.995, 1.245, 1.82, 1.777, 1.17],
  ru: [1.408, 1.113, 1.154, 1.002, 1.09, 1.562, 1.473, 1.234],
  uk: [1.461, 0.988, 1.291, 0.987, 1.155, 1.501, 1.331, 1.188],
  el: [2.047, 1.018, 1.938, 1.042, 1.179, 2.393, 2.246, 1.169],
  ja: [1.292, 0.982, 0.988, 0.818, 0.958, 1.256, 1.433, 1.148],
  ko: [1.362, 1.018, 1.122, 0.975, 1.087, 1.452, 1.673, 1.114],
  zhCn: [1.239, 1.024, 0.964, 0.925, 0.869, 1.085, 1.369, 1.315],
  zhTw: [1.336, 0.989, 0.932, 0.851, 0.823, 1.156, 1.3, 1.245],
} as const;

const { de, fr, es, it, pt, nl, pl, cs, tr, vi, ru, uk, el, ja, ko, zhCn, zhTw } = languages;

/** What a text may be written in, and the measured languages that speak for it. */
const measured: Readonly<Record<string, readonly (readonly number[])[]>> = {
  "other Latin script": [de, fr, es, it, pt, nl, pl, cs, tr, vi],
  Cyrillic: [ru, uk],
  Greek: [el],
  Japanese: [ja],
  Korean: [ko],
  Chinese: [zhCn, zhTw],
  "scripts not measured": [ru, uk, el, ja, ko, zhCn, zhTw],
};

/**
 * The ratio for one kind of text. Beside English only one text was measured in each language: kinds of text are taken to
 * differ there as they do in English.
 */
function kindRatio(kind: string, family: number): Ratio {
  const prose = english[family] as Ratio;
  if (kind === "English") return prose;
  const means = kind === "code" ? [code[family] as number] : (measured[kind] ?? []).map((row) => row[family] as number);
  const [low, typical, high] = prose;
  const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
  return [(Math.min(...means) * low) / typical, mean, (Math.max(...means) * high) / typical];
}

/** Kinds of text by their share of the tokens, in o200k_base. */
export type TextMix = readonly (readonly [kind: string, share: number])[];

/** The ratio for a mixture of kinds; null for a vocabulary that was not measured by language. `any`: the range of all families. */
export function mixedRatio(vocabulary: string, mix: TextMix): Ratio | null {
  const ratios = (vocabulary === "any" ? families : families.filter((name) => name === vocabulary)).map((name) => {
    const kinds = mix.map(([kind, share]) => [kindRatio(kind, families.indexOf(name)), share] as const);
    const at = (end: 0 | 1 | 2): number => kinds.reduce((sum, [ratio, share]) => sum + ratio[end] * share, 0);
    return [at(0), at(1), at(2)] as const;
  });
  if (ratios.length === 0) return null;
  const typical = ratios.reduce((sum, [, mean]) => sum + mean, 0) / ratios.length;
  return [Math.min(...ratios.map(([low]) => low)), typical, Math.max(...ratios.map(([, , high]) => high))];
}
