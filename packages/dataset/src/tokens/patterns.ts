import { HAN_KANA, HEAD, LETTER, NEWLINE, NUMBER, SPACE, SYMBOL, TAIL, writeClasses } from "./characterClasses.ts";
import type { SplitRule } from "./vocabulary.ts";

/** Stands for the long s, which is an s where case is ignored. */
const LONG_S = 0x300;
const classOf = new Uint8Array(0x11_0000);
writeClasses(classOf);

/**
 * A text for the patterns, a unit for each character: beyond ASCII a character is told by its class alone. So the patterns do
 * not depend on the Unicode of the browser, nor on what JavaScript takes for white space.
 */
export function unitsOf(characters: readonly string[]): string {
  const units = characters.map((character) => {
    const code = character.codePointAt(0) as number;
    return code < 0x80 ? code : code === 0x17f ? LONG_S : 0x100 + (classOf[code] as number);
  });
  let text = "";
  for (let at = 0; at < units.length; at += 4096) text += String.fromCharCode(...units.slice(at, at + 4096));
  return text;
}

/** The units whose class bits pass a test, as they stand between the brackets of a pattern. */
function set(test: (bits: number) => boolean): string {
  const hexadecimal = (unit: number): string => String.raw`\u${unit.toString(16).padStart(4, "0")}`;
  let found = "";
  for (let unit = 0; unit < 0x80; unit += 1) if (test(classOf[unit] as number)) found += hexadecimal(unit);
  for (let bits = 0; bits < 0x100; bits += 1) if (test(bits)) found += hexadecimal(0x100 + bits);
  return test(classOf[0x17f] as number) ? found + hexadecimal(LONG_S) : found;
}
const having = (wanted: number): string => set((bits) => (bits & wanted) !== 0);
const lacking = (wanted: number): string => set((bits) => (bits & wanted) === 0);

const contraction = String.raw`'(?:[sS\u0300tTdDmM]|[rR][eE]|[vV][eE]|[lL][lL])`;
const spaces = String.raw`[${having(SPACE)}]*[\r\n]+|[${having(SPACE)}]+(?![${lacking(SPACE)}])|[${having(SPACE)}]+`;
const other = `[${lacking(SPACE | LETTER | NUMBER)}]`;
const lead = `[${lacking(NEWLINE | LETTER | NUMBER)}]`;

/**
 * The pieces of a text, in the order in which patterns are applied: the later ones to what the earlier ones made. What none of
 * them matches makes a piece as far as it goes.
 */
export function patternsOf({ kind, numbers = 3, contractions = false }: SplitRule): readonly RegExp[] {
  if (kind === "case") return [byCase(numbers, contractions)];
  if (kind === "letters") return [byLetters(numbers)];
  if (kind === "gpt2") return [gpt2()];
  return kind === "deepseek" ? deepseek() : [/ *[^ ]+| +/gu];
}

/**
 * o200k_base and, without contractions, tekken:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * @source https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24)
 */
function byCase(numbers: number, contractions: boolean): RegExp {
  const [head, tail, end] = [`[${having(HEAD)}]`, `[${having(TAIL)}]`, contractions ? `(?:${contraction})?` : ""];
  return new RegExp(
    String.raw`${lead}?${head}*${tail}+${end}|${lead}?${head}+${tail}*${end}|[${having(NUMBER)}]{1,${numbers}}| ?${other}+[\r\n/]*|${spaces}`,
    "g",
  );
}

/**
 * cl100k_base, Llama 3 (three numbers to a piece) and Qwen 2 (one):
 *
 *     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * @source https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24)
 */
function byLetters(numbers: number): RegExp {
  return new RegExp(
    String.raw`${contraction}|${lead}?[${having(LETTER)}]+|[${having(NUMBER)}]{1,${numbers}}| ?${other}+[\r\n]*|${spaces}`,
    "g",
  );
}

/**
 * r50k_base, of GPT-2 and GPT-3:
 *
 *     '(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 *
 * @source https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24)
 */
function gpt2(): RegExp {
  const space = `[${having(SPACE)}]`;
  return new RegExp(
    String.raw`'(?:[sdmt]|ll|ve|re)| ?[${having(LETTER)}]+| ?[${having(NUMBER)}]+| ?${other}+|${space}+(?![${lacking(SPACE)}])|${space}+`,
    "g",
  );
}

/**
 * DeepSeek V3:
 *
 *     \p{N}{1,3}
 *     [一-龥぀-ゟ゠-ヿ]+
 *     [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*
 *     |\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * @source https://huggingface.co/deepseek-ai/DeepSeek-V3/blob/main/tokenizer.json (read 2026-11-24)
 */
function deepseek(): readonly RegExp[] {
  const word = `[${having(LETTER | HEAD | TAIL)}]`;
  const mark = "[!-/:-@[-`{-~]";
  const symbols = String.raw` ?[${having(SYMBOL)}]+[\r\n]*`;
  return [
    new RegExp(`[${having(NUMBER)}]{1,3}`, "g"),
    new RegExp(`[${having(HAN_KANA)}]+`, "g"),
    new RegExp(`${mark}[A-Za-z]+|[${lacking(NEWLINE | LETTER | SYMBOL)}]?${word}+|${symbols}|${spaces}`, "g"),
  ];
}
