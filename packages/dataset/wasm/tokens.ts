import { codePointAt, widthOf } from "./classes";
import { addNotes, noteBorder, noteCrossed } from "./cuts";
import { LINE, powerOver, reserve, TEXTS } from "./memory";

// Which token two others make. A token is a byte, or a number from FIRST on in merge order: the least of those that neighbours make
// is made first.

export const BITS: u32 = 18;
const FIRST: u32 = 256;
/** No token; above all tokens. Before a code point it asks for the token of a character, in vocabularies that merge these. */
export const NONE: u32 = (1 << BITS) - 1;
export const NOBODY: u32 = NONE - 1;

/** By the vocabulary: where its first tokens are, a filter of the others, these, how far a hash is shifted to a slot of them, and the tokens of two bytes. */
const TABLES: usize = reserve(8 * 32);
const FILTER: usize = 4;
const MORE: usize = 8;
const SHIFT: usize = 12;
const FILTER_SHIFT: usize = 16;
const PAIRS: usize = 20;
const BASE: usize = 24;
const HOT: u32 = FIRST + 16384;
const HOT_BITS: u64 = 15;
/** Slots in a row, from that of its hash on, that hold one of the first tokens: where there is no room it is among the others. */
const WINDOW: usize = 4;

let table: usize = TABLES;
let bytePairs: usize = 0;

/** Sets the vocabulary that {@link joined} and {@link bytePairAt} are about; gives its table. */
@inline
export function use(vocabulary: u32): u32 {
  table = TABLES + (<usize>vocabulary << 5);
  bytePairs = load<u32>(table, PAIRS);
  return <u32>table;
}

/** By the vocabulary: those whose tokens come behind its own, and in their place itself. */
export const EXTENSIONS: usize = reserve(8);
export const BASES: usize = reserve(8);

@inline
function hashOf(pair: u64): u64 {
  return (pair ^ (pair >>> 15)) * 0x9e3779b97f4a7c15;
}

@inline
function hotSlot(table: usize, hash: u64): usize {
  return <usize>load<u32>(table) + <usize>((hash >>> (64 - HOT_BITS)) << 3);
}

@inline
function moreSlot(table: usize, hash: u64): usize {
  return <usize>load<u32>(table, MORE) + <usize>((hash >>> <u64>load<u32>(table, SHIFT)) << 3);
}

/** Three bits of a word for each hash: most pairs make no token. */
@inline
function filterWord(table: usize, hash: u64): usize {
  return <usize>load<u32>(table, FILTER) + <usize>((hash >>> <u64>load<u32>(table, FILTER_SHIFT)) << 3);
}

@inline
function filterBits(hash: u64): u64 {
  return (<u64>1 << ((hash >>> 20) & 63)) | (<u64>1 << ((hash >>> 26) & 63)) | (<u64>1 << ((hash >>> 32) & 63));
}

@inline
function isInFilter(table: usize, hash: u64): bool {
  const bits = filterBits(hash);
  return (load<u64>(filterWord(table, hash)) & bits) === bits;
}

/** The token that two make, {@link NONE} for none, in the vocabulary of a table, without those that come before its own. */
@inline
export function found(table: usize, left: u32, right: u32): u32 {
  const pair = (<u64>left << BITS) | right;
  const hash = hashOf(pair);
  const at = hotSlot(table, hash);
  // Without a branch: which pairs make a token cannot be foreseen.
  const wanted = i64x2.splat(pair);
  const first = v128.load(at);
  const second = v128.load(at, 16);
  const here = v128.or(
    v128.and(first, i64x2.eq(i64x2.shr_u(first, BITS), wanted)),
    v128.and(second, i64x2.eq(i64x2.shr_u(second, BITS), wanted)),
  );
  const token = <u32>(i64x2.extract_lane(here, 0) | i64x2.extract_lane(here, 1)) & NONE;
  if (token === 0 && isInFilter(table, hash)) return sought(pair, moreSlot(table, hash));
  return select<u32>(token, NONE, token !== 0);
}

function sought(pair: u64, at: usize): u32 {
  while (true) {
    const entry = load<u64>(at);
    if (entry >>> BITS === pair) return <u32>entry & NONE;
    if (entry === 0) return NONE;
    at += 8;
  }
}

/** As {@link found}, in a vocabulary whose tokens all come behind those of another. */
@inline
export function foundBehind(table: usize, left: u32, right: u32): u32 {
  const pair = (<u64>left << BITS) | right;
  const hash = hashOf(pair);
  return isInFilter(table, hash) ? sought(pair, moreSlot(table, hash)) : NONE;
}

/** The token that two make in the vocabulary that is asked, {@link NONE} for none. */
export function joined(left: u32, right: u32): u32 {
  const base: usize = load<u32>(table, BASE);
  if (base === 0) return found(table, left, right);
  const token = found(base, left, right);
  return token === NONE ? foundBehind(table, left, right) : token;
}

@inline
export function bytePairAt(at: usize): u32 {
  return load<u32>(bytePairs + (<usize>load<u16>(at) << 2));
}

const OVER: usize = 1024;

/** Makes room for a vocabulary of so many tokens and characters, which come behind those of `base`, the last one, where that is another. */
export function makeRoom(vocabulary: u32, tokens: u32, base: u32): void {
  const size = powerOver(tokens + (tokens >>> 2));
  use(vocabulary);
  store<u8>(BASES + vocabulary, base);
  store<u8>(EXTENSIONS + base, <u32>load<u8>(EXTENSIONS + base) | (<u32>1 << vocabulary));
  const words = powerOver(tokens >>> 3);
  store<u32>(table, <u32>reserve(words << 3), FILTER);
  store<u32>(table, 64 - <u32>ctz(words), FILTER_SHIFT);
  store<u32>(table, <u32>reserve((size + OVER) << 3), MORE);
  store<u32>(table, 64 - <u32>ctz(size), SHIFT);
  if (base !== vocabulary) {
    // Nothing is among the first.
    const first = TABLES + (<usize>base << 5);
    store<u32>(table, <u32>first, BASE);
    store<u32>(table, load<u32>(first, PAIRS), PAIRS);
    return;
  }
  store<u32>(table, <u32>reserve(((1 << <usize>HOT_BITS) + OVER) << 3));
  bytePairs = reserve(0x1_0000 << 2);
  store<u32>(table, <u32>bytePairs, PAIRS);
  for (let at = bytePairs; at < bytePairs + (0x1_0000 << 2); at += 16) v128.store(at, i32x4.splat(NONE));
  memory.fill(LENGTHS, 0, 1 << BITS);
  for (let byte: u32 = 0; byte < FIRST; byte++) setEnds(byte, byte, byte << 24, 1);
  next = FIRST;
}

function put(left: u32, right: u32, token: u32): void {
  if ((left | right) < FIRST) store<u32>(bytePairs + (<usize>(left | (right << 8)) << 2), token);
  const pair = (<u64>left << BITS) | right;
  const hash = hashOf(pair);
  const entry = (pair << BITS) | token;
  if (token < HOT)
    for (let i: usize = 0, at = hotSlot(table, hash); i < WINDOW; i++, at += 8)
      if (load<u64>(at) === 0) return store<u64>(at, entry);
  const word = filterWord(table, hash);
  store<u64>(word, load<u64>(word) | filterBits(hash));
  let at = moreSlot(table, hash);
  while (load<u64>(at) !== 0) at += 8;
  store<u64>(at, entry);
}

// While a vocabulary is added: the first and the last four bytes of each token, and how many it has, at most four.
const HEADS: usize = TEXTS;
const TAILS: usize = HEADS + (4 << BITS);
const LENGTHS: usize = TAILS + (4 << BITS);
let next: u32 = 0;

function setEnds(token: u32, head: u32, tail: u32, length: u32): void {
  store<u32>(HEADS + (<usize>token << 2), head);
  store<u32>(TAILS + (<usize>token << 2), tail);
  store<u8>(LENGTHS + <usize>token, length);
}

export function addCharacters(at: usize, end: usize): void {
  while (at < end) {
    const width = widthOf(load<u8>(at));
    put(NONE, codePointAt(at), next);
    setEnds(next, load<u32>(at) & ((<u32>-1) >>> (32 - 8 * <u32>width)), load<u32>(at - 4 + width) & (<i32>-1 << (32 - 8 * <i32>width)), <u32>width);
    next += 1;
    at += width;
  }
}

/** The number whose three digits stand `step` apart: see tools/tables.mjs. */
@inline
function numberAt(at: usize, step: usize): u32 {
  return (digitAt(at) << 12) | (digitAt(at + step) << 6) | digitAt(at + 2 * step);
}

@inline
function digitAt(at: usize): u32 {
  const code: u32 = load<u8>(at);
  return code === 126 ? 57 : code - 35;
}

let runEnd: usize = 0;

function runAt(at: usize): u32 {
  const isBack = load<u8>(at) === 33;
  if (isBack) at += 1;
  let number: u32 = 0;
  for (; load<u8>(at) >= 97; at++) number = 29 * number + load<u8>(at) - 97;
  number = 61 * number + load<u8>(at) - 35;
  runEnd = at + 1;
  return isBack ? 0 - number : number;
}

/**
 * Adds so many tokens, their parts at `at`; in {@link LINE} how many tokens in a row are left out, are here, are left out, …
 * `unsplit`: of a vocabulary that does not split texts.
 */
export function addTokens(at: usize, tokens: usize, unsplit: bool): void {
  let token = next;
  runEnd = LINE;
  for (const last = at + tokens; at < last; ) {
    token += runAt(runEnd);
    for (const end = token + runAt(runEnd); token < end; token++) {
      const left = numberAt(at, tokens);
      const right = numberAt(at + 3 * tokens, tokens);
      at += 1;
      const length: u32 = load<u8>(LENGTHS + <usize>left);
      const more: u32 = load<u8>(LENGTHS + <usize>right);
      // Of characters of several parts, and one was not loaded.
      if (length === 0 || more === 0) continue;
      put(left, right, token);
      const tail = load<u32>(TAILS + (<usize>left << 2));
      const head = load<u32>(HEADS + (<usize>right << 2));
      if (((tail >>> 24) | (head & 255)) >= 0x80) noteBorder(tail, length, head, more);
      else if (unsplit) noteCrossed(tail >>> 24, head & 255);
      setEnds(
        token,
        length === 4 ? load<u32>(HEADS + (<usize>left << 2)) : load<u32>(HEADS + (<usize>left << 2)) | (head << (8 * length)),
        more === 4 ? load<u32>(TAILS + (<usize>right << 2)) : load<u32>(TAILS + (<usize>right << 2)) | (tail >>> (8 * more)),
        min(4, length + more),
      );
    }
  }
}

/** Adds a table that the build made ready (tools/ready.mjs): tokens with what makes them, in the order of their hashes; notes of borders; whole pieces. */
export function addReady(vocabulary: u32, at: usize): void {
  const tokens: usize = load<u32>(at, 4);
  const notes: usize = load<u32>(at, 8) << 2;
  const pieces: usize = load<u32>(at, 12);
  at += 16;
  for (const end = at + 7 * tokens; at < end; at += 7) {
    const pair = (load<u64>(at) & 0x3f_ffff_ffff_ffff) >>> BITS;
    put(<u32>(pair >>> BITS), <u32>pair & NONE, load<u32>(at) & NONE);
  }
  addNotes(at, at + notes);
  at += notes;
  for (let i: usize = 0; i < pieces; i++) {
    const length: usize = load<u8>(at);
    addWhole(vocabulary, at + 1, length);
    at += 1 + length;
  }
}

// Tokens that only a whole piece can be: an open table of records of vocabulary, length and bytes.
const WHOLE_BITS: usize = 12;
const WHOLE: usize = reserve(4 << WHOLE_BITS);
export let withWhole: u32 = 0;

/** The slot of a token, or the empty one where it would be. */
function wholeSlot(vocabulary: u32, at: usize, length: usize): usize {
  let place: usize = 0x811c9dc5;
  for (let i: usize = 0; i < length; i++) place = (place ^ load<u8>(at + i)) * 0x01000193;
  place ^= place >>> 16;
  while (true) {
    const slot = WHOLE + ((place & ((1 << WHOLE_BITS) - 1)) << 2);
    const record: usize = load<u32>(slot);
    const isSame = load<u32>(record) === vocabulary && <usize>load<u32>(record, 4) === length;
    if (record === 0 || (isSame && memory.compare(record + 8, at, length) === 0)) return slot;
    place += 1;
  }
}

export function addWhole(vocabulary: u32, at: usize, length: usize): void {
  withWhole |= 1 << vocabulary;
  const record = reserve(length + 8);
  store<u32>(record, vocabulary);
  store<u32>(record, <u32>length, 4);
  memory.copy(record + 8, at, length);
  store<u32>(wholeSlot(vocabulary, at, length), <u32>record);
}

export function isWhole(vocabulary: u32, at: usize, length: usize): bool {
  return load<u32>(wholeSlot(vocabulary, at, length)) !== 0;
}
