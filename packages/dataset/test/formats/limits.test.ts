import { describe, expect, it } from "vitest";
import { Taking, collected, concat, shardChunks, shardRange } from "../../src/formats/held.ts";
import { LineReader } from "../../src/formats/lines.ts";
import { recordLimit } from "../../src/formats/row.ts";
import { checkWindow } from "../../src/formats/packing.ts";
import { chunked, textChunks } from "../data.ts";

/** The head of a frame of zstd: its descriptor, and what stands behind it. */
const frame = (descriptor: number, ...behind: number[]): Uint8Array =>
  new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, descriptor, ...behind]);

describe("the window of a frame of zstd", () => {
  it.each<[what: string, head: Uint8Array]>([
    ["of 128 MB", frame(0, (27 - 10) << 3)],
    ["of one segment of 128 MB", frame(0b1010_0000, 0, 0, 0, 8)],
    ["of one segment, behind a dictionary of one byte", frame(0b1010_0001, 255, 0, 0, 0, 8)],
    ["of one segment, behind a dictionary of two bytes", frame(0b1010_0010, 255, 255, 0, 0, 0, 8)],
    ["of one segment, behind a dictionary of four bytes", frame(0b1010_0011, 255, 255, 255, 255, 0, 0, 0, 8)],
    ["of one segment whose size is one byte", frame(0b0010_0000, 255, 255, 255, 255)],
    ["of one segment whose size is two bytes", frame(0b0110_0000, 255, 255, 255, 255)],
    ["of one segment whose size is eight bytes", frame(0b1110_0000, 0, 0, 0, 8, 0, 0, 0, 0)],
    ["that is cut off", new Uint8Array(2)],
  ])("is taken: %s", (_what, head) => expect(() => checkWindow(head)).not.toThrow());

  it.each<[what: string, head: Uint8Array]>([
    ["of 256 MB", frame(0, (28 - 10) << 3)],
    ["of one segment of a byte more than 128 MB", frame(0b1010_0000, 1, 0, 0, 8)],
    ["of one segment, behind a dictionary of one byte", frame(0b1010_0001, 0, 1, 0, 0, 8)],
    ["of one segment, behind a dictionary of two bytes", frame(0b1010_0010, 0, 0, 1, 0, 0, 8)],
    ["of one segment, behind a dictionary of four bytes", frame(0b1010_0011, 0, 0, 0, 0, 1, 0, 0, 8)],
    ["of one segment whose size is eight bytes", frame(0b1110_0000, 0, 0, 0, 0, 1, 0, 0, 0)],
  ])("is refused: %s", (_what, head) => expect(() => checkWindow(head)).toThrow("a window that is too large"));
});

const text = async (chunks: AsyncIterable<Uint8Array>): Promise<string> =>
  new TextDecoder().decode((await collected(chunks, 1000)) ?? undefined);

describe("parts of a file", () => {
  it("are of bytes that join without a gap", () => {
    expect([1, 2, 3].map((index) => shardRange(10, index, 3))).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 6 },
      { start: 6, end: 10 },
    ]);
    for (const [index, of] of [
      [0, 2],
      [3, 2],
      [1.5, 2],
      [1, 2.5],
    ] as const)
      expect(() => shardRange(10, index, of)).toThrow(RangeError);
    expect(shardRange(10, 2, 2)).toEqual({ start: 5, end: 10 });
  });

  it.each([1, 2, 3, 100])("hold the lines that begin in them, in pieces of %i bytes", async (size) => {
    const whole = "ab\ncd\n\nefgh\n";
    for (const of of [1, 2, 3, 4, 5, 12]) {
      let joined = "";
      for (let index = 1; index <= of; index += 1) {
        const { start, end } = shardRange(whole.length, index, of);
        const own = await text(shardChunks(textChunks(whole.slice(start), size), { start, end }));
        // A line belongs to the part that its first byte lies in, or the byte before it.
        const lines = [...whole.matchAll(/[^\n]*\n/gu)].filter(({ index: at }) =>
          start === 0 ? at <= end : at > start && at <= end,
        );
        expect(own).toBe(end === 0 ? "" : lines.map(([line]) => line).join(""));
        joined += own;
      }
      expect(joined).toBe(whole);
    }
  });
});

describe("bytes that are taken one after another", () => {
  it.each([1, 2, 7, 100])("are those of the source, whatever its pieces: %i", async (size) => {
    const taking = new Taking(textChunks("abcdefghij", size));
    expect(taking.isOver).toBe(false);
    expect(new TextDecoder().decode(await taking.take(4))).toBe("abcd");
    expect((await taking.take(0)).length).toBe(0);
    expect(new TextDecoder().decode(await taking.take(6))).toBe("efghij");
    expect(taking.isOver).toBe(false);
    expect(await taking.some(1)).toBeNull();
    expect(taking.isOver).toBe(true);
    await expect(taking.take(1)).rejects.toThrow(Error);
    await taking.end();
  });

  it("are held up to a limit", async () => {
    expect(await collected(chunked(new Uint8Array(10), 3), 10)).toHaveLength(10);
    expect(await collected(chunked(new Uint8Array(11), 3), 10)).toBeNull();
    const one = new Uint8Array([1]);
    expect(concat([one])).toBe(one);
    expect(concat([])).toHaveLength(0);
    expect(concat([one, new Uint8Array([2, 3])])).toEqual(new Uint8Array([1, 2, 3]));
  });
});

describe("a line", () => {
  it.each([
    ["is read, and its number is counted", 0, [recordLimit, 1], [1, 2], []],
    ["that is longer by a byte is dropped, and counted all the same", 1, [1], [2], ["too_long 1"]],
  ])("of 64 MiB %s", (_what, more, lengths, numbers, faults) => {
    const read = { lengths: [] as number[], numbers: [] as number[], faults: [] as string[] };
    const reader = new LineReader({
      line: () => undefined,
      bytes: (bytes, number) => read.lengths.push(bytes.length) > 0 && read.numbers.push(number) > 0,
      fault: (code, line) => void read.faults.push(`${code} ${line}`),
    });
    const text = new Uint8Array(recordLimit + more + 3).fill(120);
    text[recordLimit + more] = 10;
    text[recordLimit + more + 2] = 10;
    reader.push(text);
    reader.end();
    expect([read, reader.lines]).toEqual([{ lengths, numbers, faults }, 2]);
  });
});
