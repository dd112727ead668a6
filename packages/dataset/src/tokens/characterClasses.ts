import { kinds, runs } from "../../tables/characterClasses.js";
import scripts from "./scripts.json" with { type: "json" };

/** Kinds of writing systems, by ranges of UTF-16 units (https://www.unicode.org/Public/UNIDATA/Blocks.txt, read 2026-11-25). */
export const writingSystems: readonly string[] = scripts.systems;

export const kindOfUnit: Uint8Array = new Uint8Array(0x10000);
for (const [kind, from, to] of scripts.ranges as [string, number, number][])
  kindOfUnit.fill(writingSystems.indexOf(kind), from, to + 1);
for (const mark of scripts.codeMarks) kindOfUnit[mark.charCodeAt(0)] = writingSystems.indexOf("code");

/** `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: may stand in the head of a word. */
export const HEAD = 1;
/** `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: may stand in the tail of a word. */
export const TAIL = 2;
export const LETTER = 4;
export const NUMBER = 8;
/** `\s` as Unicode has it: U+0085 is in, U+FEFF is not (JavaScript's own `\s` has it the other way round). */
export const SPACE = 16;
/** `[\r\n]`; always together with {@link SPACE}. */
export const NEWLINE = 32;
export const SYMBOL = 64;
/** `[\u4e00-\u9fa5\u3040-\u30ff]`: Han, Hiragana and Katakana as DeepSeek's split has them. */
export const HAN_KANA = 128;

/** Writes the bits of all code points into zeros: those above, and in 16 bits what wasm/classes.ts names, too. Most code points have none. */
export function writeClasses(table: Uint8Array | Uint16Array): void {
  let from = 0;
  for (const [, length = "", kind = ""] of runs.matchAll(/([0-9a-z]+)([^0-9a-z])/g)) {
    const to = from + Number.parseInt(length, 36);
    const bits = kinds[kind.charCodeAt(0) - 0xa1] ?? 0;
    if (bits !== 0) table.fill(bits, from, to);
    from = to;
  }
}
