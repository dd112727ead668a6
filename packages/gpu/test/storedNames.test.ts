import { describe, expect, it } from "vitest";
import { selfHost, type SelfHostQuestion } from "../src/index.ts";
import { book } from "./book.ts";

const said = (model: string, method: NonNullable<SelfHostQuestion["method"]>): string[] => {
  const answer = selfHost({ model, method, gpu: "h100-sxm-80" }, book);
  if (!answer.ok) throw new Error(answer.problem.kind);
  return answer.value.assumptions.filter(({ kind }) => kind === "quantised_file").map(({ sentence }) => sentence);
};

describe("a checkpoint whose name says that it is stored in few bits", () => {
  it.each([
    ["Qwen/Qwen3-8B-FP8", "fp8"],
    ["nvidia/Qwen3-30B-A3B-NVFP4", "nvfp4"],
    ["TheBloke/Mistral-7B-v0.1-GPTQ", "gptq"],
    ["Qwen/Qwen2.5-7B-Instruct-AWQ", "awq"],
    ["Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4", "gptq"],
  ])("is computed in 16 bits, and the answer says so: %s", (model, method) => {
    expect(said(model, "lora")).toEqual([expect.stringContaining(`quantised weights (${method})`)]);
  });

  it("says nothing where the run quantises it, nor of others", () => {
    expect(said("TheBloke/Mistral-7B-v0.1-GPTQ", "qlora")).toEqual([]);
    expect(said("Qwen/Qwen3-8B", "lora")).toEqual([]);
  });
});
