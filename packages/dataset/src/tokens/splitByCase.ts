import { classOf, codePointAt, HEAD, LETTER, NEWLINE, NUMBER, SPACE, TAIL, widthOf } from "./characterClasses.ts";
import { classAt, contractionEnd, numbersEnd, othersEnd, runEnd, spacesEnd } from "./runs.ts";
import type { Split } from "./tally.ts";

/** How the patterns that start a new piece at a capital after small letters differ. */
export interface CaseRules {
  /** Most numbers in a piece. */
  readonly numbers: number;
  /** Whether `'s`, `'ll` and the like stay with their word. */
  readonly contractions: boolean;
}

/**
 * The split of o200k_base and of Mistral's tekken:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * Source: https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24).
 */
export function splitByCase({ numbers, contractions }: CaseRules): Split {
  return (tally, end) => {
    const { bytes, words } = tally;
    let tokens = 0;
    for (let at = 0; at < end;) {
      let to = smallEnd(bytes, words, at);
      if (to > 0) {
        if (contractions && bytes[to] === 0x27) to = contractionEnd(bytes, to);
      } else if ((to = wordEnd(bytes, at)) > at) {
        if (contractions) to = contractionEnd(bytes, to);
      } else {
        to = otherEnd(bytes, at, end, numbers);
      }
      tokens += tally.count(at, to);
      at = to;
    }
    return tokens;
  };
}

/**
 * The end of a word of small letters in ASCII, with the space and the capital that may lead it: most words of most
 * texts. 0 where no such word stands at `at` or a character beyond ASCII follows.
 */
function smallEnd(bytes: Uint8Array, words: DataView, at: number): number {
  let first = bytes[at] === 0x20 ? at + 1 : at;
  const byte = bytes[first] as number;
  if (byte >= 0x41 && byte <= 0x5a) first += 1;
  let to = first;
  for (let found = 8; found === 8; to += found) {
    const four = Math.clz32(notSmall(words.getInt32(to))) >> 3;
    // The second four count only where the first are all small: arithmetic, since a branch could not be predicted.
    found = four + ((Math.clz32(notSmall(words.getInt32(to + 4))) >> 3) & -(four >> 2));
  }
  return to > first && (bytes[to] as number) < 0x80 ? to : 0;
}

/** The highest bit of each of four bytes that is no letter from a to z. */
function notSmall(word: number): number {
  const low = word & 0x7f7f_7f7f;
  return (~(low + 0x1f1f_1f1f) | (low + 0x0505_0505) | word) & 0x8080_8080;
}

/** The end of a word with the character that may lead it; `at` where none starts. */
function wordEnd(bytes: Uint8Array, at: number): number {
  const bits = classAt(bytes, at);
  if ((bits & LETTER) !== 0) return Math.abs(lettersEnd(bytes, at));
  if ((bits & (NUMBER | NEWLINE)) !== 0) return at;
  const next = at + widthOf(bytes[at] as number);
  const mark = (bits & TAIL) !== 0;
  if ((classAt(bytes, next) & (HEAD | TAIL)) === 0) return mark ? next : at;
  const to = lettersEnd(bytes, next);
  // A mark is a tail by itself, and that reading comes before the one with capitals only.
  return to < 0 ? (mark ? next : -to) : to;
}

/** The end of `HEAD*TAIL+`, or the negative end of `HEAD+`, where a head or a tail stands at `at`. */
function lettersEnd(bytes: Uint8Array, at: number): number {
  let lastTail = 0;
  let lead = bytes[at] as number;
  let bits = classOf[lead < 0x80 ? lead : codePointAt(bytes, at)] as number;
  while ((bits & HEAD) !== 0) {
    at += widthOf(lead);
    if ((bits & TAIL) !== 0) lastTail = at;
    lead = bytes[at] as number;
    bits = classOf[lead < 0x80 ? lead : codePointAt(bytes, at)] as number;
  }
  if ((bits & TAIL) !== 0) return runEnd(bytes, at, TAIL);
  return lastTail > 0 ? lastTail : -at;
}

function otherEnd(bytes: Uint8Array, at: number, end: number, numbers: number): number {
  const bits = classAt(bytes, at);
  if ((bits & NUMBER) !== 0) return numbersEnd(bytes, at, numbers);
  if ((bits & SPACE) === 0) return othersEnd(bytes, at, end, true);
  if (bytes[at] === 0x20 && at + 1 < end && (classAt(bytes, at + 1) & (SPACE | LETTER | NUMBER)) === 0) {
    return othersEnd(bytes, at + 1, end, true);
  }
  return spacesEnd(bytes, at, end);
}
