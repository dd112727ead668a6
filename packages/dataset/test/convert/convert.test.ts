import { describe, expect, it } from "vitest";
import { convertBytes, convertTarget, convertTargets, knownProviders } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { assistant, converted, user, withTools } from "./converted.ts";

const picture = { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } };

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
      {
        conversations: ["a", "b", "a", "b"].map((value, i) => ({ from: i % 2 === 0 ? "human" : "gpt", value })),
        system: "s",
      },
    ],
  ])("to %s writes %j", async (to, row, target) => {
    const { text } = await converted(JSON.stringify(row), to);
    expect(JSON.parse(text)).toEqual(target);
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
      const conversion = await converted(`${JSON.stringify(list)}\n${JSON.stringify(list)}`, "openai");
      expect(conversion).toMatchObject({ rows: 2, written: 2, losses: [] });
      expect(JSON.parse(conversion.text.split("\n")[0] ?? "")).toEqual({ messages: [user, assistant] });
    }
    for (const list of [[turns.roles[0], turns.from[1]], [turns.from[0], { value: "b" }], [user, "b"], []]) {
      const conversion = await converted(`{}\n${JSON.stringify(list)}`, "openai");
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
