import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checked, encode } from "./edges.ts";
import { assistant, chats, lines, times, user } from "./rows.ts";

const turns = [user("a"), assistant("b")];

/** Errors that a trainer's run would end in, one of each kind, with the line of the first. */
async function errorsOf(text: string, provider: string, name = "train.jsonl"): Promise<string[]> {
  const { findings } = await checked(encode(text), { provider, name });
  const errors = findings.filter(({ severity }) => severity === "error");
  const kinds = errors.filter(({ code }, i) => errors.findIndex((one) => one.code === code) === i);
  return kinds.map(({ code, line }) => `${code} ${line ?? "file"}`);
}

describe("a content that is a list of parts", () => {
  const typed = { messages: [user([{ type: "text", text: "a" }]), assistant("b")] };
  const bare = { messages: [user([{ text: "a" }]), assistant("b")] };

  it.each<[trainer: string, row: object, errors: string[]]>([
    // LLaMA-Factory puts texts into its template, and stops at anything else.
    ["llama-factory", typed, ["bad_content_type 13"]],
    ["llama-factory", bare, ["bad_content_type 13"]],
    // ms-swift and TRL look at the type of each part.
    ["ms-swift", typed, []],
    ["ms-swift", bare, ["bad_content_type 13"]],
    ["trl", typed, []],
    ["trl", bare, ["bad_content_type 13"]],
  ])("%s: %j", async (trainer, row, errors) => {
    expect(await errorsOf(lines([...chats, row]), trainer)).toEqual(errors);
  });
});

describe("messages that are written as a text", () => {
  const rows = times(3, () => ({ messages: JSON.stringify(turns) }));
  const table = ["messages", ...times(3, () => `"${JSON.stringify(turns).replaceAll('"', '""')}"`)].join("\n");

  it.each<[trainer: string, asLines: string[], asTable: string[]]>([
    ["trl", ["bad_field_type 1"], ["not_loaded file"]],
    ["llama-factory", ["bad_field_type 1"], ["not_loaded file"]],
    // It evaluates such a text.
    ["ms-swift", [], []],
    ["csv", ["bad_field_type 1"], []],
  ])("%s, in JSON lines and in a cell of a table", async (trainer, asLines, asTable) => {
    expect(await errorsOf(lines(rows), trainer)).toEqual(asLines);
    expect(await errorsOf(table, trainer, "train.csv")).toEqual(asTable);
  });

  it("no more than a text that is no JSON", async () => {
    expect(await errorsOf(lines([...chats, { messages: "[{'role'" }]), "ms-swift")).toEqual(["bad_field_type 13"]);
  });

  it("of the wrong role is found by its line", async () => {
    const row = { messages: JSON.stringify([user("a"), { role: "assistant" }]) };
    expect(await errorsOf(lines([...rows, row]), "ms-swift")).toEqual(["missing_content 4"]);
  });
});

describe("an answer of weight 0", () => {
  it.each<[provider: string, field: object, codes: string[]]>([
    // TRL and LLaMA-Factory read neither field, and train the answer; ms-swift reads `loss`.
    ["trl", { weight: 0 }, ["weight_ignored"]],
    ["trl", { loss: false }, []],
    ["llama-factory", { weight: 0 }, ["weight_ignored"]],
    ["ms-swift", { loss: false }, ["no_trainable_tokens"]],
    ["ms-swift", { weight: 0 }, ["weight_ignored"]],
    ["ms-swift", { weight: 0, loss: false }, ["no_trainable_tokens", "weight_ignored"]],
    ["ms-swift", { train: false }, []],
    ["openai", { weight: 0 }, ["missing_system", "no_trainable_tokens"]],
  ])("is learnt where weights are not read: %s, %j", async (provider, field, codes) => {
    const rows = times(12, (i) => ({ messages: [user(`q${i}`), { ...assistant("b"), ...field }] }));
    const { findings } = await checked(encode(lines(rows)), { provider });
    const warned = findings.filter(({ severity }) => severity === "warning").map(({ code }) => code);
    expect([...new Set(warned)]).toEqual(codes);
  });

  it("does not make an empty one learnt", async () => {
    const rows = times(3, (i) => ({ messages: [user(`q${i}`), { ...assistant(""), weight: 0 }] }));
    const { findings } = await checked(encode(lines(rows)), { provider: "trl" });
    expect(findings.map(({ code }) => code)).toContain("no_trainable_tokens");
  });
});

describe("a file that the trainers' loader refuses or reads as other rows", () => {
  const rows = times(3, (i) => ({ prompt: `p${i}`, completion: "c" }));
  const texts = lines(rows);
  const table = (mark: string, head = ""): string =>
    `${head}prompt${mark}completion\n${[1, 2, 3].map((i) => `p${i}${mark}c`).join("\n")}\n`;
  const listed = (more: string): string => `[${[texts.replaceAll("\n", ","), more].join()}]`;
  const twice = '{"prompt":"a","prompt":"b","completion":"c"}';
  const half = '{"prompt":"a \\ud83d","completion":"c"}';

  // Each tried with datasets 5.2.0 of PyPI on 2026-12-03.
  it.each<[what: string, name: string, text: string, errors: string[]]>([
    ["commas", "a.csv", table(","), []],
    ["semicolons", "a.csv", table(";"), ["not_loaded file"]],
    ["semicolons that Excel names", "a.csv", table(";", "sep=;\n"), ["not_loaded file"]],
    ["bars", "a.csv", table("|"), ["not_loaded file"]],
    ["tabs", "a.csv", table("\t"), ["not_loaded file"]],
    ["tabs by their name", "a.tsv", table("\t"), []],
    ["rows in one object", "a.json", JSON.stringify({ data: rows }), ["not_loaded file"]],
    ["columns in one object", "a.json", '{"prompt":["a","b"],"completion":["c","d"]}', ["not_loaded file"]],
    ["a key twice", "a.jsonl", `${texts}\n${twice}`, ["not_loaded file"]],
    ["a key twice in a list", "a.json", listed(twice), []],
    ["half of a pair", "a.jsonl", `${texts}\n${half}`, ["not_loaded file"]],
    ["half of a pair in a list", "a.json", listed(half), []],
    ["NaN", "a.jsonl", `${texts}\n{"prompt":"a","completion":"c","score":NaN}`, []],
    ["a comma too many", "a.jsonl", `${texts},\n${texts}`, ["invalid_json 3"]],
  ])("%s", async (_what, name, text, errors) => {
    expect(await errorsOf(text, "trl", name)).toEqual(errors);
  });

  it.each<[what: string, head: string, trl: string[], swift: string[]]>([
    ["as TRL has them", "prompt,completion", [], []],
    ["with capitals", "Prompt,Completion", ["not_loaded file"], []],
    ["behind a space", "prompt, completion", ["not_loaded file"], ["not_loaded file"]],
    ["in quotes", '"prompt","completion"', [], []],
    ["with capitals where they are not read", "prompt,completion,Source", [], []],
  ])("columns %s", async (_what, head, trl, swift) => {
    const text = `${head}\na,b${head.endsWith("Source") ? ",c" : ""}\n`;
    expect(await errorsOf(text, "trl", "a.csv")).toEqual(trl);
    expect(await errorsOf(text, "ms-swift", "a.csv")).toEqual(swift);
  });

  // Written with pyarrow 26 and loaded with datasets 5.2.0: a map anywhere is a ValueError, texts without their mark are bytes.
  it.each([
    ["texts", "pairs", []],
    ["bytes in place of texts", "bytes", ['(the column "prompt" holds bytes)']],
    ["bytes in place of the texts of messages", "turnsOfBytes", ['(the column "messages" holds bytes)']],
    ["bytes beside the texts", "bytesBeside", []],
    ["a map beside the texts", "map", ['(the column "meta" is a map)']],
  ])("columns of Parquet that hold %s", async (_what, name, said) => {
    const file = new Uint8Array(readFileSync(new URL(`../formats/fixtures/${name}.parquet`, import.meta.url)));
    const told = async (provider: string): Promise<(string | undefined)[]> =>
      (await checked(file, { provider, name: "train.parquet" })).findings
        .filter(({ code, severity }) => code === "not_loaded" && severity === "error")
        .map(({ sentence }) => /\(.*\)/u.exec(sentence)?.[0]);
    expect(await told("trl")).toEqual(said);
    expect(await told("ms-swift")).toEqual(said);
    expect(await told("generic")).toEqual([]);
  });

  // Their loader samples a text by its lines, blank ones too, and takes `.txt` for text whatever it holds.
  it.each<[what: string, name: string, text: string, said: string[]]>([
    ["a text of one line", "a.txt", "One.\n", []],
    ["a text of two lines", "a.txt", "One.\nTwo.\n", ["warning (more rows than paragraphs: 1)"]],
    ["a text of paragraphs", "a.txt", "One,\ngoing on.\n\nTwo.\n", ["warning (more rows than paragraphs: 2)"]],
    ["a text of paragraphs without a name", "", "One.\n\nTwo.\n", ["warning (more rows than paragraphs: 1)"]],
    ["JSON lines by the name of a text", "a.txt", texts, ["error (text by its name, .txt)"]],
    ["JSON lines by the name of a table", "a.csv", texts, ["error (csv by its name, .csv)"]],
    ["a table by the name of a text", "a.txt", table(","), ["error (text by its name, .txt)"]],
  ])("%s", async (_what, name, text, said) => {
    for (const provider of ["trl", "llama-factory", "ms-swift"]) {
      const { findings } = await checked(encode(text), { provider, name });
      const told = findings.filter(({ code }) => ["not_loaded", "read_by_lines"].includes(code));
      expect(told.map(({ severity, sentence }) => `${severity} ${/\(.*\)/u.exec(sentence)?.[0]}`)).toEqual(said);
    }
    const { findings } = await checked(encode(text), { provider: "generic", name });
    expect(findings.filter(({ code }) => code === "not_loaded")).toEqual([]);
  });

  it.each([
    ["llama-factory", ".tsv", ["wrong_extension file"]],
    ["ms-swift", ".feather", ["wrong_extension file"]],
    ["trl", ".feather", []],
    ["llama-factory", ".jsonl", []],
  ])("is taken by its name: %s, %s", async (trainer, ending, errors) => {
    const shapes = times(3, (i) => ({ messages: [user(`q${i}`), assistant("b")] }));
    expect(await errorsOf(lines(shapes), trainer, `train${ending}`)).toEqual(errors);
  });

  it("is taken packed by TRL alone", async () => {
    const packed = gzipSync(lines(chats));
    const errors = async (provider: string): Promise<string[]> =>
      (await checked(packed, { provider, name: "train.jsonl.gz" })).findings
        .filter(({ severity }) => severity === "error")
        .map(({ code }) => code);
    expect(await errors("trl")).toEqual([]);
    expect(await errors("llama-factory")).toEqual(["wrong_extension"]);
    expect(await errors("ms-swift")).toEqual(["wrong_extension"]);
  });
});

describe("a class", () => {
  const model = "ministral-3b-classifier";

  it.each<[label: object, errors: string[]]>([
    [{ labels: { mood: "good" } }, []],
    [{ labels: { mood: ["good", "calm"] } }, []],
    [{ label: "good" }, ["missing_field 1"]],
    [{ labels: ["good"] }, ["missing_field 1"]],
  ])("stands in an object by its name at Mistral: %j", async (label, errors) => {
    const { findings } = await checked(
      encode(lines(times(40, (i) => ({ text: `What a day ${i}, and what weather it was`, ...label })))),
      {
        provider: "mistral",
        model,
      },
    );
    const found = findings.filter(({ severity }) => severity === "error").map(({ code, line }) => `${code} ${line}`);
    expect(found.slice(0, 1)).toEqual(errors);
  });
});
