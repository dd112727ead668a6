import { describe, expect, it } from "vitest";
import { checkFor } from "../../src/index.ts";
import { assistant, lines, user } from "../checks/rows.ts";
import { textChunks } from "../data.ts";
import { long, profiled, rule, tokens } from "./profiled.ts";

const parts = (...content: object[]): object => ({ role: "user", content });
const chat = (asked: object, answer: object = assistant("b"), more: object = {}): object => ({
  ...more,
  messages: [asked, answer],
});
const call = { name: "f", arguments: JSON.stringify({ a: long }) };
const turns = (more: object): object => ({
  ...more,
  contents: ["user", "model"].map((role) => ({ role, parts: [{ text: "a" }] })),
});
const converse = (more: object): object => ({
  schemaVersion: "bedrock-conversation-2024",
  messages: ["user", "assistant"].map((role) => ({ role, content: [{ text: "a" }] })),
  ...more,
});

describe("what stands in messages and beside them", () => {
  it.each<[what: string, row: object]>([
    ["a part of a table, which has the fields of all parts", chat(parts({ type: "text", text: long, image: null }))],
    ["a part as pydantic writes it", chat(parts({ type: "text", text: long, image_url: null }))],
    ["Anthropic's list of system texts", chat(user("a"), undefined, { system: [{ type: "text", text: long }] })],
    ["Bedrock's system text that is no list", converse({ system: long })],
    ["Bedrock's system text alone", converse({ system: { text: long } })],
    ["Gemini's instruction as a text", turns({ systemInstruction: long })],
    ["a text beside a null content", chat({ role: "user", content: null, text: long })],
  ])("is read: %s", async (_what, row) => {
    const profile = await profiled([row]);
    expect(tokens(profile)).toBeGreaterThanOrEqual(500);
    expect(profile).toMatchObject({ badRows: 0, images: 0, counts: { [rule]: { exact: true } } });
  });

  it.each<[what: string, row: object]>([
    ["calls as JSON text", chat(user("a"), { role: "assistant", content: "", tool_calls: JSON.stringify([call]) })],
    ["one tool as JSON text", chat(user("a"), undefined, { tools: JSON.stringify({ name: "f", description: long }) })],
    ["a text in a part of a picture", chat(parts({ image: "a.png", text: long }))],
    ["a text in a part of a call", { contents: [...modelCalls()] }],
  ])("is read, and not exact: %s", async (_what, row) => {
    const profile = await profiled([row]);
    expect(tokens(profile)).toBeGreaterThanOrEqual(500);
    expect(profile).toMatchObject({ badRows: 0, counts: { [rule]: { exact: false } } });
    expect(profile.unread).toBeUndefined();
  });

  it.each<[what: string, row: object, images: number]>([
    ["Ollama's images", chat({ role: "user", content: "What?", images: ["a.png", "b.png"] }), 2],
    ["a picture and a text as a table holds them", chat(parts(picture(), { ...picture(null), text: "What?" })), 1],
  ])("counts its pictures: %s", async (_what, row, images) => {
    expect(await profiled([row])).toMatchObject({ images, badRows: 0 });
  });

  it.each<[what: string, part: object]>([
    [
      "Anthropic's",
      { type: "tool_result", tool_use_id: "1", content: [{ type: "image", source: { type: "base64", data: long } }] },
    ],
    ["Bedrock's", { toolResult: { toolUseId: "1", content: [{ image: { format: "png", source: { bytes: long } } }] } }],
  ])("holds no text where a tool gives back a picture: %s", async (_what, part) => {
    const profile = await profiled([chat(parts(part))]);
    expect(profile).toMatchObject({ images: 1, badRows: 0, counts: { [rule]: { exact: false } } });
    expect(tokens(profile)).toBeLessThan(100);
  });

  it("is counted once where a server gives one thought two names", async () => {
    const thought = (more: object): object => chat(user("a"), { role: "assistant", content: "b", ...more });
    const [once, twice] = [{ reasoning: long }, { reasoning: long, reasoning_content: long }];
    expect((await profiled([thought(twice)])).counts).toEqual((await profiled([thought(once)])).counts);
  });

  it.each<[field: string, row: object]>([
    ["messages[].thought", chat(user("a"), { role: "assistant", content: "b", thought: long })],
    ["messages[].tool_plan", chat(user("a"), { role: "assistant", content: "b", tool_plan: long })],
    ["messages[].reasoning", chat(user("a"), { role: "assistant", content: "b", reasoning: { summary: long } })],
    ["messages[].reasoning_details", chat(user("a"), { ...assistant("b"), reasoning_details: [{ text: long }] })],
    ["messages[].value", chat({ role: "user", content: "a", value: long })],
    ["messages[].tool_calls", chat(user("a"), { role: "assistant", content: "b", tool_calls: long })],
    ["messages[].audio", chat(user("a"), { role: "assistant", content: "b", audio: { id: "x" } })],
    ["messages[].content[].audio", chat(parts({ type: "audio", audio: "a.wav", text: "a" }))],
    ["messages[].content[].caption", chat(parts({ type: "text", text: "a", caption: long }))],
    ["contents[].parts[].notes", { contents: [{ role: "user", parts: [{ text: "a", notes: long }] }] }],
    ["chosen[].critique", { chosen: [user("a"), { ...assistant("b"), critique: long }], rejected: [assistant("c")] }],
    ["contents[].parts[].fileData", { contents: [{ role: "user", parts: [file("audio/mp3"), { text: "a" }] }] }],
    ["contents[].parts[].fileData", { contents: [{ role: "user", parts: [file("application/pdf"), { text: "a" }] }] }],
    [
      "input.context",
      {
        input: { messages: [user("a")], context: long },
        preferred_output: [assistant("b")],
        non_preferred_output: [assistant("c")],
      },
    ],
    ["tools", chat(user("a"), undefined, { tools: `Call these: ${long}` })],
    ["tools", { prompt: "a", completion: "b", tools: [{ name: "f", description: long }] }],
    ["system_prompt", chat(user("a"), undefined, { system: "Be brief.", system_prompt: long })],
    ["messages", { prompt: "a", messages: [user(long)], chosen: "b", rejected: "c" }],
  ])("makes the count short where nobody reads it, and is named: %s", async (field, row) => {
    const profile = await profiled([row]);
    expect(profile).toMatchObject({ badRows: 0, unread: { [field]: 1 }, counts: { [rule]: { exact: false } } });
    const report = await checkFor("generic", textChunks(lines([row])));
    const sentence = expect.stringContaining(` ${field} holds text or media that is no part`);
    expect(report).toMatchObject({
      value: {
        findings: expect.arrayContaining([expect.objectContaining({ code: "unread_column", line: 1, sentence })]),
      },
    });
  });

  it.each<[what: string, row: object]>([
    [
      "ids, marks and nulls",
      chat({ role: "user", content: "a", id: "m-1", name: null, tool_calls: null, audio: null }),
    ],
    ["marks of a cache", chat(parts({ type: "text", text: "a", cache_control: { type: "ephemeral" } }))],
    [
      "a signature of a thought",
      chat(parts({ type: "thinking", thinking: "a", signature: "EqQBCkYIARgCKkD w x y z" })),
    ],
  ])("is whole with %s", async (_what, row) => {
    const profile = await profiled([row]);
    expect(profile.unread).toBeUndefined();
    expect(profile).toMatchObject({ badRows: 0, counts: { [rule]: { exact: true } } });
  });
});

function picture(url: string | null = "https://example.com/a.png"): object {
  return { type: url === null ? "text" : "image_url", text: null, image_url: url === null ? null : { url } };
}

function file(mimeType: string): object {
  return { fileData: { mimeType, fileUri: "gs://bucket/a" } };
}

function modelCalls(): object[] {
  const asked = { role: "user", parts: [{ text: "a" }] };
  return [asked, { role: "model", parts: [{ text: long, functionCall: { name: "f", args: {} } }] }];
}

describe("a table of several sources, whose rows have the columns of all", () => {
  const messages = [user("a"), assistant(long)];
  const nothing = { prompt: null, completion: null, label: null, chosen: null, rejected: null, text: null };

  it.each<[shape: string, row: object]>([
    ["chat-sft", { ...nothing, preferred_output: null, non_preferred_output: null, contents: null, messages }],
    ["prompt-completion", { ...nothing, messages: null, prompt: "a", completion: long }],
    ["sharegpt", { ...nothing, messages: null, conversations: [{ from: "gpt", value: long }] }],
    ["alpaca", { ...nothing, messages: null, instruction: "a", output: long }],
    ["text", { ...nothing, messages: null, text: long }],
  ])("gives the row that its filled columns are: %s", async (shape, row) => {
    const profile = await profiled([row]);
    expect(profile).toMatchObject({ badRows: 0, shapes: { [shape]: 1 }, counts: { [rule]: { exact: true } } });
    expect(tokens(profile)).toBeGreaterThanOrEqual(500);
    const report = await checkFor("generic", textChunks(lines([row])));
    expect(report).toMatchObject({ value: { examples: 1, verdict: "valid" } });
  });

  it.each(["trl", "llama-factory", "generic"])("is right at %s with nulls in its messages", async (trainer) => {
    const nulls = { name: null, tool_calls: null, tool_call_id: null, weight: null };
    const row = { messages: messages.map((message) => ({ ...message, ...nulls })), tools: null };
    expect(await checkFor(trainer, textChunks(lines([row])))).toMatchObject({ value: { verdict: "valid" } });
  });

  it("of token ids and the text that they were made of counts the ids", async () => {
    const row = { text: long, input_ids: [1, 2, 3], labels: [-100, 2, 3] };
    expect(await profiled([row])).toMatchObject({
      shapes: { "parquet-tokenised": 1 },
      counts: { [rule]: { tokens: [[3, 1]] } },
    });
  });

  it("gives none where a column that the row needs is null", async () => {
    const rows = [{ prompt: "a", completion: null }, { instruction: "a", output: null }, { messages: null }];
    expect(await profiled(rows)).toMatchObject({ examples: 0, badRows: 3 });
  });
});

describe("a pair of conversations", () => {
  const answer = (name: string): object => ({
    ...assistant(""),
    tool_calls: [{ id: "1", type: "function", function: { name, arguments: "{}" } }],
  });
  const two = (text: string): object =>
    assistant([
      { type: "text", text: "Well:" },
      { type: "text", text },
    ]);
  const pair = (chosen: object, rejected: object): object => ({
    chosen: [user(long), chosen],
    rejected: [user(long), rejected],
  });

  it.each<[what: string, row: object]>([
    ["call other tools", pair(answer("f"), answer("g"))],
    ["differ in a later part", pair(two("yes"), two("no"))],
    ["are a tie", pair(assistant("yes"), assistant("yes"))],
  ])("holds both answers where they %s", async (_what, row) => {
    const profile = await profiled([row]);
    expect(profile).toMatchObject({ badRows: 0, messages: 3, modelTurns: 2 });
    // The prompt is not learnt.
    expect((profile.counts[rule]?.trainable ?? []).every(([each]) => each > 0 && each < 100)).toBe(true);
  });
});
