import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkFor, convertBytes } from "../../src/index.ts";
import { isEmpty } from "../../src/shapes/unread.ts";
import { chunked, textChunks } from "../data.ts";
import { converted, lost, written, user, assistant, plain, asked, answered } from "./converted.ts";

describe("a field that no shape but the row's own holds", () => {
  const pair = { prompt: "a", chosen: "b", rejected: "c" };
  const text = (part: object): object => ({ messages: [user, { role: "assistant", content: [{ ...part }] }] });

  it.each<[target: string, row: object, what: string[]]>([
    ["together", { ...plain, parallel_tool_calls: false }, ["parallel_tool_calls"]],
    ["trl", { ...plain, id: 7, chat_template_kwargs: { enable_thinking: false } }, ["chat_template_kwargs", "id"]],
    ["openai", { contents: [asked, answered], generationConfig: { temperature: 0 } }, ["generationConfig"]],
    ["vertex-gemini", { contents: [asked, answered], generationConfig: { temperature: 0 } }, []],
    ["openai", { contents: [asked, answered], systemInstruction: 5 }, ["systemInstruction"]],
    ["openai", { ...pair, margin: 2, score_chosen: 5 }, ["margin", "score_chosen"]],
    ["openai", { instruction: "a", output: "b", source: "web", score: 0 }, ["score", "source"]],
    ["openai", { messages: [user, { ...assistant, audio: { id: "z" }, prefix: true }] }, ["audio", "prefix"]],
    ["openai", { messages: [user, { role: "assistant", content: null, refusal: "No." }] }, ["refusal"]],
    ["openai", { messages: [user, { ...assistant, weight: 0.5 }] }, ["weight"]],
    ["openai", text({ type: "text", text: "b", cache_control: { type: "ephemeral" } }), ["cache_control"]],
    ["openai", { ...plain, tools: "search" }, ["tools"]],
    ["openai", { ...plain, kto_tag: true }, ["kto_tag"]],
    ["together", { prompt: "a", completion: "b", context: "c", empty: null, tools: "[]" }, ["context"]],
    [
      "trl",
      {
        input: { messages: [user], parallel_tool_calls: true },
        preferred_output: [{ ...assistant, weight: 0 }],
        non_preferred_output: [{ role: "assistant", content: "c" }],
      },
      ["parallel_tool_calls", "weight"],
    ],
  ])("is listed by its name: to %s, %j", async (to, row, what) => {
    expect(await lost(row, to)).toEqual(what.map((field) => `changed ${field}`));
  });

  it.each<[target: string, row: object]>([
    ["trl", { prompt: "a", completion: "b", label: false }],
    ["openai", { messages: [user], answer: "b" }],
    ["vertex-gemini", { contents: [asked], references: { answer: "b" } }],
  ])("stays where the target takes the row as it is: %s, %j", async (to, row) => {
    expect(await written(row, to)).toEqual(row);
    expect(await lost(row, to)).toEqual([]);
  });

  it("is listed too where columns are named", async () => {
    const row = JSON.stringify({ q: "a", a: "b", note: "c" });
    const { text, losses } = await converted(row, "openai", { prompt: "q", completion: "a" });
    expect(JSON.parse(text)).toEqual(plain);
    expect(losses).toEqual([{ kind: "changed", what: "note", count: 1, lines: [1] }]);
  });

  it("is every other column that has the name of a use, where columns are named: that of the system is read", async () => {
    const row = JSON.stringify({ q: "a", a: "b", prompt: "p", completion: "c", text: "t", system: "Be brief." });
    const { text, losses } = await converted(row, "openai", { prompt: "q", completion: "a" });
    expect(JSON.parse(text)).toEqual({ messages: [{ role: "system", content: "Be brief." }, ...plain.messages] });
    expect(losses.map(({ what }) => what).toSorted()).toEqual(["completion", "prompt", "text"]);
  });

  it("is one of many in a file with a new one in every row", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => JSON.stringify({ ...plain, [`x${i}`]: 1 })).join("\n");
    const { losses } = await converted(rows, "openai");
    expect(losses).toHaveLength(201);
    expect(losses).toContainEqual(expect.objectContaining({ what: "other_fields", count: 100 }));
  });

  it("is told of a column that another of the same name hides", async () => {
    const { losses } = await converted("prompt,completion,completion\na,b,c\n", "openai");
    expect(losses).toEqual([{ kind: "changed", what: "repeated_column", count: 1, lines: [1] }]);
  });
});

it("a day and an hour are told where they are left out, as a table of Parquet holds them", () => {
  expect(isEmpty(new Date(0))).toBe(false);
});

it("what ms-swift trains less is told, and what it does not train is kept", async () => {
  const trained = { ...assistant, loss: true, loss_scale: 0.5 };
  const row = { messages: [user, { ...assistant, loss: false }, user, trained] };
  expect(await lost(row, "openai")).toEqual(["changed loss_scale"]);
  expect(await written(row, "openai")).toMatchObject({ messages: [{}, { weight: 0 }, {}, assistant] });
});

it("steps that are judged are no rows for a grader", async () => {
  const row = { prompt: "What is 1 + 1?", completions: ["One and one.", "So it is 3."], labels: [true, false] };
  for (const to of ["openai", "fireworks"]) expect(await lost(row, to)).toEqual(["refused missing_assistant"]);
});

describe("an answer that is labelled as wrong", () => {
  it.each<[target: string, row: object]>([
    ["openai", { ...plain, kto_tag: false }],
    ["sharegpt", { ...plain, kto_tag: false }],
    ["together", { prompt: "a", completion: "b", label: false }],
  ])("is not written as one to learn from: to %s, %j", async (to, row) => {
    expect(await lost(row, to)).toEqual(["refused unwanted_answer"]);
  });
});

describe("an answer whose verdict is missing", () => {
  const labelled = { prompt: "a", completion: "b", label: true };
  it.each<[target: string, row: object]>([
    ["openai", { ...labelled, label: null }],
    ["vertex-gemini", { ...labelled, label: null }],
    ["openai", { ...plain, kto_tag: null }],
    ["sharegpt", { instruction: "a", output: "b", kto_tag: "perhaps" }],
    ["ms-swift", { ...labelled, label: null }],
  ])("is not written as a right one: to %s, %j", async (to, row) => {
    expect(await lost(row, to)).toEqual(["refused no_verdict"]);
  });

  it.each([
    { ...labelled, label: null, id: 3 },
    { ...plain, label: null },
    { ...labelled, label: "perhaps" },
  ])("is not written among answers with verdicts, whichever comes first: %j", async (row) => {
    for (const rows of [
      [row, labelled],
      [labelled, row],
    ]) {
      const { written: count, losses } = await converted(rows.map((one) => JSON.stringify(one)).join("\n"), "openai");
      expect(count).toBe(1);
      expect(losses).toContainEqual({ kind: "refused", what: "no_verdict", count: 1, lines: [rows.indexOf(row) + 1] });
    }
  });

  it("is written where no row has a verdict, its class named as left out", async () => {
    expect(await lost({ ...labelled, label: "sports news" }, "openai")).toEqual(["changed label"]);
    expect(await lost({ ...plain, label: null }, "openai")).toEqual([]);
  });
});

describe("a file that breaks off", () => {
  it("is said to", async () => {
    const { written: rows, losses } = await converted(`[${JSON.stringify(plain)},`, "openai");
    expect(rows).toBe(1);
    expect(losses).toEqual([{ kind: "refused", what: "cut_off", count: 1, lines: [2] }]);
    const packed = gzipSync(`${JSON.stringify(plain)}\n`.repeat(2000));
    const result = await convertBytes(chunked(packed.subarray(0, packed.length - 20)), {
      to: "openai",
      write: () => undefined,
    });
    expect(result.ok && result.value.losses.map(({ what }) => what)).toContain("cut_off");
  });
});

describe("a row that the target's own check refuses", () => {
  const late = [user, assistant, { role: "system", content: "s" }, user, assistant];
  it.each<[target: string, row: object, code: string]>([
    ["together", { messages: [user, user, assistant] }, "role_order"],
    ["fireworks", { messages: late }, "system_not_first"],
    ["vertex-gemini", { messages: [user, { role: "assistant", content: "" }] }, "missing_content"],
    ["bedrock-nova", { messages: [{ role: "user", content: "User: a" }, assistant] }, "reserved_word"],
    ["openai", { messages: [{ role: "user", content: "<|im_start|>" }, assistant] }, "special_token_text"],
  ])("is listed and not written: to %s, %j", async (to, row, code) => {
    const { text, written: rows, losses } = await converted(`${JSON.stringify(plain)}\n${JSON.stringify(row)}`, to);
    expect(rows).toBe(1);
    expect(text.trim().split("\n")).toHaveLength(1);
    expect(losses).toEqual([{ kind: "refused", what: code, count: 1, lines: [2] }]);
  });

  it("for its shape among others is listed", async () => {
    const { losses, written: rows } = await converted(`${JSON.stringify(plain)}\n{"text":"a"}`, "together");
    expect(rows).toBe(1);
    expect(losses).toEqual([{ kind: "refused", what: "mixed_formats", count: 1, lines: [2] }]);
  });

  it.each([
    ["the first of all", 1, [1]],
    ["among the first rows", 100, [100]],
    ["behind them", 300, [300]],
  ])("gives way to that of most rows, %s: the file is taken", async (_where, place, lines) => {
    const rows = Array.from({ length: 320 }, (_, i) => JSON.stringify(i + 1 === place ? { messages: [user] } : plain));
    const { text, losses, written: kept } = await converted(rows.join("\n"), "trl");
    expect([kept, losses]).toEqual([319, [{ kind: "refused", what: "mixed_formats", count: 1, lines }]]);
    const report = await checkFor("trl", textChunks(text));
    expect(report.ok && report.value.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

describe("a conversion", () => {
  it("tells of numbers too large to be kept", async () => {
    const tools = (most: string): string =>
      `{"messages":${JSON.stringify(plain.messages)},"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object","maximum":${most}}}}]}`;
    const losses = async (most: string): Promise<unknown> => (await converted(tools(most), "openai")).losses;
    expect(await losses("12345678901234567890")).toEqual([
      { kind: "changed", what: "digits_rounded", count: 1, lines: [1] },
    ]);
    expect(await losses("10000000000000000000")).toEqual([]);
    expect(await losses('"12345678901234567890"')).toEqual([]);
  });

  it.each([
    ["vertex", "vertex-gemini"],
    ["nova", "bedrock-nova"],
    ["azure", "azure-openai"],
  ])("knows the target %s by the names that a check takes", async (alias, id) => {
    const row = JSON.stringify(plain);
    expect(await converted(row, alias)).toEqual(await converted(row, id));
  });
});
