import { histogramTokens } from "@tunecast/estimator/profile";
import { describe, expect, it } from "vitest";
import { countRules, profileBytes, type DatasetProfile } from "../../src/index.ts";
import { chunked, dataBytes, dataJson, hasData } from "../data.ts";

async function profiled(path: string, rules: readonly string[]): Promise<DatasetProfile> {
  const loaded = await countRules(rules);
  if (!loaded.ok) throw new Error(loaded.problem.kind);
  const profile = await profileBytes(chunked(dataBytes(path)), { rules: loaded.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

function tokensOf(profile: DatasetProfile, rule: string): number {
  return histogramTokens(profile.counts[rule]?.tokens ?? []);
}

interface BilledCase {
  readonly file: string;
  readonly billed?: Record<string, { per_epoch?: number; per_example?: number[] }>;
}

describe.skipIf(!hasData)("billed tokens by OpenAI's rule", () => {
  it.each([
    // Names, and tools of which only this one bill shows the form, are counted and called doubtful by a few tokens.
    // file, vocabulary, tokens per epoch: the cookbook's toy file, less 2 per example than its notebook; the drone job's bill
    ["conformance/third-party/openai-cookbook-toy_chat_fine_tuning.jsonl", "o200k_base", 8_223],
    ["conformance/third-party/openai-cookbook-toy_chat_fine_tuning.jsonl", "cl100k_base", 8_242 - 2 * 5],
    ["conformance/third-party/openai-cookbook-drone_training.jsonl", "cl100k_base", 48_661],
  ])("counts %s in %s", async (path, vocabulary, tokens) => {
    const rule = `openai/${vocabulary}`;
    const profile = await profiled(path, [rule]);
    expect(tokensOf(profile, rule)).toBe(tokens);
    const { exact, doubt } = profile.counts[rule] ?? {};
    expect([exact, doubt]).toEqual(
      path.includes("drone") ? [false, { less: 3 * 103, more: 3 * 103 }] : [true, undefined],
    );
  });

  it("gives the notebook's 86,120 tokens in its own counting mode: the toy file, cut at 4,096, × its 20 automatic epochs", async () => {
    const rule = "openai-cookbook/cl100k_base";
    const toy = await profiled("conformance/third-party/openai-cookbook-toy_chat_fine_tuning.jsonl", [rule]);
    expect(20 * histogramTokens(toy.counts[rule]?.tokens ?? [], 4096)).toBe(86_120);
  });

  it("counts every data set of the expected counts, less 2 per example", async () => {
    const expected = dataJson("datasets/openai_chat/EXPECTED_TOKENS.json") as {
      files: Record<string, { rows: number; o200k_base: { total: number }; cl100k_base: { total: number } }>;
    };
    for (const [file, { rows, o200k_base: o200k, cl100k_base: cl100k }] of Object.entries(expected.files)) {
      const profile = await profiled(`datasets/openai_chat/${file}`, ["openai/o200k_base", "openai/cl100k_base"]);
      expect(profile.examples).toBe(rows);
      expect(tokensOf(profile, "openai/o200k_base")).toBe(o200k.total - 2 * rows);
      expect(tokensOf(profile, "openai/cl100k_base")).toBe(cl100k.total - 2 * rows);
    }
  });

  it("gives the per-example counts of the conformance cases", async () => {
    const { cases } = dataJson("conformance/index.json") as { cases: BilledCase[] };
    const billed = cases.filter(({ billed: figures }) => figures?.["o200k_base"] !== undefined);
    expect(billed.length).toBeGreaterThan(3);
    for (const { file, billed: figures } of billed) {
      const profile = await profiled(`conformance/${file}`, ["openai/o200k_base", "openai/cl100k_base"]);
      const spread = (profile.counts["openai/o200k_base"]?.tokens ?? []).flatMap(([n, examples]) =>
        Array.from({ length: examples }, () => n),
      );
      expect(spread).toEqual([...(figures?.["o200k_base"]?.per_example ?? [])].sort((a, b) => a - b));
      expect(tokensOf(profile, "openai/cl100k_base")).toBe(figures?.["cl100k_base"]?.per_epoch);
    }
  });
});

describe.skipIf(!hasData)("other ways to bill", () => {
  it("makes six records of the two multi-turn rows that Vertex counts turn by turn", async () => {
    const profile = await profiled("conformance/vertex-multi-turn.jsonl", ["plain/o200k_base"]);
    expect(profile).toMatchObject({ examples: 2, modelTurns: 6 });
    const { tokens, recounted } = profile.counts["plain/o200k_base"] ?? { tokens: [], recounted: [] };
    expect(histogramTokens(recounted)).toBeGreaterThan(histogramTokens(tokens));
  });

  it("counts a preference pair's prompt twice within 3 % of what Azure billed per pair", async () => {
    // 7,223,000 tokens for 2,750 pairs over 3 epochs: 875.5 a pair (https://github.com/microsoft-foundry/fine-tuning,
    // Demos/DPO_Intel_Orca, read 2026-11-24). These are 60 other pairs of the same set, so only their mean can agree.
    const path = "datasets/openai_preference/azure_dpo_intel_orca_validation_first60.jsonl";
    const profile = await profiled(path, ["openai/o200k_base"]);
    const { tokens, prompt } = profile.counts["openai/o200k_base"] ?? { tokens: [], prompt: [] };
    const perPair = (histogramTokens(tokens) + histogramTokens(prompt)) / profile.examples;
    const once = histogramTokens(tokens) / profile.examples;
    expect(Math.abs(perPair - 875.5)).toBeLessThan(Math.abs(once - 875.5));
    expect(Math.abs(perPair / 875.5 - 1)).toBeLessThan(0.03);
  });
});

describe("billed tokens of a job given in parts", () => {
  it("gives 448 per epoch for 318 content tokens in 30 messages of 10 examples", async () => {
    // Real job of 4,480 trained tokens over 10 epochs (https://github.com/ziippy/openai_hello, read 2026-11-24); its data
    // bear no licence, so the same shape is made of one-token words: 10 examples × 3 messages, 318 content tokens in all.
    const rows = Array.from({ length: 10 }, (_, i) => ({
      messages: [
        { role: "system", content: "a" },
        { role: "user", content: "a" },
        { role: "assistant", content: " a".repeat(i < 8 ? 30 : 29) },
      ],
    }));
    const rules = await countRules(["openai/o200k_base", "plain/o200k_base"]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const text = rows.map((row) => JSON.stringify(row)).join("\n");
    const profile = await profileBytes(chunked(new TextEncoder().encode(text)), { rules: rules.value });
    if (!profile.ok) throw new Error(profile.problem.kind);
    expect(tokensOf(profile.value, "plain/o200k_base")).toBe(318);
    expect(tokensOf(profile.value, "openai/o200k_base")).toBe(448);
  });
});
