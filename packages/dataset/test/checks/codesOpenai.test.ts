import { describe, expect, it } from "vitest";
import { call, namedOf, picture, png, rfts, tool, type Wrong } from "./codes.ts";
import { times, system, user, assistant, chats, pairs } from "./rows.ts";

describe("a row that is wrong at OpenAI and Azure", () => {
  it.each<Wrong>([
    ["bad_content_type", "error", "openai", chats, { messages: [user("a"), { role: "assistant", content: 7 }] }],
    [
      "bad_content_type",
      "error",
      "openai",
      chats,
      { messages: [{ role: "user", content: [{ type: "nonsense" }] }, assistant("b")] },
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
    ["bad_weight", "error", "openai", chats, { messages: [user("a"), { ...assistant("b"), weight: 2 }] }],
    [
      "deprecated_functions",
      "warning",
      "openai",
      chats,
      { messages: [user("a"), { role: "assistant", function_call: { name: "f", arguments: "{}" } }], functions: [] },
    ],
    [
      "image_bad_format",
      "error",
      "openai",
      chats,
      { messages: [picture("data:image/tiff;base64,AAAA"), assistant("b")] },
    ],
    ["image_in_non_user", "error", "openai", chats, { messages: [user("a"), { ...picture(png), role: "assistant" }] }],
    [
      "image_unsupported_model",
      "error",
      "openai",
      chats,
      { messages: [picture(png), assistant("b")] },
      "gpt-3.5-turbo-0125",
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
    ["last_not_assistant", "warning", "openai", chats, { messages: [user("a"), assistant("b"), user("c")] }],
    ["last_not_user", "error", "azure", rfts, { messages: [user("a"), assistant("b")], reference_answer: "x" }],
    ["missing_content", "warning", "azure", chats, { messages: [user("a"), assistant("")] }],
    ["missing_user", "warning", "openai", chats, { messages: [system, assistant("b")] }],
    ["missing_user", "error", "azure", chats, { messages: [system, assistant("b")] }],
    ["mixed_formats", "error", "openai", chats, { prompt: "a", completion: "b" }],
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
    ["special_token_text", "error", "azure", chats, { messages: [user("a <|endoftext|> b"), assistant("c")] }],
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
    ["weight_ignored", "warning", "openai", chats, { messages: [{ ...user("a"), weight: 1 }, assistant("b")] }],
  ])("%s is a matter of %s at %s", async (...wrong) => {
    const [, verdict, , base] = wrong;
    expect(await namedOf(...wrong)).toEqual({ line: base.length + 1, isSaid: true, verdict });
  });
});
