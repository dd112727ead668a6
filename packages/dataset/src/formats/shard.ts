/** Where a part of a file begins and ends, in bytes, before the cut at line ends. */
export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * The `index`-th (1-based) of `of` parts of a file of `size` bytes. A part owns the lines that begin after the first
 * line end at or after its start (the first part: from byte 0) up to the line that holds its end: so every line belongs
 * to exactly one part, and nobody needs to look at the file to know the ranges.
 *
 * @throws RangeError where index or of is no whole number with 1 ≤ index ≤ of
 */
export function shardRange(size: number, index: number, of: number): ByteRange {
  if (!Number.isInteger(of) || !Number.isInteger(index) || index < 1 || index > of)
    throw new RangeError(`Got part ${index} of ${of}, expected whole numbers with 1 ≤ part ≤ parts.`);
  return { start: Math.floor((size * (index - 1)) / of), end: Math.floor((size * index) / of) };
}

/**
 * Cuts a part at line ends. `chunks` are the file's bytes from `range.start` to the end of the file; reading stops by
 * itself after the line that crosses `range.end`.
 */
export async function* shardChunks(
  chunks: AsyncIterable<Uint8Array>,
  range: ByteRange,
): AsyncGenerator<Uint8Array, void, undefined> {
  let offset = range.start;
  let begun = range.start === 0;
  if (range.end === 0) return;
  for await (const chunk of chunks) {
    let from = 0;
    if (!begun) {
      const found = chunk.indexOf(10);
      // The first line end lies past the part: the whole part is inside one line of an earlier part.
      if (offset + (found < 0 ? chunk.length : found) >= range.end) return;
      if (found >= 0) [from, begun] = [found + 1, true];
    }
    if (begun) {
      const last = chunk.indexOf(10, Math.max(from, range.end - offset));
      const done = last >= 0 && offset + last >= range.end;
      const piece = chunk.subarray(from, done ? last + 1 : chunk.length);
      if (piece.length > 0) yield piece;
      if (done) return;
    }
    offset += chunk.length;
  }
}
