/** Borders in this part of a block, its end, may still move when the piece goes on. */
const UNSETTLED = 1 / 64;
/** So many borders are tried as the seam of two blocks before the rest is merged in one go. */
const SEAMS = 64;

/** Byte-pair merging of one piece. */
export interface Merger {
  /** Where the tokens of the piece `[start, end)` start, and `end`. */
  borders(bytes: Uint8Array, start: number, end: number): readonly number[];
}

/**
 * Tokens of the piece `[start, end)`, longer than `block`, with memory for one block.
 *
 * A sequence of tokens is what merging makes of their bytes if and only if it is so for every two neighbours: before
 * the first join across a border, each side goes its own way. So a long piece may be merged in blocks, each starting at
 * a border of the block before, where the two tokens at the seam stay as they are when they are merged alone.
 */
export function countInBlocks(merger: Merger, bytes: Uint8Array, start: number, end: number, block: number): number {
  let total = 0;
  let from = start;
  let borders = merger.borders(bytes, from, from + block);
  while (from + block < end) {
    const seam = seamOf(merger, bytes, borders, end, block);
    if (seam === undefined) return total + merger.borders(bytes, from, end).length - 1;
    const before = from;
    const step = (seam.following[0] as number) - from;
    const again = repeats(bytes, before, step, end, 2 * block);
    total += seam.tokens * (1 + again);
    from += step * (1 + again);
    borders = again === 0 ? seam.following : merger.borders(bytes, from, Math.min(end, from + block));
  }
  return total + borders.length - 1;
}

/**
 * How many times the text goes on as it did: each step further the next `reach` bytes, all that the seam of a block
 * depends on, are those of the block. So a run of one character costs no more than reading it.
 */
function repeats(bytes: Uint8Array, from: number, step: number, end: number, reach: number): number {
  let same = 0;
  while (from + step + same < end && bytes[from + same] === bytes[from + step + same]) same += 1;
  return same < reach ? 0 : Math.floor((same - reach) / step) + 1;
}

/** Blocks joined at a border that holds. */
interface Seam {
  /** Tokens of the first block up to the seam. */
  readonly tokens: number;
  /** The borders of the block that starts at the seam. */
  readonly following: readonly number[];
}

function seamOf(
  merger: Merger,
  bytes: Uint8Array,
  borders: readonly number[],
  end: number,
  block: number,
): Seam | undefined {
  // The first token of a short stretch is nearly always that of the block, and saves merging the block in vain.
  const reaches = [block * UNSETTLED, block] as const;
  const settled = (borders.at(-1) as number) - reaches[0];
  let last = borders.length - 1;
  while (last > 0 && (borders[last] as number) > settled) last -= 1;
  for (let at = last; at > Math.max(0, last - SEAMS); at -= 1) {
    const [before, seam] = [borders[at - 1] as number, borders[at] as number];
    for (const reach of reaches) {
      const following = merger.borders(bytes, seam, Math.min(end, seam + reach));
      const alone = merger.borders(bytes, before, following[1] as number);
      if (alone.length !== 3 || alone[1] !== seam) break;
      if (reach === block) return { tokens: at, following };
    }
  }
  return undefined;
}
