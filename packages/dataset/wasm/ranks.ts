// Ranks of one token in up to seven vocabularies: eighteen bits each, in sixteen bytes.

const BITS: u32 = 18;
/** Above every rank: no token. */
export const NONE: i32 = (1 << BITS) - 1;
/** The rank of a token that only a whole piece can be. */
export const WHOLE: i32 = NONE - 1;

// @ts-ignore: decorator
@inline
export function rankIn(ranks: usize, vocabulary: u32): i32 {
  const bit = vocabulary * BITS;
  return (load<i32>(ranks + (bit >>> 3)) >>> (bit & 7)) & NONE;
}

export function setRank(ranks: usize, vocabulary: u32, rank: i32): void {
  const bit = vocabulary * BITS;
  const at = ranks + (bit >>> 3);
  store<i32>(at, (load<i32>(at) & ~(NONE << (bit & 7))) | (rank << (bit & 7)));
}

export function noRanks(ranks: usize): void {
  v128.store(ranks, i8x16.splat(-1));
}
