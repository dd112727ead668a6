import { describe, expect, it } from "vitest";
import { modelName } from "../../src/words/modelName.ts";

describe("modelName", () => {
  it.each([
    ["gpt-4.1-mini-2025-04-14", "GPT-4.1 mini (2025-04-14)"],
    ["gpt-4o", "GPT-4o"],
    ["gpt-oss-120b-128k", "gpt-oss-120b-128k"],
    ["o4-mini-2025-04-16", "o4-mini (2025-04-16)"],
    ["llama-3.1-8b-instruct", "Llama 3.1 8B Instruct"],
    ["qwen3-30b-a3b", "Qwen3 30B A3B"],
    ["mixtral-8x7b-instruct-v0.1", "Mixtral 8x7B Instruct v0.1"],
    ["deepseek-v3.1", "DeepSeek-V3.1"],
    ["deepseek-r1-distill-qwen-1.5b", "DeepSeek-R1 Distill Qwen 1.5B"],
    ["gemini-2.5-flash-lite", "Gemini 2.5 Flash Lite"],
    ["claude-3-haiku", "Claude 3 Haiku"],
    ["glm-4.6", "GLM-4.6"],
    ["phi-4", "Phi 4"],
    ["phi-4-mini", "Phi 4 mini"],
    ["gpt-4.1-nano", "GPT-4.1 nano"],
    ["nemotron-3-nano-30b-a3b", "Nemotron 3 Nano 30B A3B"],
    ["qwen-3.8-27b", "Qwen3.8 27B"],
    ["qwen-plus-character-2025-11-06", "Qwen Plus Character (2025-11-06)"],
    ["llama3.1-8b", "Llama 3.1 8B"],
    ["minimax-m3", "MiniMax M3"],
    ["up-to-10b", "Up to 10B"],
  ])("writes %s as %s", (id, name) => {
    expect(modelName(id)).toBe(name);
  });
});
