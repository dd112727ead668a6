import { describe, expect, it } from "vitest";
import { convertBytes, fileColumns, profileBytes } from "../../src/index.ts";
import { shapeOf } from "../../src/shapes/table.ts";
import { textChunks } from "../data.ts";
import { checked } from "../checks/codes.ts";
import { assistant, lines, system, user } from "../checks/rows.ts";
import { readingOf } from "./readings.ts";

const [ask, say] = ["What is a lake?", "A body of water."];
const talk = [user(ask), assistant(say)];

/** What the rows of a file are as a host takes them. */
async function written(text: string, to: string = "openai"): Promise<unknown[]> {
  let out = "";
  await convertBytes(textChunks(text), { to, write: (more) => void (out += more) });
  return out === ""
    ? []
    : out
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line));
}

const times = (asked: string, answered: string): object[] =>
  [1, 2].map((n) => ({ frage: `${asked} ${n}`, antwort: answered }));
const chatmessage = (message: object): object => ({
  type: "chatmessage",
  to_name: "chat",
  value: { chatmessage: message },
});
const rated = { type: "choices", value: { choices: ["Good"] } };

/** @source https://labelstud.io/tags/chat (read 2026-11-30) */
describe("a task of Label Studio", () => {
  const added = [chatmessage({ ...user(ask), createdAt: 1 }), rated, chatmessage({ ...assistant(say), createdAt: 2 })];
  it.each<[string, object, readonly object[]]>([
    ["whose annotator wrote all", { data: { chat: [] }, annotations: [{ result: added }] }, talk],
    [
      "whose annotator answered",
      { id: 1, data: { chat: [system, user(ask)] }, annotations: [{ result: added.slice(1) }], predictions: [] },
      [system, ...talk],
    ],
    ["that two annotated", { data: { chat: [] }, annotations: [{ result: added }, { result: added }] }, talk],
    [
      "that a model answered",
      { data: { chat: [{ text: "Read it in detail." }] }, annotations: [], predictions: [{ result: added }] },
      talk,
    ],
  ])("%s is its conversation", async (_what, row, messages) => {
    expect(readingOf(row as Record<string, unknown>)).toMatchObject({ shape: "chat-export" });
    expect(await written(lines([row]))).toEqual([{ messages }]);
  });

  it("to which nothing was added names where its messages are", async () => {
    const text = lines([{ id: 1, data: { chat: talk }, annotations: [{ result: [rated] }] }]);
    expect(await fileColumns(textChunks(text))).toMatchObject({ value: { proposal: { messages: "data.chat" } } });
  });
});

/** @source https://github.com/Arize-ai/openinference/blob/main/spec/semantic_conventions.md (read 2026-11-30) */
describe("a call of a model as OpenInference records it", () => {
  const call = { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } };
  const called = [user(ask), { role: "assistant", tool_calls: [call] }];
  const flat = (role: string, content: string, more: object = {}): object => ({
    "message.role": role,
    "message.content": content,
    ...more,
  });
  const flatCall = {
    "tool_call.id": "c1",
    "tool_call.function.name": "look",
    "tool_call.function.arguments": '{"at":1}',
  };
  const span = (input: readonly object[], output: readonly object[]): object => ({
    name: "ChatCompletion",
    span_kind: "LLM",
    "attributes.input.value": ask,
    "attributes.llm.input_messages": input,
    "attributes.llm.output_messages": output,
  });
  const tree = (input: readonly object[], output: readonly object[]): object => ({
    name: "ChatCompletion",
    attributes: { input: { value: ask }, llm: { input_messages: input, output_messages: output } },
  });
  const inner = (message: object): object => ({ message });
  it.each<[string, object, readonly object[]]>([
    ["in columns", span([flat("user", ask)], [flat("assistant", say)]), talk],
    [
      "in columns, with calls",
      span([flat("user", ask)], [flat("assistant", "", { "message.tool_calls": [flatCall] })]),
      called,
    ],
    ["as a tree", tree([inner(user(ask))], [inner(assistant(say))]), talk],
    [
      "as a tree, with calls",
      tree([inner(user(ask))], [inner({ role: "assistant", tool_calls: [{ tool_call: call }] })]),
      called,
    ],
  ])("%s is its conversation", async (_what, row, messages) => {
    expect(readingOf(row as Record<string, unknown>)).toMatchObject({ shape: "chat-export" });
    expect(await written(lines([row]))).toEqual([{ messages }]);
  });
});

describe("rows that were taken for something else", () => {
  it.each([
    ["UltraChat's", { data: [ask, say] }],
    ["a conversation of texts", { conversations: [ask, say] }],
  ])("one conversation of texts in a file of its own: %s", async (_what, row) => {
    expect(await written(lines([row]))).toEqual([{ messages: talk }]);
  });

  it("a message of OpenAssistant's with its replies, without a tree around it", async () => {
    const reply = { message_id: "b", role: "assistant", text: say, rank: 0, replies: [] };
    const row = { message_id: "a", role: "prompter", text: ask, replies: [reply] };
    expect(await written(lines([row]))).toEqual([{ messages: talk }]);
  });

  it("a verdict beside a prompt alone is what a grader compares", () => {
    for (const label of [true, false, 1, "yes"]) expect(shapeOf({ messages: [user(ask)], label })).toBe("rft");
    expect(shapeOf({ messages: talk, label: true })).toBe("kto");
  });

  it("a prompt of a system text and a question", async () => {
    const row = { prompt: { system: "Be brief.", user: ask }, chosen: say, rejected: "No." };
    const pair = { prompt: [system, user(ask)], chosen: [assistant(say)], rejected: [assistant("No.")] };
    expect(await written(lines([row]), "trl")).toEqual([pair]);
  });

  it("items that are no turns", async () => {
    const one = { id: "a", results: [], input: { messages: [user(ask)] }, output: [assistant(say)] };
    const text = JSON.stringify({ run: "r", items: [one, { ...one, id: "b" }] });
    expect(await fileColumns(textChunks(text))).toMatchObject({
      value: { proposal: { rows: "items" } },
    });
    expect(await profileBytes(textChunks(text), { rules: [] })).toMatchObject({
      value: { findings: [{ code: "unknown_shape" }] },
    });
  });
});

describe("the columns that are proposed", () => {
  it.each<[string, string, object | null]>([
    [
      "an answer that is the truth",
      `{"query":"${ask}","context":"It is in the north.","ground_truth":"Yes"}`,
      { prompt: "query", completion: "ground_truth" },
    ],
    [
      "a system text with a name before it",
      `{"toy_system":"You are brief today.","toy_input":"${ask}","toy_output":"${say}"}`,
      { prompt: "toy_input", completion: "toy_output", system: "toy_system" },
    ],
    [
      "an answer by a role of its own",
      JSON.stringify({
        context: JSON.stringify([user(ask)]),
        response: JSON.stringify({ role: "search", arguments: {} }),
      }),
      { prompt: "context", completion: "response" },
    ],
    [
      "several answers to one prompt",
      JSON.stringify({ item: { prompt: ask, tests: [1] }, responses: [say, "None."], rewards: [1, 0] }),
      { prompt: "item.prompt", completion: "responses.0" },
    ],
    [
      "the definition of a tool",
      JSON.stringify({ type: "function", function: { name: "look", description: "Look for a lake on a map." } }),
      null,
    ],
    ["one turn of a conversation", JSON.stringify(user(ask)), null],
  ])("%s", async (_what, text, proposal) => {
    expect(await fileColumns(textChunks(`${text}\n${text}`))).toMatchObject({ value: { proposal } });
  });

  it("are those of a list only where the row that holds it is the whole file", async () => {
    const row = { of: { train: times("Wo?", "Da") } };
    const said = async (rows: readonly object[]): Promise<string> =>
      JSON.stringify(await checked(rows, { provider: "trl" }));
    expect(await said([row])).toContain("rows=of.train");
    expect(await said([row, row])).not.toContain("rows=of.train");
  });

  it("work for a table whose header is in capitals", async () => {
    const columns = { prompt: "query", completion: "SQL" };
    const table = `Query,SQL\n${ask},select 1\n`;
    expect(await profileBytes(textChunks(table), { rules: [], name: "a.csv", columns })).toMatchObject({
      value: { examples: 1, findings: [] },
    });
  });
});

it("a database is called by its name", async () => {
  const text = `SQLite format 3\0${"\0".repeat(100)}`;
  expect(await profileBytes(textChunks(text), { rules: [] })).toMatchObject({ problem: { got: "SQLite" } });
});
