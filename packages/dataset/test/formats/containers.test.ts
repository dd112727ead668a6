import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileBytes, sniff } from "../../src/index.ts";
import { CsvReader, guessDelimiter } from "../../src/formats/csv.ts";
import { jsonLinesReader, textReader } from "../../src/formats/lines.ts";
import { JsonValuesReader } from "../../src/formats/jsonValues.ts";
import type { RowReader, RowSink } from "../../src/formats/row.ts";
import { checkBytes, textChunks } from "../data.ts";

interface Read {
  readonly records: unknown[];
  readonly lines: number[];
  readonly faults: string[];
}

function readWith(make: (sink: RowSink) => RowReader, text: string, size: number): Read {
  const read: Read = { records: [], lines: [], faults: [] };
  const reader = make({
    record(value, line) {
      read.records.push(value);
      read.lines.push(line);
    },
    fault: (code, line, detail) => read.faults.push([code, line, detail ?? ""].join(" ").trim()),
  });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
  reader.end();
  return read;
}

describe("tables", () => {
  it.each<[string, string, unknown[], string[]]>([
    ["a quoted comma, quote and line end", 'a,b\n"x, ""y""","1\r\n2"\n', [{ a: 'x, "y"', b: "1\r\n2" }], []],
    ["no line end at the end", "a,b\n1,2", [{ a: "1", b: "2" }], []],
    ["CRLF", "a,b\r\n1,2\r\n", [{ a: "1", b: "2" }], []],
    ["empty cells", "a,b\n,\n", [{ a: "", b: "" }], []],
    ["a byte order mark", "\uFEFFa,b\n1,2\n", [{ a: "1", b: "2" }], ["bom 1"]],
    ["a short row", "a,b\n1\n3,4\n", [{ a: "1" }, { a: "3", b: "4" }], ["ragged_row 2 short"]],
    ["a long row", "a,b\n1,2,3\n", [], ["ragged_row 2 long"]],
    ["a blank line", "a,b\n\n1,2\n", [{ a: "1", b: "2" }], ["blank_line 2"]],
    ["a quote that never ends", 'a,b\n1,"2\n', [], ["unclosed_quote 2"]],
    [
      "JSON where a column is for it",
      'messages,b\n"[{""role"":""user""}]","[1]"\n',
      [{ messages: [{ role: "user" }], b: "[1]" }],
      [],
    ],
  ])("read %s, however the bytes are cut", (_what, text, records, faults) => {
    for (const size of [1, 2, 3, 1000]) {
      const read = readWith((sink) => new CsvReader(sink, ","), text, size);
      expect(read).toMatchObject({ records, faults });
    }
  });

  it("are written and read back, whatever is in the cells", () => {
    const cell = fc.string({ unit: "grapheme" }).filter((text) => !/\p{Surrogate}/u.test(text));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const quoted = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
        const read = readWith((sink) => new CsvReader(sink, ","), ["x,y", ...quoted].join("\n"), size);
        expect(read.records).toEqual(rows.map(([x, y]) => ({ x, y })));
      }),
    );
  });

  it("name the first column that is there twice", () => {
    const read = readWith((sink) => new CsvReader(sink, ","), "a,b,c,b,a\n1,2,3,4,5\n", 9);
    expect(read).toMatchObject({ records: [{ a: "5", b: "4", c: "3" }], faults: ['repeated_column 1 "b"'] });
  });

  it("may have a million columns", () => {
    const names = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(",");
    expect(readWith((sink) => new CsvReader(sink, ","), `${names}\n`, 1_000_000).faults).toEqual([]);
  });

  it.each([
    ["a;b;c", ";"],
    ["a\tb", "\t"],
    ["a|b", "|"],
    ['"a;b;c",d', ","],
    ["a", ","],
  ])("guess the delimiter of %j", (header, delimiter) => expect(guessDelimiter(header)).toBe(delimiter));

  it("warn of a delimiter that had to be guessed, and of cells that are not UTF-8", async () => {
    const semicolons = await checkBytes(textChunks("prompt;completion\na;b\n"), { provider: "csv", name: "x.csv" });
    expect(semicolons).toMatchObject({ value: { verdict: "warning", findings: [{ code: "delimiter_guess" }] } });
    async function* latin(): AsyncGenerator<Uint8Array, void, undefined> {
      yield new TextEncoder().encode("prompt,completion\na,b\n");
      yield new Uint8Array([0xe9, 44, 0xe9, 10]);
    }
    const bytes = await checkBytes(latin(), { provider: "csv", name: "x.csv" });
    expect(bytes).toMatchObject({ value: { verdict: "warning", findings: [{ code: "other_encoding", line: 3 }] } });
  });
});

describe("JSON over several lines", () => {
  const value = fc.jsonValue({ maxDepth: 3 });

  it("gives the elements of an array, however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(value), fc.integer({ min: 1, max: 30 }), fc.constantFrom(0, 2), (list, size, indent) => {
        const read = readWith((sink) => new JsonValuesReader(sink, true), JSON.stringify(list, null, indent), size);
        expect(JSON.stringify(read.records)).toBe(JSON.stringify(list));
        expect(read.faults).toEqual([]);
        expect(read.lines).toEqual(list.map((_, i) => i + 1));
      }),
    );
  });

  it("gives objects written one after another", () => {
    const read = readWith((sink) => new JsonValuesReader(sink, false), '{\n "a": 1\n}\n{\n "b": "}"\n}\n', 3);
    expect(read).toMatchObject({ records: [{ a: 1 }, { b: "}" }], faults: [] });
  });

  it.each([
    ['[{"a":1},{"b":', [{ a: 1 }], ["invalid_json 2", "invalid_json 3 unclosed"]],
    ['[{"a":1},{b},{"c":1}]', [{ a: 1 }, { c: 1 }], ["invalid_json 2"]],
    ["[", [], ["invalid_json 1 unclosed"]],
    ["[1 2]", [1, 2], ["invalid_json 1 separator"]],
    ['["a","b",]', ["a", "b"], ["invalid_json 2 separator"]],
    ["[,1]", [1], ["invalid_json 1 separator"]],
    ["[1,,[2],3]", [1, [2], 3], ["invalid_json 1 separator"]],
    ["[ [] , {} , null ]", [[], {}, null], []],
  ])("says which element of %s is broken", (text, records, faults) => {
    expect(readWith((sink) => new JsonValuesReader(sink, true), text, 5)).toMatchObject({ records, faults });
  });
});

describe("lines", () => {
  it("are the same however the bytes are cut", () => {
    const line = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value)),
      fc.constantFrom("", "{", "  ", "é漢😀"),
    );
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 1, max: 20 }), (lines, size) => {
        const text = lines.join("\n");
        expect(readWith(jsonLinesReader, text, size)).toEqual(readWith(jsonLinesReader, text, 1_000_000));
      }),
    );
  });

  it("of text are documents, parted by blank lines", () => {
    const read = readWith(textReader, "First\nparagraph.\n\n\nSecond.\r\n", 4);
    expect(read).toMatchObject({ records: [{ text: "First\nparagraph." }, { text: "Second." }], lines: [1, 5] });
  });

  it("of text hold 64 MiB at most, and what is longer is no document", () => {
    const line = "a".repeat(2 ** 20 - 1);
    const lines = (count: number): string => `${line}\n`.repeat(count);
    const read = readWith(textReader, `First.\n\n${lines(64)}\n${lines(65)}\nLast.\n`, 2 ** 20);
    expect(read).toMatchObject({ lines: [1, 3, 134], faults: ["too_long 68 68,157,440 characters"] });
  });
});

describe("sniff", () => {
  it.each([
    ["", "", "empty"],
    ['{"text":"a"}\n{"text":"b"}\n', "", "json-lines"],
    ['[{"text":"a"}]', "", "json-array"],
    ['[1,2]\n{"text":"a"}\n', "", "json-lines"],
    ['{\n  "text": "a"\n}\n', "", "json-values"],
    ['{broken\n{"text":"a"}\n{"text":"b"}\n', "", "json-lines"],
    ["Prose, and then\n{a line in braces} of it\n", "prose.txt", "text"],
    ['oops\n{"text":"a"}\n', "", "json-lines"],
    ["prompt,completion\na,b\n", "", "csv"],
    ["prompt\tcompletion\na\tb\n", "", "csv"],
    ["x,y\n1,2\n", "data.csv", "csv"],
    ["Dear reader, this is text.\n", "", "text"],
    ["PAR1", "", "parquet"],
  ])("sees %j named %j as %s", (text, name, container) => {
    expect(sniff(new TextEncoder().encode(text), name).kind).toBe(container);
  });

  it("agrees with what is then read", async () => {
    const profile = await profileBytes(textChunks('[{"question":"a","answer":"b"}]'), { rules: [] });
    expect(profile).toMatchObject({ ok: true, value: { format: "question-answer", examples: 1 } });
  });
});
