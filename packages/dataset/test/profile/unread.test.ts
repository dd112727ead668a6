import { describe, expect, it } from "vitest";
import { checkFor, countRules, mergeProfiles, profileBytes } from "../../src/index.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";
import { long, profiled, rule, tokens } from "./profiled.ts";

describe("columns of known shapes", () => {
  it("that repeat what a message thinks are no part that is missing", async () => {
    const said = { role: "assistant", content: "So.", thinking: long };
    const row = { analysis: long, messages: [{ role: "user", content: "Why?" }, said] };
    expect((await profiled([row])).unread).toBeUndefined();
    expect((await profiled([{ ...row, analysis: `${long} more` }])).unread).toEqual({ analysis: 1 });
  });

  it.each<[what: string, row: object, messages: number]>([
    ["Dolly's context", { instruction: "Sum it up.", context: long, response: "Short.", category: "summary" }, 2],
    ["the context of a question", { question: "How many?", context: long, answer: "SELECT 1" }, 2],
    ["OpenOrca's system_prompt", { id: "niv.1", system_prompt: long, question: "Why?", response: "So." }, 3],
    ["ms-swift's history", { query: "And now?", response: "Yes.", history: [[long, "Before."]] }, 4],
    ["the system text of ms-swift", { query: "And now?", response: "Yes.", system: long }, 3],
    ["answers called preferred and other", { prompt: "Why?", preferred: long, other: "No." }, 3],
    ["a tool's description beside a question", { query: "Why?", response: long, tools: [] }, 2],
  ])("are read: %s", async (_what, row, messages) => {
    const profile = await profiled([row]);
    expect(tokens(profile)).toBeGreaterThanOrEqual(500);
    expect(profile).toMatchObject({ badRows: 0, messages, counts: { [rule]: { exact: true } } });
    expect(profile.unread).toBeUndefined();
  });

  it.each<[what: string, row: object, images: number]>([
    [
      "LLaVA's image",
      {
        image: "a/b.jpg",
        conversations: [
          { from: "human", value: "<image>\nWhat?" },
          { from: "gpt", value: "A cat." },
        ],
      },
      1,
    ],
    ["ms-swift's images", { query: "<image>What?", response: "A cat.", images: ["a.png", "b.png"] }, 2],
    ["images of Alpaca rows", { instruction: "<image>What?", output: "A cat.", images: ["a.png"] }, 1],
  ])("count the pictures: %s", async (_what, row, images) => {
    expect((await profiled([row])).images).toBe(images);
  });

  it.each<[what: string, row: object]>([
    [
      "the prompt of a conversation (No Robots)",
      {
        prompt: long,
        messages: [
          { role: "user", content: long },
          { role: "assistant", content: "So." },
        ],
      },
    ],
    [
      "Magpie's pair beside its turns",
      {
        instruction: "Why?",
        response: long,
        conversations: [
          { from: "human", value: "Why?" },
          { from: "gpt", value: long },
        ],
      },
    ],
  ])("are told once where they say it twice: %s", async (_what, row) => {
    const profile = await profiled([row]);
    expect(profile.unread).toBeUndefined();
    expect((await profiled([{ ...row, notes: `More: ${long}` }])).unread).toEqual({ notes: 1 });
  });

  it("know the size of a picture where the row tells it", async () => {
    const rules = await countRules(["openai/o200k_base"]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const doubtOf = async (more: object): Promise<number> => {
      const row = { query: "What?", response: "A cat.", images: ["a.png"], ...more };
      const profile = await profileBytes(textChunks(lines([row])), { rules: rules.value });
      const { less = 0, more: above = 0 } = (profile.ok && profile.value.counts["openai/o200k_base"]?.doubt) || {};
      return less + above;
    };
    expect(await doubtOf({ image_wh: [[512, 512]] })).toBeLessThan(await doubtOf({}));
  });
});

describe("answers beside a prompt that no shape reads", () => {
  it.each<[what: string, row: object, unread: readonly string[]]>([
    ["several", { prompt: "Why?", answers: [{ answer: long, rank: 1 }] }, ["answers"]],
    ["numbered", { prompt: "Why?", response_0: long, response_1: long, safer: 0 }, ["response_0", "response_1"]],
    ["lettered", { prompt: "Why?", output_a: long, outputB: long }, ["outputB", "output_a"]],
    ["what a grader reads", { prompt: "Why?", ground_truth: long, solution: long, answers: ["42"] }, []],
  ])("are told: %s", async (_what, row, unread) => {
    const profile = await profiled([row]);
    expect(profile).toMatchObject({ format: "prompt-only", examples: 1 });
    expect(Object.keys(profile.unread ?? {})).toEqual(unread);
  });
});

describe("messages in the cells of a table", () => {
  it("are read as messages on both sides", async () => {
    const rules = await countRules([rule]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const cell = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
    const [asked, answered] = [
      { role: "user", content: "Why?" },
      { role: "assistant", content: long },
    ];
    const table = `id,input,output\n1,${cell([asked])},${cell(answered)}\n`;
    const read = await profileBytes(textChunks(table), { rules: rules.value, name: "a.csv" });
    const same = await profileBytes(textChunks(lines([{ messages: [asked, answered] }])), { rules: rules.value });
    if (!read.ok || !same.ok) throw new Error("unread");
    expect(read.value).toMatchObject({ examples: 1, messages: 2 });
    expect(tokens(read.value)).toBe(tokens(same.value));
  });
});

describe("columns of text or media that no shape reads", () => {
  const chat = {
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ],
  };

  it.each<[column: string, value: unknown]>([
    ["notes", "Four words or more."],
    ["documents", [{ title: "x", body: "The whole of the article." }]],
    ["本文", "これは長い文章でありまして、単語の間に空白がありません。"],
    ["audios", ["a.wav"]],
    ["videos", ["a.mp4"]],
  ])("make the count short, and are named: %s", async (column, value) => {
    const profile = await profiled([{ ...chat, [column]: value }, chat]);
    expect(profile).toMatchObject({ unread: { [column]: 1 }, counts: { [rule]: { exact: false } } });
    expect(profile.findings).toContainEqual({ severity: "warning", code: "unread_column", count: 1, lines: [[0, 1]] });
    const report = await checkFor("generic", textChunks(lines([{ ...chat, [column]: value }])));
    expect(report).toMatchObject({
      value: { findings: expect.arrayContaining([expect.objectContaining({ code: "unread_column", line: 1 })]) },
    });
  });

  it.each<[column: string, value: unknown]>([
    ["id", "conv-2024-11-02-000123"],
    ["source", "https://example.com/a/very/long/address?with=parts"],
    ["category", "open qa"],
    ["score", 0.98],
    ["tags", ["a", "b", "c", "d", "e"]],
    ["meta", { lang: "en", model: "gpt-4o" }],
  ])("are not what names and marks a row: %s", async (column, value) => {
    const profile = await profiled([{ ...chat, [column]: value }]);
    expect(profile.unread).toBeUndefined();
    expect(profile.counts[rule]?.exact).toBe(true);
  });

  it("add up over the parts of a file, whichever comes first", async () => {
    const [a, b] = [await profiled([{ ...chat, notes: "Four words or more." }]), await profiled([chat])];
    const [left, right] = [mergeProfiles(a, b), mergeProfiles(b, a)];
    expect(left).toEqual(right);
    expect(left).toMatchObject({ value: { unread: { notes: 1 }, counts: { [rule]: { exact: false } } } });
  });
});

describe("a chat with a column that has the name of another shape's", () => {
  const chat = (more: object): object => ({
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: "b" },
    ],
    ...more,
  });

  it.each([
    { chosen: "x" },
    { rejected: null },
    { contents: [] },
    { text: "c" },
    { prompt: "p" },
    { conversations: [] },
  ])("is one to the profile as it is to a check: %j", async (more) => {
    const rows = [chat({}), chat(more)];
    const report = await checkFor("generic", textChunks(lines(rows)));
    expect(report).toMatchObject({ value: { examples: 2, verdict: expect.not.stringContaining("error") } });
    expect(await profiled(rows)).toMatchObject({ examples: 2, badRows: 0, shapes: { "chat-sft": 2 } });
  });

  it("is what it is called where the column holds what the shape wants", async () => {
    const turns = ["user", "model"].map((role) => ({ role, parts: [{ text: "a" }] }));
    expect(await profiled([chat({ contents: turns })])).toMatchObject({ shapes: { "gemini-contents": 1 } });
    expect(await profiled([chat({ chosen: "x", rejected: "y" })])).toMatchObject({ shapes: { preference: 1 } });
  });
});

describe("a column that one trainer does not read", () => {
  it("is named to who trains there: Dolly's context at LLaMA-Factory", async () => {
    const rows = [{ instruction: "Sum it up.", context: "The whole of it.", output: "Short." }];
    expect(await checkFor("llama-factory", textChunks(lines(rows)))).toMatchObject({
      value: { findings: expect.arrayContaining([expect.objectContaining({ code: "unread_column", line: 1 })]) },
    });
  });
});

describe("pairs", () => {
  const user = { role: "user", content: long };
  const answer = (content: string): object => ({ role: "assistant", content });

  it("whose answers repeat the prompt count it once (UltraFeedback)", async () => {
    const sides = { chosen: [user, answer("Yes.")], rejected: [user, answer("No.")] };
    const [bare, prompted] = [
      await profiled([sides]),
      await profiled([{ prompt: long, prompt_id: "x", messages: sides.chosen, ...sides }]),
    ];
    expect(prompted.counts).toEqual(bare.counts);
    expect(prompted).toMatchObject({ messages: 3, counts: { [rule]: { exact: true } } });
  });

  it("keep a prompt that the answers do not repeat", async () => {
    const row = { prompt: long, chosen: [answer("Yes.")], rejected: [answer("No.")] };
    expect((await profiled([row])).messages).toBe(3);
  });

  it.each([
    ["\n\nHuman: Why is it so?\n\nAssistant:", " It is not.", " It is so."],
    ["The sky is", " blue.", " green."],
  ])("of two texts train what differs, not what both begin with: %j", async (prompt, yes, no) => {
    const profile = await profiled([{ chosen: prompt + yes, rejected: prompt + no }]);
    const asked = await profiled([{ prompt, chosen: yes, rejected: no }]);
    expect(profile.counts[rule]?.trainable).toEqual(asked.counts[rule]?.trainable);
    expect(profile.messages).toBe(3);
  });
});
