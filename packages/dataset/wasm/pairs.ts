import { MASKS, reserve } from "./memory";
import { mergedBehind, putPart } from "./merge";
import { bytePairAt, found, NOBODY, NONE, use } from "./tokens";

// Merging of short pieces, several at a time: which two parts make a token lies in memory that answers late, so each piece goes one
// step while the others wait.

export const LONGEST: usize = 16;
const PLACE_BITS: u32 = 4;
const NO_KEY: u32 = 0x7fffffff;

/** Pieces that were merged lately: their bytes, length, and tokens in eight vocabularies, 0 where these are not known. */
const KNOWN_BITS: u64 = 17;
const KNOWN: usize = reserve(32 << <usize>KNOWN_BITS);

/** Where the tokens of the piece of less than {@link LONGEST} bytes are among the known ones, in place of another's if it is not there. */
@inline
export function knownPiece(start: usize, length: usize): usize {
  const key = i8x16.replace_lane(v128.and(v128.load(start), v128.load(MASKS + (length << 4))), 15, <i8>length);
  const hash = (i64x2.extract_lane(key, 0) ^ (i64x2.extract_lane(key, 1) * 0x9e3779b97f4a7c15)) * 0xc2b2ae3d27d4eb4f;
  const place = KNOWN + (<usize>(<u64>hash >>> (64 - KNOWN_BITS)) << 5);
  if (v128.any_true(v128.xor(v128.load(place), key))) {
    v128.store(place, key);
    store<u64>(place, 0, 16);
  }
  return place + 16;
}

const MOST: u32 = 512;
const PIECES: usize = reserve(<usize>(8 * MOST) * 48);
const WAIT: usize = reserve(8 * 4);

/** Pieces under way, and where each has what. Parts and keys have one place more on either side, for what stands behind the ends. */
const LANES: u32 = 8;
const LANE: usize = reserve(<usize>LANES * 192);
const PARTS: usize = 16;
const KEYS: usize = 96;
const ALIVE: usize = 160;
const TABLE: usize = 164;
const PIECE: usize = 168;
for (let lane = LANE; lane < LANE + <usize>LANES * 192; lane += 192) {
  store<u32>(lane, NOBODY, PARTS - 4);
  store<u32>(lane, NOBODY, PARTS + 64);
}

/** Adds the tokens of the piece of at most {@link LONGEST} bytes in a set of the family of a vocabulary to `to`, by the next {@link mergeAll}; `known`: its {@link knownPiece}, or 0. */
export function mergeLater(vocabulary: u32, wanting: u32, start: usize, length: usize, to: usize, known: usize): void {
  const wait = WAIT + (<usize>vocabulary << 2);
  if (load<u32>(wait) === MOST) mergeIn(vocabulary);
  const piece = PIECES + <usize>(vocabulary * MOST + load<u32>(wait)) * 48;
  store<u32>(wait, load<u32>(wait) + 1);
  v128.store(piece, v128.load(start));
  store<u32>(piece, wanting, 16);
  store<u32>(piece, <u32>length, 20);
  store<u32>(piece, vocabulary, 24);
  store<u32>(piece, <u32>to, 28);
  store<u32>(piece, <u32>known, 32);
}

export function mergeAll(): void {
  for (let vocabulary: u32 = 0; vocabulary < 8; vocabulary++) mergeIn(vocabulary);
}

function mergeIn(vocabulary: u32): void {
  const pieces: usize = load<u32>(WAIT + (<usize>vocabulary << 2));
  const first = PIECES + <usize>(vocabulary * MOST) * 48;
  store<u32>(WAIT + (<usize>vocabulary << 2), 0);
  let next: usize = 0;
  let busy: u32 = 0;
  for (let lane: u32 = 0; lane < LANES && next < pieces; lane++) {
    begin(LANE + <usize>lane * 192, first + next++ * 48);
    busy |= 1 << lane;
  }
  while (busy !== 0) {
    for (let left = busy; left !== 0; left &= left - 1) {
      const lane = LANE + <usize>ctz(left) * 192;
      if (step(lane)) continue;
      end(lane);
      if (next < pieces) begin(lane, first + next++ * 48);
      else busy ^= left & -left;
    }
  }
}

function end(lane: usize): void {
  const alive: u32 = load<u32>(lane, ALIVE);
  const tokens = popcnt(alive);
  const piece: usize = load<u32>(lane, PIECE);
  const known: usize = load<u32>(piece, 32);
  // Another may have taken its place since.
  if (known !== 0) knownPiece(piece, load<u32>(piece, 20));
  for (let left: u32 = load<u32>(piece, 16); left !== 0; left &= left - 1) {
    const wanting = ctz(left);
    let own = tokens;
    if (wanting !== load<u32>(piece, 24) && tokens > 1) {
      let part: usize = 0;
      for (let rest = alive; rest !== 0; rest &= rest - 1) putPart(part++, load<u32>(lane + (<usize>ctz(rest) << 2), PARTS));
      own = mergedBehind(wanting, part);
    }
    const to: usize = <usize>load<u32>(piece, 28) + (wanting << 2);
    store<u32>(to, load<u32>(to) + own);
    if (known !== 0) store<u8>(known + wanting, own);
  }
}

@inline
function begin(lane: usize, piece: usize): void {
  const places: usize = load<u32>(piece, 20);
  store<u32>(lane, use(load<u32>(piece, 24)), TABLE);
  store<u32>(lane, <u32>piece, PIECE);
  store<u32>(lane, (1 << <u32>places) - 1, ALIVE);
  for (let place: usize = 0; place < 16; place += 4) {
    const keys = place < places ? firstKeys(piece + place, <i32>place, <i32>places) : i32x4.splat(NO_KEY);
    v128.store(lane + (place << 2), keys, KEYS);
    v128.store(lane + (place << 2), i32x4.extend_low_i16x8_u(v128.load_ext<u8>(piece + place)), PARTS);
  }
}

@inline
function firstKeys(at: usize, place: i32, places: i32): v128 {
  let tokens = i32x4.splat(bytePairAt(at));
  tokens = i32x4.replace_lane(tokens, 1, bytePairAt(at + 1));
  tokens = i32x4.replace_lane(tokens, 2, bytePairAt(at + 2));
  tokens = i32x4.replace_lane(tokens, 3, bytePairAt(at + 3));
  const here = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(place));
  const keys = v128.or(i32x4.shl(tokens, PLACE_BITS), here);
  const none = v128.or(i32x4.eq(tokens, i32x4.splat(NONE)), i32x4.ge_s(here, i32x4.splat(places - 1)));
  return v128.bitselect(i32x4.splat(NO_KEY), keys, none);
}

@inline
function leastKey(lane: usize): u32 {
  const low = i32x4.min_s(v128.load(lane, KEYS), v128.load(lane, KEYS + 16));
  const keys = i32x4.min_s(low, i32x4.min_s(v128.load(lane, KEYS + 32), v128.load(lane, KEYS + 48)));
  const half = i32x4.min_s(keys, i32x4.shuffle(keys, keys, 2, 3, 0, 1));
  return i32x4.extract_lane(i32x4.min_s(half, i32x4.shuffle(half, half, 1, 0, 3, 2)), 0);
}

@inline
function step(lane: usize): bool {
  const key = leastKey(lane);
  if (key === NO_KEY) return false;
  const place: u32 = key & 15;
  const token = key >>> PLACE_BITS;
  let alive: u32 = load<u32>(lane, ALIVE);
  const right = ctz(alive & (<u32>-2 << place));
  alive ^= 1 << right;
  store<u32>(lane, alive, ALIVE);
  // Places are counted from that before the first on, so that there is always one before and one behind.
  const behind = ctz((alive | 0x10000) & (<u32>-2 << place)) + 1;
  const before = 32 - clz(alive & ((1 << place) - 1));
  const here = lane + (<usize>place << 2);
  store<u32>(here, token, PARTS);
  store<u32>(lane + (<usize>right << 2), NO_KEY, KEYS);
  const table: usize = load<u32>(lane, TABLE);
  const after = found(table, token, load<u32>(lane + (<usize>behind << 2), PARTS - 4));
  const other = found(table, load<u32>(lane + (<usize>before << 2), PARTS - 4), token);
  store<u32>(here, keyOf(after, place), KEYS);
  store<u32>(lane + (<usize>before << 2), keyOf(other, before - 1), KEYS - 4);
  return true;
}

@inline
function keyOf(token: u32, place: u32): u32 {
  return token === NONE ? NO_KEY : (token << PLACE_BITS) | place;
}
