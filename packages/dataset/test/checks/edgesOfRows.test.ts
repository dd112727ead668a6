import { describe, expect, it } from "vitest";
import { found, call, answered, tools, picture } from "./edges.ts";
import { lines, times, user, assistant, chats, pairs, type Rows } from "./rows.ts";

describe("one more row at OpenAI and Azure", () => {
  it.each<[what: string, provider: string, base: Rows, row: unknown, findings: string[]]>([
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
      "a picture's address without an object",
      "openai",
      chats,
      { messages: [user([{ type: "image_url", image_url: "https://example.org/a.png" }]), assistant("b")] },
      ["error image_bad_format"],
    ],
    ...[13_981_014, 13_981_015].map((length): [string, string, Rows, object, string[]] => [
      // 10 MB of a picture take 4/3 as many letters in base64.
      `a picture of ${length} letters`,
      "together",
      chats,
      { messages: [picture("data:image/png;base64,".padEnd(length, "A")), assistant("b")] },
      [...(length === 13_981_014 ? [] : ["error image_bad_format"]), "error mixed_modality"],
    ]),
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
      "a message with an empty call of a function",
      "openai",
      chats,
      { messages: [user("a"), { role: "assistant", content: "b", function_call: null }] },
      [],
    ],
    ["an empty column of functions", "openai", chats, { messages: [user("a"), assistant("b")], functions: null }, []],
    ["a refusal", "openai", chats, { messages: [user("a"), { role: "assistant", content: null, refusal: "No." }] }, []],
    [
      "a weight that is true",
      "openai",
      chats,
      { messages: [user("a"), { role: "assistant", content: "b", weight: true }] },
      ["error bad_weight"],
    ],
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
      "a special token in escapes",
      "openai",
      chats,
      { messages: [user("a <|im_end|>"), assistant("b")] },
      ["error special_token_text"],
    ],
  ])("%s at %s", async (_what, provider, base, row, findings) => {
    const text = `${base.length > 0 ? `${lines(base)}\n` : ""}${JSON.stringify(row).replaceAll("<|", "\\u003C\\u007C")}`;
    expect(await found(text, provider)).toEqual(findings.map((finding) => `${finding} ${base.length + 1}`));
  });
});

describe("a key that a row has twice", () => {
  it.each([
    ['{"text":"a","note":1,"note":2}', true],
    ['{"text":"a","note" :1,"note" :2}', true],
    // A quote within a text ends no key, however many backslashes stand before it.
    [String.raw`{"text":"a\":","note" :1,"note" :2}`, true],
    [String.raw`{"text":"a\\","note":1,"note":2}`, true],
    [String.raw`{"text":"a\":","note":1}`, false],
    [String.raw`{"text":"a \"note\": b","note":1}`, false],
    ['{"text":"a","notes":[{"note":1},{"note":2}]}', false],
    ['{"text":"a","notes":[{"note":1,"note":2}]}', true],
  ])("is told of in %s: %s", async (line, isTwice) => {
    expect((await found(line, "generic")).includes("warning repeated_key 1")).toBe(isTwice);
  });
});
