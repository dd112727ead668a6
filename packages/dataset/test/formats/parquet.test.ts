import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { rowsOf } from "../../src/formats/parquet.ts";
import { unpacker } from "../../src/formats/parquet/codecs.ts";
import { Thrift } from "../../src/formats/parquet/footer.ts";
import { chunked, dataBytes, hasData } from "../data.ts";
import { seeded } from "../seeded.ts";

/** Written by hyparquet-writer 0.17.0: small pages, several groups, each encoding that it knows for these columns. */
function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}.parquet`, import.meta.url)));
}

async function all(file: Uint8Array): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const some of rowsOf(chunked(file))) for (const row of some) rows.push(row);
  return rows;
}

/** A file with one wrong byte, with up to twenty, or cut off. The first four bytes, by which it is known, stay. */
function broken(file: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed);
  const place = (): number => 4 + Math.floor(random() * (file.length - 4));
  if (seed % 4 === 3) return file.slice(0, place());
  const changed = file.slice();
  const bytes = seed % 4 === 0 ? 1 : 1 + Math.floor(random() * 20);
  // Lengths that are far too large are the ones to fear.
  for (let i = 0; i < bytes; i++) changed[place()] = random() < 0.2 ? 255 : Math.floor(random() * 256);
  return changed;
}

/** The same file, its number of rows 0: the first field of three rows behind the schema. */
function withoutRows(file: Uint8Array): Uint8Array {
  const changed = file.slice();
  const footer = file.length - 8 - new DataView(file.buffer).getUint32(file.length - 8, true);
  const at = changed.findIndex((byte, i) => i > footer && byte === 0x16 && changed[i + 1] === 6);
  changed[at + 1] = 0;
  return changed;
}

describe("Parquet", () => {
  it("gives the rows of several groups and pages", async () => {
    const rows = await all(fixture("pairs"));
    expect(rows).toHaveLength(40);
    expect(rows[39]).toEqual({ prompt: "What is 39?", completion: "None.", note: null, good: false });
    expect(rows[38]).toMatchObject({ prompt: "Name a fruit.", note: "Answer number 1444, with a reason.", good: true });
  });

  it("gives lists whose parts lie in pages of different lengths", async () => {
    const rows = await all(fixture("messages"));
    const talk = (i: number): string[] =>
      i % 2 === 0 ? [`Question ${i}`, `Answer ${i}`] : [`Question ${i}`, "Well.", "So?", `Answer ${i}`];
    const contents = rows.map(({ messages }) => (messages as { content: string }[]).map(({ content }) => content));
    expect(contents).toEqual(Array.from({ length: 12 }, (_, i) => talk(i)));
  });

  /** Written by parquet-mr 1.16: groups that repeat without being called a list. */
  it.each([
    ["as it stands", (file: Uint8Array) => file],
    ["and in a file that states no rows, as parquet-rs 0.3 wrote it", withoutRows],
  ])("gives groups that repeat without a name for it, %s", async (_what, changed) => {
    const turn = (role: string, content: string | null = null): object => ({ role, content });
    expect(await all(changed(fixture("unannotated")))).toEqual([
      { messages: [turn("user", "Hi"), turn("assistant", "Hello")] },
      { messages: [] },
      { messages: [turn("user", "How?"), turn("assistant"), turn("user", "So?"), turn("assistant", "So.")] },
    ]);
  });

  it("gives numbers and texts that are stored as differences", async () => {
    const rows = await all(fixture("deltas"));
    const row = (i: number): unknown => ({
      id: 1000 + i * 7 + (i % 11),
      big: BigInt(i) ** 3n,
      prompt: `Question ${i % 20}`,
      completion: `Answer ${i}`,
    });
    expect(rows).toEqual(Array.from({ length: 200 }, (_, i) => row(i)));
  });

  it.each(["pairs", "messages", "deltas"])("that is broken ends in a problem, or is read: %s", async (name) => {
    const file = fixture(name);
    const ends = new Set<string>();
    for (let seed = 0; seed < 800; seed++) {
      const result = await profileBytes(chunked(broken(file, seed)), { rules: [] });
      ends.add(result.ok ? "read" : result.problem.kind);
    }
    expect([...ends].sort()).toEqual(["parquet_unreadable", "read"]);
  });

  it.skipIf(!hasData)("that is broken ends in a problem, or is read: a file of another writer", async () => {
    // A copy: slices of a Buffer share their bytes.
    const file = new Uint8Array(dataBytes("conformance/hf-parquet-messages.parquet"));
    const endless = file.slice();
    endless[56] = 85;
    const mutants = [endless, ...Array.from({ length: 800 }, (_, seed) => broken(file, seed))];
    const results: string[] = [];
    for (const mutant of mutants) {
      const result = await profileBytes(chunked(mutant), { rules: [] });
      results.push(result.ok ? "read" : result.problem.kind);
    }
    expect([...new Set(results)].sort()).toEqual(["parquet_unreadable", "read"]);
    expect(results[0]).toBe("parquet_unreadable");
  });

  it("says in words of the file what is wrong with it", async () => {
    const cut = fixture("pairs");
    cut.fill(255, 200, 400);
    const result = await profileBytes(chunked(cut), { rules: [] });
    expect(result).toMatchObject({ ok: false, problem: { kind: "parquet_unreadable" } });
    expect(JSON.stringify(result)).not.toMatch(/undefined|typed array|DataView/u);
  });
});

describe("a Snappy block", async () => {
  const unsnap = await unpacker("SNAPPY", () => undefined);
  it.each<[string, number[], string]>([
    // what, the block behind its length, the text
    ["of a literal", [2 << 2, 97, 98, 99], "abc"],
    ["of a literal with a long length", [60 << 2, 2, 97, 98, 99], "abc"],
    ["of a copy", [1 << 2, 97, 98, (2 << 2) | 2, 2, 0], "ababa"],
    ["of a copy that overlaps itself", [0, 97, 1 | (1 << 2), 1], "aaaaaa"],
  ])("%s is unpacked", (_what, block, text) => {
    const size = text.length;
    expect(new TextDecoder().decode(unsnap(new Uint8Array([size, ...block]), size))).toBe(text);
  });

  it.each<[string, number[], number]>([
    ["a literal whose length has its highest bit set", [4, 63 << 2, 255, 255, 255, 255, 97], 4],
    ["a literal that is cut off", [3, 2 << 2, 97], 3],
    ["a copy from before the beginning", [5, 0, 97, 1, 9], 5],
    ["a copy from nowhere", [5, 0, 97, 1, 0], 5],
    ["less than it says", [9, 0, 97], 9],
    ["more than it says", [1, 1 << 2, 97, 98], 1],
    ["nothing of a gigabyte", [0], 2 ** 30],
  ])("with %s is refused", (_what, block, size) => {
    expect(() => unsnap(new Uint8Array(block), size)).toThrow(/Snappy block|larger than it can be/u);
  });
});

describe("a Thrift struct", () => {
  it.each<[string, number[], number]>([
    ["that is empty", [0], 1],
    ["of a number and a text", [0x15, 0x80, 1, 0x18, 2, 97, 98, 0], 8],
    ["of a list of structs", [0x19, 0x2c, 0, 0x15, 4, 0, 0], 7],
  ])("%s is walked to its end", (_what, bytes, end) => {
    const reader = new Thrift(new DataView(new Uint8Array(bytes).buffer), 0);
    reader.struct();
    expect(reader.at).toBe(end);
  });

  it("gives its fields by their numbers: truths, bytes, whole numbers and structs", () => {
    const bytes = [0x11, 0x12, 0x13, 7, 0x14, 5, 0x15, 6, 0x16, 0xff, 0x7f, 0x05, 0x14, 4, 0x1c, 0x25, 9, 0, 0x17];
    const view = new DataView(new Uint8Array([...bytes, 1, 2, 3, 4, 5, 6, 7, 8, 0x1a, 0x23, 1, 2, 0]).buffer);
    const fields = { 1: true, 2: false, 3: 7, 4: -3, 5: 3, 6: -8192, 10: 2, 11: { 2: -5 } };
    expect(new Thrift(view, 0).struct()).toEqual({ ...fields, 12: undefined, 13: undefined });
  });

  it("has numbers of as many bytes as their type, and structs thirty-two deep", () => {
    const read = (bytes: readonly number[]): unknown =>
      new Thrift(new DataView(new Uint8Array(bytes).buffer), 0).struct();
    expect(read([0x15, 0xff, 0xff, 0xff, 0xff, 0x0f, 0])).toEqual({ 1: -(2 ** 31) });
    expect(() => read([0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0])).toThrow("too many bytes");
    expect(read([0x16, ...Array.from({ length: 9 }, () => 0x80), 0, 0])).toEqual({ 1: 0 });
    expect(() => read([0x16, ...Array.from({ length: 10 }, () => 0x80), 0, 0])).toThrow("too many bytes");
    const deep = (depth: number): number[] => [
      ...Array.from({ length: depth }, () => 0x1c),
      ...Array.from({ length: depth + 1 }, () => 0),
    ];
    expect(read(deep(32))).toBeDefined();
    expect(() => read(deep(33))).toThrow("too deep");
    expect(read([0x18, 2, 97, 98, 0])).toEqual({ 1: undefined });
    expect(() => read([0x18, 3, 97, 98])).toThrow("longer than what is left");
    expect(() => read([0x18, 2, 97, 98])).toThrow("Offset is outside the bounds");
    // A length of five bytes, and one of six: of a text, and of a list.
    for (const head of [[0x18], [0x19, 0xf5]]) {
      expect(() => read([...head, 0x80, 0x80, 0x80, 0x80, 0, 0])).not.toThrow();
      expect(() => read([...head, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0])).toThrow("too many bytes");
    }
    // Lists of structs, each in the one before: 0x19 is a list, 0x1c that of one struct.
    const lists = (depth: number): number[] => [
      ...Array.from({ length: depth }, () => [0x19, 0x1c]).flat(),
      ...Array.from({ length: depth + 1 }, () => 0),
    ];
    expect(read(lists(16))).toBeDefined();
    expect(() => read(lists(17))).toThrow("too deep");
    // A list of fifteen says its length by itself; one of fourteen does not.
    expect(read([0x19, 0xf3, 15, ...Array.from({ length: 15 }, () => 0), 0x15, 2, 0])).toEqual({ 1: undefined, 2: 1 });
    expect(read([0x19, 0xe3, ...Array.from({ length: 14 }, () => 0), 0x15, 2, 0])).toEqual({ 1: undefined, 2: 1 });
    expect(() => read([0x1d, 0])).toThrow("unknown type 13");
  });

  it.each<[string, number[]]>([
    ["no end", [0x15, 2]],
    ["a number that goes on and on", [0x16, ...Array.from({ length: 64 }, () => 0x80), 0, 0]],
    ["a text that is longer than all", [0x18, 0xff, 0xff, 0xff, 0x7f, 0]],
    ["a list of more than there is", [0x19, 0xf5, 0xff, 0xff, 0x7f, 0]],
    ["structs in structs without end", Array.from({ length: 1000 }, () => 0x1c)],
    ["a field of no known type", [0x1e, 0]],
  ])("with %s is refused", (_what, bytes) => {
    expect(() => new Thrift(new DataView(new Uint8Array(bytes).buffer), 0).struct()).toThrow(
      /bounds|too many|longer|too deep|unknown/u,
    );
  });
});
