import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
import { read } from "./read.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = [
  { prompt: "One?", completion: "1" },
  { prompt: "Two?", completion: "2" },
  { prompt: "Three?", completion: "3" },
];
const [prompts, completions] = [rows.map(({ prompt }) => prompt), rows.map(({ completion }) => completion)];
const numbered = (values: readonly unknown[]): unknown => Object.fromEntries(values.map((value, i) => [i, value]));
const turns = rows.map(({ prompt, completion }) => [
  { role: "user", content: prompt },
  { role: "assistant", content: completion },
]);
const chats = turns.map((messages) => ({ messages }));

/** What pandas 3.1.1 writes of a table of these rows, by its `orient`, and what else holds all rows in one object. */
const documents: readonly (readonly [string, unknown, readonly unknown[]])[] = [
  ["lists by column", { prompt: prompts, completion: completions }, rows],
  ["columns", { prompt: numbered(prompts), completion: numbered(completions) }, rows],
  ["index", numbered(rows), rows],
  ["rows under data", { version: "1.0", data: chats }, chats],
  [
    "a page of the Hugging Face viewer",
    { features: [{ name: "prompt" }], rows: rows.map((row, i) => ({ row_idx: i, row })) },
    rows,
  ],
  ["split", { columns: ["prompt", "completion"], index: [0, 1, 2], data: rows.map(Object.values) }, rows],
  ["split without an index", { columns: ["prompt", "completion"], data: rows.map(Object.values) }, rows],
  ["rows under items", { name: "mine", items: chats }, chats],
  [
    "rows under conversations",
    { conversations: turns.map((conversations, id) => ({ id, conversations })) },
    turns.map((conversations, id) => ({ id, conversations })),
  ],
  ["a column of conversations", { messages: turns }, chats],
  [
    "SQuAD's passages",
    {
      version: "v2.0",
      data: [
        {
          title: "Town",
          paragraphs: [
            {
              context: "A mill.",
              qas: [{ id: "1", question: "What?", answers: [{ text: "A mill", answer_start: 0 }] }],
            },
            { context: "No mill.", qas: [{ id: "2", question: "Who?", answers: [], is_impossible: true }] },
          ],
        },
      ],
    },
    [
      { title: "Town", context: "A mill.", id: "1", question: "What?", answers: { text: ["A mill"] } },
      { title: "Town", context: "No mill.", id: "2", question: "Who?", answers: { text: [] }, is_impossible: true },
    ],
  ],
  ["a column of conversations by number", { messages: numbered(turns) }, chats],
];

describe("one JSON object that is a table", () => {
  it.each(documents)("of %s is read by its rows, on one line and on several", async (_what, document, expected) => {
    for (const text of [JSON.stringify(document), `${JSON.stringify(document, null, 2)}\n`])
      for (const size of [1, 997])
        expect(await read(utf8(text), "table.json", size)).toEqual({ rows: expected, faults: [], end: "json-table" });
  });

  it.each([
    ["a conversation", chats[0]],
    ["a prompt and an answer as messages", { prompt: [turns[0]?.[0]], completion: [turns[0]?.[1]] }],
    ["ids of tokens", { input_ids: [1, 2, 3], attention_mask: [1, 1, 1], labels: [-100, 2, 3] }],
    ["steps and their labels", { prompt: "Sum?", completions: ["a", "b"], labels: [true, false] }],
    [
      "a preference",
      { input: { messages: [turns[0]?.[0]] }, preferred_output: [turns[0]?.[1]], non_preferred_output: [] },
    ],
    ["two sets", { train: rows, test: rows }],
    [
      "a conversation of turns",
      {
        conversations: [
          { from: "human", value: "Hi" },
          { from: "gpt", value: "Ho" },
        ],
      },
    ],
    ["a conversation of exchanges", { conversation: [{ system: "s", input: "a", output: "b" }] }],
    ["a set, and a list of rows among other things", { data: rows, more: [1, ...rows] }],
  ])("is none where it is a row itself: %s", async (_what, row) => {
    expect((await read(utf8(`${JSON.stringify(row)}\n`), "one.jsonl")).rows).toEqual([row]);
  });

  it("of the Hugging Face viewer tells the cells that the viewer cut", async () => {
    const page = rows.map((row, i) => ({ row_idx: i, row, truncated_cells: i === 1 ? ["prompt"] : [] }));
    const text = JSON.stringify({ features: [], rows: page });
    expect(await read(utf8(text), "page.json")).toEqual({ rows, faults: ["cut_cell 2 prompt"], end: "json-table" });
    const warning = { severity: "warning", code: "cut_cell", count: 1, lines: [[0, 2]] };
    expect(await profileBytes(textChunks(text), { rules: [] })).toMatchObject({
      value: { rows: 3, badRows: 0, findings: [warning] },
    });
    const report = await checkBytes(textChunks(text), { provider: "trl" });
    // The loader behind TRL reads one row from an object that holds all.
    expect(report).toMatchObject({
      value: {
        verdict: "error",
        findings: [{ code: "not_loaded" }, { code: "cut_cell", line: 2, severity: "warning" }],
      },
    });
  });

  it("is a row like others where more follow", async () => {
    const row = { prompt: ["a", "b"], completion: ["c", "d"] };
    const text = `${JSON.stringify(row)}\n${JSON.stringify(row)}\n`;
    expect(await read(utf8(text), "two.jsonl")).toEqual({ rows: [row, row], faults: [], end: "json-lines" });
  });

  it("is numbered by rows, and refused by who takes JSON lines", async () => {
    const text = JSON.stringify({ prompt: ["a", 1], completion: ["b", "c"] });
    expect(await profileBytes(textChunks(text), { rules: [] })).toMatchObject({
      value: {
        rows: 2,
        examples: 1,
        badRows: 1,
        places: "rows",
        findings: [{ code: "bad_field_type", lines: [[0, 2]] }],
      },
    });
    const report = await checkBytes(textChunks(JSON.stringify({ messages: turns })), { provider: "openai" });
    expect(report).toMatchObject({ value: { verdict: "error", rows: 3 } });
    const codes = report.ok ? report.value.findings.map(({ code }) => code) : [];
    expect(codes).toContain("not_jsonl");
  });
});

describe("a table whose first row looks like data", () => {
  it("is warned of, and not where its columns are named", async () => {
    const text = "Where is my order?,It is on its way.\nWhen does it come?,It comes on Monday.\n";
    const codesOf = async (columns?: Readonly<Record<string, string>>): Promise<string[]> => {
      const report = await checkBytes(textChunks(text), { provider: "trl", name: "a.csv", columns });
      return report.ok ? report.value.findings.map(({ severity, code }) => `${severity} ${code}`) : [];
    };
    expect(await codesOf()).toContain("warning data_as_header");
    const named = await codesOf({ prompt: "Where is my order?", completion: "It is on its way." });
    expect(named).not.toContain("warning data_as_header");
  });
});

describe("a text of tabs", () => {
  const pairs = Array.from(
    { length: 4 },
    (_, i) => `The ferry ${i} is late.\tLe bac ${i} est en retard.\tCC-BY 2.0 (France) tatoeba #${i}`,
  );
  it("in each line alike is a table without names, and told to be one", async () => {
    const { end, faults } = await read(utf8(`${pairs.join("\n")}\n`), "fra.txt");
    expect(end).toBe("csv");
    expect(faults).toContain("delimiter_guess 1");
    expect(faults).toContain("data_as_header 1");
  });

  it.each([
    ["that is indented", "def f():\n\tx = 1\n\ty = 2\n\treturn x\n"],
    ["with a line without any", `${pairs.join("\n")}\nA line of prose.\n${pairs.join("\n")}\n`],
    ["of two lines", "One\ttwo\nthree\tfour\n"],
  ])("is prose: %s", async (_what, text) => {
    expect((await read(utf8(text), "a.txt")).end).toBe("text");
  });
});

it("bytes of no text are no table, however many of them are tabs", async () => {
  const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 32);
  expect((await read(noise)).end).toContain("binary");
});

describe("a line that is nearly JSON", () => {
  it.each([
    ["NaN, as Python writes it", '{"text":"a, NaN, ]","score":NaN}', { text: "a, NaN, ]", score: null }, "NaN"],
    ["infinities", '{"text":"b","scores":[Infinity,-Infinity]}', { text: "b", scores: [null, null] }, "NaN"],
    ["a comma behind it", '{"text":"c \\",}"},', { text: 'c ",}' }, "comma"],
    ["commas within it", '{"text":"d","list":[1,2, ],}', { text: "d", list: [1, 2] }, "comma"],
  ])("is read for what it means, and refused by name: %s", async (_what, line, row, flaw) => {
    expect(await read(utf8(`${line}\n{"text":"x"}\n`))).toEqual({
      rows: [row, { text: "x" }],
      faults: [`invalid_json 1 ${flaw}`],
      end: "json-lines",
    });
  });

  it.each([
    ["{'text': 'a'}", "a dict as Python prints it: write it with json.dumps"],
    ['{"text":"a"}{"text":"b"}', "several objects on one line"],
    ['{"text":"a"', ""],
  ])("is lost where it means nothing, and what it may be is said: %s", async (line, what) => {
    const { rows: met, faults } = await read(utf8(`{"text":"x"}\n${line}\n`));
    expect(met).toEqual([{ text: "x" }]);
    expect(faults).toEqual([`invalid_json 2 ${what}`.trim()]);
  });

  it("is lost where it is an object written as a text, and that is said", async () => {
    const { rows: met, faults } = await read(utf8(`{"text":"x"}\n${JSON.stringify('{"text":"a"}')}\n"text"\n`));
    expect(met).toEqual([{ text: "x" }, "text"]);
    expect(faults).toEqual([
      "not_object 2 an object written twice as JSON: parse the line once, and write what that gives",
    ]);
  });

  it("counts as an example, and no provider of JSON lines takes the file", async () => {
    const [turn] = turns;
    const line = JSON.stringify({ messages: turn, note: 0 }).replace('"note":0', '"note":NaN');
    expect(await profileBytes(textChunks(`${line}\n`), { rules: [] })).toMatchObject({
      value: {
        examples: 1,
        badRows: 0,
        rejected: { "openai/chat-sft": 1 },
        findings: [{ severity: "error", code: "invalid_json" }],
      },
    });
  });

  it("under a name that ends in .json is not taken for prose", async () => {
    const { faults } = await read(utf8("// comment\n[\n{messages: []}\n]\n"), "data.json");
    expect(faults).toContain("invalid_json 1");
  });
});
