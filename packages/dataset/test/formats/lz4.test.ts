import { describe, expect, it } from "vitest";
import { unpackLz4 } from "../../src/formats/arrow/lz4.ts";
import { ending, field, littleEnd, records, schema, utf8 } from "./madeArrow.ts";
import { fixture, read, type Read } from "./read.ts";

/** @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md (read 2026-11-30) */
const frame = (blocks: readonly (readonly number[])[], flags = 0x60, more: readonly number[] = []): Uint8Array =>
  Uint8Array.from([0x04, 0x22, 0x4d, 0x18, flags, 0x40, ...more, 0, ...blocks.flat(), 0, 0, 0, 0]);
const packed = (...bytes: readonly number[]): number[] => [bytes.length, 0, 0, 0, ...bytes];
const asItStands = (...bytes: readonly number[]): number[] => [bytes.length, 0, 0, 0x80, ...bytes];

describe("a frame of LZ4", () => {
  it.each<[string, Uint8Array, readonly number[]]>([
    ["nothing", frame([]), []],
    ["literals", frame([packed(0x30, 1, 2, 3)]), [1, 2, 3]],
    ["a block as it stands", frame([asItStands(1, 2, 3)]), [1, 2, 3]],
    ["a match over itself", frame([packed(0x10, 7, 1, 0, 0x10, 9)]), [7, 7, 7, 7, 7, 9]],
    [
      "a match in the block before",
      frame([packed(0x40, 1, 2, 3, 4), packed(0x00, 4, 0, 0x10, 9)], 0x40),
      [1, 2, 3, 4, 1, 2, 3, 4, 9],
    ],
    ["long literals", frame([packed(0xf0, 1, ...Array<number>(16).fill(5))]), Array<number>(16).fill(5)],
    ["a long match", frame([packed(0x1f, 7, 1, 0, 255, 0, 0x10, 9)]), [...Array<number>(275).fill(7), 9]],
    ["a stated size", frame([packed(0x10, 1)], 0x68, [1, 0, 0, 0, 0, 0, 0, 0]), [1]],
    [
      "checksums of blocks",
      frame(
        [
          [...packed(0x10, 1), 9, 9, 9, 9],
          [...packed(0x10, 2), 9, 9, 9, 9],
        ],
        0x70,
      ),
      [1, 2],
    ],
  ])("of %s is unpacked", (_what, bytes, expected) => {
    expect([...unpackLz4(bytes, expected.length)]).toEqual(expected);
  });

  it.each<[string, Uint8Array, string]>([
    ["without its mark", frame([]).fill(0, 0, 4), "no LZ4 frame"],
    ["of another version", frame([], 0x20), "no LZ4 frame"],
    ["with a dictionary", frame([], 0x61, [0, 0, 0, 0]), "no LZ4 frame"],
    ["cut off", frame([packed(0x30, 1, 2, 3)]).subarray(0, 9), "outside the bounds"],
    ["whose match begins before it", frame([packed(0x10, 7, 2, 0, 0x10, 9)]), "a match outside"],
    ["whose match has no place", frame([packed(0x10, 7, 0, 0, 0x10, 9)]), "a match outside"],
  ])("%s is refused", (_what, bytes, message) => {
    expect(() => unpackLz4(bytes, 9)).toThrow(message);
  });

  it("is unpacked into as many bytes as are asked for, and no more", () => {
    const bomb = frame([packed(0x1f, 7, 1, 0, ...Array<number>(100).fill(255), 0, 0x10, 9)]);
    expect(unpackLz4(bomb, 25_521).length).toBe(25_521);
    expect(() => unpackLz4(bomb, 25_519)).toThrow("a match outside");
    expect(() => unpackLz4(frame([asItStands(1, 2, 3)]), 2)).toThrow(RangeError);
  });
});

describe("a packed column", () => {
  /** A text column whose places claim to be so large, packed into so many bytes. */
  const claiming = (codec: number, size: bigint, bytes: number): Promise<Read> => {
    const places = [...littleEnd(size, 8), ...Array<number>(bytes).fill(0)];
    const one = { length: 1, nodes: [{ length: 1 }], buffers: [[], places, []], compression: codec };
    return read(Uint8Array.from([...schema(field("x", utf8)), ...records(one), ...ending]));
  };
  const limit = 2n ** 30n;

  it.each<[string, number, bigint, number, string]>([
    ["that would fill the memory", 1, limit + 1n, 2 ** 15 + 1, '{"kind":"parquet_too_large","limit":1073741824}'],
    ["of ZSTD that is larger than it can be", 1, limit + 1n, 2 ** 15, "a column that claims to be larger"],
    ["of LZ4 that is larger than it can be", 0, 2551n, 10, "a column that claims to be larger"],
  ])("%s is refused", async (_what, codec, size, bytes, said) => {
    const { rows, end } = await claiming(codec, size, bytes);
    expect(end).toContain(said);
    expect(rows).toEqual([]);
  });

  it.each([-1, 1])("whose size is wrong by %i is refused", async (wrong) => {
    const file = fixture("lz4.feather");
    const view = new DataView(file.buffer);
    const at = file.findIndex((_, i) => i + 4 < file.length && view.getUint32(i, true) === 0x184d2204);
    view.setBigInt64(at - 8, view.getBigInt64(at - 8, true) + BigInt(wrong), true);
    const { rows, end } = await read(file);
    expect(end).toMatch(/^\{"kind":"arrow_unreadable"/u);
    expect(rows).toEqual([]);
  });
});

describe("a Feather file as pandas and pyarrow write it unless they are told otherwise", () => {
  it("is read, its blocks referring to those before them", async () => {
    const { rows, faults } = await read(fixture("lz4.feather"));
    expect(faults).toEqual([]);
    expect(rows).toEqual(
      Array.from({ length: 1500 }, (_, i) => ({
        text: `Row ${i} says that lakes hold water, and ${i * i} rivers do.`,
        label: i % 3,
      })),
    );
  });
});
