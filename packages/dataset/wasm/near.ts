import { reserve } from "./memory";
import { noRanks, rankIn } from "./ranks";
import { find, hashOf, isNone, keyOf, longest, PAIRS, slotMask, slots } from "./tokens";

// Several vocabularies, and each of their splits, ask for the ranks of the same substrings of a text.

/** Of the text at hand: the ranks of its substrings, by start and length, each with the number of the text. */
const TEXT: usize = 4096;
const LENGTHS: usize = 64;
/** One more than there are lengths: rows at powers of two would share the same places of the cache. */
const KNOWN_ROW: usize = (LENGTHS + 1) << 5;
const KNOWN: usize = reserve(TEXT * KNOWN_ROW);
let base: usize = 0;
let number: u32 = 0;

/** Sets the text from `at` on that ranks are asked of. */
export function look(at: usize): void {
  base = at;
  number += 1;
}

const NOWHERE: usize = reserve(16);
noRanks(NOWHERE);

function ranksOf(start: usize, length: usize): usize {
  if (length > longest) return NOWHERE;
  const from = start - base;
  if (from >= TEXT || length > LENGTHS) return found(find(start, length));
  const place = KNOWN + from * KNOWN_ROW + ((length - 1) << 5);
  if (load<u32>(place) === number) return place + 16;
  store<u32>(place, number);
  v128.store(place + 16, v128.load(found(find(start, length))));
  return place + 16;
}

/** Longest substring that is looked for before anybody asks. */
const AHEAD: usize = 8;
/** Those that may be tokens: key, where the ranks go, slot, place and length. */
const LIKELY: usize = reserve(64 * AHEAD * 32);

/** Looks for all short substrings of the first `length` bytes of the text at hand together, so that the memory answers at once. */
export function lookAhead(length: usize): void {
  let likely = LIKELY;
  const none = i8x16.splat(-1);
  for (let from: usize = 0; from + 3 <= length; from++) {
    const most = min(AHEAD, length - from);
    for (let size: usize = 3; size <= most; size++) {
      const key = keyOf(base + from, size);
      const hash = hashOf(key);
      const place = KNOWN + from * KNOWN_ROW + ((size - 1) << 5);
      store<u32>(place, number);
      v128.store(place + 16, none);
      v128.store(likely, key);
      store<u32>(likely, <u32>place, 16);
      store<u32>(likely, <u32>hash & slotMask, 20);
      store<u32>(likely, <u32>(base + from), 24);
      store<u32>(likely, <u32>size, 28);
      // No branch: which of them are tokens cannot be foreseen.
      likely += isNone(hash) ? 0 : 32;
    }
  }
  for (let one = LIKELY; one < likely; one += 32) {
    const here = slots + (<usize>load<u32>(one, 20) << 5);
    const isOther = v128.any_true(v128.xor(v128.load(here), v128.load(one)));
    const ranks = isOther ? find(load<u32>(one, 24), load<u32>(one, 28)) : here + 16;
    if (ranks !== 0) v128.store(load<u32>(one, 16) + 16, v128.load(ranks));
  }
}

/** Where the ranks of `[start, end)` are, of three to {@link LENGTHS} bytes that begin near the beginning of the text at hand. */
// @ts-ignore: decorator
@inline
export function nearRanks(start: usize, end: usize): usize {
  const place = KNOWN + (start - base) * KNOWN_ROW + ((end - start - 1) << 5);
  return load<u32>(place) === number ? place + 16 : ranksOf(start, end - start);
}

/** Whether {@link nearRanks} may be asked of all within `[…, end)`. */
// @ts-ignore: decorator
@inline
export function isNear(end: usize): bool {
  return end - base <= LENGTHS;
}

// @ts-ignore: decorator
@inline
function found(ranks: usize): usize {
  return ranks === 0 ? NOWHERE : ranks;
}

/** The rank of `[start, end)`, more than a byte, of the text at hand; {@link NONE} where it is no token. */
export function rankOf(vocabulary: u32, start: usize, end: usize): i32 {
  if (end - start === 2) return rankIn(PAIRS + (<usize>load<u16>(start) << 4), vocabulary);
  return rankIn(ranksOf(start, end - start), vocabulary);
}
