import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { readRows } from "../../src/formats/rows.ts";
import { profileBytes, type DatasetProfile } from "../../src/index.ts";
import { chunked } from "../data.ts";
import { seeded } from "../seeded.ts";

/** Written by pyarrow 26.0.1 and the zstandard package 0.25.0 of Python. */
function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
}

interface Read {
  readonly rows: unknown[];
  readonly faults: string[];
  readonly end: string;
}

async function read(bytes: Uint8Array, name = "", size = 997): Promise<Read> {
  const read = { rows: [] as unknown[], faults: [] as string[] };
  const result = await readRows(
    chunked(bytes, size),
    {
      record: (value) => void read.rows.push(value),
      fault: (code, line, detail) => void read.faults.push([code, line, detail ?? ""].join(" ").trim()),
    },
    { name },
  );
  return { ...read, end: result.ok ? result.value.container.kind : JSON.stringify(result.problem) };
}

const chat = (i: number): unknown => ({
  messages: [
    { content: `Question ${i}?`, role: "user" },
    { content: `Answer ${i}. ${"Word by word. ".repeat(i % 7)}`, role: "assistant" },
  ],
  id: BigInt(i),
});
const textOfBigInt = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
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
        return end === "parquet" ? JSON.stringify(rows, textOfBigInt) : "refused";
      }),
    );
    const whole = JSON.stringify((await read(fixture("crc.parquet"))).rows, textOfBigInt);
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

/** A file with up to twenty wrong bytes, or cut off. The first ones, by which it is known, stay. */
function broken(file: Uint8Array, seed: number): Uint8Array {
  const random = seeded(seed);
  const place = (): number => 8 + Math.floor(random() * (file.length - 8));
  if (seed % 4 === 3) return file.slice(0, place());
  const changed = file.slice();
  for (let i = Math.floor(random() * 20); i >= 0; i--)
    changed[place()] = random() < 0.2 ? 255 : Math.floor(random() * 256);
  return changed;
}

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
      pair: [1n, 3n],
    });
    expect(rows[4]).toMatchObject({ completion: null, ok: true });
  });

  it("packed with LZ4 is refused in words of the file", async () => {
    expect((await read(fixture("lz4.feather"))).end).toContain("it is packed with LZ4: only ZSTD can be unpacked");
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

describe("a shard of WebDataset", () => {
  const encode = (value: unknown): string => JSON.stringify(value);
  const file = (name: string, body: string | Uint8Array): Parameters<typeof packTar>[0][number] => ({
    header: { name, size: typeof body === "string" ? Buffer.byteLength(body) : body.length, type: "file" },
    body,
  });
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

  it("gives the JSON of each sample, with its other files as columns", async () => {
    const tar = await packTar([
      { header: { name: "train/", size: 0, type: "directory" } },
      file("train/0001.json", encode({ prompt: "Hi", completion: "Hello" })),
      file("train/0002.jpg", jpeg),
      file("train/0002.json", encode({ prompt: "What is it?", completion: "A cat." })),
      file("train/0003.txt", "A caption of some words."),
      file("train/._0003.txt", "of the file system"),
      file("train/0003.meta.json", encode({ width: 3 })),
      file("train/0003.npy", new Uint8Array([0x93, 0xff, 0xfe])),
      file("train/0004.json", "{broken"),
      file("train/0005.json", "[1]"),
    ]);
    for (const size of [1, 512, 100_000])
      expect(await read(tar, "shard-000.tar", size)).toEqual({
        rows: [
          { prompt: "Hi", completion: "Hello" },
          { prompt: "What is it?", completion: "A cat.", image: "train/0002.jpg" },
          { txt: "A caption of some words.", meta: { width: 3 } },
        ],
        faults: ["invalid_json 4", "not_object 5"],
        end: "tar",
      });
  });

  it("gives every line of JSON Lines in it, packed or not", async () => {
    const lines = `${encode({ text: "a" })}\n\n${encode({ text: "b" })}\n`;
    const tar = await packTar([file("one.jsonl", lines), file("two.jsonl", lines)]);
    const wanted = { rows: ["a", "b", "a", "b"].map((text) => ({ text })), faults: ["blank_line 2", "blank_line 5"] };
    expect(await read(tar)).toMatchObject(wanted);
    expect(await read(gzipSync(tar))).toMatchObject(wanted);
  });

  it("counts the pictures that its samples hold", async () => {
    const talk = {
      messages: [
        { role: "user", content: "<image>What is it?" },
        { role: "assistant", content: "A cat." },
      ],
    };
    const tar = await packTar([
      file("1.json", encode(talk)),
      file("1.jpg", jpeg),
      file("2.jpg", jpeg),
      file("2.json", encode(talk)),
    ]);
    const profile = await profileBytes(chunked(tar), { rules: [] });
    expect(profile.ok && pictures(profile.value)).toBe(2);
  });

  it("that is broken off keeps its samples, and says so", async () => {
    const tar = await packTar(
      Array.from({ length: 50 }, (_, i) => file(`${i}.json`, encode({ prompt: `Q ${i}`, completion: "A" }))),
    );
    const cut = await read(tar.slice(0, 40 * 1024 + 520));
    // The library drops the last sample before the place.
    expect(cut.rows).toHaveLength(39);
    expect(cut.faults).toEqual(["broken_off 40"]);
    for (let seed = 0; seed < 200; seed++) {
      const { end } = await read(broken(tar, seed));
      expect(["tar", "text"]).toContain(end.startsWith("{") ? "tar" : end);
    }
  });
});

/** Pictures that are counted, or named as left out. */
function pictures({ images, unread = {} }: DatasetProfile): number {
  return images + (unread["image"] ?? 0);
}

describe("pages and documents for people", () => {
  it.each([
    ["a workbook", "data.xlsx", "PK\u0003\u0004....[Content_Types].xml....xl/workbook.xml", "xlsx"],
    ["a page of HTML", "", '\n<!-- saved -->\n<!DOCTYPE html>\n<html><body>{"text":"a"}</body></html>', "html"],
    ["a page of HTML by its name", "index.htm", '<div>\n{"messages":[]}\n</div>', "html"],
    ["Markdown", "", "# A data set\n\n| prompt | completion |\n|---|---|\n| a | b |\n", "markdown"],
    [
      "Markdown with front matter",
      "",
      "---\nlicense: mit\n---\n# Card\n\nSee [this](https://example.org).\n",
      "markdown",
    ],
    ["Markdown by its name", "README.md", "What this holds.\n", "markdown"],
    ["a Feather file of the first version", "", "FEA1....", "Feather 1"],
  ])("are no examples: %s", async (_what, name, text, got) => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect((await read(bytes, name)).end).toBe(JSON.stringify({ kind: "unsupported_container", got }));
  });

  it.each([
    ["a text with a heading", "# Chapter 1\n\nIt was a dark and stormy night.\n\nThe rain fell.\n", "text"],
    ["rows of HTML", '{"text":"<html><body>a</body></html>"}\n', "json-lines"],
    ["a table with a column of HTML", "prompt,completion\n<p>a</p>,b\n", "csv"],
  ])("are told from examples: %s", async (_what, text, kind) => {
    expect((await read(new TextEncoder().encode(text))).end).toBe(kind);
  });
});

describe("a source that fails", () => {
  it.each([
    ["gzip", gzipSync("x".repeat(200_000))],
    ["zstd", fixture("rows.jsonl.zst")],
  ])("is no broken file, packed with %s or not", async (_packing, bytes) => {
    async function* failing(): AsyncGenerator<Uint8Array, void, undefined> {
      yield bytes.slice(0, 100);
      throw new Error("the disk");
    }
    const sink = { record: () => undefined, fault: () => undefined };
    await expect(readRows(failing(), sink)).rejects.toThrow("the disk");
  });
});
