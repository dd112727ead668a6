import { LETTER, NEWLINE, NUMBER, SPACE, widthOf } from "./characterClasses.ts";
import { classAt, contractionEnd, numbersEnd, othersEnd, runEnd, spacesEnd } from "./runs.ts";
import type { Split } from "./tally.ts";

/**
 * The split of cl100k_base, Llama 3 (three numbers to a piece) and Qwen 2 (one):
 *
 *     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
 *
 * Source: https://github.com/openai/tiktoken/blob/main/tiktoken_ext/openai_public.py (read 2026-11-24).
 *
 * @param numbers most numbers in a piece
 */
export function splitByLetters(numbers: number): Split {
  return (tally, end) => {
    const bytes = tally.bytes;
    let tokens = 0;
    for (let at = 0; at < end;) {
      const to = pieceEnd(bytes, at, end, numbers);
      tokens += tally.count(at, to);
      at = to;
    }
    return tokens;
  };
}

function pieceEnd(bytes: Uint8Array, at: number, end: number, numbers: number): number {
  const bits = classAt(bytes, at);
  if ((bits & LETTER) !== 0) return runEnd(bytes, at, LETTER);
  if ((bits & NUMBER) !== 0) return numbersEnd(bytes, at, numbers);
  const lead = bytes[at] as number;
  if (lead === 0x27) {
    const to = contractionEnd(bytes, at);
    if (to > at) return to;
  }
  const next = at + widthOf(lead);
  const nextBits = classAt(bytes, next);
  if ((nextBits & LETTER) !== 0 && (bits & NEWLINE) === 0) return runEnd(bytes, next, LETTER);
  if ((bits & SPACE) === 0) return othersEnd(bytes, at, end, false);
  if (lead === 0x20 && next < end && (nextBits & (SPACE | NUMBER)) === 0) return othersEnd(bytes, next, end, false);
  return spacesEnd(bytes, at, end);
}
