import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { chosenOffers } from "../../src/estimate/filter.ts";
import { sameRelease } from "../../src/names/nameParts.ts";
import type { BookOffer } from "../../src/prices/offers.ts";

describe("sameRelease", () => {
  it.each([
    ["meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b-instruct", true],
    ["unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit", "llama-3.1-8b-instruct", true],
    ["google/gemma-3-27b-it", "gemma-3-27b-instruct", true],
    ["meta-llama/Llama-3.1-8B", "llama-3.1-8b-instruct", false],
    ["Qwen/Qwen3-4B-Instruct-2507", "qwen3-4b-instruct", false],
    ["Qwen/Qwen2.5-Coder-32B", "qwen2.5-32b", false],
  ])("of %s and %s: %s", (one, other, same) => {
    expect(sameRelease(one, other)).toBe(same);
  });

  const chosen = (word: string): readonly BookOffer[] => {
    const found = chosenOffers({ prices, only: { models: [word] }, asOf: "2026-11-25" });
    return found.ok ? found.value.offers : [];
  };
  const offersOf = (word: string): string[] => chosen(word).map(({ id }) => id);

  it("finds a repository of the hub at every provider that tunes it", () => {
    const named = (word: string): string[] => [...new Set(chosen(word).map(({ provider }) => provider.provider))];
    expect(named("meta-llama/Llama-3.1-8B-Instruct")).toEqual(
      expect.arrayContaining(["aws-bedrock", "fireworks", "nebius", "openpipe", "tinker", "together"]),
    );
    expect(named("unsloth/Qwen3-8B-bnb-4bit")).toEqual(named("Qwen/Qwen3-8B"));
    expect(named("someone/nothing-1b")).toEqual([]);
  });

  it.each([
    ["llama-3.3-70b", "together/llama-3.3-70b-instruct:sft-lora", "google-vertex/llama-3.3-70b-instruct:sft-lora"],
    ["llama-3.1-8b", "nebius/llama-3.1-8b-instruct:sft-lora", "tinker/llama-3.1-8b:sft-lora"],
    ["llama-4-maverick", "together/llama-4-maverick-instruct:sft-lora"],
    ["gemma-3-27b", "google-vertex/gemma-3-27b-it:sft-lora", "together/gemma-3-27b-it:sft-lora"],
    ["gpt-4o", "openai/gpt-4o-2024-08-06:sft", "azure/gpt-4o:sft@global"],
  ])("finds %s at every provider, whatever each calls it", (word, ...ids) => {
    expect(offersOf(word)).toEqual(expect.arrayContaining(ids));
  });

  it("leaves one provider's model and a base model what they are", () => {
    expect(new Set(offersOf("google-vertex/llama-3.3-70b-instruct").map((id) => id.split("/")[0]))).toEqual(
      new Set(["google-vertex"]),
    );
    expect(offersOf("together/llama-9")).toEqual([]);
    expect(offersOf("qwen3.5-9b").filter((id) => id.includes("base"))).toEqual([]);
    expect(offersOf("qwen3.5-9b-base").filter((id) => !id.includes("base"))).toEqual([]);
    expect(offersOf("Qwen/Qwen3-8B-Base")).toEqual([]);
  });
});
