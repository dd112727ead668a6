import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { chunked } from "../data.ts";
import { broken, fixture, read } from "./read.ts";

const chat = (i: number): unknown => ({
  messages: [
    { content: `Question ${i}?`, role: "user" },
    { content: `Answer ${i}. ${"Word by word. ".repeat(i % 7)}`, role: "assistant" },
  ],
  id: i,
});
const chats = (count: number): unknown[] => Array.from({ length: count }, (_, i) => chat(i));

describe("a Parquet file", () => {
  it.each(["gzip", "zstd", "brotli", "lz4", "crc"])("of pages packed with %s gives its rows", async (codec) => {
    expect(await read(fixture(`${codec}.parquet`))).toEqual({
      rows: chats(60),
      faults: [],
      end: "parquet",
    });
  });

  it("of pages of the second version, packed with ZSTD, gives its rows", async () => {
    const { rows } = await read(fixture("pages2.parquet"));
    expect(rows).toEqual(
      Array.from({ length: 40 }, (_, i) => ({ prompt: `What is ${i}?`, completion: `It is ${i}.` })),
    );
  });

  it("whose checksums do not fit is not read", async () => {
    const places = Array.from({ length: 22 }, (_, i) => 60 + 20 * i);
    const ends = await Promise.all(
      places.map(async (at) => {
        const changed = fixture("crc.parquet").map((byte, i) => (i === at ? byte ^ 1 : byte));
        const { end, rows } = await read(changed);
        return end === "parquet" ? JSON.stringify(rows) : "refused";
      }),
    );
    const whole = JSON.stringify((await read(fixture("crc.parquet"))).rows);
    expect(ends.filter((end) => end !== whole && end !== "refused").length).toBe(0);
    expect(ends.filter((end) => end === "refused").length).toBeGreaterThan(15);
  });

  it.each(["gzip", "zstd", "brotli", "lz4"])("that is broken ends in a problem, or is read: %s", async (codec) => {
    const ends = new Set<string>();
    for (let seed = 0; seed < 500; seed++) {
      const result = await profileBytes(chunked(broken(fixture(`${codec}.parquet`), seed)), { rules: [] });
      ends.add(result.ok ? "read" : result.problem.kind);
    }
    expect([...ends].sort()).toEqual(["parquet_unreadable", "read"]);
  });
});

describe("an Arrow file", () => {
  it.each([
    ["as a stream, as datasets of Hugging Face are kept", "stream.arrow"],
    ["as Feather", "plain.feather"],
    ["as Feather packed with ZSTD", "zstd.feather"],
  ])("%s gives its rows, however the bytes are cut", async (_what, name) => {
    for (const size of [1, 100, 100_000]) {
      const { rows, faults, end } = await read(fixture(name), "", size);
      expect(rows).toEqual(chats(60));
      expect({ faults, end }).toEqual({ faults: [], end: "arrow" });
    }
  });

  it("gives columns of other types, and empty values", async () => {
    const { rows } = await read(fixture("types.arrow"));
    expect(rows[3]).toMatchObject({
      prompt: "P 3",
      completion: "C 3",
      ids: [0, 1, 2],
      score: 1.5,
      ok: false,
      big: 2n ** 60n + 3n,
      none: null,
      pair: [1, 3],
    });
    expect(rows[4]).toMatchObject({ completion: null, ok: true });
  });

  it("that is broken off keeps its whole batches", async () => {
    const { rows, faults, end } = await read(fixture("stream.arrow").slice(0, -900));
    expect(rows).toEqual(chats(50));
    expect({ faults, end }).toEqual({ faults: ["broken_off 51"], end: "arrow" });
  });

  it.each(["stream.arrow", "zstd.feather", "types.arrow"])(
    "that is broken ends in a problem, or is read: %s",
    async (name) => {
      const ends = new Set<string>();
      for (let seed = 0; seed < 1000; seed++) {
        const result = await profileBytes(chunked(broken(fixture(name), seed)), { rules: [] });
        ends.add(result.ok ? "read" : result.problem.kind);
      }
      expect([...ends].sort()).toEqual(["arrow_unreadable", "read"]);
    },
  );
});

describe("a file packed with zstd", () => {
  it("gives its rows, however the bytes are cut", async () => {
    for (const size of [1, 7, 500, 100_000]) {
      const { rows, faults, end } = await read(fixture("rows.jsonl.zst"), "rows.jsonl.zst", size);
      expect(rows).toHaveLength(300);
      expect({ faults, end }).toEqual({ faults: [], end: "json-lines" });
    }
  });

  it("of several frames, and of one to be skipped, gives all of them", async () => {
    const one = fixture("rows.jsonl.zst");
    const skipped = new Uint8Array([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    expect((await read(new Uint8Array([...one, ...one]))).rows).toHaveLength(600);
    expect((await read(new Uint8Array([...skipped, ...one, ...skipped, ...one]))).rows).toHaveLength(600);
  });

  it("that is broken off or damaged says so, and keeps what came before", async () => {
    const file = fixture("rows.jsonl.zst");
    for (let seed = 0; seed < 300; seed++) {
      const { end, rows } = await read(broken(file, seed), "x.jsonl.zst");
      expect(["json-lines", "empty"]).toContain(end.startsWith("{") ? "json-lines" : end);
      expect(rows.length).toBeLessThanOrEqual(400);
    }
    const cut = await read(file.slice(0, -40));
    expect(cut.faults.at(-1)).toMatch(/^broken_off/u);
  });

  it("with a window of two gigabytes is not unpacked", async () => {
    const { faults } = await read(
      new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, ...Array.from({ length: 40 }, () => 0)]),
    );
    expect(faults).toEqual(["broken_off 1"]);
  });
});
