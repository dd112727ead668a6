import names from "../shapes/names.json" with { type: "json" };
import type { Counter } from "./counter.ts";

const marksOf: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(names.renderedMarks).map(([vocabulary, pattern]) => [vocabulary, new RegExp(pattern, "gu")]),
);

/** The first mark by which a text shows that a template was rendered into it: one that opens a turn. */
const opening =
  /<\|(?:im_start|start_header_id|begin_of_text|user|assistant)\|>|<\|start\|>(?:system|user|assistant|developer)|\[INST\]|<start_of_turn>|<｜(?:begin▁of▁sentence|User)｜>/u;

export const renderedMark = (text: string): string | null => opening.exec(text)?.[0] ?? null;

const single = /<\/s>|<unk>|<\|(?:endoftext|end_of_text|eot_id|im_end)\|>|<｜end▁of▁sentence｜>/u;

/** Whether a text may hold special tokens of a tokenizer: a rendered template, the mark that ends a document, or the one that data sets of old have for a rare word. */
export const hasMarks = (text: string): boolean => single.test(text) || opening.test(text);

/** Tokens of a text as trainers of open models count it, its marks one token each: their tokenizers take the text of a special token for the token itself. @source https://huggingface.co/docs/tokenizers/api/added-tokens (read 2026-11-28) */
export function tokensWithMarks(
  counter: Counter,
  text: string,
  marks: RegExp | undefined = marksOf.get(counter.vocabulary),
): number | null {
  const found = marks === undefined ? null : text.match(marks);
  if (marks === undefined || found === null) return null;
  return text.split(marks).reduce((sum, part) => sum + (part === "" ? 0 : counter.count(part)), found.length);
}

/** The marks around what a model thinks: a token each in Qwen 3 and in DeepSeek R1 and V3.1, which `template` tells; text elsewhere. */
export const thoughtMarks: RegExp = /<\/?think>/gu;

export function hasThoughtTokens(template: string): boolean {
  return template.startsWith("qwen3") || template.startsWith("deepseek-v3");
}
