import { describe, expect, it } from "vitest";
import { columnsOf } from "../src/tokens/columnsOf.ts";

describe("columnsOf", () => {
  it.each([
    ["a,b\n1,2", ["a", "b"]],
    ['"a";"b"\n1;2', ["a", "b"]],
    ['{"a":1,"b":null,"c":[],"d":["x"]}', ["a", "b", "c", "d"]],
    ['[{"in":{"q":"x","of":{"a":1}},"out":[{"text":"y"}]}]', ["in.q", "in.of.a", "out.0.text"]],
    ['{"messages":[{"role":"user","content":"x"}],"answer":{"role":"assistant"}}', ["messages", "answer"]],
    ["a text", []],
  ])("of %s", async (text, columns) => {
    expect(await columnsOf(new Blob([text]))).toEqual(columns);
  });
});
