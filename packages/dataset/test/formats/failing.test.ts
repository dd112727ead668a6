import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readRows, type ReadOptions } from "../../src/formats/rows.ts";
import { chunked } from "../data.ts";
import { fixture } from "./read.ts";

const rows = Array.from({ length: 4000 }, (_, i) => ({ text: `Row number ${i}, of some words.` }));
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const files: readonly (readonly [kind: string, bytes: Uint8Array])[] = [
  ["JSON lines", encode(lines)],
  ["a JSON array", encode(JSON.stringify(rows))],
  ["a table", encode(`text,b\n${rows.map(({ text }) => `"${text}",1\n`).join("")}`)],
  ["prose", encode(rows.map(({ text }) => `${text}\n\n`).join(""))],
  ["gzip", new Uint8Array(gzipSync(lines, { level: 0 }))],
  ["zstd", fixture("rows.jsonl.zst")],
  ["Parquet", fixture("pairs.parquet")],
  ["Arrow", fixture("stream.arrow")],
];

/** The first half of the bytes in pieces, then what is done. */
async function* half(bytes: Uint8Array, then: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length / 2; at += 65_536)
    yield bytes.slice(at, Math.min(at + 65_536, Math.ceil(bytes.length / 2)));
  then();
  yield bytes.slice(Math.ceil(bytes.length / 2));
}

const nothing = { record: (): void => {}, fault: (): void => {} };

describe("a source that fails in the middle", () => {
  it.each(files)("of %s is told by its own failure", async (_kind, bytes) => {
    const failure = new Error("the disk is gone");
    const failing = half(bytes, () => {
      throw failure;
    });
    await expect(readRows(failing, nothing)).rejects.toBe(failure);
  });

  it.each(files)("of %s that is cancelled says so", async (_kind, bytes) => {
    const signal = { aborted: false };
    const cancelled = half(bytes, () => (signal.aborted = true));
    const problem = { kind: "cancelled" };
    expect(await readRows(cancelled, nothing, { signal })).toEqual({ ok: false, problem });
  });

  it("before its first byte is told by its own failure, too", async () => {
    const failure = new Error("no such file");
    async function* none(): AsyncGenerator<Uint8Array, void, undefined> {
      await Promise.reject(failure);
      yield new Uint8Array(0);
    }
    await expect(readRows(none(), nothing)).rejects.toBe(failure);
  });
});

describe("a reader of rows that fails", () => {
  it.each(files)("at the first row of %s is told by its own failure", async (_kind, bytes) => {
    const failure = new Error("no room left");
    const record = (): void => {
      throw failure;
    };
    await expect(
      readRows(
        half(bytes, () => {}),
        { ...nothing, record },
      ),
    ).rejects.toBe(failure);
  });

  it("hears how far it is: all bytes of the file, and the rows so far", async () => {
    const said: { bytes: number; rows: number }[] = [];
    const onProgress: ReadOptions["onProgress"] = (progress) => said.push(progress);
    const bytes = encode(lines);
    const read = await readRows(
      half(bytes, () => {}),
      nothing,
      { onProgress },
    );
    expect(read).toMatchObject({ ok: true, value: { bytes: bytes.length, lines: 4000, packing: null } });
    expect(said.at(-1)?.bytes).toBe(bytes.length);
    expect(said[0]?.rows).toBe(0);
    expect(said.at(-1)?.rows).toBeGreaterThan(1000);
    const packed = gzipSync(lines);
    const unpacked = await readRows(
      half(packed, () => {}),
      nothing,
    );
    expect(unpacked).toMatchObject({ value: { bytes: bytes.length, packing: "gzip" } });
  });

  it("hears of as many rows as were read so far: faults and blank lines are none", async () => {
    const text = rows.map((row, i) => (i % 3 === 1 ? "nothing\n\n" : `${JSON.stringify(row)}\n`)).join("");
    let read = 0;
    const said = new Set<number>();
    await readRows(
      chunked(encode(text), 500),
      { record: () => void (read += 1), fault: () => {} },
      {
        onProgress: ({ rows: heard }) => {
          expect(heard).toBe(read);
          said.add(heard);
        },
      },
    );
    expect(said.size).toBeGreaterThan(100);
  });
});
