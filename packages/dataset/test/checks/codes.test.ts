import { describe, expect, it } from "vitest";
import { knownProviders, type CheckReport } from "../../src/index.ts";
import { checkBytes, dataBytes, hasData, textChunks } from "../data.ts";
import { lines, times, system, user, assistant, converse, chats, bare, novas, pairs, type Rows } from "./rows.ts";

async function checked(rows: Rows | string, options: Parameters<typeof checkBytes>[1]): Promise<CheckReport> {
  const text = typeof rows === "string" ? rows : lines(rows);
  const report = await checkBytes(textChunks(text), options);
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

const geminis = times(16, (i) => ({
  systemInstruction: { parts: [{ text: "s" }] },
  contents: [
    { role: "user", parts: [{ text: `Q${i}` }] },
    { role: "model", parts: [{ text: `A${i}` }] },
  ],
}));
const legacy = times(10, (i) => ({ prompt: `question ${i} ->`, completion: ` answer ${i} END` }));
const rfts = times(10, (i) => ({ messages: [user(`Q${i}`)], reference_answer: `A${i}` }));
// Ten lines of at least a thousand bytes in all.
const mistrals = times(10, (i) => ({ messages: [user(`Question ${i}, asked at length?`), assistant(`Answer ${i}.`)] }));
const coheres = times(2, (i) => ({
  messages: [
    { role: "User", content: `Q${i}` },
    { role: "Chatbot", content: "A" },
  ],
}));

const call = (id: string, name = "f", given: unknown = "{}"): object => ({
  role: "assistant",
  tool_calls: [{ id, type: "function", function: { name, arguments: given } }],
});
const tool = (name = "f", more: object = {}): object => ({
  type: "function",
  function: { name, description: "d", parameters: { type: "object", properties: {} }, ...more },
});
const picture = (url: string, detail?: string): object => ({
  role: "user",
  content: [
    { type: "text", text: "What?" },
    { type: "image_url", image_url: detail === undefined ? { url } : { url, detail } },
  ],
});
const png = "data:image/png;base64,iVBORw0KGgo=";

describe("rows that are right", () => {
  it.each<[string, Rows]>([
    ["openai", chats],
    ["openai", pairs],
    ["openai", legacy],
    ["openai", rfts],
    ["azure-openai", chats],
    ["azure", pairs],
    ["together", chats],
    ["together", pairs],
    ["fireworks", chats],
    ["bedrock-nova", novas],
    ["bedrock-claude", bare],
    ["bedrock-llama", novas],
    ["bedrock-titan", legacy],
    ["vertex-gemini", geminis],
    ["mistral", mistrals],
    ["cohere", coheres],
    ["nebius", chats],
    ["trl", chats],
    ["llama-factory", chats],
    ["generic", legacy],
  ])("are valid at %s", async (provider, rows) => {
    const report = await checked(rows, { provider });
    expect(report.findings.filter(({ severity }) => severity !== "advice")).toEqual([]);
    expect(report).toMatchObject({ verdict: "valid", rows: rows.length, examples: rows.length });
  });
});

describe("a row that is wrong", () => {
  it.each<[code: string, verdict: string, provider: string, base: Rows, row: unknown, model?: string]>([
    [
      "ambiguous_format",
      "error",
      "together",
      chats,
      { messages: [user("a"), assistant("b")], prompt: "a", completion: "b" },
    ],
    ["bad_content_type", "error", "openai", chats, { messages: [user("a"), { role: "assistant", content: 7 }] }],
    [
      "bad_content_type",
      "error",
      "openai",
      chats,
      { messages: [{ role: "user", content: [{ type: "nonsense" }] }, assistant("b")] },
    ],
    [
      "bad_content_type",
      "error",
      "bedrock-claude",
      bare,
      { messages: [{ role: "user", content: [{ type: "text", text: "a" }] }, assistant("b")] },
    ],
    ["bad_field_type", "error", "openai", chats, { messages: { role: "user" } }],
    [
      "bad_field_type",
      "error",
      "openai",
      pairs,
      { input: "a", preferred_output: [assistant("b")], non_preferred_output: [assistant("c")] },
    ],
    [
      "bad_parts",
      "error",
      "vertex-gemini",
      geminis,
      {
        contents: [
          { role: "user", parts: "a" },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
    ],
    [
      "bad_parts",
      "error",
      "vertex-gemini",
      geminis,
      {
        contents: [
          { role: "user", parts: [{ words: "a" }] },
          { role: "model", parts: [{ text: "b" }] },
        ],
      },
    ],
    [
      "bad_schema_version",
      "error",
      "bedrock-llama",
      novas,
      { schemaVersion: "2023", messages: [converse("user", { text: "a" }), converse("assistant", { text: "b" })] },
    ],
    [
      "bad_tool_call",
      "error",
      "openai",
      chats,
      {
        messages: [
          user("a"),
          { role: "assistant", tool_calls: [{ type: "function", function: { name: "f", arguments: "{}" } }] },
        ],
        tools: [tool()],
      },
    ],
    ["bad_tool_call", "error", "openai", chats, { messages: [user("a"), call("c", "f", {})], tools: [tool()] }],
    [
      "bad_tool_call_id",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), call("call-1"), assistant("b")], tools: [tool()] },
    ],
    [
      "bad_tool_definition",
      "error",
      "openai",
      chats,
      { messages: [user("a"), assistant("b")], tools: [tool("no spaces please")] },
    ],
    [
      "bad_tool_definition",
      "error",
      "openai",
      chats,
      { messages: [user("a"), assistant("b")], tools: [tool("f", { parameters: { type: "objekt" } })] },
    ],
    [
      "bad_tool_definition",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), assistant("b")], tools: [tool("f", { parameters: undefined })] },
    ],
    ["bad_weight", "error", "openai", chats, { messages: [user("a"), { ...assistant("b"), weight: 2 }] }],
    ["bad_weight", "error", "together", chats, { messages: [{ ...user("a"), weight: "1" }, assistant("b")] }],
    [
      "content_and_tool_calls",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), { ...call("abc123XYZ"), content: "b" }], tools: [tool()] },
    ],
    [
      "deprecated_functions",
      "warning",
      "openai",
      chats,
      { messages: [user("a"), { role: "assistant", function_call: { name: "f", arguments: "{}" } }], functions: [] },
    ],
    [
      "example_skipped",
      "warning",
      "llama-factory",
      chats,
      {
        conversations: [
          { from: "gpt", value: "a" },
          { from: "human", value: "b" },
        ],
        messages: [assistant("a"), user("b")],
      },
    ],
    [
      "identical_preference",
      "warning",
      "trl",
      times(3, (i) => ({ prompt: `${i}`, chosen: "a", rejected: "b" })),
      { prompt: "x", chosen: "a", rejected: "a" },
    ],
    [
      "image_bad_format",
      "error",
      "openai",
      chats,
      { messages: [picture("data:image/tiff;base64,AAAA"), assistant("b")] },
    ],
    [
      "image_bad_format",
      "error",
      "together",
      chats,
      {
        messages: [picture("https://example.org/a.png"), { role: "assistant", content: [{ type: "text", text: "b" }] }],
      },
    ],
    [
      "image_bad_format",
      "error",
      "bedrock-nova",
      novas,
      {
        messages: [
          converse("user", { image: { format: "tiff", source: { s3Location: { uri: "s3://bucket/a.tiff" } } } }),
          converse("assistant", { text: "b" }),
        ],
      },
    ],
    [
      "image_count_mismatch",
      "error",
      "llama-factory",
      chats,
      { messages: [user("<image><image>a"), assistant("b")], images: ["a.png"] },
    ],
    ["image_in_non_user", "error", "openai", chats, { messages: [user("a"), { ...picture(png), role: "assistant" }] }],
    [
      "image_unsupported_model",
      "error",
      "bedrock-nova",
      novas,
      {
        messages: [
          converse("user", { image: { format: "png", source: { s3Location: { uri: "s3://bucket/a.png" } } } }),
          converse("assistant", { text: "b" }),
        ],
      },
      "nova-micro",
    ],
    [
      "image_unsupported_model",
      "error",
      "openai",
      chats,
      { messages: [picture(png), assistant("b")] },
      "gpt-3.5-turbo-0125",
    ],
    [
      "image_weight",
      "error",
      "together",
      chats,
      {
        messages: [
          { ...picture(png), weight: 1 },
          { role: "assistant", content: [{ type: "text", text: "b" }] },
        ],
      },
    ],
    [
      "last_is_assistant",
      "error",
      "openai",
      pairs,
      {
        input: { messages: [user("a"), assistant("b")] },
        preferred_output: [assistant("c")],
        non_preferred_output: [assistant("d")],
      },
    ],
    [
      "last_not_assistant",
      "error",
      "vertex-gemini",
      geminis,
      {
        contents: [
          { role: "model", parts: [{ text: "b" }] },
          { role: "user", parts: [{ text: "a" }] },
        ],
      },
    ],
    ["last_not_assistant", "warning", "openai", chats, { messages: [user("a"), assistant("b"), user("c")] }],
    ["last_not_user", "error", "azure", rfts, { messages: [user("a"), assistant("b")], reference_answer: "x" }],
    ["missing_assistant", "error", "fireworks", chats, { messages: [system, user("a")] }],
    ["missing_assistant", "error", "cohere", coheres, { messages: [{ role: "User", content: "a" }] }],
    ["missing_content", "error", "mistral", mistrals, { messages: [user("a"), { role: "assistant", content: "" }] }],
    ["missing_content", "warning", "azure", chats, { messages: [user("a"), assistant("")] }],
    [
      "missing_content",
      "error",
      "bedrock-nova",
      novas,
      { messages: [converse("user", { text: "" }), converse("assistant", { text: "b" })] },
    ],
    ["missing_contents", "error", "vertex-gemini", geminis, { contents: [] }],
    [
      "missing_field",
      "error",
      "trl",
      times(3, (i) => ({ prompt: `${i}`, chosen: "a", rejected: "b" })),
      { prompt: "x", chosen: "a" },
    ],
    ["missing_field", "error", "bedrock-titan", legacy, { prompt: "a" }],
    ["missing_messages", "error", "bedrock-claude", bare, { system: "a" }],
    [
      "missing_role",
      "error",
      "vertex-gemini",
      geminis,
      { contents: [{ parts: [{ text: "a" }] }, { role: "model", parts: [{ text: "b" }] }] },
    ],
    ["missing_user", "warning", "openai", chats, { messages: [system, assistant("b")] }],
    ["missing_user", "error", "azure", chats, { messages: [system, assistant("b")] }],
    ["missing_user", "error", "cohere", coheres, { messages: [{ role: "Chatbot", content: "a" }] }],
    ["mixed_formats", "error", "openai", chats, { prompt: "a", completion: "b" }],
    [
      "mixed_modality",
      "warning",
      "bedrock-nova",
      novas,
      {
        messages: [
          converse("user", { video: { format: "mp4", source: { s3Location: { uri: "s3://bucket/a.mp4" } } } }),
          converse("assistant", { text: "b" }),
        ],
      },
    ],
    [
      "multi_turn_preference",
      "error",
      "openai",
      pairs,
      {
        input: { messages: [user("a")] },
        preferred_output: [assistant("b"), assistant("c")],
        non_preferred_output: [assistant("d")],
      },
    ],
    ["no_grader_field", "error", "openai", rfts, { messages: [user("a")] }],
    ["no_trainable_tokens", "warning", "openai", chats, { messages: [user("a"), { ...assistant("b"), weight: 0 }] }],
    [
      "reserved_word",
      "error",
      "bedrock-nova",
      novas,
      { messages: [converse("user", { text: "User: a" }), converse("assistant", { text: "b" })] },
    ],
    [
      "reserved_word",
      "error",
      "bedrock-claude",
      bare,
      { system: "\nAssistant: x", messages: [user("a"), assistant("b")] },
    ],
    ["role_order", "error", "together", chats, { messages: [user("a"), user("b"), assistant("c")] }],
    [
      "role_order",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), { role: "tool", tool_call_id: "abc123XYZ", content: "b" }, assistant("c")] },
    ],
    ["role_order", "error", "bedrock-claude", bare, { messages: [assistant("a"), user("b"), assistant("c")] }],
    ["special_token_text", "error", "azure", chats, { messages: [user("a <|endoftext|> b"), assistant("c")] }],
    ["system_count", "error", "mistral", mistrals, { messages: [system, system, user("a"), assistant("b")] }],
    [
      "system_count",
      "error",
      "bedrock-llama",
      novas,
      {
        system: [{ text: "a" }, { text: "b" }],
        messages: [converse("user", { text: "a" }), converse("assistant", { text: "b" })],
      },
    ],
    [
      "system_not_first",
      "error",
      "cohere",
      coheres,
      {
        messages: [
          { role: "User", content: "a" },
          { role: "System", content: "s" },
          { role: "Chatbot", content: "b" },
        ],
      },
    ],
    ["too_long", "error", "bedrock-claude", bare, { messages: [user("a".repeat(96_003)), assistant("b")] }],
    [
      "example_skipped",
      "warning",
      "cohere",
      coheres,
      {
        messages: [
          { role: "User", content: "a b c d ".repeat(5_000) },
          { role: "Chatbot", content: "b" },
        ],
      },
    ],
    ["unexpected_column", "warning", "openai", legacy, { prompt: "a ->", completion: " b END", id: 1 }],
    ["too_long", "error", "bedrock-titan", legacy, { prompt: "word ".repeat(5000), completion: " b END" }],
    [
      "too_long_truncated",
      "warning",
      "openai",
      chats,
      { messages: [user("a b c d e f g h ".repeat(12_000)), assistant("b")] },
    ],
    [
      "too_long_truncated",
      "warning",
      "openai",
      chats,
      { messages: [user("a b c d e f g h ".repeat(3_000)), assistant("b")] },
      "gpt-3.5-turbo-0125",
    ],
    ["too_long", "warning", "openai", legacy, { prompt: `${"word ".repeat(5000)}->`, completion: " b END" }],
    ["too_many_images", "error", "openai", chats, { messages: [...times(11, () => picture(png)), assistant("b")] }],
    [
      "tool_arguments_not_json",
      "warning",
      "openai",
      chats,
      { messages: [user("a"), call("c", "f", "x=1")], tools: [tool()] },
    ],
    [
      "tool_message_without_call",
      "error",
      "openai",
      chats,
      {
        messages: [user("a"), call("c"), { role: "tool", tool_call_id: "d", content: "x" }, assistant("b")],
        tools: [tool()],
      },
    ],
    ["tool_not_declared", "warning", "openai", chats, { messages: [user("a"), call("c", "g")], tools: [tool()] }],
    ["unexpected_column", "error", "bedrock-claude", bare, { messages: [user("a"), assistant("b")], id: 1 }],
    ["unexpected_column", "error", "together", legacy, { prompt: "a", completion: "b", label: "c" }],
    [
      "unknown_role",
      "error",
      "together",
      chats,
      { messages: [{ role: "developer", content: "a" }, user("b"), assistant("c")] },
    ],
    [
      "unknown_role",
      "error",
      "bedrock-nova",
      novas,
      {
        messages: [
          converse("system", { text: "a" }),
          converse("user", { text: "a" }),
          converse("assistant", { text: "b" }),
        ],
      },
    ],
    ["weight_ignored", "warning", "openai", chats, { messages: [{ ...user("a"), weight: 1 }, assistant("b")] }],
    ["weight_ignored", "warning", "trl", chats, { messages: [user("a"), { ...assistant("b"), weight: 0 }] }],
    ["not_object", "error", "trl", chats, 7],
  ])("%s is a matter of %s at %s", async (code, verdict, provider, base, row, model) => {
    const report = await checked([...base, row], { provider, model });
    const found = report.findings.find((finding) => finding.code === code && finding.severity === verdict);
    expect(found?.line).toBe(base.length + 1);
    expect(found?.sentence).toMatch(new RegExp(`^Line ${base.length + 1}: [^{}]+\\.$`, "u"));
    expect(found?.fix).not.toBe("");
    expect(report.verdict).toBe(verdict);
  });
});

describe("a file that is wrong", () => {
  it.each<[code: string, verdict: string, provider: string, file: string, name?: string]>([
    ["blank_line", "error", "together", `${lines(chats)}\n\n`],
    ["blank_line", "warning", "azure", `${lines(chats)}\n\n${lines(chats.slice(0, 0))}`],
    ["bom", "error", "together", `\uFEFF${lines(chats)}`],
    [
      "completion_no_leading_space",
      "warning",
      "openai",
      lines(times(10, (i) => ({ prompt: `${i} ->`, completion: `a${i}` }))),
    ],
    [
      "constant_grader_field",
      "warning",
      "openai",
      lines(times(10, (i) => ({ messages: [user(`${i}`)], answer: "same" }))),
    ],
    [
      "inconsistent_grader_fields",
      "warning",
      "openai",
      lines(times(10, (i) => ({ messages: [user(`${i}`)], answer: i, ...(i > 4 ? { hint: i } : {}) }))),
    ],
    ["delimiter_guess", "warning", "csv", "prompt;completion\na;b\n"],
    ["duplicate_example", "warning", "mistral", lines([...mistrals, mistrals[0]])],
    ["empty_file", "error", "openai", ""],
    ["few_examples", "warning", "vertex-gemini", lines(geminis.slice(0, 15))],
    ["identical_prompts", "error", "openai", lines(times(10, (i) => ({ prompt: "same ->", completion: ` ${i} END` })))],
    ["missing_system", "warning", "azure", lines(bare)],
    [
      "mostly_upper_case",
      "warning",
      "openai",
      lines(times(10, (i) => ({ prompt: `SHOUT ${i} ->`, completion: ` YES ${i} END` }))),
    ],
    ["no_common_suffix", "warning", "openai", lines(times(10, (i) => ({ prompt: `${i}`, completion: ` ${i} END` })))],
    ["no_trainable_tokens", "warning", "trl", lines(times(3, () => ({ input_ids: [1, 2], labels: [-100, -100] })))],
    ["not_jsonl", "error", "openai", JSON.stringify(chats)],
    ["ragged_row", "error", "csv", "prompt,completion\na,b,c\n"],
    ["ragged_row", "warning", "csv", "prompt,completion\na\n"],
    [
      "too_few_examples",
      "error",
      "bedrock-distillation",
      lines(
        times(99, (i) => ({
          schemaVersion: "bedrock-conversation-2024",
          messages: [converse("user", { text: `${i}` })],
        })),
      ),
    ],
    [
      "too_many_examples",
      "error",
      "bedrock-claude",
      lines(times(10_001, (i) => ({ messages: [user(`${i}`), assistant("b")] }))),
    ],
    ["wrong_extension", "error", "together", lines(chats), "data.txt"],
  ])("%s is a matter of %s at %s", async (code, verdict, provider, file, name) => {
    const report = await checked(file, { provider, name });
    expect(report.findings.filter(({ severity }) => severity === verdict).map((finding) => finding.code)).toContain(
      code,
    );
    expect(report.verdict).toBe(verdict);
  });

  it("names examples that are in the validation file too", async () => {
    const validation = textChunks(lines(chats.slice(3, 5)));
    const report = await checked(chats, { provider: "openai", validation });
    expect(report.findings.filter(({ code }) => code === "validation_overlap").map(({ line }) => line)).toEqual([4, 5]);
  });

  it("lists at most a hundred places of a kind and says how many there are", async () => {
    const report = await checked(
      times(250, () => ({ messages: [] })),
      { provider: "openai" },
    );
    const places = report.findings.filter(({ code }) => code === "missing_messages");
    expect(places.length).toBe(100);
    expect(places.at(-1)).toMatchObject({ line: 100, count: 250 });
    expect(places.at(-1)?.sentence).toContain("250 such flaws in all");
  });

  it("refuses a provider that it does not know", async () => {
    const report = await checkBytes(textChunks(""), { provider: "nonsense" });
    expect(report).toEqual({
      ok: false,
      problem: { kind: "unknown_provider", provider: "nonsense", known: knownProviders },
    });
  });
});

describe.skipIf(!hasData)("the list of codes", () => {
  it("is spoken in full: every code has its own sentence", async () => {
    const { findingWords } = await import("../../src/index.ts");
    const codes = new TextDecoder().decode(dataBytes("conformance/codes.txt")).trim().split("\n");
    expect(codes.length).toBeGreaterThan(60);
    for (const code of codes) {
      const { sentence, fix } = findingWords(code);
      expect(fix, code).not.toBe("");
      expect(sentence, code).not.toContain("{}");
    }
  });
});
