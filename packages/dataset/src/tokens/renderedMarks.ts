import type { Counter } from "./counter.ts";

const marksOf: Readonly<Record<string, RegExp>> = {
  qwen2:
    /<\|(?:im_start|im_end|endoftext|vision_start|vision_end|image_pad|video_pad|object_ref_start|object_ref_end)\|>/gu,
  llama3:
    /<\|(?:begin_of_text|end_of_text|start_header_id|end_header_id|eot_id|eom_id|python_tag|finetune_right_pad_id)\|>/gu,
  "mistral-v3": /<\/?s>|\[\/?(?:INST|AVAILABLE_TOOLS|TOOL_RESULTS)\]|\[TOOL_CALLS\]/gu,
  tekken: /<\/?s>|\[\/?(?:INST|AVAILABLE_TOOLS|TOOL_RESULTS|SYSTEM_PROMPT)\]|\[TOOL_CALLS\]/gu,
  "deepseek-v3": /<｜(?:begin▁of▁sentence|end▁of▁sentence|User|Assistant)｜>/gu,
  harmony: /<\|(?:start|end|message|channel|return|call|constrain)\|>/gu,
  "phi-4": /<\|(?:im_start|im_sep|im_end|endoftext)\|>/gu,
};

/** The first mark by which a text shows that a template was rendered into it: one that opens a turn. */
const opening =
  /<\|(?:im_start|start_header_id|begin_of_text|user|assistant)\|>|<\|start\|>(?:system|user|assistant|developer)|\[INST\]|<start_of_turn>|<｜(?:begin▁of▁sentence|User)｜>/u;

export const renderedMark = (text: string): string | null => opening.exec(text)?.[0] ?? null;

/** Bytes by which a line of JSON may hold a mark that `<|` does not tell. */
const beginnings: readonly (readonly number[])[] = ["[INST", "<start_of", "<｜", "<think", "</think"].map((text) => [
  ...new TextEncoder().encode(text),
]);

export function mayBeRendered(line: Uint8Array): boolean {
  return beginnings.some((bytes) => {
    const [first = 0] = bytes;
    for (let at = line.indexOf(first); at >= 0; at = line.indexOf(first, at + 1))
      if (bytes.every((byte, i) => line[at + i] === byte)) return true;
    return false;
  });
}

/** Tokens of a text as trainers of open models count it, its marks one token each: their tokenizers take the text of a special token for the token itself. @source https://huggingface.co/docs/tokenizers/api/added-tokens (read 2026-11-28) */
export function tokensWithMarks(
  counter: Counter,
  text: string,
  marks: RegExp | undefined = marksOf[counter.vocabulary],
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
