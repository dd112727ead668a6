import { describe, expect, it } from "vitest";
import {
  convertBytes,
  convertTarget,
  convertTargets,
  knownProviders,
  type Conversion,
  type ConvertOptions,
} from "../../src/index.ts";
import { textChunks } from "../data.ts";

async function converted(
  chunks: AsyncIterable<Uint8Array>,
  to: string,
  more: Partial<ConvertOptions> = {},
): Promise<{ text: string; conversion: Conversion }> {
  let text = "";
  const conversion = await convertBytes(chunks, { ...more, to, write: (piece) => void (text += piece) });
  if (!conversion.ok) throw new Error(JSON.stringify(conversion.problem));
  return { text, conversion: conversion.value };
}

const user = { role: "user", content: "a" };
const assistant = { role: "assistant", content: "b" };
const calls = [{ id: "c1", type: "function", function: { name: "f", arguments: "{}" } }];
const picture = { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } };
const withTools = {
  messages: [
    user,
    { role: "assistant", tool_calls: calls },
    { role: "tool", content: "x", tool_call_id: "c1" },
    assistant,
  ],
  tools: [{ type: "function", function: { name: "f" } }],
};

/** The same as Bedrock's conversations have it. */
const inConverse = {
  schemaVersion: "bedrock-conversation-2024",
  messages: [
    { role: "user", content: [{ text: "a" }] },
    {
      role: "assistant",
      content: [{ toolUse: { toolUseId: "c1", name: "f", input: {} } }],
    },
    {
      role: "user",
      content: [{ toolResult: { toolUseId: "c1", content: [{ text: "x" }] } }],
    },
    { role: "assistant", content: [{ text: "b" }] },
  ],
  toolConfig: { tools: [{ toolSpec: { name: "f", inputSchema: { json: {} } } }] },
};

describe("a conversion", () => {
  it.each<[string, object, object]>([
    // target, row, what it becomes
    ["openai", withTools, withTools],
    ["openai", { messages: [user, { ...assistant, weight: 0 }] }, { messages: [user, { ...assistant, weight: 0 }] }],
    ["openai", { prompt: "a", completion: "b" }, { messages: [user, assistant] }],
    ["together", { prompt: "a", completion: "b" }, { prompt: "a", completion: "b" }],
    ["together", { text: "a" }, { text: "a" }],
    [
      "openai",
      { messages: [user], tools: withTools.tools, answer: 1 },
      { messages: [user], tools: withTools.tools, answer: 1 },
    ],
    [
      "openai",
      { messages: [user, assistant], functions: [{ name: "f" }] },
      { messages: [user, assistant], tools: withTools.tools },
    ],
    ["trl", { prompt: "a" }, { prompt: "a" }],
    ["trl", { prompt: [user], tools: withTools.tools }, { prompt: [user], tools: withTools.tools }],
    [
      "trl",
      {
        input: { messages: [user], tools: withTools.tools },
        preferred_output: [assistant],
        non_preferred_output: [user],
      },
      { prompt: [user], chosen: [assistant], rejected: [user], tools: withTools.tools },
    ],
    [
      "trl",
      { prompt: [user], completion: [assistant], tools: withTools.tools },
      { messages: [user, assistant], tools: withTools.tools },
    ],
    [
      "openai",
      { messages: [user, { role: "assistant", content: null, refusal: "No." }] },
      { messages: [user, { role: "assistant", content: "No." }] },
    ],
    [
      "openai",
      {
        messages: [user, { role: "assistant", content: [{ type: "tool_call", value: '{"name":"f","arguments":{}}' }] }],
      },
      {
        messages: [
          user,
          {
            role: "assistant",
            tool_calls: [{ id: "call_1_0", type: "function", function: { name: "f", arguments: "{}" } }],
          },
        ],
      },
    ],
    [
      "trl",
      { instruction: "a", input: "b", chosen: "c", rejected: "d" },
      {
        prompt: [{ role: "user", content: "a\nb" }],
        chosen: [{ role: "assistant", content: "c" }],
        rejected: [{ role: "assistant", content: "d" }],
      },
    ],
    [
      "trl",
      {
        input: { messages: [user] },
        preferred_output: [assistant],
        non_preferred_output: [{ role: "assistant", content: "c" }],
      },
      { prompt: [user], chosen: [assistant], rejected: [{ role: "assistant", content: "c" }] },
    ],
    [
      "azure-openai",
      { prompt: "a", chosen: "b", rejected: "c" },
      {
        input: { messages: [user] },
        preferred_output: [assistant],
        non_preferred_output: [{ role: "assistant", content: "c" }],
      },
    ],
    [
      "vertex-gemini",
      { messages: [{ role: "system", content: "s" }, user, assistant] },
      {
        systemInstruction: { role: "system", parts: [{ text: "s" }] },
        contents: [
          { role: "user", parts: [{ text: "a" }] },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
    ],
    [
      "bedrock-nova",
      { messages: [user, user, assistant] },
      {
        schemaVersion: "bedrock-conversation-2024",
        messages: [
          { role: "user", content: [{ text: "a" }, { text: "a" }] },
          { role: "assistant", content: [{ text: "b" }] },
        ],
      },
    ],
    [
      "openai",
      { messages: [{ role: "user", content: [{ type: "text", text: "a" }, picture] }, assistant] },
      { messages: [{ role: "user", content: [{ type: "text", text: "a" }, picture] }, assistant] },
    ],
    [
      "vertex-gemini",
      { messages: [{ role: "user", content: [picture, { type: "text", text: "a" }] }, assistant] },
      {
        contents: [
          {
            role: "user",
            parts: [{ fileData: { mimeType: "image/png", fileUri: "https://example.com/a.png" } }, { text: "a" }],
          },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
    ],
    [
      "vertex-gemini",
      withTools,
      {
        contents: [
          { role: "user", parts: [{ text: "a" }] },
          { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] },
          { role: "function", parts: [{ functionResponse: { name: "f", response: { result: "x" } } }] },
          { role: "model", parts: [{ text: "b" }] },
        ],
        tools: [{ functionDeclarations: [{ name: "f" }] }],
      },
    ],
    ["bedrock-nova", withTools, inConverse],
    ["openai", inConverse, { ...withTools, tools: [{ type: "function", function: { name: "f", parameters: {} } }] }],
    ["together", withTools, withTools],
    [
      "bedrock-llama",
      { messages: [user, assistant] },
      {
        schemaVersion: "bedrock-conversation-2024",
        messages: [
          { role: "user", content: [{ text: "a" }] },
          { role: "assistant", content: [{ text: "b" }] },
        ],
      },
    ],
    [
      "sharegpt",
      { messages: [user, assistant] },
      {
        conversations: [
          { from: "human", value: "a" },
          { from: "gpt", value: "b" },
        ],
      },
    ],
    [
      "llama-factory",
      { messages: [{ role: "system", content: "s" }, user, assistant, user, assistant] },
      { instruction: "a", input: "", output: "b", system: "s", history: [["a", "b"]] },
    ],
  ])("to %s writes %j", async (to, row, target) => {
    const { text } = await converted(textChunks(JSON.stringify(row)), to);
    expect(JSON.parse(text)).toEqual(target);
  });

  it.each<[string, object, Conversion["losses"][number]["kind"], string]>([
    // target, row, whether the row is written, what is lost
    ["bedrock-llama", withTools, "refused", "tools"],
    ["together", { query: "a", pos: ["b"], neg: ["c"] }, "refused", "embedding_rows"],
    ["bedrock-nova", { prompt: "a", chosen: "b", rejected: "c" }, "refused", "preference"],
    ["openai", { text: "a" }, "refused", "text"],
    ["openai", { input_ids: [1] }, "refused", "tokens"],
    [
      "openai",
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "s3://a/b.png" } }] }, assistant] },
      "refused",
      "images",
    ],
    ["openai", { messages: [{ content: "a" }] }, "refused", "missing_role"],
    ["bedrock-nova", { messages: [user, assistant, user] }, "refused", "last_not_assistant"],
    ["bedrock-nova", { messages: [user, { role: "system", content: "s" }, assistant] }, "refused", "system_not_first"],
    ["together", { messages: [{ role: "developer", content: "s" }, user, assistant] }, "changed", "developer_role"],
    ["together", { messages: [{ ...user, name: "n" }, assistant] }, "changed", "name"],
    ["trl", { messages: [user, { ...assistant, weight: 0 }] }, "changed", "weight"],
    ["openai", { messages: [user, assistant], answer: 1 }, "changed", "answer"],
    ["openai", { messages: [user] }, "refused", "missing_assistant"],
    ["together", { prompt: "a" }, "refused", "missing_assistant"],
    ["openai", { prompt: "a", completion: "b", label: true }, "changed", "label"],
    ["vertex-gemini", { messages: [user, user, assistant] }, "changed", "turns_joined"],
  ])("to %s of %j tells what is %s: %s", async (to, row, kind, what) => {
    const { conversion } = await converted(textChunks(`{}\n${JSON.stringify(row)}`), to);
    expect(conversion).toMatchObject({ rows: 2, written: kind === "refused" ? 0 : 1 });
    expect(conversion.losses).toContainEqual({ kind, what, count: 1, lines: [2] });
    expect(conversion.losses).toContainEqual({ kind: "refused", what: "unknown_shape", count: 1, lines: [1] });
  });

  it("says what the columns of a row may stand for, alone or among others", async () => {
    const row = { title: 1, entries: [{ customer_wrote: "what is this thing?", agent_said: "it is an old clock" }] };
    const told = async (rows: readonly object[]): Promise<unknown> =>
      (await converted(textChunks(rows.map((one) => `${JSON.stringify(one)}\n`).join("")), "openai")).conversion.losses;
    const [alone, among] = [await told([row]), await told([row, row])];
    expect(alone).toMatchObject([{ what: "unknown_shape", count: 1 }]);
    expect(JSON.stringify(alone)).toContain("rows=entries,prompt=customer_wrote,completion=agent_said");
    expect(among).toMatchObject([{ what: "unknown_shape", count: 2 }]);
    expect(JSON.stringify(among)).not.toContain("rows=entries");
  });

  it("takes a row that is the bare list of its turns, all of one kind", async () => {
    const turns = {
      roles: [user, assistant],
      from: [
        { from: "human", value: "a" },
        { from: "gpt", value: "b" },
      ],
    };
    for (const list of Object.values(turns)) {
      const { text, conversion } = await converted(
        textChunks(JSON.stringify(list) + "\n" + JSON.stringify(list)),
        "openai",
      );
      expect(conversion).toMatchObject({ rows: 2, written: 2, losses: [] });
      expect(JSON.parse(text.split("\n")[0] ?? "")).toEqual({ messages: [user, assistant] });
    }
    for (const list of [[turns.roles[0], turns.from[1]], [turns.from[0], { value: "b" }], [user, "b"], []]) {
      const { conversion } = await converted(textChunks(`{}\n${JSON.stringify(list)}`), "openai");
      expect(conversion.losses, JSON.stringify(list)).toContainEqual({
        kind: "refused",
        what: "not_object",
        count: 1,
        lines: [2],
      });
    }
  });

  it.each(["nonsense", ...knownProviders.filter((id) => !convertTargets.includes(id))])(
    "refuses %s, a target that it does not know",
    async (to) => {
      const result = await convertBytes(textChunks(""), { to, write: () => undefined });
      expect(result).toEqual({
        ok: false,
        problem: { kind: "unknown_target", target: to, known: convertTargets },
      });
    },
  );
});

describe("convertTarget", () => {
  it.each([
    ["the check's own target, where it writes a shape that is taken", "together", ["text"], "together"],
    ["another's where it does not", "together", ["gemini-contents"], "vertex-gemini"],
    ["the first that does where the check has none", "cohere", ["prompt-completion"], "together"],
    ["none where nothing writes it", "openai", ["titan"], null],
  ])("is %s", (_what, check, formats, target) => {
    expect(convertTarget({ check, formats })).toBe(target);
  });
});
