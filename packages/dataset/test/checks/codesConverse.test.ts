import { describe, expect, it } from "vitest";
import { namedOf, geminis, type Wrong } from "./codes.ts";
import { converse, novas } from "./rows.ts";

describe("a row that is wrong at Bedrock and Vertex AI", () => {
  it.each<Wrong>([
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
    [
      "missing_content",
      "error",
      "bedrock-nova",
      novas,
      { messages: [converse("user", { text: "" }), converse("assistant", { text: "b" })] },
    ],
    ["missing_contents", "error", "vertex-gemini", geminis, { contents: [] }],
    [
      "missing_role",
      "error",
      "vertex-gemini",
      geminis,
      { contents: [{ parts: [{ text: "a" }] }, { role: "model", parts: [{ text: "b" }] }] },
    ],
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
