import { varint } from "./thrift.ts";

/** A stretch of bytes that holds encoded numbers. */
export interface Stretch {
  readonly from: number;
  readonly end: number;
}

/** Packed numbers of no bits, which take no bytes, that may follow the last one. */
const packedPadding = 512;

/**
 * Walks numbers in the hybrid of runs and packed bits and counts those that are `counted`. Throws where the stretch does not
 * hold `total` of them, or where a run is longer than what is missing.
 *
 * @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25)
 */
export function walkRuns(
  view: DataView,
  { from, end }: Stretch,
  { width, total }: { readonly width: number; readonly total: number },
  counted: number = -1,
): number {
  if (width > 32) throw new Error("numbers of more than 32 bits");
  const bytes = (width + 7) >> 3;
  let [at, seen, found] = [from, 0, 0];
  while (seen < total) {
    const head = varint(view, at, 5);
    const packed = head.value % 2 === 1;
    const count = Math.floor(head.value / 2) * (packed ? 8 : 1);
    const missing = total - seen;
    // Packed bits come in eights, and some writers fill them up to many more than are missing.
    const isLonger = packed ? width === 0 && count > missing + packedPadding : count > missing;
    const next = head.end + (packed ? (count / 8) * width : bytes);
    if (isLonger || next > end) throw new Error("a run longer than its page");
    if (counted >= 0)
      found += packed
        ? countPacked(view, head.end, { width, total: Math.min(count, missing) }, counted)
        : runValue(view, head.end, bytes) === counted
          ? count
          : 0;
    seen += count;
    at = next;
  }
  return found;
}

function runValue(view: DataView, at: number, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) value += view.getUint8(at + i) * 2 ** (8 * i);
  return value;
}

/** Levels are narrow: a number of at most 8 bits lies in two bytes. */
function countPacked(
  view: DataView,
  at: number,
  { width, total }: { readonly width: number; readonly total: number },
  counted: number,
): number {
  const mask = (1 << width) - 1;
  let found = 0;
  for (let i = 0; i < total; i++) {
    const bit = i * width;
    const place = at + (bit >> 3);
    const two = view.getUint8(place) | ((bit & 7) + width > 8 ? view.getUint8(place + 1) << 8 : 0);
    if (((two >> (bit & 7)) & mask) === counted) found += 1;
  }
  return found;
}

/**
 * Where `total` numbers kept as packed differences end. Throws where the head of the stretch makes no sense.
 *
 * @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25)
 */
export function deltaEnd(view: DataView, from: number, total: number): number {
  const block = varint(view, from, 5);
  const miniblocks = varint(view, block.end, 5);
  const stated = varint(view, miniblocks.end, 5);
  let at = varint(view, stated.end, 10).end;
  const each = block.value / miniblocks.value;
  if (stated.value !== total || block.value >= 2 ** 31 || !(each > 0) || each % 8 !== 0)
    throw new Error("differences with a wrong head");
  for (let left = total - 1; left > 0;) {
    const widths = varint(view, at, 10).end;
    at = widths + miniblocks.value;
    for (let i = 0; i < miniblocks.value && left > 0; i++, left -= each) {
      const width = view.getUint8(widths + i);
      if (width > 64) throw new Error("differences of more than 64 bits");
      at += (each / 8) * width;
    }
  }
  return at;
}
