import { kinds, runs } from "../../tables/characterClasses.js";

/** `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`: may stand in the head of a word. */
export const HEAD = 1;
/** `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`: may stand in the tail of a word. */
export const TAIL = 2;
/** `\p{L}`. */
export const LETTER = 4;
/** `\p{N}`. */
export const NUMBER = 8;
/** `\s` as Unicode has it: U+0085 is in, U+FEFF is not (JavaScript's own `\s` has it the other way round). */
export const SPACE = 16;
/** `[\r\n]`; always together with {@link SPACE}. */
export const NEWLINE = 32;
/** `[\p{P}\p{S}]`. */
export const SYMBOL = 64;
/** `[\u4e00-\u9fa5\u3040-\u30ff]`: Han, Hiragana and Katakana as DeepSeek's split has them. */
export const HAN_KANA = 128;

/** The class bits of every code point. */
export const classOf: Uint8Array = expand();

function expand(): Uint8Array {
  const table = new Uint8Array(0x11_0000);
  let from = 0;
  for (const [, length = "", kind = ""] of runs.matchAll(/([0-9a-z]+)([A-Z])/g)) {
    const to = from + Number.parseInt(length, 36);
    table.fill(kinds[kind.charCodeAt(0) - 65] ?? 0, from, to);
    from = to;
  }
  return table;
}

/** The code point whose UTF-8 sequence starts at `at`; the bytes must be valid UTF-8. */
export function codePointAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return lead;
  const second = (bytes[at + 1] as number) & 63;
  if (lead < 0xe0) return ((lead & 31) << 6) | second;
  const third = (bytes[at + 2] as number) & 63;
  if (lead < 0xf0) return ((lead & 15) << 12) | (second << 6) | third;
  return ((lead & 7) << 18) | (second << 12) | (third << 6) | ((bytes[at + 3] as number) & 63);
}

/** Bytes of the UTF-8 sequence that starts with `lead`. */
export function widthOf(lead: number): number {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}
