import { describe, expect, it } from "vitest";
import { textsOf } from "../../src/checks/rowRules.ts";
import { checkTools } from "../../src/shapes/checking/toolCalls.ts";
import type { Row } from "../../src/formats/row.ts";
import { isRow } from "../../src/formats/row.ts";
import { readRow } from "../../src/shapes/readRow.ts";
import { unreadColumns } from "../../src/shapes/unread.ts";

const turns = [
  { role: "user", content: "q" },
  { role: "assistant", content: "a" },
];
const listed = (depth: number, inner: unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((value) => [value], inner);
const nested = (depth: number, inner: unknown): unknown =>
  Array.from({ length: depth }).reduce<unknown>((value) => ({ x: value }), inner);
const unread = (beside: unknown): readonly string[] => unreadColumns({ messages: turns, beside }, "chat-sft");

describe("what stands deep within a row", () => {
  it("is seen as text up to eight objects or lists below its column", () => {
    for (const of of [listed, nested]) {
      expect(unread(of(9, "these are four words"))).toEqual(["beside"]);
      expect(unread(of(10, "these are four words"))).toEqual([]);
    }
    expect(unread({ a: 1, b: "these are four words" })).toEqual(["beside"]);
    expect(unread(["a", "b", "c", "d", "these are four words"])).toEqual([]);
  });

  it("is seen as a file up to three lists below its column, one of the first four", () => {
    expect(unread(listed(3, "a.wav"))).toEqual(["beside"]);
    expect(unread(listed(4, "a.wav"))).toEqual([]);
    expect(unread(["a", "b", "c", "d.wav"])).toEqual(["beside"]);
    expect(unread(["a", "b", "c", "d", "e.wav"])).toEqual([]);
    expect(unread("w.wav")).toEqual(["beside"]);
    expect(unread(".wav")).toEqual([]);
    expect(unread(new Uint8Array(1))).toEqual(["beside"]);
    expect(unread(new Uint8Array(0))).toEqual([]);
  });

  it("gives its texts up to two hundred levels down", () => {
    expect([...textsOf(nested(201, "deep"))]).toEqual(["deep"]);
    expect([...textsOf(nested(202, "deep"))]).toEqual([]);
    expect([...textsOf(listed(201, "deep"))]).toEqual(["deep"]);
    expect([...textsOf(listed(202, "deep"))]).toEqual([]);
    expect([...textsOf({ a: ["b", 1, null, { c: "d" }], e: "f" })]).toEqual(["b", "d", "f"]);
  });

  it("is held against JSON Schema up to fifty schemas down", () => {
    const schema = (depth: number): object =>
      Array.from({ length: depth }).reduce<object>((items) => ({ type: "array", items }), { type: "nothing" });
    const faults = (depth: number): unknown[] => {
      const said: unknown[] = [];
      const tools = [{ type: "function", function: { name: "f", parameters: schema(depth) } }];
      checkTools({ tools }, [], "openai", (...told) => said.push(told));
      return said;
    };
    expect(faults(50)).toEqual([["error", "bad_tool_definition", "type nothing"]]);
    expect(faults(51)).toEqual([]);
  });

  it("has the types of Gemini's schemas in small letters as deep as they can be printed", () => {
    const schema = (depth: number): object =>
      Array.from({ length: depth }).reduce<object>((x) => ({ x }), { type: "STRING" });
    const typeIn = (depth: number): string => {
      const contents = [{ role: "user", parts: [{ text: "q" }] }];
      const read = readRow(
        { contents, tools: [{ functionDeclarations: [schema(depth)] }] },
        "gemini-contents",
        undefined,
      );
      let [type]: readonly unknown[] = "tools" in read ? (read.tools ?? []) : [];
      if (isRow(type)) type = type["function"];
      while (isRow(type)) type = type["x"] ?? type["type"];
      return String(type);
    };
    expect(typeIn(51)).toBe("string");
    expect(typeIn(20_000)).toBe("STRING");
  });
});

describe("a row that is read as a shape it lacks the fields of", () => {
  it.each<[shape: string, row: Row, code: string, detail: string]>([
    ["rejected-response", { messages: turns }, "missing_field", "rejected_response"],
    ["rejected-response", { messages: turns, rejected_response: null }, "missing_field", "rejected_response"],
    ["rejected-response", { messages: turns, rejected_response: 7 }, "bad_field_type", "rejected_response"],
    ["gemini-preference", { contents: null }, "missing_contents", "contents"],
    ["gemini-preference", { contents: [{ role: "user", parts: [{ text: "q" }] }] }, "bad_field_type", "completions"],
    ["bedrock-preference", { messages: "x" }, "missing_messages", "messages"],
    ["bedrock-preference", { messages: [] }, "missing_field", "candidates"],
    ["bedrock-preference", { messages: [{ role: "assistant", candidates: 7 }] }, "missing_field", "candidates"],
    ["chat-sft", { text: "a" }, "missing_messages", "messages"],
    ["alpaca", { output: "a" }, "missing_field", "instruction"],
    ["question-answer", { words: "a" }, "missing_field", "question"],
    ["parquet-tokenised", { text: "a" }, "missing_field", "input_ids"],
    ["text", { messages: turns }, "missing_field", "text"],
    ["prompt-only", { messages: turns }, "missing_field", "prompt"],
    ["embedding", { text: "a" }, "missing_field", "a text to compare with"],
    ["dpo", { messages: turns }, "missing_field", "input"],
    ["preference", { messages: turns }, "missing_field", "chosen"],
    ["segments", { messages: turns }, "missing_field", "segments"],
    ["comparison", { messages: turns }, "missing_field", "which of two answers is better"],
  ])("is refused as %s: %j", (shape, row, code, detail) => {
    expect(readRow(row, shape, undefined)).toEqual({ code, detail });
  });
});
