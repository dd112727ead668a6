import { describe, expect, it } from "vitest";
import { coheres, namedOf, geminis, legacy, type Wrong } from "./codes.ts";
import { user, assistant, converse, bare, novas } from "./rows.ts";

describe("a row that is wrong at Bedrock, Vertex AI and Cohere", () => {
  it.each<Wrong>([
    [
      "bad_content_type",
      "error",
      "bedrock-claude",
      bare,
      { messages: [{ role: "user", content: [{ type: "text", text: "a" }] }, assistant("b")] },
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
    // AWS tunes Nova with rows of that name; its validator takes any text, and its guide says one.
    [
      "bad_schema_version",
      "warning",
      "bedrock-nova",
      novas,
      {
        schemaVersion: "tooluse-dataset-2024",
        messages: [converse("user", { text: "a" }), converse("assistant", { text: "b" })],
      },
    ],
    [
      "bad_schema_version",
      "error",
      "bedrock-nova",
      novas,
      { schemaVersion: 2024, messages: [converse("user", { text: "a" }), converse("assistant", { text: "b" })] },
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
    ["missing_assistant", "error", "cohere", coheres, { messages: [{ role: "User", content: "a" }] }],
    [
      "missing_content",
      "error",
      "bedrock-nova",
      novas,
      { messages: [converse("user", { text: "" }), converse("assistant", { text: "b" })] },
    ],
    ["missing_contents", "error", "vertex-gemini", geminis, { contents: [] }],
    ["missing_field", "error", "bedrock-titan", legacy, { prompt: "a" }],
    ["missing_messages", "error", "bedrock-claude", bare, { system: "a" }],
    [
      "missing_role",
      "error",
      "vertex-gemini",
      geminis,
      { contents: [{ parts: [{ text: "a" }] }, { role: "model", parts: [{ text: "b" }] }] },
    ],
    ["missing_user", "error", "cohere", coheres, { messages: [{ role: "Chatbot", content: "a" }] }],
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
    ["role_order", "error", "bedrock-claude", bare, { messages: [assistant("a"), user("b"), assistant("c")] }],
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
    ["too_long", "error", "bedrock-titan", legacy, { prompt: "word ".repeat(5000), completion: " b END" }],
    ["unexpected_column", "error", "bedrock-claude", bare, { messages: [user("a"), assistant("b")], id: 1 }],
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
  ])("%s is a matter of %s at %s", async (...wrong) => {
    const [, verdict, , base] = wrong;
    expect(await namedOf(...wrong)).toEqual({ line: base.length + 1, isSaid: true, verdict });
  });
});
