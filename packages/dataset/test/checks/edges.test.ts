import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type CheckReport } from "../../src/index.ts";
import { checkBytes, chunked, dataBytes, hasData } from "../data.ts";
import { lines, times, user, assistant, converse, chats, bare, novas, pairs, type Rows } from "./rows.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function checked(bytes: Uint8Array, options: Parameters<typeof checkBytes>[1]): Promise<CheckReport> {
  const report = await checkBytes(chunked(bytes), options);
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

/** Findings but advice, as `severity code line`. */
async function found(
  rows: Rows | string,
  provider: string,
  more: Partial<Parameters<typeof checkBytes>[1]> = {},
): Promise<string[]> {
  const report = await checked(encode(typeof rows === "string" ? rows : lines(rows)), { provider, ...more });
  return report.findings
    .filter(({ severity }) => severity !== "advice")
    .map(({ severity, code, line }) => `${severity} ${code} ${line ?? "file"}`);
}

const call = (id: string): object => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name: "f", arguments: "{}" } }],
});
const answered = (id: string): object => ({ role: "tool", tool_call_id: id, content: "ok" });
const tools = [
  { type: "function", function: { name: "f", description: "d", parameters: { type: "object", properties: {} } } },
];
const picture = (url: string): object => user([{ type: "image_url", image_url: { url } }]);

const gemini = (part: object): object => ({
  systemInstruction: { parts: [{ text: "s" }] },
  contents: [
    { role: "user", parts: [part] },
    { role: "model", parts: [{ text: "b" }] },
  ],
});

describe("one more row", () => {
  it.each<[what: string, provider: string, base: Rows, row: unknown, findings: string[]]>([
    // Roles and names of fields
    [
      "a role that is a name of JavaScript's own",
      "mistral",
      bare,
      { messages: [{ role: "constructor", content: "a" }, assistant("b")] },
      ["error unknown_role", "warning missing_user"],
    ],
    [
      "fields of ShareGPT in messages of OpenAI",
      "openai",
      chats,
      {
        messages: [
          { from: "user", value: "a" },
          { from: "assistant", value: "b" },
        ],
      },
      ["error missing_assistant", "error missing_content", "error missing_role", "warning missing_user"],
    ],
    [
      "a name at Claude",
      "bedrock-claude",
      bare,
      { messages: [{ ...user("a"), name: "n" }, assistant("b")] },
      ["error unexpected_column"],
    ],
    // Parts
    [
      "parts without a type",
      "openai",
      chats,
      { messages: [user([{ text: "a" }]), assistant("b")] },
      ["error bad_content_type"],
    ],
    [
      "a part of an unknown type",
      "openai",
      chats,
      { messages: [user([{ type: "words", text: "a" }]), assistant("b")] },
      ["error bad_content_type"],
    ],
    ["parts without a type", "trl", chats, { messages: [user([{ text: "a" }]), assistant("b")] }, []],
    // Tools
    [
      "answers of parallel calls in any order",
      "openai",
      chats,
      {
        messages: [
          user("a"),
          {
            role: "assistant",
            tool_calls: ["1", "2"].map((id) => ({ id, type: "function", function: { name: "f", arguments: "{}" } })),
          },
          answered("2"),
          answered("1"),
          assistant("b"),
        ],
        tools,
      },
      [],
    ],
    [
      "an answer without the id of its call",
      "openai",
      chats,
      { messages: [user("a"), call("1"), { role: "tool", content: "x" }, assistant("b")], tools },
      ["error tool_message_without_call", "warning tool_call_unanswered"],
    ],
    [
      "two answers to one call",
      "openai",
      chats,
      { messages: [user("a"), call("1"), answered("1"), answered("1"), assistant("b")], tools },
      [],
    ],
    [
      "two answers to one call",
      "mistral",
      bare,
      {
        messages: [user("a"), call("abcdefghi"), answered("abcdefghi"), answered("abcdefghi"), assistant("b")],
        tools,
      },
      ["error tool_message_without_call"],
    ],
    [
      "an answer of a tool",
      "fireworks",
      chats,
      { messages: [user("a"), call("1"), answered("1"), assistant("b")], tools },
      [],
    ],
    ["an empty answer alone", "together", chats, { messages: [user("a"), assistant("")] }, []],
    [
      "an empty answer alone",
      "nebius",
      chats,
      { messages: [user("a"), assistant("")] },
      ["warning missing_content", "warning no_trainable_tokens"],
    ],
    [
      "a picture's address without an object",
      "openai",
      chats,
      { messages: [user([{ type: "image_url", image_url: "https://example.org/a.png" }]), assistant("b")] },
      ["error image_bad_format"],
    ],
    [
      "a picture's address without an object",
      "mistral",
      bare,
      { messages: [user([{ type: "image_url", image_url: "https://example.org/a.png" }]), assistant("b")] },
      [],
    ],
    [
      "an answer after the user went on",
      "openai",
      chats,
      { messages: [user("a"), call("1"), user("b"), answered("1"), assistant("c")], tools },
      ["error tool_message_without_call", "warning tool_call_unanswered"],
    ],
    [
      "a function_call whose arguments are no JSON, to a function that is not declared",
      "openai",
      chats,
      {
        messages: [user("a"), { role: "assistant", function_call: { name: "f", arguments: "x=" } }],
        functions: [{ name: "g" }],
      },
      ["warning deprecated_functions", "warning tool_arguments_not_json", "warning tool_not_declared"],
    ],
    [
      "a function whose name has a space",
      "openai",
      chats,
      { messages: [user("a"), assistant("b")], functions: [{ name: "g g" }] },
      ["error bad_tool_definition", "warning deprecated_functions"],
    ],
    [
      "a call instead of content where there are no tools",
      "together",
      chats,
      { messages: [user("a"), call("1")] },
      ["warning tool_not_declared"],
    ],
    [
      "the id null before the last message",
      "mistral",
      bare,
      { messages: [user("a"), call("null"), answered("null"), assistant("b")], tools },
      ["error bad_tool_call_id"],
    ],
    ["the id null in the last message", "mistral", bare, { messages: [user("a"), call("null")], tools }, []],
    [
      "both names of the tools",
      "mistral",
      bare,
      { messages: [user("a"), assistant("b")], tools, available_tools: tools },
      ["error ambiguous_format"],
    ],
    [
      "both names of the content",
      "mistral",
      bare,
      { messages: [{ role: "user", content: "a", text: "a" }, assistant("b")] },
      ["error ambiguous_format"],
    ],
    [
      "the other name of the content",
      "mistral",
      bare,
      {
        interactions: [
          { role: "user", text: "a" },
          { role: "assistant", text: "b" },
        ],
      },
      [],
    ],
    [
      "a file without an address",
      "vertex-gemini",
      times(16, (i) => gemini({ text: `${i}` })),
      gemini({ fileData: { mimeType: "image/png" } }),
      ["error bad_parts"],
    ],
    [
      "a file",
      "vertex-gemini",
      times(16, (i) => gemini({ text: `${i}` })),
      gemini({ fileData: { mimeType: "image/png", fileUri: "gs://bucket/a.png" } }),
      [],
    ],
    [
      "a call that is no object",
      "vertex-gemini",
      times(16, (i) => gemini({ text: `${i}` })),
      gemini({ functionCall: "f" }),
      ["error bad_parts"],
    ],
    [
      "a system text that is a number",
      "llama-factory",
      times(3, (i) => ({ instruction: `${i}`, output: "b" })),
      { instruction: "a", output: "b", system: 7 },
      ["error bad_field_type"],
    ],
    [
      "token ids that are words",
      "trl",
      times(3, (i) => ({ input_ids: [i] })),
      { input_ids: ["a"] },
      ["error bad_field_type"],
    ],
    [
      "a mask of another length",
      "trl",
      times(3, (i) => ({ input_ids: [i] })),
      { input_ids: [1, 2], attention_mask: [1] },
      ["error bad_field_type"],
    ],
    [
      "a tag and no picture",
      "llama-factory",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("<image>"), assistant("b")], images: null },
      ["error image_count_mismatch"],
    ],
    [
      "one picture without a list",
      "llama-factory",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("<image>"), assistant("b")], images: "a.png" },
      [],
    ],
    // What is learnt
    ["a refusal", "openai", chats, { messages: [user("a"), { role: "assistant", content: null, refusal: "No." }] }, []],
    [
      "a weight that is null",
      "trl",
      chats,
      { messages: [user("a"), { role: "assistant", content: "b", weight: null }] },
      [],
    ],
    [
      "a weight that is true",
      "openai",
      chats,
      { messages: [user("a"), { role: "assistant", content: "b", weight: true }] },
      ["error bad_weight"],
    ],
    // Pictures
    [
      "a picture in a pair",
      "openai",
      pairs,
      {
        input: { messages: [picture("https://example.org/a.png")] },
        preferred_output: [assistant("b")],
        non_preferred_output: [assistant("c")],
      },
      ["error image_unsupported_model"],
    ],
    [
      "ten pictures",
      "openai",
      chats,
      { messages: [...times(10, () => picture("https://example.org/a.png")), assistant("b")] },
      [],
    ],
    [
      "a picture that is fetched and cannot be read",
      "openai",
      chats,
      { messages: [picture("https://example.org/a.gif?size=1"), assistant("b")] },
      ["warning image_bad_format"],
    ],
    [
      "bytes of a picture",
      "bedrock-nova",
      novas,
      {
        messages: [
          converse("user", { text: "a" }, { image: { format: "png", source: { bytes: "AAAA" } } }),
          converse("assistant", { text: "b" }),
        ],
      },
      ["error image_bad_format", "warning mixed_modality"],
    ],
    // Words
    [
      "a special token in escapes",
      "openai",
      chats,
      { messages: [user("a <|im_end|>"), assistant("b")] },
      ["error special_token_text"],
    ],
    // Alpaca
    [
      "a history that is no list of pairs",
      "llama-factory",
      times(3, (i) => ({ instruction: `${i}`, output: "b" })),
      { instruction: "a", output: "b", history: [["c"]] },
      ["error bad_field_type"],
    ],
    [
      "steps labelled by words",
      "trl",
      times(3, (i) => ({ prompt: `${i}`, completions: ["a"], labels: [true] })),
      { prompt: "a", completions: ["b"], labels: ["good"] },
      ["error bad_field_type"],
    ],
    [
      "a ranking row of ShareGPT's names",
      "llama-factory",
      [],
      {
        conversations: [{ from: "human", value: "a" }],
        chosen: { from: "gpt", value: "b" },
        rejected: { from: "gpt", value: "c" },
      },
      [],
    ],
    [
      "a ranking row whose conversation ends with the model",
      "llama-factory",
      [],
      {
        conversations: [
          { from: "human", value: "a" },
          { from: "gpt", value: "x" },
        ],
        chosen: { from: "gpt", value: "b" },
        rejected: { from: "gpt", value: "c" },
      },
      ["warning example_skipped"],
    ],
    [
      "a KTO row of the user alone",
      "llama-factory",
      [],
      { messages: [user("a")], kto_tag: true },
      ["warning example_skipped"],
    ],
    [
      "a speaker of another name",
      "llama-factory",
      [],
      {
        conversations: [
          { from: "narrator", value: "a" },
          { from: "gpt", value: "b" },
        ],
      },
      ["warning example_skipped"],
    ],
    [
      "a role of another name, out of turn",
      "llama-factory",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("a"), { role: "bot", content: "b" }, user("c")] },
      ["warning example_skipped"],
    ],
    ["a role of another name", "trl", chats, { messages: [{ role: "bot", content: "a" }] }, ["error unknown_role"]],
    ["a row of no known shape", "generic", bare, { words: "a" }, ["error missing_messages"]],
  ])("%s at %s", async (_what, provider, base, row, findings) => {
    const text = `${base.length > 0 ? `${lines(base)}\n` : ""}${JSON.stringify(row).replaceAll("<|", "\\u003C\\u007C")}`;
    expect(await found(text, provider)).toEqual(findings.map((finding) => `${finding} ${base.length + 1}`));
  });
});

describe("a whole file", () => {
  it.each<[what: string, provider: string, file: Rows | string, findings: string[]]>([
    ["of no known shape", "generic", times(2, (i) => ({ a: i })), ["error unknown_shape 1", "error unknown_shape 2"]],
    [
      "of Nova's rows",
      "openai",
      novas.slice(0, 1),
      ["error too_few_examples file", "error bad_content_type 1", "warning missing_system file"],
    ],
    ["of token ids in JSON lines", "together", [{ input_ids: [1] }], ["error wrong_extension file"]],
    [
      "with a comma too many and one too few",
      "generic",
      '[{"text":"a"} {"text":"b"},]',
      ["error invalid_json 1", "error invalid_json 2"],
    ],
    [
      "under a thousand bytes",
      "mistral",
      times(10, (i) => ({ messages: [user("a"), assistant(`${i}`)] })),
      ["error too_few_examples file"],
    ],
    ["of texts named content", "generic", times(40, (i) => ({ content: `The text of number ${i}.` })), []],
    ["of two columns of one name", "csv", "prompt,prompt,completion\na,b,c\n", ["warning repeated_column 1"]],
    ["of a text as long as may be", "trl", [{ text: `a${" a".repeat(1023)}` }], []],
    ["of a text one token longer", "trl", [{ text: `a${" a".repeat(1024)}` }], ["warning too_long_truncated 1"]],
    [
      "of an example as long as may be",
      "openai",
      [...chats, { messages: [user(`a${" a".repeat(65_525)}`), assistant("b")] }],
      [],
    ],
    [
      "of an example one token longer",
      "openai",
      [...chats, { messages: [user(`a${" a".repeat(65_526)}`), assistant("b")] }],
      ["warning too_long_truncated 13"],
    ],
    ["with a NUL", "text", "a\n\nb\0c\n", ["warning nul_character 3"]],
    [
      "of Alpaca's rows",
      "openai",
      times(10, (i) => ({ instruction: `${i}`, input: "a", output: "b" })),
      times(10, (i) => `error missing_messages ${i + 1}`) as string[],
    ],
    [
      "of one question for graders of different answers",
      "openai",
      times(10, (i) => ({ messages: [user("Q")], reference: i })),
      [],
    ],
    [
      "of one question about different pictures",
      "openai",
      [...chats, ...times(2, (i) => ({ messages: [picture(`https://example.org/${i}.png`), assistant("Yes")] }))],
      [],
    ],
    [
      "of the same picture twice",
      "openai",
      [...chats, ...times(2, () => ({ messages: [picture("https://example.org/a.png"), assistant("Yes")] }))],
      ["warning duplicate_example 14"],
    ],
    [
      "of completions that begin with a line end",
      "openai",
      times(10, (i) => ({ prompt: `${i} ->`, completion: `\n${i} end` })),
      ["warning completion_no_leading_space 1"],
    ],
    [
      "whose preamble is too long",
      "cohere",
      times(2, (i) => ({
        messages: [
          { role: "System", content: "word ".repeat(2_100) },
          { role: "User", content: `${i}` },
          { role: "Chatbot", content: "a" },
        ],
      })),
      ["error too_long 1", "error too_long 2"],
    ],
    [
      "whose turns fit, though the conversation does not",
      "cohere",
      times(2, (i) => ({
        messages: times(4, () => [
          { role: "User", content: `${i}${" a".repeat(5_000)}` },
          { role: "Chatbot", content: "b" },
        ]).flat(),
      })),
      [],
    ],
    [
      "whose question and answer are a turn too long",
      "cohere",
      times(2, (i) => ({
        messages: [
          { role: "User", content: `${i}${" a".repeat(9_000)}` },
          { role: "Chatbot", content: " b".repeat(9_000) },
        ],
      })),
      ["warning example_skipped 1", "warning example_skipped 2"],
    ],
    [
      "of two texts a prompt",
      "bedrock-distillation",
      times(100, (i) => ({
        schemaVersion: "bedrock-conversation-2024",
        messages: [converse("user", { text: `${i}` }, { text: "b" })],
      })).slice(0, 100),
      times(100, (i) => `error bad_content_type ${i + 1}`) as string[],
    ],
  ])("%s at %s", async (_what, provider, file, findings) => {
    expect(await found(file, provider)).toEqual(findings);
  });

  const legacy = times(12, (i) => ({ prompt: `p${i} ->`, completion: ` c${i}` }));
  const everyRow = (code: string): string[] => legacy.map((_, i) => `error ${code} ${i + 1}`);

  const everyColumn = chats.map((_, i) => `warning unexpected_column ${i + 1}`);

  it.each<[what: string, model: string | undefined, file: Rows, findings: string[]]>([
    ["prompts and completions", undefined, legacy, []],
    ["prompts and completions", "davinci-002", legacy, []],
    ["prompts and completions", "ft:babbage-002:org::id", legacy, []],
    ["prompts and completions", "gpt-4o-mini", legacy, everyRow("missing_messages")],
    ["chats", "gpt-4o-mini", chats, []],
    ["chats", "davinci-002", chats, [...everyRow("missing_field"), ...everyColumn]],
  ])("of %s is right or wrong by the model %s of OpenAI", async (_what, model, file, findings) => {
    expect((await found(file, "openai", { model })).sort()).toEqual(findings.sort());
  });

  it.each([
    ["texts", "true", ["error bad_field_type 1", "error bad_field_type 2"]],
    ["numbers", 0, ["error bad_field_type 1", "error bad_field_type 2"]],
    ["true or false", true, []],
    ["words of other kinds, which are a column more", "sports", []],
  ] as const)("of completions labelled with %s at TRL", async (_what, label, findings) => {
    const file = times(2, (i) => ({ prompt: `p${i}`, completion: "c", label }));
    expect(await found(file, "trl")).toEqual(findings);
  });

  it.each<[provider: string, row: object, format: string]>([
    ["openai", { contents: [] }, "chat-sft"],
    ["bedrock-nova", { prompt: "a", completion: "b" }, "bedrock-conversation-2024"],
  ])("of another provider's rows is no mixture at %s", async (provider, row, format) => {
    const report = await checked(encode(lines([row, row])), { provider });
    expect(report).toMatchObject({ format, verdict: "error" });
    expect(report.findings.map(({ code }) => code)).not.toContain("mixed_formats");
  });

  it("is mixed where a row of the right kind comes late", async () => {
    const foreign = times(200, (i) => ({ prompt: `${i}`, completion: "b" }));
    const report = await checked(encode(lines([...foreign, ...novas])), { provider: "bedrock-nova" });
    expect(report.findings.find(({ code }) => code === "mixed_formats")).toMatchObject({
      severity: "error",
      line: 201,
    });
  });

  it.each([
    [
      "cohere-chat",
      {
        messages: [
          { role: "User", content: "a" },
          { role: "Chatbot", content: "b" },
        ],
      },
    ],
    [
      "gemini-contents",
      {
        contents: [
          { role: "user", parts: [{ text: "a" }] },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
    ],
  ])("of %s is right by no provider's rules", async (format, row) => {
    expect(await checked(encode(lines([row])), { provider: "generic" })).toMatchObject({ format, verdict: "valid" });
  });

  it.each([
    ["non_utf8", [0xff, 0xfe, 0x7b, 0x00], 1],
    ["not_jsonl", [0x50, 0x4b, 0x03, 0x04], null],
  ])("that cannot be read is refused as %s", async (code, bytes, line) => {
    const report = await checked(new Uint8Array(bytes), { provider: "openai" });
    expect(report).toMatchObject({ verdict: "error", rows: 0, findings: [{ code, line }] });
  });

  it.skipIf(!hasData)("of messages in Parquet lacks token ids at Together, and a broken one is named", async () => {
    const parquet = dataBytes("conformance/hf-parquet-messages.parquet");
    const report = await checked(parquet, { provider: "together" });
    expect(report.findings).toContainEqual(expect.objectContaining({ severity: "error", code: "missing_field" }));
    const broken = await checkBytes(chunked(gzipSync(parquet).subarray(0, 200)), { provider: "together" });
    expect(broken).toMatchObject({ ok: false, problem: { kind: "parquet_unreadable" } });
  });

  it.each<[what: string, by: string, megabytes: number, severity: string | null]>([
    ["goes up in parts", "openai", 513, "warning"],
    ["is refused", "azure-openai", 513, "error"],
  ])("larger than the provider takes %s: %s", async (_what, provider, megabytes, severity) => {
    async function* many(): AsyncGenerator<Uint8Array, void, undefined> {
      yield encode(`${lines(chats)}\n`);
      const filler = new Uint8Array(1024 * 1024).fill(32);
      for (let i = 0; i < megabytes; i++) yield filler;
    }
    const report = await checkBytes(many(), { provider });
    if (!report.ok) throw new Error(report.problem.kind);
    const large = report.value.findings.find(({ code }) => code === "file_too_large");
    expect(large?.severity ?? null).toBe(severity);
  });
});

describe("a conversation that the trainer leaves out", () => {
  it.each([
    [[user("a")], "(1 turn)"],
    [[user("a"), assistant("b"), user("c")], "(3 turns)"],
  ])("says of how many turns it is (case %#)", async (messages, said) => {
    const report = await checked(encode(lines([...chats, { messages }])), { provider: "llama-factory" });
    expect(report.findings.find(({ code }) => code === "example_skipped")?.sentence).toContain(said);
  });
});
