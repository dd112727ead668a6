import { describe, expect, it } from "vitest";
import { toolsText } from "../../src/tokens/toolsText.ts";

const shown = (properties: object, required: readonly string[] = []): string[] =>
  toolsText([{ type: "function", function: { name: "f", parameters: { type: "object", properties, required } } }])
    .split("\n")
    .slice(3, -3);

describe("tools as OpenAI shows them to the model", () => {
  it("are a namespace of function types, each under its description", () => {
    const weather = {
      name: "weather",
      description: "Tells the weather.",
      parameters: {
        properties: { place: { type: "string", description: "A town." }, days: { type: "integer", description: "" } },
        required: ["place"],
      },
    };
    expect(
      toolsText([{ type: "function", function: weather }, { name: "now" }, 7, { name: "", description: "" }]),
    ).toBe(
      [
        "namespace functions {",
        "",
        "// Tells the weather.",
        "type weather = (_: {",
        "// A town.",
        "place: string,",
        "days?: number,",
        "}) => any;",
        "",
        "type now = () => any;",
        "",
        "type  = () => any;",
        "",
        "} // namespace functions",
      ].join("\n"),
    );
  });

  it.each<[schema: unknown, type: string]>([
    [{ type: "string" }, "string"],
    [{ type: "string", enum: ["a", "b"] }, '"a" | "b"'],
    [{ type: "string", enum: [] }, "string"],
    [{ type: "number" }, "number"],
    [{ type: "integer", enum: [1, 2] }, "1 | 2"],
    [{ enum: ["a", 1, null] }, '"a" | 1 | null'],
    [{ type: "boolean" }, "boolean"],
    [{ type: "null" }, "null"],
    [{ type: "array" }, "any[]"],
    [{ type: "array", items: { type: "string" } }, "string[]"],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, "string | null"],
    [{ oneOf: [{ type: "boolean" }, { type: "array", items: {} }] }, "boolean | any[]"],
    [{ type: ["string", "null", "string", 7] }, "string | null"],
    [{}, "any"],
    [7, "any"],
  ])("write %j as %s", (schema, type) => expect(shown({ x: schema }, ["x"])).toEqual([`x: ${type},`]));

  it("indent what is nested, without its descriptions", () => {
    const inner = { type: "object", properties: { z: { type: "string", description: "Not shown." } } };
    const point = { type: "object", description: "Shown.", properties: { y: inner }, required: ["y"] };
    expect(shown({ x: point })).toEqual(["// Shown.", "x?: {", "  y: {", "    z?: string,", "},", "},"]);
  });

  it("end within schemas that are deeper than any program writes", () => {
    const nested = (depth: number): object => (depth === 0 ? { type: "string" } : { anyOf: [nested(depth - 1)] });
    expect(shown({ x: nested(64) })).toEqual(["x?: string,"]);
    expect(shown({ x: nested(65) })).toEqual(["x?: any,"]);
    const lists = (depth: number): object =>
      depth === 0 ? { type: "string" } : { type: "array", items: lists(depth - 1) };
    expect(shown({ x: lists(64) })).toEqual([`x?: string${"[]".repeat(64)},`]);
    expect(shown({ x: lists(65) })).toEqual([`x?: any${"[]".repeat(65)},`]);
    const types = (depth: number): object =>
      depth === 0 ? { type: "string" } : { type: ["array"], items: types(depth - 1) };
    expect(shown({ x: types(32) })).toEqual([`x?: string${"[]".repeat(32)},`]);
    expect(shown({ x: types(33) })).toEqual([`x?: any${"[]".repeat(32)},`]);
  });

  it("are functions by themselves too, and what is none is left out", () => {
    expect(toolsText(["f", { name: "f" }])).toBe(toolsText([{ type: "function", function: { name: "f" } }]));
  });
});
