import { isAlone, longPiece } from "./cache";
import { reserve } from "./memory";
import { FEW, merged, mergedBehind } from "./merge";
import { knownPiece, LONGEST, mergeAll, mergeLater } from "./pairs";
import { BASES, EXTENSIONS, isWhole, use, withWhole } from "./tokens";

export const CHARACTERS: usize = reserve(8);
let counts: usize = 0;
/** The first piece of the chunk that began before it, and the end of the last if that goes on behind it; else 0. */
let begunBefore: usize = 0;
let goesOn: usize = 0;

export function beginChunk(to: usize, start: usize, end: usize): void {
  counts = to;
  begunBefore = start;
  goesOn = end;
}

/** Counts the piece `[start, end)` in the vocabularies of a set of bits: all of it with the next {@link mergeAll}. */
export function piece(set: u32, start: usize, end: usize): void {
  const length = end - start;
  let ones: u32 = length === 1 ? set : 0;
  if (length > 1 && start !== begunBefore && end !== goesOn)
    for (let whole = set & withWhole; whole !== 0; whole &= whole - 1)
      if (isWhole(ctz(whole), start, length)) ones |= whole & -whole;
  let left = set & ~ones;
  for (; ones !== 0; ones &= ones - 1) add(ctz(ones), 1);
  let known: usize = 0;
  if (!isAlone && length > 1 && length !== LONGEST) known = length < LONGEST ? knownPiece(start, length) : longPiece(start, length);
  if (known !== 0) {
    const tokens = load<u64>(known);
    for (let rest = left; rest !== 0; rest &= rest - 1) {
      const vocabulary = ctz(rest);
      const own = <u32>(tokens >>> (vocabulary << 3)) & 255;
      if (own === 0) continue;
      add(vocabulary, own);
      left ^= rest & -rest;
    }
  }
  while (left !== 0) {
    const vocabulary = ctz(left);
    const characters = load<u8>(CHARACTERS + vocabulary) !== 0;
    const base: u32 = load<u8>(BASES + vocabulary);
    const family = left & <u32>load<u8>(EXTENSIONS + base);
    left &= ~family;
    if (length <= LONGEST && (!characters || isAscii(start, end))) mergeLater(base, family, start, length, counts, known);
    else addLong(base, family, characters, start, end, known);
  }
}

function addLong(base: u32, family: u32, characters: bool, start: usize, end: usize, known: usize): void {
  const length = end - start;
  const isFew = length <= FEW;
  // Another may have taken its place since.
  if (known !== 0 && length < LONGEST) knownPiece(start, length);
  let tokens: u32 = 0;
  if (isFew) {
    use(base);
    tokens = merged(characters, start, end);
  }
  for (let left = family; left !== 0; left &= left - 1) {
    const vocabulary = ctz(left);
    let own = tokens;
    if (!isFew) {
      use(vocabulary);
      own = merged(characters, start, end);
    } else if (vocabulary !== base) own = mergedBehind(vocabulary, tokens);
    add(vocabulary, own);
    if (known !== 0) store<u8>(known + vocabulary, own);
  }
}

@inline
function add(vocabulary: u32, tokens: u32): void {
  const to = counts + (vocabulary << 2);
  store<u32>(to, load<u32>(to) + tokens);
}

function isAscii(start: usize, end: usize): bool {
  for (let at = start; at < end; at++) if (load<u8>(at) >= 0x80) return false;
  return true;
}
