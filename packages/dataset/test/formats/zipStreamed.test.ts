import { Zip, ZipDeflate, ZipPassThrough, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readRows } from "../../src/formats/rows.ts";
import { profileBytes } from "../../src/index.ts";
import { chunked } from "../data.ts";
import { seeded } from "../seeded.ts";
import { read } from "./read.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = Array.from({ length: 300 }, (_, i) => ({ prompt: `Question ${i}?`, completion: `PK\u0007\b ${i * i}.` }));
const lines = bytes(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));

/** An archive as one writes it that cannot go back: the size of each file stands behind it. */
function streamed(files: Readonly<Record<string, Uint8Array>>, level: 0 | 6): Uint8Array {
  const parts: Uint8Array[] = [];
  const archive = new Zip((_error, part) => void parts.push(part));
  for (const [name, content] of Object.entries(files)) {
    const file = level === 0 ? new ZipPassThrough(name) : new ZipDeflate(name, { level });
    archive.add(file);
    file.push(content, true);
  }
  archive.end();
  return new Uint8Array(Buffer.concat(parts));
}

const view = (file: Uint8Array): DataView => new DataView(file.buffer, file.byteOffset, file.length);

/** The same archive with the sizes of its first file in 64 bits. */
function long(archive: Uint8Array): Uint8Array {
  const name = view(archive).getUint16(26, true);
  const made = new Uint8Array(archive.length + 20);
  made.set(archive.subarray(0, 30 + name));
  made.set(archive.subarray(30 + name), 50 + name);
  const [packed, whole] = [18, 22].map((at) => view(archive).getUint32(at, true));
  view(made).setUint16(28, 20, true);
  for (const at of [18, 22]) view(made).setUint32(at, 0xffffffff, true);
  view(made).setUint16(30 + name, 1, true);
  view(made).setUint16(32 + name, 16, true);
  view(made).setBigUint64(34 + name, BigInt(whole ?? 0), true);
  view(made).setBigUint64(42 + name, BigInt(packed ?? 0), true);
  return made;
}

/** The same archive with the sizes behind its first file in 64 bits each. */
function longBehind(archive: Uint8Array): Uint8Array {
  const end = Buffer.from(archive).lastIndexOf("PK\u0007\b", undefined, "latin1");
  const [packed, whole] = [8, 12].map((at) => view(archive).getUint32(end + at, true));
  const made = new Uint8Array(archive.length + 8);
  made.set(archive.subarray(0, end + 8));
  view(made).setBigUint64(end + 8, BigInt(packed ?? 0), true);
  view(made).setBigUint64(end + 16, BigInt(whole ?? 0), true);
  made.set(archive.subarray(end + 16), end + 24);
  return made;
}

describe("a zip archive", () => {
  it.each([
    ["packed", streamed({ "a.jsonl": lines }, 6)],
    ["not packed, with the mark of its end in its text", streamed({ "a.jsonl": lines }, 0)],
    ["behind others that hold no data", streamed({ ".a": lines, "b/": bytes(""), "__MACOSX/._c": lines, c: lines }, 6)],
    ["before others that hold no data", streamed({ "a.jsonl": lines, "__MACOSX/._a.jsonl": lines }, 0)],
    ["with sizes of 64 bits", longBehind(streamed({ "a.jsonl": lines }, 6))],
    ["with sizes of 64 bits before it", long(zipSync({ "a.jsonl": lines }))],
  ])("that was written as a stream gives its rows: %s", async (_what, archive) => {
    for (const size of [5, 7, 100_000])
      expect(await read(archive, "data.zip", size)).toEqual({ rows, faults: [], end: "json-lines" });
  });

  it.each([
    ["a zip archive packed in a rare way", zipSync({ "a.jsonl": lines }).map((byte, at) => (at === 6 ? 1 : byte))],
  ])("is not read, and called by its name: %s", async (got, archive) => {
    expect(await profileBytes(chunked(archive), { rules: [] })).toEqual({
      ok: false,
      problem: { kind: "unsupported_container", got },
    });
  });

  it.each([
    ["packed", 6],
    ["not packed", 0],
  ] as const)("of several files that was written as a stream gives the rows of each: %s", async (_what, level) => {
    const archive = streamed({ "a.jsonl": lines, "b.jsonl": lines, "c.jsonl": lines }, level);
    const faults = ["several_files 301 b.jsonl", "several_files 601 c.jsonl"];
    for (const size of [7, 100_000])
      expect(await read(archive, "a.zip", size)).toEqual({
        rows: [...rows, ...rows, ...rows],
        faults,
        end: "json-lines",
      });
    const cut = await read(archive.slice(0, archive.length * 0.5), "a.zip");
    const codes = cut.faults.map((fault) => fault.replace(/ .*/u, ""));
    expect(codes.filter((code) => code !== "invalid_json")).toEqual(["several_files", "broken_off"]);
  });

  it("that is cut off anywhere says so, and keeps the rows before", async () => {
    const archive = streamed({ "a.jsonl": lines }, 0);
    for (const cut of [1000, lines.length, lines.length + 50, archive.length - 22, archive.length - 19]) {
      const { rows: kept, faults } = await read(archive.slice(0, cut), "data.zip");
      expect(kept).toEqual(rows.slice(0, kept.length));
      expect(faults).toContainEqual(expect.stringContaining("broken_off"));
    }
    expect(await read(archive.slice(0, archive.length - 18), "data.zip")).toMatchObject({ rows, faults: [] });
  });

  it("is read while it comes", async () => {
    const random = seeded(1);
    const texts = Array.from({ length: 200_000 }, () => `{"text":"${String(random())}"}\n`);
    const archive = zipSync({ "a.jsonl": bytes(texts.join("")) });
    let begin = (): void => undefined;
    const begun = new Promise<void>((done) => (begin = done));
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < archive.length; at += 10_000) {
        // Its second half comes once there is a row of the first: who waits for all of it waits for ever.
        if (at > archive.length / 2) await begun;
        yield archive.subarray(at, at + 10_000);
      }
    }
    const sink = { record: begin, fault: () => undefined };
    expect(await readRows(chunks(), sink)).toMatchObject({ ok: true, value: { lines: 200_000 } });
  });
});
