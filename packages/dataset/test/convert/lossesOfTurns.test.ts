import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
import { unitRule } from "../units.ts";
import { converted, lost, written, user, assistant, plain, asked, answered } from "./converted.ts";

describe("thoughts", () => {
  it.each<[what: string, row: object]>([
    ["of Gemini", { contents: [asked, { role: "model", parts: [{ text: "hm", thought: true }, { text: "b" }] }] }],
    [
      "of Nova",
      {
        messages: [
          { role: "user", content: [{ text: "a" }] },
          { role: "assistant", content: [{ reasoningContent: { reasoningText: { text: "hm" } } }, { text: "b" }] },
        ],
      },
    ],
    ["in a field of the message", { messages: [user, { ...assistant, reasoning_content: "hm" }] }],
    [
      "in a part",
      {
        messages: [
          user,
          {
            role: "assistant",
            content: [
              { type: "thinking", thinking: "hm" },
              { type: "text", text: "b" },
            ],
          },
        ],
      },
    ],
    [
      "of LLaMA-Factory",
      {
        messages: [
          user,
          {
            role: "assistant",
            content: [
              { type: "reasoning", value: "hm" },
              { type: "text", value: "b" },
            ],
          },
        ],
      },
    ],
  ])("%s never become an answer, and are listed where they are lost", async (_what, row) => {
    expect(await written(row, "openai")).toEqual(plain);
    expect(await lost(row, "trl")).toEqual(["changed thoughts"]);
    expect(await written(row, "vertex-gemini")).toEqual({ contents: [asked, answered] });
    expect(await lost(row, "bedrock-nova")).toEqual(["changed thoughts"]);
    // Together has a field for them.
    expect(await written(row, "together")).toEqual({ messages: [user, { ...assistant, reasoning_content: "hm" }] });
    expect(await lost(row, "together")).toEqual([]);
    const profile = await profileBytes(textChunks(JSON.stringify(row)), { rules: [unitRule()] });
    expect(profile.ok && profile.value.counts["plain/units"]?.trainable).toEqual([[3, 1]]);
    expect(profile.ok && profile.value.findings).toEqual([
      { severity: "warning", code: "thoughts", count: 1, lines: [[0, 1]] },
    ]);
  });

  it("alone are no answer", async () => {
    const row = { contents: [asked, { role: "model", parts: [{ text: "hm", thought: true }] }] };
    expect(await lost(row, "openai")).toEqual(["refused missing_content"]);
  });
});

describe("calls and answers of tools", () => {
  const call = (id: string, name: string, given: string): object => ({
    id,
    type: "function",
    function: { name, arguments: given },
  });

  it("of Gemini stay pairs by the function's name", async () => {
    const called = [{ functionCall: { name: "f", args: { n: 1 } } }, { functionCall: { name: "g", args: {} } }];
    const told = ["g", "f"].map((name) => ({ functionResponse: { name, response: { of: name } } }));
    const row = {
      contents: [asked, { role: "model", parts: called }, { role: "user", parts: told }, answered],
      tools: [{ functionDeclarations: ["f", "g"].map((name) => ({ name, parameters: { type: "OBJECT" } })) }],
    };
    expect(await written(row, "openai")).toEqual({
      messages: [
        user,
        { role: "assistant", tool_calls: [call("call_1", "f", '{"n":1}'), call("call_2", "g", "{}")] },
        { role: "tool", content: '{"of":"g"}', tool_call_id: "call_2" },
        { role: "tool", content: '{"of":"f"}', tool_call_id: "call_1" },
        assistant,
      ],
      tools: ["f", "g"].map((name) => ({ type: "function", function: { name, parameters: { type: "object" } } })),
    });
    expect(await lost(row, "openai")).toEqual([]);
    expect(await lost(row, "vertex-gemini")).toEqual([]);
    expect(await lost(row, "bedrock-nova")).toEqual([]);
    expect(await lost(row, "bedrock-llama")).toEqual(["refused tools"]);
  });

  it("of ShareGPT are calls, not what the model says", async () => {
    const conversations = [
      { from: "human", value: "a" },
      { from: "function_call", value: '{"name":"f","arguments":{"n":1}}' },
      { from: "observation", value: "42" },
      { from: "gpt", value: "b" },
    ];
    const tools = '[{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}]';
    const { text, losses } = await converted(JSON.stringify({ conversations, tools, system: "s" }), "openai");
    expect(JSON.parse(text)).toMatchObject({
      messages: [
        { role: "system" },
        user,
        { role: "assistant", tool_calls: [call("call_2_0", "f", '{"n":1}')] },
        { role: "tool", content: "42", tool_call_id: "call_2_0" },
        assistant,
      ],
    });
    expect(losses).toEqual([]);
    const report = await checkBytes(textChunks(text.repeat(10)), { provider: "openai" });
    expect(report.ok && report.value.findings.map(({ code }) => code)).not.toContain("tool_message_without_call");
  });

  it("of Bedrock keep their ids", async () => {
    const row = {
      messages: [
        { role: "user", content: [{ text: "a" }] },
        { role: "assistant", content: [{ toolUse: { toolUseId: "x", name: "f", input: { n: 1 } } }] },
        { role: "user", content: [{ toolResult: { toolUseId: "x", content: [{ text: "42" }] } }, { text: "so?" }] },
        { role: "assistant", content: [{ text: "b" }] },
      ],
    };
    expect(await written(row, "openai")).toEqual({
      messages: [
        user,
        { role: "assistant", tool_calls: [call("x", "f", '{"n":1}')] },
        { role: "tool", content: "42", tool_call_id: "x" },
        { role: "user", content: "so?" },
        assistant,
      ],
    });
  });

  it.each<[what: string, row: object]>([
    [
      "an answer of another function",
      {
        contents: [
          asked,
          { role: "model", parts: [{ functionCall: { name: "f" } }] },
          { role: "user", parts: [{ functionResponse: { name: "g", response: {} } }] },
          answered,
        ],
      },
    ],
    ["an answer to nothing", { messages: [user, { role: "tool", content: "42", tool_call_id: "x" }, assistant] }],
  ])("%s is not written", async (_what, row) => {
    expect(await lost(row, "openai")).toEqual(["refused tool_message_without_call"]);
  });
});
