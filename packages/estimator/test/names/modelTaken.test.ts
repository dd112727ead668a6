import { describe, expect, it } from "vitest";
import { modelTaken } from "../../src/words/modelName.ts";
import { selfHost } from "../../../gpu/src/selfHost.ts";
import { resolveModel } from "../../src/names/resolveModel.ts";
import { hardware, models } from "../../../gpu/test/book.ts";

describe("modelTaken", () => {
  const said = (name: string): string[] => {
    const read = resolveModel(models, name);
    return read.ok ? modelTaken(name, read.value).map(({ sentence }) => sentence) : [];
  };

  it("says what of the name was not needed", () => {
    expect(said("unsloth/Meta-Llama-3.1-8B-bnb-4bit")).toEqual([
      "unsloth/Meta-Llama-3.1-8B-bnb-4bit is taken for llama-3.1-8b: unsloth (a copy under another owner), meta (the maker), bnb (how the weights are stored), 4bit (how the weights are stored) says nothing of its shape.",
    ]);
  });

  it("says nothing of a model's own name, and doubts what is only its base", () => {
    expect(said("Qwen/Qwen3-8B")).toEqual([]);
    expect(said("Skywork/Skywork-Reward-V2-Qwen3-8B")[0]).toContain("If its config.json says otherwise");
  });

  it("stands in the answer about GPUs, which reads as far as the name says", () => {
    const answer = selfHost({ model: "Qwen/Qwen2.5-7B-Instruct-1M", maxTokens: 200_000 }, { models, hardware });
    expect(answer.ok && answer.value.model.id).toBe("qwen2.5-7b");
    expect(answer.ok && answer.value.assumptions.map(({ kind }) => kind)).toContain("model_taken");
  });
});
