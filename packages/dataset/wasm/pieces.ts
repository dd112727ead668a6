import { reserve } from "./memory";
import { merged } from "./merge";
import { isNear, rankOf } from "./near";
import { LONGEST, mergedPairs } from "./pairs";
import { NONE, WHOLE } from "./ranks";

/** Tokens of the chunk at hand, by the place of the vocabulary. */
export const COUNTS: usize = reserve(8 * 4);
/** Whether a vocabulary merges from characters. */
export const CHARACTERS: usize = reserve(8);
/** The first piece of the chunk that began before it, and the end of the last if that goes on behind it; else 0. */
let begunBefore: usize = 0;
let goesOn: usize = 0;

export function beginChunk(start: usize, end: usize, partBefore: bool, partBehind: bool): void {
  begunBefore = partBefore ? start : 0;
  goesOn = partBehind ? end : 0;
  tokensAlone = 0;
}

/** Counts the piece `[start, end)` in the vocabularies of a set of bits. */
export function piece(set: u32, start: usize, end: usize): void {
  if (isAlone) {
    tokensAlone += countOf(0, start, end);
    return;
  }
  for (let left = set; left !== 0; left &= left - 1) {
    const vocabulary = ctz(left);
    const at = COUNTS + (vocabulary << 2);
    store<u32>(at, load<u32>(at) + countOf(vocabulary, start, end));
  }
}

function countOf(vocabulary: u32, start: usize, end: usize): u32 {
  if (end - start === 1) return 1;
  const whole = rankOf(vocabulary, start, end);
  if (whole < WHOLE) return 1;
  if (whole !== NONE && start !== begunBefore && end !== goesOn) return 1;
  const characters = load<u8>(CHARACTERS + vocabulary) !== 0;
  if (end - start <= LONGEST && (isAlone || (isNear(end) && (!characters || isAscii(start, end))))) return mergedPairs(vocabulary, start, end);
  return merged(vocabulary, characters, start, end);
}

function isAscii(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) if (load<u8>(at) >= 0x80) return false;
  return true;
}

/** Whether there is one vocabulary, the first, that merges from bytes. */
export let isAlone: bool = false;
/** Tokens of the chunk at hand, if one vocabulary stands alone. */
export let tokensAlone: u32 = 0;

/** One vocabulary stands alone. */
export function standAlone(): void {
  isAlone = true;
}

/** Digits that make a token, if one vocabulary stands alone and every number of so many digits or fewer is one; else 0. */
export let digits: u32 = 0;

/** Finds {@link digits}, now that the only vocabulary is there, whose split takes up to `most` together. */
export function countDigits(most: u32): void {
  if (!isAlone) return;
  const number = reserve(64);
  for (let length: u32 = 1, numbers: u32 = 10; length <= most; length++, numbers *= 10)
    for (let value: u32 = 0; value < numbers; value++) {
      for (let i: u32 = 0, rest = value; i < length; i++, rest /= 10) store<u8>(number + i, <u8>(48 + (rest % 10)));
      if (length > 1 && rankOf(0, number, number + length) >= WHOLE) return;
    }
  digits = most;
}
