import { openModels as models, uncounted } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { resolveModel } from "../../src/names/resolveModel.ts";

const found = (name: string): string => {
  const read = resolveModel(models, name, uncounted);
  return read.ok ? read.value.model.id : read.problem.kind;
};

describe("models that public training repositories name", () => {
  it.each([
    ["EssentialAI/rnj-1-instruct", "rnj-1"],
    ["facebook/MobileLLM-R1-950M-base", "mobilellm-r1-950m"],
    ["facebook/MobileLLM-R1-140M", "mobilellm-r1-140m"],
    ["open-r1/OpenR1-Distill-7B", "qwen2.5-7b"],
    ["inclusionAI/AReaL-1.5B-Preview-Stage-3", "qwen2.5-1.5b"],
    ["HuggingFaceH4/zephyr-7b-gemma-sft-v0.1", "gemma-7b"],
    ["snorkelai/Snorkel-Mistral-PairRM-DPO", "mistral-7b-v0.2"],
    ["kaist-ai/mistral-orpo-beta", "mistral-7b-v0.1"],
    ["oumi-ai/HallOumi-8B", "llama-3.1-8b"],
  ])("finds %s", (name, id) => {
    expect(found(name)).toBe(id);
  });

  it.each([
    "nvidia/Hymba-1.5B-Instruct",
    "ibm-ai-platform/Bamba-9B-v1",
    "Deci/DeciLM-7B-instruct",
    "Zyphra/Zamba-7B-v1",
  ])("knows that the layers of %s are not counted", (name) => {
    expect(found(name)).toBe("uncounted_model");
  });

  it.each(["meta-models/Muse-Glimmer-30B", "unsloth/Muse-Glimmer-30B-unsloth-bnb-4bit", "ZhipuAI/glm-edge-v-2b"])(
    "knows that %s sees",
    (name) => {
      expect(found(name)).toBe("model_reads_more");
    },
  );
});
