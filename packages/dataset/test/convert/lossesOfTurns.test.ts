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
    expect(await lost(row, "fireworks")).toEqual(["changed thoughts"]);
    expect(await written(row, "vertex-gemini")).toEqual({ contents: [asked, answered] });
    expect(await lost(row, "bedrock-nova")).toEqual(["changed thoughts"]);
    // Together has a field for them, and TRL hands that to the template.
    for (const to of ["together", "trl"]) {
      expect(await written(row, to)).toEqual({ messages: [user, { ...assistant, reasoning_content: "hm" }] });
      expect(await lost(row, to)).toEqual([]);
    }
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

  const weather = (city: string): object => ({ functionCall: { name: "weather", args: { city } } });
  const sky = (of: string): object => ({ functionResponse: { name: "weather", response: { of } } });
  const declared = { tools: [{ functionDeclarations: [{ name: "weather" }] }] };

  it("of one name stand in one order where no id is written", async () => {
    const calls = ["Rome", "Oslo"].map((city) => call(city, "weather", JSON.stringify({ city })));
    const told = ["Oslo", "Rome"].map((id) => ({
      role: "tool",
      tool_call_id: id,
      content: JSON.stringify({ of: id }),
    }));
    const row = { messages: [user, { role: "assistant", tool_calls: calls }, ...told, assistant] };
    expect(await written(row, "vertex-gemini")).toMatchObject({
      contents: [{}, { parts: [weather("Rome"), weather("Oslo")] }, { parts: [sky("Rome"), sky("Oslo")] }, {}],
    });
    expect(JSON.stringify(await written(row, "llama-factory"))).toMatch(/Rome.*Oslo.*Rome.*Oslo/u);
  });

  it("are those of all the turns in which the model calls", async () => {
    const calls = ["Rome", "Oslo"].map((city) => ({ role: "model", parts: [weather(city)] }));
    const told = ["Rome", "Oslo"].map((of) => ({ role: "function", parts: [sky(of)] }));
    const row = { contents: [asked, ...calls, ...told, answered], ...declared };
    expect(await written(row, "bedrock-nova")).toMatchObject({
      messages: [
        {},
        { content: ["call_1_0", "call_2_0"].map((toolUseId) => ({ toolUse: { toolUseId } })) },
        { content: ["call_1_0", "call_2_0"].map((toolUseId) => ({ toolResult: { toolUseId } })) },
        {},
      ],
    });
  });

  it("of Gemini have the name of the call before, whatever ids are used again", async () => {
    const turn = (name: string): object[] => [
      user,
      { role: "assistant", tool_calls: [call("1", name, "{}")] },
      { role: "tool", tool_call_id: "1", content: "x" },
      assistant,
    ];
    const found = JSON.stringify(await written({ messages: [...turn("f"), ...turn("g")] }, "vertex-gemini"));
    expect([...found.matchAll(/"functionResponse":\{"name":"(.)"/gu)].map(([, name]) => name)).toEqual(["f", "g"]);
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
        { role: "assistant", tool_calls: [call("call_1_0", "f", '{"n":1}'), call("call_1_1", "g", "{}")] },
        { role: "tool", content: '{"of":"g"}', tool_call_id: "call_1_1" },
        { role: "tool", content: '{"of":"f"}', tool_call_id: "call_1_0" },
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

  const used = (given: string, ...functions: object[]): object => ({
    messages: [
      user,
      { role: "assistant", tool_calls: [call("c1", "f", given)] },
      { role: "tool", content: "x", tool_call_id: "c1" },
      assistant,
    ],
    tools: functions.map((one) => ({ type: "function", function: one })),
  });
  const strict = { name: "f", description: "d", strict: true, parameters: { type: "object", properties: {} } };

  it.each(["x=1", "[1,2]", "7"])("with arguments %s, which are no object, are told of", async (given) => {
    const row = used(given, { name: "f" });
    for (const to of ["vertex-gemini", "bedrock-nova", "llama-factory"])
      expect(await lost(row, to)).toEqual(["changed tool_arguments"]);
    for (const to of ["openai", "trl"]) expect(await lost(row, to)).toEqual([]);
    for (const to of ["vertex-gemini", "bedrock-nova", "llama-factory"])
      expect(await lost(used('{"n":1}', { name: "f" }), to)).toEqual([]);
  });

  it("tell of fields of a function that the target does not have", async () => {
    const row = used("{}", strict, { name: "g", examples: ["g()"] });
    for (const to of ["vertex-gemini", "bedrock-nova"]) {
      expect(await lost(row, to)).toEqual(["changed examples", "changed strict"]);
      expect(JSON.stringify(await written(row, to))).not.toMatch(/strict|examples/u);
    }
    for (const to of ["openai", "llama-factory", "trl"]) expect(await lost(row, to)).toEqual([]);
    const answers = { name: "f", parameters: { type: "object" }, response: { type: "string" } };
    const gemini = { contents: [asked, answered], tools: [{ functionDeclarations: [answers] }] };
    expect(await written(gemini, "vertex-gemini")).toEqual(gemini);
    expect(await lost(gemini, "bedrock-nova")).toEqual(["changed response"]);
  });

  it.each<[what: string, tool: object]>([
    ["OpenAI's Responses", { type: "function", name: "f", description: "d", parameters: { type: "object" } }],
    ["Anthropic", { name: "f", description: "d", input_schema: { type: "object" } }],
  ])("as %s writes them are functions of a name, a description and a schema", async (_what, tool) => {
    const row = { ...used("{}"), tools: [tool] };
    const body = { name: "f", description: "d", parameters: { type: "object" } };
    expect(await written(row, "openai")).toMatchObject({ tools: [{ type: "function", function: body }] });
    expect(JSON.stringify(await written(row, "openai"))).toContain(JSON.stringify(body));
    expect(await written(row, "vertex-gemini")).toMatchObject({ tools: [{ functionDeclarations: [body] }] });
    const toolSpec = { name: "f", description: "d", inputSchema: { json: { type: "object" } } };
    expect(await written(row, "bedrock-nova")).toMatchObject({ toolConfig: { tools: [{ toolSpec }] } });
    expect(await written(row, "llama-factory")).toMatchObject({ tools: JSON.stringify([body]) });
    for (const to of ["openai", "vertex-gemini", "bedrock-nova", "llama-factory"])
      expect(await lost(row, to)).toEqual([]);
  });

  it("of another kind than functions are not written", async () => {
    const row = { ...plain, tools: [{ type: "custom", custom: { name: "f" } }] };
    for (const to of ["vertex-gemini", "bedrock-nova"]) expect(await lost(row, to)).toEqual(["refused tools"]);
  });
});

it("the type of a message that says who speaks is not left out, as LangChain dumps it", async () => {
  const messages = [
    { type: "human", data: { content: "a" } },
    { type: "ai", data: { content: "b" } },
  ];
  expect(await lost({ messages }, "openai")).toEqual([]);
});

describe("calls that say in another way which answer is theirs", () => {
  const call = (id: string | undefined, city: string): object => ({
    ...(id !== undefined && { id }),
    type: "function",
    function: { name: "weather", arguments: JSON.stringify({ city }) },
  });
  const said = (tools: readonly object[], ...calls: object[]): object => ({
    messages: [user, { role: "assistant", tool_calls: calls }, ...tools, assistant],
    tools: [{ type: "function", function: { name: "weather", parameters: { type: "object", properties: {} } } }],
  });
  const idsOf = async (row: object, to: string): Promise<unknown[]> => {
    const found = JSON.stringify(await written(row, to)).matchAll(/"(?:id|tool_call_id|toolUseId)":"([^"]*)"/gu);
    return [...found].map(([, id]) => id);
  };

  it("keep each answer with its call where one answer has no id", async () => {
    const row = said(
      [
        { role: "tool", content: "9" },
        { role: "tool", tool_call_id: "a", content: "10" },
      ],
      call("a", "Rye"),
      call("b", "Hull"),
    );
    expect(await idsOf(row, "together")).toEqual(["a", "b", "b", "a"]);
    const told = { a: "10", b: "9" };
    const content = Object.entries(told).map(([toolUseId, text]) => ({
      toolResult: { toolUseId, content: [{ text }] },
    }));
    expect(await written(row, "bedrock-nova")).toMatchObject({ messages: [{}, {}, { content }, {}] });
  });

  it("get an id each, the answers too, where none has one", async () => {
    const tools = ["9", "10"].map((content) => ({ role: "tool", name: "weather", content }));
    const row = said(tools, call(undefined, "Rye"), call(undefined, "Hull"));
    for (const to of ["together", "bedrock-nova"])
      expect(await idsOf(row, to)).toEqual(["call_1_0", "call_1_1", "call_1_0", "call_1_1"]);
  });

  it("are of one turn where each stands in a message of its own, as ms-swift writes them", async () => {
    const called = (n: number): object => ({ role: "tool_call", content: `{"name":"f","arguments":{"n":${n}}}` });
    const told = ["9", "10"].map((content) => ({ role: "tool_response", content }));
    const tools = [{ type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } }];
    const row = { messages: [user, called(1), called(2), ...told, assistant], tools };
    for (const to of ["openai", "bedrock-nova"])
      expect(await idsOf(row, to)).toEqual(["call_1_0", "call_1_1", "call_1_0", "call_1_1"]);
    expect(await written(row, "openai")).toMatchObject({
      messages: [user, { tool_calls: [{}, {}] }, { content: "9" }, { content: "10" }, assistant],
    });
  });

  it("are written with the observations of LLaMA-Factory", async () => {
    const row = {
      conversations: [
        { from: "human", value: "a" },
        { from: "function_call", value: '{"name":"weather","arguments":{"city":"Rye"}}' },
        { from: "observation", value: '{"sky":"clear"}' },
        { from: "gpt", value: "b" },
      ],
      tools: '[{"name":"weather","description":"w","parameters":{"type":"object","properties":{}}}]',
    };
    expect(await idsOf(row, "bedrock-nova")).toEqual(["call_1_0", "call_1_0"]);
    expect(await written(row, "vertex-gemini")).toMatchObject({
      contents: [{}, {}, { parts: [{ functionResponse: { name: "weather", response: { sky: "clear" } } }] }, {}],
    });
  });
});
