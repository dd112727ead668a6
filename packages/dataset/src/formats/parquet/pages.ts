import type { PageHeader } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import type { Unpack } from "./codecs.ts";
import { count, type Chunk } from "./footer.ts";
import { checksum } from "./checksum.ts";
import { structEnd } from "./thrift.ts";

/** A page with its header. */
export interface Page {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

/** The pages of a column, still packed. Throws where they do not hold as many values as the footer says. */
export function pagesOf(file: Uint8Array, { start, end, values }: Chunk): Page[] {
  const pages: Page[] = [];
  const view = new DataView(file.buffer, file.byteOffset + start, end - start);
  let [at, seen] = [0, 0];
  while (seen < values) {
    structEnd(view, at);
    const reader = { view, offset: at };
    const header = parquetHeader(reader);
    at = reader.offset + count(header.compressed_page_size);
    if (at > view.byteLength) throw new Error("a page longer than its column");
    seen += valuesOf(header);
    pages.push({ header, bytes: file.subarray(start + reader.offset, start + at) });
  }
  if (seen > values) throw new Error("pages of more values than their column");
  return pages;
}

function valuesOf({ type, data_page_header: first, data_page_header_v2: second }: PageHeader): number {
  if (type === "DICTIONARY_PAGE") return 0;
  if (type === "DATA_PAGE") return count(first?.num_values);
  if (type === "DATA_PAGE_V2") return count(second?.num_values);
  throw new Error("a page of an unknown kind");
}

/** A page unpacked, in memory of its own, so that nothing is read past its end. */
export function unpacked({ header, bytes }: Page, codec: string, unpackers: ReadonlyMap<string, Unpack>): Page {
  const { type, data_page_header_v2: second, crc } = header;
  if (crc !== undefined && checksum(bytes) !== crc) throw new Error("a page whose checksum does not fit");
  const size = count(header.uncompressed_page_size);
  const isSecond = type === "DATA_PAGE_V2" && second !== undefined;
  // The levels of pages of the second version stand before the values and are never packed.
  const levels = isSecond
    ? count(second.repetition_levels_byte_length) + count(second.definition_levels_byte_length)
    : 0;
  if (levels > bytes.length || levels > size) throw new Error("levels longer than their page");
  const values = bytes.subarray(levels);
  const isPacked = codec !== "UNCOMPRESSED" && !(isSecond && second.is_compressed === false);
  const unpack = unpackers.get(codec);
  if (isPacked && unpack === undefined)
    throw new Error(`packed with ${codec}: only ${[...unpackers.keys()].join(", ")} can be unpacked`);
  const plain = isPacked && unpack !== undefined ? unpack(values, size - levels) : values;
  if (levels + plain.length !== size) throw new Error("a page of another size than its header says");
  const page = new Uint8Array(size);
  page.set(bytes.subarray(0, levels));
  page.set(plain, levels);
  return {
    header: {
      ...header,
      compressed_page_size: size,
      ...(isSecond && { data_page_header_v2: { ...second, is_compressed: false } }),
    },
    bytes: page,
  };
}
