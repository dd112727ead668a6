import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, profileBytes } from "../../src/index.ts";
import { readRows } from "../../src/formats/rows.ts";
import { checkBytes, chunked } from "../data.ts";

async function read(bytes: Uint8Array, size: number, name = ""): Promise<{ rows: unknown[]; faults: string[] }> {
  const rows: unknown[] = [];
  const faults: string[] = [];
  await readRows(
    chunked(bytes, size),
    {
      record: (value) => rows.push(value),
      fault: (code, line, detail) => faults.push([code, line, ...(detail === undefined ? [] : [detail])].join(" ")),
    },
    { name },
  );
  return { rows, faults };
}

const western = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const wide = (text: string): Uint8Array =>
  new Uint8Array(Uint16Array.from(`\uFEFF${text}`.split(""), (letter) => letter.charCodeAt(0)).buffer);
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const header = "prompt,completion\n";

describe.each([1, 3, 7, 65_536])("a table, cut every %d bytes,", (size) => {
  it("of Excel's Windows-1252 loses no letter, and that is said once", async () => {
    const { rows, faults } = await read(western(`${header}Caf\xe9,na\xefve\nplain,text\n\x80 5,\x93yes\x94\n`), size);
    expect(rows).toEqual([
      { prompt: "Café", completion: "naïve" },
      { prompt: "plain", completion: "text" },
      { prompt: "€ 5", completion: "“yes”" },
    ]);
    expect(faults).toEqual(["other_encoding 2 Windows-1252"]);
  });

  it("of UTF-8 with a damaged row leaves that row out, by its line", async () => {
    const { rows, faults } = await read(joined(utf8(`${header}é,1\n`), western("\xe9,2\n"), utf8("ü,3\n")), size);
    expect(rows).toEqual([
      { prompt: "é", completion: "1" },
      { prompt: "ü", completion: "3" },
    ]);
    expect(faults).toEqual(["non_utf8 3"]);
  });

  it("of UTF-16 is read, and that is said", async () => {
    const { rows, faults } = await read(wide("prompt\tcompletion\nCafé\t日本\n"), size);
    expect(rows).toEqual([{ prompt: "Café", completion: "日本" }]);
    expect(faults).toContain("other_encoding 1 UTF-16");
  });

  it("tells a byte order mark, and takes a header in any case", async () => {
    const { rows, faults } = await read(utf8("\uFEFFPROMPT,Completion\na,b\n"), size);
    expect(rows).toEqual([{ prompt: "a", completion: "b" }]);
    expect(faults).toEqual(["bom 1", "renamed_column 1 PROMPT", "renamed_column 1 Completion"]);
  });
});

const turns = [
  { role: "user", content: "Wie geht's? 日本 🙂" },
  { role: "assistant", content: "Größe" },
];
const rows = [{ messages: turns }, { messages: turns }];
const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");

describe.each([1, 3, 7, 65_536])("text, cut every %d bytes,", (size) => {
  it.each([
    ["JSON lines", lines],
    ["JSON lines with two characters at each end", lines.replaceAll("\n", "\r\n")],
    ["a JSON array", JSON.stringify(rows, null, 2)],
    ["JSON values one after another", rows.map((row) => JSON.stringify(row, null, 2)).join("\n")],
  ])("of UTF-16 is read as %s", async (_what, text) => {
    const bytes = wide(text);
    expect(await read(bytes, size)).toEqual({ rows, faults: ["other_encoding 1 UTF-16"] });
    // Big-endian: the two bytes of each character the other way round.
    const swapped = bytes.map((_, i) => bytes[i ^ 1] ?? 0);
    expect(await read(swapped, size)).toEqual({ rows, faults: ["other_encoding 1 UTF-16"] });
  });
});

describe("a table in another encoding", () => {
  const bytes = western(`${header}${"Caf\xe9,ol\xe9\n".repeat(20)}`);

  it("is converted whole", async () => {
    let text = "";
    const conversion = await convertBytes(chunked(bytes), {
      to: "openai",
      name: "x.csv",
      write: (more) => void (text += more),
    });
    expect(conversion).toMatchObject({ value: { rows: 20, written: 20 } });
    expect(text).not.toContain("\uFFFD");
    expect(text).toContain("olé");
  });

  it("has no bad row, and a warning", async () => {
    const profile = await profileBytes(chunked(bytes), { name: "x.csv", rules: [] });
    expect(profile).toMatchObject({ value: { rows: 20, badRows: 0, findings: [{ code: "other_encoding" }] } });
    expect(await checkFor("csv", chunked(bytes), { name: "x.csv" })).toMatchObject({ value: { verdict: "warning" } });
  });

  it("keeps the header of a user who names the columns", async () => {
    const named = utf8("Frage,PROMPT\na,b\n");
    const columns = { prompt: "Frage", completion: "PROMPT" };
    expect(await profileBytes(chunked(named), { name: "x.csv", rules: [], columns })).toMatchObject({
      value: { examples: 1 },
    });
  });
});

describe("a file in UTF-16", () => {
  const inOrder = (text: string, mark: readonly number[], high: 0 | 1): Uint8Array => {
    const bytes = [...new TextEncoder().encode(text)].flatMap((byte) => (high === 1 ? [byte, 0] : [0, byte]));
    return new Uint8Array([...mark, ...bytes]);
  };

  it.each<[string, readonly number[], 0 | 1]>([
    ["little-endian", [0xff, 0xfe], 1],
    ["big-endian", [0xfe, 0xff], 0],
    ["little-endian without a mark", [], 1],
    ["big-endian without a mark", [], 0],
  ])("%s is read, and refused by who takes JSON lines in UTF-8 alone", async (_what, mark, high) => {
    const turns = [
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello" },
    ];
    const bytes = inOrder(`${JSON.stringify({ messages: turns })}\n`.repeat(12), mark, high);
    const report = await checkBytes(chunked(bytes, 7), { provider: "openai" });
    if (!report.ok) throw new Error(report.problem.kind);
    expect(report.value).toMatchObject({ verdict: "error", examples: 12, format: "chat-sft" });
    const finding = report.value.findings.find(({ code }) => code === "other_encoding");
    expect(finding).toMatchObject({ severity: "error", line: 1 });
    expect(finding?.sentence).toContain("UTF-16");
    const profile = await profileBytes(chunked(bytes, 7), { rules: [] });
    expect(profile).toMatchObject({ value: { examples: 12, badRows: 0, rejected: { "openai/chat-sft": 1 } } });
    // The trainers load files by a library that reads UTF-8.
    const verdicts = ["trl", "llama-factory", "ms-swift", "generic"].map(async (provider) => {
      const own = await checkBytes(chunked(bytes, 7), { provider });
      return own.ok && own.value.verdict;
    });
    expect(await Promise.all(verdicts)).toEqual(["error", "error", "error", "warning"]);
  });
});
