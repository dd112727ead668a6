import { describe, expect, it } from "vitest";
import { convertBytes, profileBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { assistant, lines, system, user } from "../checks/rows.ts";
import { readingOf } from "./readings.ts";
import { lost } from "../convert/converted.ts";
import { written } from "./written.ts";

const [ask, say, other] = ["What is a lake?", "A body of water.", "I do not know."];
const talk = [user(ask), assistant(say)];

const node = (id: string, parent: string | null, role: string, content: object): object => ({
  id,
  parent,
  children: [],
  message: { id, author: { role, metadata: {} }, content, metadata: {} },
});
const text = (said: string): object => ({ content_type: "text", parts: [said] });
const chatgpt = (more: object = {}): object => ({
  title: "Lakes",
  mapping: {
    root: { id: "root", message: null, parent: null, children: ["s"] },
    s: node("s", "root", "system", text("")),
    u: node("u", "s", "user", text(ask)),
    first: node("first", "u", "assistant", text("An answer that was asked for anew.")),
    a: node("a", "u", "assistant", text(say)),
    ...more,
  },
  current_node: "a",
  conversation_id: "c",
});

const claude = (asked: object, answered: object = {}): object => ({
  uuid: "c",
  name: "Lakes",
  account: { uuid: "x" },
  chat_messages: [
    { uuid: "1", sender: "human", text: ask, attachments: [], files: [], ...asked },
    { uuid: "2", sender: "assistant", text: say, attachments: [], files: [], ...answered },
  ],
});

describe("what chat apps export", () => {
  it.each<[string, object, readonly object[]]>([
    ["ChatGPT: the branch that was shown last", chatgpt(), talk],
    ["ChatGPT: a circle of messages ends", chatgpt({ u: node("u", "a", "user", text(ask)) }), talk],
    [
      "ChatGPT: what a tool printed",
      chatgpt({
        s: node("s", "root", "system", text("Be brief.")),
        u: node("u", "s", "user", { content_type: "code", language: "text", text: ask }),
      }),
      [system, ...talk],
    ],
    ["Claude: without blocks", claude({}), talk],
    ["Claude: with blocks", claude({ content: [{ type: "text", text: ask }] }), talk],
    [
      "Claude: a file that was attached as text",
      claude({ attachments: [{ file_name: "a.txt", extracted_content: "Of lakes." }] }),
      [
        user([
          { type: "text", text: "Of lakes." },
          { type: "text", text: ask },
        ]),
        assistant(say),
      ],
    ],
    [
      "Open WebUI",
      { id: "c", title: "Lakes", chat: { models: ["m"], messages: talk, history: { messages: {} } } },
      talk,
    ],
  ])("%s", async (_what, row, messages) => {
    expect(readingOf(row as Record<string, unknown>)).toMatchObject({ shape: "chat-export" });
    expect(await written(row)).toEqual({ messages });
  });

  it("counts the pictures of ChatGPT", () => {
    const picture = { content_type: "image_asset_pointer", asset_pointer: "file-service://f", width: 9, height: 9 };
    const shown = { content_type: "multimodal_text", parts: [picture, ask] };
    const row = chatgpt({ u: node("u", "s", "user", shown) }) as Record<string, unknown>;
    expect(readingOf(row)).toMatchObject({
      messages: [{ images: [{ url: "file-service://f" }], text: ask }, { text: say }],
    });
  });
});

describe("messages whose speaker stands in another field", () => {
  const kwargs = (id: string, content: string): object => ({
    lc: 1,
    type: "constructor",
    id: ["langchain", "schema", "messages", id],
    kwargs: { content, type: id === "HumanMessage" ? "human" : "ai" },
  });
  it.each<[string, object]>([
    [
      "LangChain's messages",
      {
        messages: [
          { type: "human", content: ask, additional_kwargs: {} },
          { type: "ai", content: say, tool_calls: [] },
        ],
      },
    ],
    [
      "LangChain's messages in data",
      {
        messages: [
          { type: "human", data: { content: ask } },
          { type: "ai", data: { content: say } },
        ],
      },
    ],
    ["LangChain's messages as constructors", { messages: [kwargs("HumanMessage", ask), kwargs("AIMessage", say)] }],
    [
      "a speaker",
      {
        conversation: [
          { speaker: "user", text: ask },
          { speaker: "bot", text: say },
        ],
      },
    ],
    [
      "an author",
      {
        messages: [
          { author: "user", content: ask },
          { author: "assistant", content: say },
        ],
      },
    ],
    ["exchanges of user and assistant", { conversation: [{ user: ask, assistant: say }] }],
    ["exchanges of user and bot", { conversation: [{ user: ask, bot: say }] }],
  ])("%s", async (_what, row) => {
    expect(await written(row)).toEqual({ messages: talk });
  });

  it("LangChain's tool calls", async () => {
    const call = { name: "look", args: { at: 1 }, id: "c1", type: "tool_call" };
    const messages = [
      { type: "human", content: ask },
      { type: "ai", content: "", tool_calls: [call] },
      { type: "tool", content: "a lake", tool_call_id: "c1" },
      { type: "ai", content: say },
    ];
    const called = { id: "c1", type: "function", function: { name: "look", arguments: '{"at":1}' } };
    expect(await written({ messages })).toEqual({
      messages: [
        user(ask),
        { role: "assistant", tool_calls: [called] },
        { role: "tool", content: "a lake", tool_call_id: "c1" },
        assistant(say),
      ],
    });
  });

  it("a list of tools is no list of messages", async () => {
    expect(await written({ messages: [{ type: "function", function: { name: "f" } }] })).toBeNull();
  });
});

describe("texts of which some are masked", () => {
  const segments = [
    { label: false, text: "<s>Q\n" },
    { label: true, text: "A " },
    { label: false, text: "x" },
    { label: true, text: "B</s>" },
  ];
  it("are trained where they say so", () => {
    expect(readingOf({ segments })).toEqual({
      shape: "segments",
      layout: "text",
      answer: 1,
      messages: [
        { role: "user", text: "<s>Q\n" },
        { role: "assistant", text: "A ", trained: true },
        { role: "user", text: "x" },
        { role: "assistant", text: "B</s>", trained: true },
      ],
    });
  });
  it("may all be masked", () => {
    expect(readingOf({ segments: segments.slice(0, 1) })).toMatchObject({ answer: 1 });
  });
  it("are other columns where one lacks its label", () => {
    expect(readingOf({ segments: [{ text: "a" }] })).toMatchObject({ code: "unknown_shape" });
  });
  it("a message that says `loss: false` is not trained", () => {
    const row = { messages: [user(ask), { ...assistant(say), loss: false }] };
    expect(readingOf(row)).toMatchObject({ messages: [{ text: ask }, { text: say, role: "assistant" }] });
    expect(JSON.stringify(readingOf(row))).not.toContain("trained");
  });
});

describe("conversations of other forms", () => {
  const [greeting, answer] = ["Hello.", "Good day."];
  const before = [
    { role: "USER", message: greeting },
    { role: "CHATBOT", message: answer },
  ];
  const open = [user(greeting), assistant(answer)];

  /** @source https://docs.cohere.com/v1/reference/chat, https://huggingface.co/datasets/stingning/ultrachat (read 2026-11-30) */
  it.each<[string, object, readonly object[]]>([
    ["Cohere's first API", { chat_history: before, message: ask, response: say }, [...open, ...talk]],
    [
      "Cohere's, with what it is told first",
      { preamble: "Be brief.", chat_history: before, message: ask, response: say },
      [{ role: "system", content: "Be brief." }, ...open, ...talk],
    ],
    ["Cohere's, the history empty", { chat_history: [], message: ask, response: say }, talk],
    ["messages that have a message", { messages: [...before.slice(0, 1), { role: "Chatbot", message: answer }] }, open],
    ["UltraChat's texts in turn", { id: "0", data: [greeting, answer, ask, say] }, [...open, ...talk]],
    ["a conversation of texts", { id: "0", conversations: [ask, say] }, talk],
  ])("%s are read", async (_what, row, messages) => {
    expect(await written(row)).toEqual({ messages });
  });

  it("without an answer are a prompt, and not the history alone", () => {
    const { messages } = readingOf({ chat_history: before, message: ask }) as { readonly messages: readonly object[] };
    expect(messages).toMatchObject([greeting, answer, ask].map((said) => ({ text: said })));
  });

  it("are no texts in turn beside other columns", async () => {
    expect(await written({ data: [ask, say], prompt: ask, completion: say })).toEqual({ messages: talk });
  });

  it.each<[string, object]>([
    ["Open WebUI's", { chat: { messages: talk } }],
    ["Cohere's", { chat_history: before, message: ask, response: say }],
    [
      "messages that have a message",
      {
        messages: [
          { role: "user", message: ask },
          { role: "assistant", message: say },
        ],
      },
    ],
  ])("are written whole: %s", async (_what, row) => {
    const done = await convertBytes(textChunks(lines([row])), { to: "openai", write: () => undefined });
    expect(done).toMatchObject({ ok: true, value: { written: 1, losses: [] } });
  });
});

describe("OpenAssistant's trees of messages", () => {
  const message = (role: string, said: string, rank: number | null, replies: readonly object[] = []): object => ({
    message_id: said,
    text: said,
    role,
    rank,
    lang: "en",
    deleted: false,
    replies,
  });
  const tree = (...replies: readonly object[]): object => ({
    message_tree_id: "t",
    tree_state: "ready_for_export",
    prompt: message("prompter", ask, null, replies),
  });

  it.each<[string, object, readonly object[]]>([
    ["the reply that people ranked first", tree(message("assistant", other, 1), message("assistant", say, 0)), talk],
    [
      "the first of those that nobody ranked",
      tree(message("assistant", say, null), message("assistant", other, null)),
      talk,
    ],
    [
      "replies to replies",
      tree(message("assistant", say, 0, [message("prompter", "Why?", null, [message("assistant", other, null)])])),
      [...talk, user("Why?"), assistant(other)],
    ],
  ])("are read by %s", async (_what, row, messages) => {
    expect(await written(row)).toEqual({ messages });
  });

  it("leave other branches out with a word", async () => {
    const row = tree(message("assistant", say, 0), message("assistant", other, 1));
    const profile = await profileBytes(textChunks(lines([row])), { rules: [] });
    expect(profile).toMatchObject({ value: { examples: 1, unread: { "prompt[].replies": 1 } } });
  });
});

describe("a request and its answer in one row", () => {
  const asked = { role: "user", content: "Why?" };
  const choices = [{ index: 0, message: { role: "assistant", content: "So." }, finish_reason: "stop" }];
  const tools = [{ type: "function", function: { name: "f" } }];

  it("are a chat with that answer, and no prompt for a grader", async () => {
    const row = { id: "c", object: "chat.completion", messages: [asked], choices, tools };
    expect(readingOf(row)).toMatchObject({ shape: "chat-export" });
    expect(await written(row)).toEqual({ messages: [asked, { role: "assistant", content: "So." }], tools });
    expect(await lost(row, "openai")).toEqual(["changed id", "changed object"]);
    expect(await lost({ ...row, choices: [...choices, ...choices] }, "openai")).toContain("changed choices");
  });

  it("are none where the choices are what a question offers", () => {
    expect(readingOf({ messages: [asked], choices: ["So.", "No."], answer: "So." })).toMatchObject({ shape: "rft" });
  });
});
