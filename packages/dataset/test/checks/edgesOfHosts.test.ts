import { describe, expect, it } from "vitest";
import { found, call, answered, tools, gemini } from "./edges.ts";
import { lines, times, user, assistant, converse, chats, bare, novas, type Rows } from "./rows.ts";

describe("one more row at other hosts and trainers", () => {
  it.each<[what: string, provider: string, base: Rows, row: unknown, findings: string[]]>([
    [
      "a role that is a name of JavaScript's own",
      "mistral",
      bare,
      { messages: [{ role: "constructor", content: "a" }, assistant("b")] },
      ["error unknown_role", "warning missing_user"],
    ],
    [
      "a name at Claude",
      "bedrock-claude",
      bare,
      { messages: [{ ...user("a"), name: "n" }, assistant("b")] },
      ["error unexpected_column"],
    ],
    [
      "parts without a type",
      "trl",
      chats,
      { messages: [user([{ text: "a" }]), assistant("b")] },
      ["error bad_content_type"],
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
      "mistral",
      bare,
      { messages: [user([{ type: "image_url", image_url: "https://example.org/a.png" }]), assistant("b")] },
      [],
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
      "two tags and one picture",
      "ms-swift",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("<image><image>"), assistant("b")], images: ["a.png"] },
      ["warning image_count_mismatch"],
    ],
    [
      "a picture without its tag",
      "ms-swift",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("a"), assistant("b")], images: ["a.png"] },
      [],
    ],
    [
      "one picture without a list",
      "llama-factory",
      times(3, (i) => ({ messages: [user(`${i}`), assistant("b")] })),
      { messages: [user("<image>"), assistant("b")], images: "a.png" },
      [],
    ],
    [
      "a weight that is null",
      "trl",
      chats,
      { messages: [user("a"), { role: "assistant", content: "b", weight: null }] },
      [],
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
    [
      "a history that is no list of pairs",
      "llama-factory",
      times(3, (i) => ({ instruction: `${i}`, output: "b" })),
      { instruction: "a", output: "b", history: [["c"]] },
      ["error bad_field_type"],
    ],
    [
      "a history whose questions are no texts",
      "llama-factory",
      times(3, (i) => ({ instruction: `${i}`, output: "b" })),
      { instruction: "a", output: "b", history: [[5, "c"]] },
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
      [
        {
          conversations: [{ from: "human", value: "z" }],
          chosen: { from: "gpt", value: "y" },
          rejected: { from: "gpt", value: "x" },
        },
      ],
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
      [{ messages: [user("z"), assistant("y")], kto_tag: true }],
      { messages: [user("a")], kto_tag: true },
      ["warning example_skipped"],
    ],
    [
      "a speaker of another name",
      "llama-factory",
      [
        {
          conversations: [
            { from: "human", value: "z" },
            { from: "gpt", value: "y" },
          ],
        },
      ],
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
