import { gzipSync } from "node:zlib";
import { zipSync, type Zippable } from "fflate";
import { describe, expect, it } from "vitest";
import { convertBytes, profileBytes } from "../../src/index.ts";
import { checkBytes, chunked } from "../data.ts";
import { broken, read } from "./read.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = Array.from({ length: 500 }, (_, i) => ({ prompt: `Question ${i}?`, completion: `Answer ${i * i}.` }));
const lines = bytes(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

describe("a zip archive", () => {
  it.each([
    ["packed", zipSync({ "data.jsonl": lines })],
    ["not packed", zipSync({ "data.jsonl": [lines, { level: 0 }] })],
    [
      "in a folder, beside what a Mac adds",
      zipSync({
        "data/": new Uint8Array(0),
        "data/data.jsonl": lines,
        "data/.DS_Store": bytes("x"),
        "__MACOSX/data/._data.jsonl": bytes("x"),
      }),
    ],
  ])("of one file gives its rows: %s", async (_what, archive) => {
    for (const size of [7, 100_000])
      expect(await read(archive, "data.zip", size)).toEqual({ rows, faults: [], end: "json-lines" });
  });

  it("names a file by its own ending", async () => {
    const archive = zipSync({ "data.tsv": bytes("a\tb\nc\td\n") });
    expect(await read(archive, "data.zip")).toEqual({ rows: [{ a: "c", b: "d" }], faults: [], end: "csv" });
  });

  it.each([
    ["a zip archive without a file", zipSync({ ".hidden": lines })],
    ["a zip archive packed in a rare way", zipSync({ "a.jsonl": lines }).map((byte, at) => (at === 8 ? 12 : byte))],
    ["a zip archive without a file", zipSync({ "data.jsonl": lines }).slice(0, 20)],
  ])("is not read, and called by its name: %s", async (got, archive) => {
    expect(await profileBytes(chunked(archive), { rules: [] })).toEqual({
      ok: false,
      problem: { kind: "unsupported_container", got },
    });
  });

  it.each<[string, Zippable, unknown[], string[], string]>([
    [
      "JSON lines",
      { "a.jsonl": lines, "b.jsonl": lines, "c/c.jsonl": bytes('{"text":"c"}\nno JSON\n') },
      [...rows, ...rows, { text: "c" }],
      ["several_files 501 b.jsonl", "several_files 1001 c/c.jsonl", "invalid_json 1002"],
      "json-lines",
    ],
    [
      "tables, each with its header",
      { "train.csv": bytes("prompt,completion\na,b\n"), "test.csv": bytes("prompt,completion\nc,d\n") },
      [
        { prompt: "a", completion: "b" },
        { prompt: "c", completion: "d" },
      ],
      ["several_files 3 test.csv"],
      "csv",
    ],
    [
      "lists",
      { "a.json": bytes('[{"text":"a"},{"text":"b"}]'), "b.json": bytes('[{"text":"c"}]') },
      [{ text: "a" }, { text: "b" }, { text: "c" }],
      ["several_files 3 b.json"],
      "json-array",
    ],
    [
      "within another archive too",
      { "a.zip": zipSync({ "a.jsonl": lines, "b.jsonl": lines }), "c.jsonl": lines },
      [...rows, ...rows, ...rows],
      ["several_files 501 b.jsonl", "several_files 1001 c.jsonl"],
      "json-lines",
    ],
    [
      "those of another format named and left out",
      { "a.jsonl": lines, "notes.txt": bytes("A note."), "b.jsonl": lines },
      [...rows, ...rows],
      ["unread_file 501 notes.txt: text", "several_files 502 b.jsonl"],
      "json-lines",
    ],
    [
      "without what tells of the data",
      { "README.md": bytes("# Rows"), "sub/LICENSE.txt": bytes("Free."), "a.jsonl": lines },
      rows,
      [],
      "json-lines",
    ],
  ])(
    "of several files gives the rows of each, and says where it begins: %s",
    async (_what, files, all, faults, end) => {
      for (const size of [7, 100_000])
        expect(await read(zipSync(files), "a.zip", size)).toEqual({ rows: all, faults, end });
    },
  );

  it("of several files counts them all, and is converted whole", async () => {
    const archive = zipSync({ "a.jsonl": lines, "b.jsonl": lines });
    const profile = await profileBytes(chunked(archive), { rules: [] });
    expect(profile).toMatchObject({ value: { rows: 1000, examples: 1000, badRows: 0, bytes: 2 * lines.length } });
    expect(profile.ok && profile.value.findings).toMatchObject([
      { severity: "warning", code: "several_files", count: 1, detail: "b.jsonl" },
    ]);
    let text = "";
    const done = await convertBytes(chunked(archive), { to: "openai", write: (more) => void (text += more) });
    expect(done).toMatchObject({ ok: true, value: { rows: 1000, written: 1000, losses: [] } });
    expect(text.split("\n").length).toBe(1001);
  });

  it("names a later file that is packed in a rare way", async () => {
    const archive = zipSync({ "a.jsonl": [lines, { level: 0 }], "b.jsonl": lines });
    archive[30 + 7 + lines.length + 8] = 12;
    const faults = ["unread_file 501 b.jsonl: a zip archive packed in a rare way"];
    expect(await read(archive, "a.zip")).toEqual({ rows, faults, end: "json-lines" });
  });

  it("within another, and a packed file within one, give their rows", async () => {
    const inner = zipSync({ "a.zip": zipSync({ "a.jsonl": lines }) });
    expect(await read(inner, "data.zip")).toEqual({ rows, faults: [], end: "json-lines" });
    const packed = zipSync({ "a.jsonl.gz": new Uint8Array(gzipSync(lines)) });
    expect(await read(packed, "data.zip")).toEqual({ rows, faults: [], end: "json-lines" });
  });

  it("without its end keeps the rows, and says that it is broken off", async () => {
    const archive = zipSync({ "data.jsonl": lines });
    expect(await read(archive.slice(0, -30), "data.zip")).toEqual({
      rows,
      faults: ["broken_off 501"],
      end: "json-lines",
    });
  });

  it("that is broken ends in a problem, or is read", async () => {
    const archive = zipSync({ "data.jsonl": lines });
    const ends = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const result = await profileBytes(chunked(broken(archive, seed)), { rules: [] });
      ends.add(result.ok ? "read" : result.problem.kind);
    }
    expect([...ends].sort()).toEqual(["read", "unsupported_container"]);
  });

  it("is to be unpacked before it is given to a host", async () => {
    const report = await checkBytes(chunked(zipSync({ "data.jsonl": lines })), {
      provider: "together",
      name: "data.zip",
    });
    expect(report).toMatchObject({ value: { rows: 500, examples: 500 } });
    expect(report.ok && report.value.findings.map(({ code }) => code)).toContain("wrong_extension");
  });
});
