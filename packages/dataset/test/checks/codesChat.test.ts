import { describe, expect, it } from "vitest";
import { call, namedOf, legacy, mistrals, picture, png, tool, type Wrong } from "./codes.ts";
import { times, system, user, assistant, chats } from "./rows.ts";

describe("a row that is wrong at other takers of chats", () => {
  it.each<Wrong>([
    [
      "ambiguous_format",
      "error",
      "together",
      chats,
      { messages: [user("a"), assistant("b")], prompt: "a", completion: "b" },
    ],
    [
      "bad_tool_call_id",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), call("call-1"), assistant("b")], tools: [tool()] },
    ],
    ["unread_column", "warning", "mistral", mistrals, { system: "Be brief.", messages: [user("a"), assistant("b")] }],
    [
      "bad_tool_definition",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), assistant("b")], tools: [tool("f", { parameters: undefined })] },
    ],
    ["bad_weight", "error", "together", chats, { messages: [{ ...user("a"), weight: "1" }, assistant("b")] }],
    [
      "content_and_tool_calls",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), { ...call("abc123XYZ"), content: "b" }], tools: [tool()] },
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
      "together",
      chats,
      {
        messages: [picture("https://example.org/a.png"), { role: "assistant", content: [{ type: "text", text: "b" }] }],
      },
    ],
    [
      "image_count_mismatch",
      "error",
      "llama-factory",
      chats,
      { messages: [user("<image><image>a"), assistant("b")], images: ["a.png"] },
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
    ["missing_assistant", "error", "fireworks", chats, { messages: [system, user("a")] }],
    ["missing_content", "error", "mistral", mistrals, { messages: [user("a"), { role: "assistant", content: "" }] }],
    [
      "missing_field",
      "error",
      "trl",
      times(3, (i) => ({ prompt: `${i}`, chosen: "a", rejected: "b" })),
      { prompt: "x", chosen: "a" },
    ],
    ["role_order", "error", "together", chats, { messages: [user("a"), user("b"), assistant("c")] }],
    [
      "role_order",
      "error",
      "mistral",
      mistrals,
      { messages: [user("a"), { role: "tool", tool_call_id: "abc123XYZ", content: "b" }, assistant("c")] },
    ],
    ["system_count", "error", "mistral", mistrals, { messages: [system, system, user("a"), assistant("b")] }],
    ["unexpected_column", "error", "together", legacy, { prompt: "a", completion: "b", label: "c" }],
    [
      "unknown_role",
      "error",
      "together",
      chats,
      { messages: [{ role: "developer", content: "a" }, user("b"), assistant("c")] },
    ],
    ["weight_ignored", "warning", "trl", chats, { messages: [user("a"), { ...assistant("b"), weight: 0 }] }],
    ["not_object", "error", "trl", chats, 7],
  ])("%s is a matter of %s at %s", async (...wrong) => {
    const [, verdict, , base] = wrong;
    expect(await namedOf(...wrong)).toEqual({ line: base.length + 1, isSaid: true, verdict });
  });
});
