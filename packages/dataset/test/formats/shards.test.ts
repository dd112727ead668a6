import { gzipSync } from "node:zlib";
import * as zlib from "node:zlib";
import { zipSync } from "fflate";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { readRows } from "../../src/formats/rows.ts";
import { profileBytes, type DatasetProfile } from "../../src/index.ts";
import { chunked } from "../data.ts";
import { read, broken, fixture } from "./read.ts";

/** Absent before Node 22.15. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (text: string) => Uint8Array };

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
          { txt: "A caption of some words.", meta: { width: 3 }, npy: new Uint8Array([0x93, 0xff, 0xfe]) },
        ],
        faults: ["invalid_json 4", "not_object 5"],
        end: "tar",
      });
  });

  it("gives every line of JSON Lines in it, packed or not", async () => {
    const lines = `${encode({ text: "a" })}\n\n${encode({ text: "b" })}\n`;
    const tar = await packTar([file("one.jsonl", lines), file("two.jsonl", lines)]);
    const wanted = {
      rows: ["a", "b", "a", "b"].map((text) => ({ text })),
      // One may be for validation.
      faults: ["blank_line 2", "several_files 4 two.jsonl", "blank_line 5"],
    };
    expect(await read(tar)).toMatchObject(wanted);
    expect(await read(gzipSync(tar))).toMatchObject(wanted);
  });

  it("gives the rows of every file of rows in it, and names what it does not read", async () => {
    const lines = `${encode({ text: "a" })}\n`;
    const tar = await packTar([
      file("one.jsonl.gz", gzipSync(lines)),
      file("two.jsonl.zst", zstdCompressSync === undefined ? lines : zstdCompressSync(lines)),
      file("three.csv", "prompt,completion\nWhy?,So.\n"),
      file("four.parquet", fixture("pairs.parquet")),
      file("five.zip", zipSync({ "a.jsonl": Buffer.from(lines) })),
      file("two.zip", zipSync({ "a.jsonl": Buffer.from(lines.repeat(2)), "b.jsonl": Buffer.from(lines) })),
      file("six.json", encode([{ text: "b" }])),
      file("seven.txt.gz", gzipSync("A text.")),
      file("eight.jsonl.gz", gzipSync(lines).subarray(0, 15)),
      file("nine.parquet", new Uint8Array(40)),
      file("ten.jsonl", lines),
    ]);
    const { rows, faults } = await read(tar);
    expect(rows.length).toBe(50);
    expect(rows.slice(0, 3)).toEqual([{ text: "a" }, { text: "a" }, { prompt: "Why?", completion: "So." }]);
    expect(rows.slice(-4)).toEqual([{ text: "a" }, { text: "b" }, { txt: "A text." }, { text: "a" }]);
    const others = ["2 two.jsonl.zst", "3 three.csv", "5 four.parquet", "45 five.zip", "46 two.zip"];
    expect(faults).toEqual([
      ...others.map((other) => `several_files ${other}`),
      "several_files 48 b.jsonl",
      "several_files 51 eight.jsonl.gz",
      "broken_off 51",
      "invalid_json 51",
      "unread_file 52 nine.parquet: binary",
      "several_files 53 ten.jsonl",
    ]);
  });

  it("states sizes from the left of their field, or in bytes, as old and large archives do", async () => {
    const row = encode({ prompt: "Hi", completion: `Hello ${"again ".repeat(80)}` });
    const tar = await packTar([file("a.json", row)]);
    const size = Buffer.byteLength(row);
    const stated = (field: readonly number[]): Uint8Array => {
      const changed = Uint8Array.from(tar);
      changed.set([...field, ...Array<number>(12 - field.length).fill(0)], 124);
      const sum = changed.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
      changed.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
      return changed;
    };
    const wanted = { rows: [JSON.parse(row)], faults: [], end: "tar" };
    const inBytes = [0x80, ...Array<number>(9).fill(0), size >> 8, size & 255];
    expect(size).toBeGreaterThan(256);
    expect(await read(stated([...Buffer.from(size.toString(8))]), "a.tar")).toEqual(wanted);
    expect(await read(stated(inBytes), "a.tar")).toEqual(wanted);
  });

  it("has sums of six digits in heads that are full of letters of other scripts", async () => {
    const row = encode({ prompt: "Hi", completion: "Hello" });
    const tar = Uint8Array.from(await packTar([file("a.json", row)]));
    tar.fill(0xff, 157, 257).fill(0xff, 345, 500);
    const sum = tar.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    tar.set(Buffer.from(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
    expect(sum).toBeGreaterThanOrEqual(0o100000);
    expect(await read(tar, "a.tar")).toEqual({ rows: [JSON.parse(row)], faults: [], end: "tar" });
  });

  it("of one text alone gives it as the text does", async () => {
    const text = "One line.\n\nAnother.\n";
    const alone = await read(Buffer.from(text), "a.txt");
    expect((await read(await packTar([file("a.txt", text)]))).rows).toEqual(alone.rows);
    const two = await packTar([file("a.txt", "One."), file("b.txt", "Two.")]);
    expect((await read(two)).rows).toEqual([{ txt: "One." }, { txt: "Two." }]);
  });

  it("with pictures, packed or not, keeps the rows before any damage and throws nothing", async () => {
    const tar = await packTar(
      Array.from({ length: 20 }, (_, i) => [
        file(`${i}.jpg`, jpeg),
        file(`${i}.json`, encode({ prompt: `Q ${i}`, completion: "A" })),
      ]).flat(),
    );
    for (let i = 0; i < 160; i++) {
      const at = i * 256 + (i % 7) * 31;
      const changed = tar.map((byte, place) => (place === at ? byte ^ 0x55 : byte));
      const { rows, faults } = await read(changed);
      expect(rows.length + faults.length).toBeGreaterThanOrEqual(Math.floor(at / 2048));
      const packed = gzipSync(tar);
      const hit = 10 + (i % (packed.length - 10));
      packed.writeUInt8(packed.readUInt8(hit) ^ 0x55, hit);
      const { faults: told, end } = await read(packed);
      expect(told.length > 0 || end.startsWith("{")).toBe(true);
    }
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
    expect(cut.rows).toHaveLength(40);
    expect(cut.faults).toEqual(["broken_off 41"]);
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
    ["YAML", "nlu.yml", "- question: What is it?\n  answer: A lake.\n", "YAML"],
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
