import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, countRules, profileBytes } from "../../src/index.ts";
import { checked } from "../checks/codes.ts";
import { lines, times } from "../checks/rows.ts";
import { textChunks } from "../data.ts";
import { lost } from "./converted.ts";

async function converted(row: unknown, to: string): Promise<unknown> {
  let text = "";
  const result = await convertBytes(textChunks(`${JSON.stringify(row)}\n`), {
    to,
    write: (more) => void (text += more),
  });
  if (!result.ok) throw new Error(result.problem.kind);
  return text === "" ? result.value.losses[0]?.what : JSON.parse(text);
}

const pair = { prompt: "What is it?", chosen: "A cat.", rejected: "A dog." };
const seen = {
  conversations: [
    { from: "human", value: "<image>What is it?" },
    { from: "gpt", value: "A cat." },
  ],
  image: "a.png",
};

describe("preference pairs and pictures", () => {
  it("become rows of LLaMA-Factory", async () => {
    const row = await converted(pair, "llama-factory");
    expect(row).toEqual({
      conversations: [{ from: "human", value: "What is it?" }],
      chosen: { from: "gpt", value: "A cat." },
      rejected: { from: "gpt", value: "A dog." },
    });
    const report = await checkFor("llama-factory", textChunks(`${JSON.stringify(row)}\n`));
    expect(report.ok && report.value.findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    expect(await converted(row, "trl")).toEqual(await converted(pair, "trl"));
    const { image, ...said } = seen;
    expect(await converted(seen, "llama-factory")).toEqual({ ...said, images: [image] });
  });

  const weather = { name: "weather", description: "Says the weather.", parameters: { type: "object", properties: {} } };
  const tools = [{ type: "function", function: weather }];
  const call = (city: string, n: number) => ({
    id: `call_${n}`,
    type: "function",
    function: { name: "weather", arguments: JSON.stringify({ city }) },
  });
  const answered: readonly object[] = [
    { role: "system", content: "You help." },
    { role: "user", content: "How is it in Oslo?" },
    { role: "assistant", content: null, tool_calls: [call("Oslo", 1)] },
    { role: "tool", tool_call_id: "call_1", content: "Rain." },
    { role: "assistant", content: "It rains." },
  ];

  it("stand with rows without tools in one form of LLaMA-Factory's, however late they come", async () => {
    const [asked, said] = [
      { role: "user", content: "And in Rome?" },
      { role: "assistant", content: "Sun." },
    ];
    const bare = { messages: [{ role: "system", content: "You help." }, asked, said, asked, said] };
    const rows = [bare, bare, ...times(300, () => ({ messages: [asked, said] })), { messages: answered, tools }];
    const written: string[] = [];
    const result = await convertBytes(textChunks(lines(rows)), {
      to: "llama-factory",
      write: (more) => void written.push(more),
    });
    expect(result).toMatchObject({ value: { written: 303, losses: [] } });
    const text = written.join("");
    expect((await checked(text, { provider: "llama-factory" })).verdict).not.toBe("error");
    const turn = [
      { from: "human", value: "And in Rome?" },
      { from: "gpt", value: "Sun." },
    ];
    const [first, , third] = text
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(first).toEqual({ conversations: [...turn, ...turn], system: "You help." });
    expect(third).toEqual({ conversations: turn });
  });

  it("with tools become rows of LLaMA-Factory, which its check takes and which are read as they were", async () => {
    const row = await converted({ messages: answered, tools }, "llama-factory");
    expect(row).toEqual({
      conversations: [
        { from: "human", value: "How is it in Oslo?" },
        { from: "function_call", value: '{"name":"weather","arguments":{"city":"Oslo"}}' },
        { from: "observation", value: "Rain." },
        { from: "gpt", value: "It rains." },
      ],
      system: "You help.",
      tools: JSON.stringify([weather]),
    });
    const report = await checkFor("llama-factory", textChunks(`${JSON.stringify(row)}\n`));
    expect(report.ok && report.value.findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    const again = { messages: [{ tool_calls: [{ function: call("Oslo", 1).function }] }], tools };
    const back = await converted(row, "openai");
    expect(back).toMatchObject({ ...again, messages: [{}, {}, again.messages[0], {}, {}] });
  });

  it("with two calls in one turn hold both, and are refused by name where words stand beside a call", async () => {
    const written = (content: string | null, ...cities: readonly string[]) =>
      converted(
        { messages: answered.with(2, { role: "assistant", content, tool_calls: cities.map(call) }), tools },
        "llama-factory",
      );
    const calls = ["Oslo", "Bergen"].map((city) => ({ name: "weather", arguments: { city } }));
    expect(await written(null, "Oslo", "Bergen")).toMatchObject({
      conversations: [{}, { from: "function_call", value: JSON.stringify(calls) }, {}, {}],
    });
    expect(await written("I look.", "Oslo")).toBe("content_and_tool_calls");
  });

  it.each([
    [pair, "tools"],
    [{ messages: answered.toSpliced(4, 0, { role: "user", content: "And?" }) }, "role_order"],
  ])("that LLaMA-Factory would leave out are refused (%#)", async (row, refused) => {
    expect(await converted({ ...row, prompt: row === pair ? [answered[1]] : undefined, tools }, "llama-factory")).toBe(
      refused,
    );
  });

  it("with tools become rows of ms-swift, which its check takes and which are read as they were", async () => {
    const [system, asked, , , said] = answered;
    const row = await converted({ messages: answered, tools }, "ms-swift");
    expect(row).toEqual({
      messages: [
        system,
        asked,
        { role: "tool_call", content: '{"name":"weather","arguments":{"city":"Oslo"}}' },
        { role: "tool_response", content: "Rain." },
        said,
      ],
      tools: JSON.stringify(tools),
    });
    expect(await lost({ messages: answered, tools }, "ms-swift")).toEqual([]);
    const report = await checkFor("ms-swift", textChunks(`${JSON.stringify(row)}\n`));
    expect(report.ok && report.value.findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    expect(await converted(row, "ms-swift")).toEqual(row);
    const [openai, again] = [await converted({ messages: answered, tools }, "openai"), await converted(row, "openai")];
    const unnamed = JSON.stringify(openai).replaceAll("call_1", "call_2_0");
    expect(again).toEqual(JSON.parse(unnamed));
  });

  it("of several calls are a message each at ms-swift, behind the words beside them, their answers in their order", async () => {
    const called = {
      role: "assistant",
      content: "I look.",
      tool_calls: [call("Oslo", 1), call("Bergen", 2)],
      weight: 0,
    };
    const told = (n: number): object => ({ role: "tool", tool_call_id: `call_${n}`, name: "weather", content: `${n}` });
    const row = { messages: [answered[1], called, told(2), told(1), answered[4]], tools };
    const callOf = (city: string): string => JSON.stringify({ name: "weather", arguments: { city } });
    expect(await converted(row, "ms-swift")).toMatchObject({
      messages: [
        answered[1],
        { role: "assistant", content: "I look.", loss: false },
        { role: "tool_call", content: callOf("Oslo"), loss: false },
        { role: "tool_call", content: callOf("Bergen"), loss: false },
        { role: "tool_response", content: "1" },
        { role: "tool_response", content: "2" },
        answered[4],
      ],
    });
    expect(await lost(row, "ms-swift")).toEqual([]);
  });

  it.each([
    ["a pair", { ...pair, prompt: [answered[1]], tools }, ["refused tools"]],
    ["an answer without its call", { messages: answered.toSpliced(2, 1) }, ["refused tool_message_without_call"]],
    ["a tool without a name", { messages: answered, tools: [{ type: "web_search" }] }, ["refused tools"]],
    [
      "arguments that are no object",
      {
        messages: answered.with(2, { role: "assistant", tool_calls: [{ function: { name: "f", arguments: "Oslo" } }] }),
      },
      ["changed tool_arguments"],
    ],
  ])("that ms-swift has no form for are refused or told: %s", async (_what, row, losses) => {
    expect(await lost(row, "ms-swift")).toEqual(losses);
  });

  it("become rows of ms-swift, which its check takes", async () => {
    const messages = (asked: string): object[] => [
      { role: "user", content: asked },
      { role: "assistant", content: "A cat." },
    ];
    const rejected = { messages: messages("What is it?"), rejected_response: "A dog." };
    expect(await converted(pair, "ms-swift")).toEqual(rejected);
    expect(await converted(seen, "ms-swift")).toEqual({ messages: messages("<image>What is it?"), images: ["a.png"] });
    const report = await checkFor("ms-swift", textChunks(`${JSON.stringify(rejected)}\n`));
    expect(report.ok && report.value.verdict).not.toBe("error");
  });

  it("get a mark for each picture that has none in the text", async () => {
    const parts = [
      { type: "text", text: "Compare" },
      { type: "image_url", image_url: { url: "https://example.org/a.png" } },
      { type: "image_url", image_url: { url: "https://example.org/b.png" } },
    ];
    const row = {
      messages: [
        { role: "user", content: parts },
        { role: "assistant", content: "Alike." },
      ],
    };
    expect(await converted(row, "ms-swift")).toMatchObject({ messages: [{ content: "Compare<image><image>" }, {}] });
  });
});

describe("an answer with its verdict", () => {
  const [question, answer] = [
    { role: "user", content: "What is it?" },
    { role: "assistant", content: "A cat." },
  ];
  const turns = [
    { from: "human", value: "What is it?" },
    { from: "gpt", value: "A cat." },
  ];
  const alpaca = { instruction: "What is it?", input: "", output: "A cat." };

  it.each([
    ["LLaMA-Factory, of conversations", { conversations: turns, kto_tag: false }],
    ["LLaMA-Factory, of instructions", { ...alpaca, kto_tag: false }],
    ["ms-swift", { messages: [question, answer], label: false }],
  ])("stays one with its verdict at each trainer that takes verdicts: %s", async (_from, row) => {
    expect(await converted(row, "trl")).toEqual({ prompt: [question], completion: [answer], label: false });
    expect(await converted(row, "ms-swift")).toEqual({ messages: [question, answer], label: false });
    expect(await converted(row, "llama-factory")).toEqual({ conversations: turns, kto_tag: false });
    for (const to of ["trl", "ms-swift", "llama-factory"]) {
      expect(await lost(row, to)).toEqual([]);
      const report = await checkFor(to, textChunks(`${JSON.stringify(await converted(row, to))}\n`));
      expect(report.ok && report.value.verdict).not.toBe("error");
    }
  });

  it("keeps its tools at TRL, and its prompt's system text", async () => {
    const tools = [{ type: "function", function: { name: "look", parameters: { type: "object", properties: {} } } }];
    const row = { system: "Be short.", messages: [question, answer], tools, label: true };
    const prompt = [{ role: "system", content: "Be short." }, question];
    expect(await converted(row, "trl")).toEqual({ prompt, completion: [answer], tools, label: true });
  });

  it("is written from TRL's own rows, whose verdict may be a number", async () => {
    const row = { prompt: [question], completion: [answer], label: 0 };
    expect(await converted(row, "ms-swift")).toEqual({ messages: [question, answer], label: false });
    const text = { prompt: "What is it?", completion: "A cat.", label: 1 };
    expect(await converted(text, "llama-factory")).toEqual({ conversations: turns, kto_tag: true });
  });
});

describe("prompts for reinforcement", () => {
  const prompt = [{ role: "user", content: "What is 2 + 2?" }];
  const verl = { prompt, data_source: "gsm8k", reward_model: { style: "rule", ground_truth: "4 as a number" } };

  it("are prompts, and what stands beside them is the reward's", async () => {
    for (const row of [verl, { prompt: "What is 2 + 2?" }, { prompt }]) {
      const read = await profileBytes(textChunks(`${JSON.stringify(row)}\n`), { rules: [] });
      expect(read).toMatchObject({ ok: true, value: { natures: { "prompt-only": "prompt" }, findings: [] } });
    }
    const shown = await profileBytes(textChunks(`${JSON.stringify({ ...verl, images: ["a.png"] })}\n`), { rules: [] });
    expect(shown).toMatchObject({ ok: true, value: { images: 1 } });
    expect(shown.ok && shown.value).not.toHaveProperty("unread");
  });

  it("keep what is graded where the role of the developer has another name", async () => {
    const asked = (role: string): object[] => [
      { role, content: "Use tools." },
      { role: "user", content: "Find the mill." },
    ];
    const tools = [{ type: "function", function: { name: "find", parameters: { type: "object", properties: {} } } }];
    const row = { messages: asked("developer"), tools, reference_answer: { town: "Rye" } };
    expect(await converted(row, "openai")).toEqual(row);
    expect(await converted(row, "fireworks")).toEqual({ ...row, messages: asked("system") });
    expect(await lost(row, "fireworks")).toEqual(["changed developer_role"]);
    const prompt = { prompt: asked("developer"), ground_truth: "4" };
    expect(await converted(prompt, "fireworks")).toEqual({ messages: asked("system"), ground_truth: "4" });
  });

  it("become graded rows where a provider takes such", async () => {
    const { prompt: messages, ...beside } = verl;
    for (const to of ["openai", "azure-openai", "fireworks"])
      expect(await converted(verl, to)).toEqual({ messages, ...beside });
    expect(await converted(verl, "together")).toBe("missing_assistant");
  });

  it("are the messages that a text holds as JSON, of which a trainer would make one text", async () => {
    const rules = await countRules(["qwen2.5/qwen2"]);
    const written = { ...verl, prompt: JSON.stringify(prompt) };
    const counts = [verl, written].map(async (row) => {
      const read = await profileBytes(textChunks(`${JSON.stringify(row)}\n`), { rules: rules.ok ? rules.value : [] });
      return read.ok && read.value.counts;
    });
    const [listed, said] = await Promise.all(counts);
    expect(said).toEqual(listed);
    expect(await converted(written, "openai")).toEqual(await converted(verl, "openai"));
    const report = await checked([written], { provider: "trl" });
    expect(report.findings.map(({ code, severity }) => `${severity} ${code}`)).toContain("warning bad_field_type");
    const other = JSON.stringify([{ role: "admin", content: "a" }]);
    expect(await converted({ ...verl, prompt: other }, "openai")).toMatchObject({ messages: [{ content: other }] });
  });
});
