import { describe, expect, it } from "vitest";
import { reconcile } from "../../src/answer.ts";
import { estimate } from "../../src/index.ts";
import { reconciledSentences } from "../../src/text.ts";
import { book, model, rate } from "../book.ts";
import { countsOf, profileOf } from "../profileOf.ts";
import { azureBilling, held, openaiJob } from "./reconciled.ts";

describe("jobs of the providers' own notebooks", () => {
  // The Orca preference job on Azure: 2,750 pairs, three epochs, 7,223,000 billed; 875.5 tokens a pair with the prompt twice
  it("Azure, preference pairs: rounded up to 1,000", () => {
    const one = {
      provider: "azure",
      id: "gpt-4.1-mini",
      billing: azureBilling,
      examples: 2750,
      tokensPerExample: 875.5,
      epochs: 3,
    };
    expect(held(one, "Training tokens billed: 7,223,000")).toMatchObject({
      within: true,
      factor: "1",
      reasons: [{ kind: "rounding", tokens: "7222875", to: 1000, billed: "7223000" }],
    });
  });

  // Mistral's classifier jobs: quotes of 3.28, 6.56 and 8.20 euros, rounded up to the cent
  it.each([
    [6_553_600, 3.28],
    [13_107_200, 6.56],
    [16_384_000, 8.2],
  ])("Mistral, %d tokens quoted at %d euros", (tokens, cost) => {
    const one = { provider: "mistral", examples: 1000, tokensPerExample: tokens / 1000, epochs: 1, price: "0.5" };
    const job = { object: "job", model: "ministral-3b-latest", training_files: ["f"], trained_tokens: tokens };
    const result = held(one, { ...job, metadata: { train_tokens: tokens, cost, cost_currency: "USD" } });
    expect(result).toMatchObject({ within: true, factor: "1", tokens: { difference: "0" } });
    // Less than a cent apart.
    expect(Math.abs(Number(result.money.difference))).toBeLessThan(0.01);
  });

  // mistralai/cookbook mistral_finetune_api.ipynb: 10 steps of 131,072 tokens at $2, quoted $2.6214
  it("Mistral, ten steps: the money is that of the steps", () => {
    const one = { provider: "mistral", examples: 1000, tokensPerExample: 1310.72, epochs: 1, price: "2" };
    const result = held(one, {
      object: "job",
      model: "open-mistral-7b",
      training_files: ["f"],
      trained_tokens: 1_310_720,
      hyperparameters: { training_steps: 10 },
      metadata: { train_tokens: 1_310_720, cost: 2.6214, cost_currency: "USD" },
    });
    expect(result).toMatchObject({ within: true, factor: "1", tokens: { difference: "0" }, money: { job: "2.6214" } });
  });

  // GoogleCloudPlatform/generative-ai, cost notebook: (259,243 + 50,154) × 4 = 1,237,588
  it("Vertex, its validation set billed in every epoch", () => {
    const billing = [{ tag: "tokens_times_epochs" }];
    const validation = { examples: 100, tokensPerExample: 501.54 };
    const one = { provider: "google-vertex", billing, validation, examples: 500, tokensPerExample: 518.486, epochs: 4 };
    const job = {
      supervisedTuningSpec: { hyperParameters: { epochCount: "4" }, validationDatasetUri: "gs://v" },
      tuningDataStats: { supervisedTuningDataStats: { totalBillableTokenCount: String(259_243 + 50_154) } },
    };
    expect(held(one, job).tokens).toMatchObject({ job: "1237588" });
    expect(held(one, job).reasons).toEqual([{ kind: "validation", tokens: "50154", times: 4 }]);
  });

  // microsoft-foundry/fine-tuning, Demos/Image_FT_Chart_Analysis and Video_FT_Action_Recognition
  it.each([
    // The last is tokens of a picture's text: what was trained in a pass beyond the rows' own, for each.
    [2000, 1, 129_488_088, 63_000_000, 21_281],
    [3000, 5, 371_919_891, 182_000_000, 8205],
  ])(
    "Azure, %d rows with %d pictures: trained_tokens count their base64 text",
    (rows, each, trained, bytes, perImage) => {
      const counts = { "openai/o200k_base": countsOf([[300, rows]]) };
      const profile = profileOf(counts, { images: rows * each, bytes });
      const entry = model({
        id: "gpt-4.1",
        counting: "openai/o200k_base",
        offers: [{ method: "sft", billing: azureBilling }],
        rates: [rate("training", "25")],
      });
      const prices = book([entry], { provider: "azure" });
      const answer = estimate({ asOf: "2026-02-01", prices, job: { profile, epochs: 3 } });
      const result = reconcile(answer, openaiJob("gpt-4.1-2025-04-14", 3, trained), { prices });
      expect(result).toMatchObject({
        ok: true,
        value: {
          within: true,
          factor: null,
          money: { job: null },
          reasons: [{ kind: "base64_pictures", images: rows * each, perImage }, { kind: "trained_not_billed" }],
        },
      });
      expect(result.ok ? reconciledSentences(result.value).join(" ") : "").toContain("no count of the bill");
    },
  );
});
