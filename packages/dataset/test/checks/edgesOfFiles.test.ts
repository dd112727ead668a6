import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkBytes, chunked, dataBytes, hasData } from "../data.ts";
import { encode, checked, found, picture } from "./edges.ts";
import { lines, times, user, assistant, converse, chats, novas, type Rows } from "./rows.ts";

describe("a whole file", () => {
  it("is not said to hold fewer system prompts than it may", async () => {
    const rows = times(1200, (i) => ({ messages: [{ role: "system", content: `${i}` }, user("a"), assistant("b")] }));
    const said = async (some: Rows): Promise<string | undefined> => {
      const report = await checked(encode(lines(some)), { provider: "openai" });
      return report.findings.find(({ code }) => code === "system_prompt_variants")?.sentence;
    };
    expect(await said(rows.slice(0, 20))).toContain("(20 of them in 20 examples)");
    expect(await said(rows)).toContain("(1,000 or more of them in 1,200 examples)");
  });

  it.each([
    ["train.gz", []],
    ["train.jsonl.gz", []],
    ["train.txt.gz", [".txt, expected .jsonl"]],
  ])("is told its ending where it has one beside that of its packing: %s", async (name, said) => {
    const { findings } = await checked(gzipSync(lines(chats)), { provider: "openai", name });
    const sentences = findings.filter(({ code }) => code === "wrong_extension").map(({ sentence }) => sentence);
    expect(sentences).toEqual([...said, "packed; unpack it first"].map((one): unknown => expect.stringContaining(one)));
  });

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
      ["error too_few_examples file", "warning example_skipped 1", "warning example_skipped 2"],
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

  it.each<[what: string, model: string | undefined, file: Rows, findings: string[]]>([
    ["prompts and completions", undefined, legacy, []],
    ["prompts and completions", "davinci-002", legacy, []],
    ["prompts and completions", "ft:babbage-002:org::id", legacy, []],
    ["prompts and completions", "gpt-4o-mini", legacy, everyRow("missing_messages")],
    ["chats", "gpt-4o-mini", chats, []],
    ["chats", "davinci-002", chats, everyRow("missing_field")],
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
    ["not_jsonl", [0xff, 0xfe, 0x00, 0x00], null],
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
