import type { SchemaTree } from "hyparquet";
import { concat } from "../held.ts";
import type { Unpack } from "./codecs.ts";
import { Thrift, count, repeats, type Chunk, type Struct } from "./footer.ts";

const packedPadding = 512;
/** The most bits of a packed number that the library reads right. */
const readWidth = 24;

/** How many of the numbers are `counted`. @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25) */
function countIn(
  { view, from, end, width, total }: Record<"from" | "end" | "width" | "total", number> & { readonly view: DataView },
  counted?: number,
): number {
  if (width > readWidth) throw new Error(`numbers of more than ${readWidth} bits`);
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
    if (counted === undefined) continue;
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

/** The end of `total` numbers kept as packed differences, and the numbers where they are `wanted`. @source https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-25) */
function deltas(view: DataView, from: number, total: number, wanted: boolean = false): [end: number, all: number[]] {
  const bytes = new Thrift(view, from);
  const [block, miniblocks, stated] = [bytes.varint(5), bytes.varint(5), bytes.varint(5)];
  let value = bytes.zigzag(10);
  const numbers = [value];
  const each = block / miniblocks;
  if (stated !== total || block >= 2 ** 31 || !(each >= 8) || each % 8 !== 0)
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

export interface Checked {
  readonly rows: number;
  readonly end: number;
  readonly pages: readonly Uint8Array[];
  readonly fault: Error | null;
}

const pageKinds = { data: 0, dictionary: 2, data2: 3 } as const;
const encodings = { plainDictionary: 2, rle: 3, deltaNumbers: 5, deltaLengths: 6, deltaTexts: 7, dictionaryRle: 8 };

/**
 * Holds every length and count of the pages of a column against the bytes, so that the library's decoding, which trusts them, ends and stays within the page.
 * @source https://parquet.apache.org/docs/file-format/data-pages/ (read 2026-11-25)
 */
export function checkedColumn(
  file: Uint8Array,
  { path, start, end, values }: Chunk,
  unpack: Unpack,
  isPacked: boolean,
): Checked {
  const view = new DataView(file.buffer, file.byteOffset + start, end - start);
  const pages: Uint8Array[] = [];
  let [at, seen, rows, hasDictionary] = [0, 0, 0, false];
  try {
    while (seen < values) {
      const reader = new Thrift(view, at);
      const header = reader.struct();
      const next = reader.at + count(header[3]);
      if (next > view.byteLength) throw new Error("a page longer than its column");
      const page = unpacked(header, file.subarray(start + reader.at, start + next), unpack, isPacked);
      if (header[1] === pageKinds.dictionary) {
        hasDictionary = true;
        if (count(field(header[7])[1]) > page.bytes.length) throw new Error("a dictionary longer than its page");
      } else {
        const found = checkPage(header, page.bytes, path, hasDictionary);
        seen += found.values;
        if (seen > values) throw new Error("pages of more values than their column");
        rows += found.rows;
      }
      if (page.own !== null) pages.push(page.own);
      at = next;
    }
  } catch (error) {
    // A row that repeats may go on behind the last right page.
    return { rows: repeats(path) ? Math.max(0, rows - 1) : rows, end: start + at, pages, fault: error as Error };
  }
  return { rows, end: start + at, pages, fault: null };
}

const field = (value: Struct[number]): Struct => (typeof value === "object" ? value : {});

function unpacked(header: Struct, packed: Uint8Array, unpack: Unpack, isPacked: boolean) {
  if (header[4] !== undefined && checksum(packed) !== header[4]) throw new Error("a page whose checksum does not fit");
  const size = count(header[2]);
  const isSecond = header[1] === pageKinds.data2;
  const second = field(header[8]);
  // The levels of pages of the second version stand before the values and are never packed.
  const levels = isSecond ? count(second[5]) + count(second[6]) : 0;
  if (levels > packed.length || levels > size) throw new Error("levels longer than their page");
  const asIs = isSecond && second[7] === false;
  const values = asIs || !isPacked ? packed.subarray(levels) : unpack(packed.subarray(levels), size - levels);
  if (levels + values.length !== size) throw new Error("a page of another size than its header says");
  const bytes = concat([packed.subarray(0, levels), values]);
  return { bytes, own: asIs ? null : bytes.slice(levels) };
}

const remainders: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

function checksum(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ (remainders[(crc ^ byte) & 255] as number);
  return ~crc;
}

function checkPage(
  header: Struct,
  bytes: Uint8Array,
  path: readonly SchemaTree[],
  hasDictionary: boolean,
): Record<"values" | "rows", number> {
  const isSecond = header[1] === pageKinds.data2;
  if (!isSecond && header[1] !== pageKinds.data) throw new Error("a page of an unknown kind");
  const head = field(header[isSecond ? 8 : 5]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const total = count(head[1]);
  let [at, rows, present] = [0, total, total];
  const repetition = path.filter(({ element }) => element.repetition_type === "REPEATED").length;
  const definition = path.slice(1).filter(({ element }) => element.repetition_type !== "REQUIRED").length;
  for (const [most, counted, length] of [
    [repetition, 0, head[6]],
    [definition, definition, head[5]],
  ] as const) {
    if (most === 0 && !isSecond) continue;
    const from = isSecond ? at : at + 4;
    at = from + (isSecond ? count(length) : view.getUint32(at, true));
    if (at > bytes.length) throw new Error("levels longer than their page");
    if (most === 0) continue;
    const found = countIn({ view, from, end: at, width: 32 - Math.clz32(most), total }, counted);
    if (most === repetition && counted === 0) rows = found;
    else present = found;
  }
  if (isSecond && count(head[2]) !== total - present) throw new Error("a page with another number of empty values");
  const encoding = count(head[isSecond ? 4 : 2]);
  const isIndexed = encoding === encodings.plainDictionary || encoding === encodings.dictionaryRle;
  if (isIndexed && !hasDictionary) throw new Error("a page without the dictionary that it needs");
  if (encoding === encodings.deltaNumbers || encoding === encodings.deltaLengths) deltas(view, at, present);
  else if (encoding === encodings.deltaTexts) checkPrefixes(view, at, present);
  else if (isIndexed || encoding === encodings.rle) {
    const isBoolean = path.at(-1)?.element.type === "BOOLEAN";
    if (encoding === encodings.rle && !isBoolean) throw new Error("runs of what is not true or false");
    const isPrefixed = encoding === encodings.rle || (isBoolean && !isSecond);
    const [from, end] = isPrefixed ? [at + 4, at + 4 + view.getUint32(at, true)] : [at + 1, view.byteLength];
    if (end > view.byteLength) throw new Error("values longer than their page");
    const width = isPrefixed ? 1 : view.getUint8(at);
    // Numbers of no bits are all 0: in pages of the first version the library reads no runs of them.
    if (width > 0 || isSecond) countIn({ view, from, end, width, total: present });
  }
  return { values: total, rows };
}

/** Texts that share their beginnings may come to far more than the page: so many bytes for each of its own. */
const sharedBytes = 1024;

function checkPrefixes(view: DataView, at: number, total: number): void {
  const [between, shared] = deltas(view, at, total, true);
  const [, own] = deltas(view, between, total, true);
  let [length, all] = [0, 0];
  for (let i = 0; i < total; i++) {
    const [prefix, suffix] = [shared[i] as number, own[i] as number];
    if (prefix < 0 || suffix < 0 || prefix > length)
      throw new Error("a text that shares more than the one before it has");
    length = prefix + suffix;
    all += length;
  }
  if (all > sharedBytes * (view.byteLength + sharedBytes)) throw new Error("a page of more text than it can hold");
}
