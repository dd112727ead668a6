import { HAN_KANA, HEAD, LETTER, NEWLINE, NUMBER, SPACE, SYMBOL, TAIL, widthOf } from "./characterClasses.ts";
import { classAt, newlinesEnd, numbersEnd, spacesEnd } from "./runs.ts";
import type { Split } from "./tally.ts";

/** `[\p{L}\p{M}]`: every letter and every mark has one of these bits. */
const WORD = HEAD | TAIL | LETTER;
/** Numbers, and Han or Kana, are cut out first: for what lies on either side the text ends there. */
const BORDER = NUMBER | HAN_KANA;

/**
 * The split of DeepSeek V3, three patterns one after the other, each applied to every piece so far:
 *
 *     \p{N}{1,3}
 *     [一-龥぀-ゟ゠-ヿ]+
 *     [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*
 *     |\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * What none of them matches (control and unassigned characters) makes a piece as far as it goes.
 * Source: https://huggingface.co/deepseek-ai/DeepSeek-V3/blob/main/tokenizer.json (read 2026-11-24).
 */
export const splitDeepseek: Split = (tally, end) => {
  const bytes = tally.bytes;
  let tokens = 0;
  for (let at = 0; at < end;) {
    const to = pieceEnd(bytes, at, end);
    tokens += tally.count(at, to);
    at = to;
  }
  return tokens;
};

function pieceEnd(bytes: Uint8Array, at: number, end: number): number {
  const bits = classAt(bytes, at);
  if ((bits & NUMBER) !== 0) return numbersEnd(bytes, at, 3);
  // Han and Kana go through the third pattern, too, among themselves.
  const script = bits & HAN_KANA;
  if ((bits & WORD) !== 0) return wordEnd(bytes, at, script);
  const lead = bytes[at] as number;
  const next = at + widthOf(lead);
  if ((bits & SYMBOL) !== 0) {
    if (lead < 0x80 && isAsciiLetter(bytes[next])) return asciiLettersEnd(bytes, next);
    return symbolsEnd(bytes, at, script);
  }
  const nextBits = classAt(bytes, next);
  if (startsWord(nextBits, script) && (bits & NEWLINE) === 0) return wordEnd(bytes, next, script);
  if ((bits & SPACE) === 0) return unmatchedEnd(bytes, next, end, script);
  if (lead === 0x20 && (nextBits & (SYMBOL | HAN_KANA)) === SYMBOL) return symbolsEnd(bytes, next, script);
  return spacesEnd(bytes, at, end, BORDER);
}

function startsWord(bits: number, script: number): boolean {
  return (bits & WORD) !== 0 && (bits & HAN_KANA) === script;
}

function wordEnd(bytes: Uint8Array, at: number, script: number): number {
  while (startsWord(classAt(bytes, at), script)) at += widthOf(bytes[at] as number);
  return at;
}

function symbolsEnd(bytes: Uint8Array, at: number, script: number): number {
  while ((classAt(bytes, at) & (SYMBOL | HAN_KANA)) === (SYMBOL | script)) at += widthOf(bytes[at] as number);
  return script === 0 ? newlinesEnd(bytes, at, false) : at;
}

function isAsciiLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}

function asciiLettersEnd(bytes: Uint8Array, at: number): number {
  while (isAsciiLetter(bytes[at])) at += 1;
  return at;
}

/** The end of a run of characters without a class that does not lead a word. */
function unmatchedEnd(bytes: Uint8Array, at: number, end: number, script: number): number {
  while (at < end && classAt(bytes, at) === script) {
    const next = at + widthOf(bytes[at] as number);
    if (startsWord(classAt(bytes, next), script)) return at;
    at = next;
  }
  return at;
}
