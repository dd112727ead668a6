import { describe, expect, it } from "vitest";
import { checkRules, unlimited } from "../../src/checks/providers.ts";
import { checkRow } from "../../src/checks/rowRules.ts";
import type { ProviderRules } from "../../src/shapes/checking/rules.ts";

const toolConfig = { tools: [{ toolSpec: { name: "f", inputSchema: { json: { type: "object" } } } }] };
const said = (role: string, ...content: object[]): object => ({ role, content });
const call = (toolUseId: string): object => ({ toolUse: { toolUseId, name: "f", input: {} } });
const result = (toolUseId?: string): object => ({ toolResult: { toolUseId, content: [{ text: "9" }] } });
const [asked, answer] = [said("user", { text: "a" }), said("assistant", { text: "b" })];

function flawsOf(messages: readonly object[], config: object | null = toolConfig, by = "bedrock-nova"): unknown[] {
  const rules: ProviderRules = { ...unlimited, ...checkRules(by)! };
  const flaws: unknown[] = [];
  const row = { schemaVersion: "bedrock-conversation-2024", messages, toolConfig: config };
  checkRow(
    row,
    "bedrock-conversation-2024",
    { ...rules, shapes: ["bedrock-conversation-2024"] },
    (severity, code, detail) => code !== "tools_disputed" && flaws.push([severity, code, detail]),
  );
  return flaws;
}

describe("answers of tools in a row of Nova's", () => {
  it("are to calls of the turn before", () => {
    expect(
      flawsOf([asked, said("assistant", call("1"), call("2")), said("user", result("1"), result("2")), answer]),
    ).toEqual([]);
  });

  it.each([
    ["another id", [asked, said("assistant", call("1")), said("user", result("9")), answer], "9", "error"],
    ["no id", [asked, said("assistant", call("1")), said("user", result()), answer], "no id", "error"],
    [
      "a call that has its answer",
      [asked, said("assistant", call("1")), said("user", result("1")), answer, said("user", result("1")), answer],
      "1",
      "error",
    ],
    // AWS's validator takes it, the API does not.
    [
      "a call of an earlier turn",
      [asked, said("assistant", call("1")), asked, answer, said("user", result("1")), answer],
      "1",
      "warning",
    ],
  ])("are none where they name %s", (_, messages, id, severity) => {
    expect(flawsOf(messages)).toEqual([[severity, "tool_message_without_call", id]]);
  });

  it("are looked at by AWS's validator where the row defines tools, and at Nova alone", () => {
    const talk = [asked, said("assistant", { text: "a" }), said("user", result("9")), answer];
    const warning = ["warning", "tool_message_without_call", "9"];
    expect(flawsOf(talk, null)).toEqual([warning]);
    expect(flawsOf(talk, toolConfig, "bedrock-distillation")).toContainEqual(warning);
  });
});

describe("calls in a row of Nova's", () => {
  const talk = [asked, said("assistant", call("1")), said("user", result("1")), answer];

  it.each([
    ["no tool is defined", talk, null, "tool_not_declared", "f"],
    ["another tool is defined", talk, { tools: [{ toolSpec: { name: "g" } }] }, "tool_not_declared", "f"],
    ["the user makes one", [said("user", call("1")), answer], toolConfig, "bad_tool_call", "in a turn of the user"],
    [
      "the model gives the answer",
      [asked, said("assistant", call("1")), asked, said("assistant", { text: "b" }, result("1"))],
      toolConfig,
      "bad_tool_call",
      "in a turn of the assistant",
    ],
    ["an id is used again", [...talk, ...talk], toolConfig, "bad_tool_call", "1 twice"],
  ])("are refused where %s", (_, messages, config, code, detail) => {
    expect(flawsOf(messages, config)).toContainEqual(["error", code, detail]);
  });
});

describe("a row of Nova's", () => {
  const schemaOf = (model: string, more: object): unknown[] => {
    const rules: ProviderRules = { ...unlimited, ...checkRules("bedrock-nova")!, model };
    const flaws: unknown[] = [];
    checkRow({ messages: [asked, answer], ...more }, "bedrock-conversation-2024", rules, (severity, code, detail) =>
      flaws.push([severity, code, detail]),
    );
    return flaws;
  };

  it("needs a schemaVersion at Nova 2, by the page; AWS's check of files takes it without", () => {
    expect(schemaOf("nova-2-lite", {})).toEqual([["warning", "bad_schema_version", "none"]]);
    expect(schemaOf("nova-2-lite", { schemaVersion: "bedrock-conversation-2024" })).toEqual([]);
    expect(schemaOf("nova-lite", {})).toEqual([]);
  });

  const paper = { format: "pdf", source: { s3Location: { uri: "s3://bucket/a.pdf" } } };

  it.each([
    ["a PDF at Nova 2", "nova-2-lite", [paper], []],
    ["a PDF at Nova 1", "nova-lite", [paper], [["error", "image_unsupported_model", "nova-lite"]]],
    ["a PDF where no model is named", "", [paper], []],
    [
      "an empty one",
      "nova-2-lite",
      [{}],
      [
        ["error", "document_bad_format", "no format"],
        ["error", "document_bad_format", "no uri"],
      ],
    ],
    ["a table", "nova-2-lite", [{ ...paper, format: "csv" }], [["error", "document_bad_format", "csv"]]],
  ])("holds documents to what Nova 2 takes: %s", (_what, model, documents, flaws) => {
    const content = [{ text: "Read it." }, ...documents.map((document) => ({ document }))];
    const row = { schemaVersion: "bedrock-conversation-2024", messages: [{ role: "user", content }, answer] };
    expect(schemaOf(model, row)).toEqual(flaws);
  });

  it("has documents in the user's turns alone, and no pictures beside them", () => {
    const [document, image] = [paper, { format: "png", source: { s3Location: { uri: "s3://bucket/a.png" } } }];
    const told = said("assistant", { text: "b" }, { document });
    expect(flawsOf([asked, told])).toEqual([["error", "image_in_non_user", "assistant"]]);
    const both = said("user", { image }, { document });
    expect(flawsOf([both, answer])).toEqual([["error", "mixed_modality", "image and document"]]);
  });

  it.each([
    ["JSON", { json: { n: 1 } }, []],
    ["a picture", { image: { format: "png" } }, [["error", "bad_content_type", "toolResult of image"]]],
  ])("gives the answer of a tool in text or JSON: %s", (_what, part, flaws) => {
    const told = said("user", { toolResult: { toolUseId: "1", content: [part] } });
    expect(flawsOf([asked, said("assistant", call("1")), told, answer])).toEqual(flaws);
  });
});

/** As AWS's validator of files has it (https://github.com/aws/nova-customization-sdk, sft_dataset_validator.py at 6ed1f59, read 2026-12-03). */
describe("thoughts in a row of Nova's", () => {
  const thought = { reasoningContent: { reasoningText: { text: "hm" } } };
  const flawsAt = (model: string, messages: readonly object[], by = "bedrock-nova"): unknown[] => {
    const rules: ProviderRules = { ...unlimited, ...checkRules(by)!, model };
    const flaws: unknown[] = [];
    const row = { schemaVersion: "bedrock-conversation-2024", messages };
    checkRow(row, "bedrock-conversation-2024", rules, (...flaw) => flaws.push(flaw));
    return flaws;
  };
  const thinking = [asked, said("assistant", thought, { text: "b" })];

  it.each([
    ["nova-2-lite", []],
    ["nova-lite", [["error", "image_unsupported_model", "nova-lite", "thoughts_unsupported"]]],
    ["", []],
  ])("are for Nova 2 (%s)", (model, flaws) => {
    expect(flawsAt(model, thinking)).toEqual(flaws);
  });

  it("are the model's, so that no picture stands beside them", () => {
    const told = said("user", { text: "a" }, thought);
    expect(flawsAt("nova-2-lite", [told, answer])).toEqual([["error", "bad_content_type", "", "thoughts_of_user"]]);
    expect(flawsAt("", [told, answer], "bedrock-distillation")).not.toContainEqual(
      expect.arrayContaining(["thoughts_of_user"]),
    );
  });
});

it("reads thoughts as a block of Nova's, which AWS's check of Llama's rows refuses", () => {
  const thought = { reasoningContent: { reasoningText: { text: "hm" } } };
  const talk = [asked, said("assistant", thought, { text: "b" })];
  expect(flawsOf(talk, null)).toEqual([]);
  const wrong = ["error", "bad_content_type", "a block without text, image or video"];
  expect(flawsOf(talk, null, "bedrock-llama")).toEqual([wrong]);
});
