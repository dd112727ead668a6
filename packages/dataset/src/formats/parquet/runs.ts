import { Thrift } from "./thrift.ts";

/** Numbers in the hybrid of runs and packed bits. */
export interface Runs {
  readonly view: DataView;
  readonly from: number;
  readonly end: number;
  /** Bits of each. */
  readonly width: number;
  readonly total: number;
}

/** Packed numbers of no bits, which take no bytes, that may follow the last one. */
const packedPadding = 512;

/**
 * How many of the numbers are `counted`. Throws where the bytes do not hold all of them, or where a run is longer than what
 * is missing.
 *
 * @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25)
 */
export function countIn({ view, from, end, width, total }: Runs, counted: number = -1): number {
  if (width > 32) throw new Error("numbers of more than 32 bits");
  const bytes = (width + 7) >> 3;
  const heads = new Thrift(view, from);
  let [seen, found] = [0, 0];
  while (seen < total) {
    const head = heads.varint(5);
    const packed = head % 2 === 1;
    const count = Math.floor(head / 2) * (packed ? 8 : 1);
    const missing = total - seen;
    const { at } = heads;
    heads.at += packed ? (count / 8) * width : bytes;
    // Packed bits come in eights, and some writers fill them up to many more than are missing.
    const isLonger = packed ? width === 0 && count > missing + packedPadding : count > missing;
    if (isLonger || heads.at > end) throw new Error("a run longer than its page");
    seen += count;
    if (counted < 0) continue;
    if (!packed) found += bitsAt(view, at * 8, bytes * 8) === counted ? count : 0;
    else
      for (let i = 0; i < Math.min(count, missing); i++)
        found += Number(bitsAt(view, at * 8 + i * width, width) === counted);
  }
  return found;
}

function bitsAt(view: DataView, place: number, width: number): number {
  let value = 0;
  for (let bit = 0; bit < width;) {
    const offset = (place + bit) % 8;
    const taken = Math.min(8 - offset, width - bit);
    value += ((view.getUint8((place + bit - offset) / 8) >> offset) & ((1 << taken) - 1)) * 2 ** bit;
    bit += taken;
  }
  return value;
}

/**
 * The end of `total` numbers kept as packed differences, and the numbers where they are `wanted`. Throws where the head makes
 * no sense.
 *
 * @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25)
 */
export function deltas(
  view: DataView,
  from: number,
  total: number,
  wanted: boolean = false,
): readonly [end: number, numbers: number[]] {
  const bytes = new Thrift(view, from);
  const [block, miniblocks, stated] = [bytes.varint(5), bytes.varint(5), bytes.varint(5)];
  let value = bytes.zigzag(10);
  const numbers = [value];
  const each = block / miniblocks;
  if (stated !== total || block >= 2 ** 31 || !(each > 0) || each % 8 !== 0)
    throw new Error("differences with a wrong head");
  for (let left = total - 1; left > 0;) {
    const least = bytes.zigzag(10);
    const widths = bytes.at;
    bytes.at += miniblocks;
    for (let i = 0; i < miniblocks && left > 0; i++, left -= each) {
      const width = view.getUint8(widths + i);
      if (width > 64) throw new Error("differences of more than 64 bits");
      if (wanted)
        for (let j = 0; j < Math.min(each, left); j++)
          numbers.push((value += least + bitsAt(view, bytes.at * 8 + j * width, width)));
      bytes.at += (each / 8) * width;
    }
  }
  return [bytes.at, numbers];
}
