import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { TooLarge, roomFor } from "../../src/formats/held.ts";
import { unpacker } from "../../src/formats/parquet/codecs.ts";
import {
  codec,
  dictionary,
  encoding,
  oneColumn,
  optional,
  packed,
  page,
  page2,
  parquet,
  run,
  texts,
  type,
  valuesOf,
  varint,
  type Column,
} from "./madeParquet.ts";
import { read } from "./read.ts";

const text = { type: type.bytes, converted: 0 };

/** Bytes as they stand, as a block of LZ4 has them. @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md (read 2026-11-30) */
const literals = (bytes: Uint8Array): number[] => {
  const { length } = bytes;
  return length < 15 ? [length << 4, ...bytes] : [0xf0, length - 15, ...bytes];
};
const big = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

const packers: readonly (readonly [name: string, codec: number, pack: (bytes: Uint8Array) => Uint8Array])[] = [
  // @source https://github.com/google/snappy/blob/main/format_description.txt (read 2026-11-30)
  ["SNAPPY", codec.snappy, (bytes) => Uint8Array.from([bytes.length, (bytes.length - 1) << 2, ...bytes])],
  ["GZIP", codec.gzip, (bytes) => gzipSync(bytes)],
  ["BROTLI", codec.brotli, (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  // As Hadoop has it: both lengths before the block.
  [
    "LZ4",
    codec.lz4,
    (bytes) => Uint8Array.from([...big(bytes.length), ...big(literals(bytes).length), ...literals(bytes)]),
  ],
  ["LZ4_RAW", codec.lz4Raw, (bytes) => Uint8Array.from(literals(bytes))],
  // A frame of one block as it stands. @source https://www.rfc-editor.org/rfc/rfc8878 (sections 3.1.1.1 and 3.1.1.2; read 2026-11-30)
  [
    "ZSTD",
    codec.zstd,
    (bytes) => Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length, (bytes.length << 3) | 1, 0, 0, ...bytes]),
  ],
];

describe.each(packers)("pages packed with %s", (_name, own, pack) => {
  const words = ["one", "two", "one"];
  it.each([page, page2])("are read, of a dictionary and of values", async (made) => {
    const pages = [
      dictionary({ count: 2, values: texts("one", "two"), pack }),
      made({ count: 3, encoding: encoding.dictionary, values: [1, ...packed(1, 0, 1, 0)], pack }),
      made({ count: 3, values: texts(...words), pack }),
    ];
    const file = oneColumn(text, { pages, values: 6, codec: own, hasDictionary: true });
    expect(await valuesOf(file)).toEqual([...words, ...words]);
  });

  it("are read behind levels that are not packed", async () => {
    const last = page2({ count: 4, nulls: 1, definition: [...varint(3), 0b1011], values: texts(...words), pack });
    const file = oneColumn({ ...text, repetition: optional }, { pages: [last], values: 4, codec: own });
    expect(await valuesOf(file)).toEqual(["one", "two", null, "one"]);
  });

  it("are read where the page itself says that it is not packed", async () => {
    const pages = [
      page2({ count: 3, values: texts(...words), isPacked: false }),
      page2({ count: 1, values: texts("end"), pack, isPacked: true }),
    ];
    expect(await valuesOf(oneColumn(text, { pages, values: 4, codec: own }))).toEqual([...words, "end"]);
  });
});

describe("a column without a value", () => {
  // As Arrow writes it: an empty dictionary, of which LZ4 makes a byte.
  it.each([
    ["LZ4_RAW", codec.lz4Raw, [0]],
    ["LZ4_RAW", codec.lz4Raw, []],
    ["SNAPPY", codec.snappy, [0]],
    ["BROTLI", codec.brotli, [...brotliCompressSync(new Uint8Array())]],
  ])("is read, packed with %s", async (_name, own, empty) => {
    const pages = [
      dictionary({ count: 0, values: [], pack: () => Uint8Array.from(empty) }),
      page2({ count: 3, nulls: 3, encoding: encoding.dictionary, definition: run(3, 0), values: [0], isPacked: false }),
    ];
    const file = oneColumn({ ...text, repetition: optional }, { pages, values: 3, codec: own, hasDictionary: true });
    expect(await valuesOf(file)).toEqual([null, null, null]);
  });
});

describe("a packed page", () => {
  const megabytes = 1024 * 1024;
  const fault = "a packed page that claims to be larger than it can be";

  it("of Snappy holds 22 bytes for each of its own, and no more", async () => {
    const unpack = await unpacker("SNAPPY", roomFor(0));
    const bytes = new Uint8Array(10);
    expect(() => unpack(bytes, 220)).toThrow("a broken Snappy block");
    expect(() => unpack(bytes, 221)).toThrow(fault);
  });

  it.each(["GZIP", "ZSTD", "BROTLI", "LZ4", "LZ4_RAW"])(
    "of %s holds 128 MiB, or 1,024 bytes for each of its own, and no more",
    async (name) => {
      const unpack = await unpacker(name, () => undefined);
      const said = (bytes: number, size: number): string => {
        try {
          unpack(new Uint8Array(bytes), size);
          return "";
        } catch (error) {
          return (error as Error).message;
        }
      };
      expect(said(10, 128 * megabytes)).not.toBe(fault);
      expect(said(10, 128 * megabytes + 1)).toBe(fault);
      const bytes = 128 * 1024 + 1;
      expect(said(bytes, bytes * 1024)).not.toBe(fault);
      expect(said(bytes, bytes * 1024 + 1)).toBe(fault);
    },
  );

  it.each([
    [2 ** 30 - 100, "parquet"],
    [2 ** 30, '{"kind":"parquet_too_large","limit":1073741824}'],
  ])("is read in a group that says to be %i bytes and more, or refused", async (unpacked, end) => {
    const columns = ["x", "y"].map((name) => ({ name, ...text }));
    const pages = [page({ count: 1, values: texts("one") })];
    const column = (bytes: number): Column => ({ pages, values: 1, unpacked: bytes });
    expect(await read(parquet(columns, [{ rows: 1, columns: [column(1), column(unpacked)] }]))).toMatchObject({ end });
  });

  it("takes the room of its group, of which there is a gigabyte, or sixteen times the file", async () => {
    const one = new Uint8Array([1, 0, 97]);
    const [small, large] = [roomFor(1), roomFor(2 ** 30)];
    small(2 ** 30 - 1);
    large(2 ** 34 - 1);
    for (const room of [small, large]) {
      const unpack = await unpacker("SNAPPY", room);
      expect([...unpack(one, 1)]).toEqual([97]);
      expect(() => unpack(one, 1)).toThrow(TooLarge);
    }
  });

  it("of another codec is refused by the names of those that are read", async () => {
    const last = page({ count: 1, values: texts("one") });
    expect(await valuesOf(oneColumn(text, { pages: [last], values: 1, codec: codec.lzo }))).toBe(
      "packed with LZO: only SNAPPY, GZIP, ZSTD, BROTLI, LZ4, LZ4_RAW can be unpacked",
    );
  });
});
