import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
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
    ["a zip archive of 2 files", zipSync({ "a.jsonl": lines, "b.jsonl": lines })],
    ["a zip archive without a file", zipSync({ ".hidden": lines })],
    ["a zip archive packed in a rare way", zipSync({ "a.jsonl": lines }).map((byte, at) => (at === 8 ? 12 : byte))],
    ["a zip archive without a file", zipSync({ "data.jsonl": lines }).slice(0, 20)],
  ])("is not read, and called by its name: %s", async (got, archive) => {
    expect(await profileBytes(chunked(archive), { rules: [] })).toEqual({
      ok: false,
      problem: { kind: "unsupported_container", got },
    });
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
