import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { reconcile, type Reconciled } from "../../src/answer.ts";
import { estimate } from "../../src/index.ts";

/** Llama 3.1 8B at Nebius, priced from the book, held against a job of its API. */
function held(examples: number, tokensPerExample: number, epochs: number, trained: number): Reconciled {
  const answer = estimate({
    asOf: "2026-07-12",
    prices,
    job: { examples, tokensPerExample, epochs },
    only: { models: ["nebius/llama-3.1-8b-instruct:sft-lora"] },
  });
  const result = reconcile(answer, {
    object: "fine_tuning.job",
    id: "ftjob-1",
    model: "meta-llama/Meta-Llama-3.1-8B-Instruct",
    created_at: 1_753_341_502,
    hyperparameters: { n_epochs: epochs, batch_size: 32, packing: true, context_length: 8192, lora: true },
    status: "succeeded",
    trained_tokens: trained,
    training_file: "file-1",
    validation_file: "file-2",
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

// Both notebooks price a job by `trained_tokens` at $0.4 a million tokens, and print that price to a tenth of a dollar but
// not the count: the steps are those that come to it, and the size of the second data set is ours.
// github.com/nebius/token-factory-cookbook @dcce0cb8
describe("Nebius, whose jobs have OpenAI's shape", () => {
  it("fine_tune_llama.ipynb: 800 examples in 5 steps of 32 × 8,192 print $0.5", () => {
    const result = held(800, 175, 5, 5 * 32 * 8192);
    expect(result.tokens).toMatchObject({ job: "1310720", counted: "trained" });
    expect(result.money).toMatchObject({ job: "0.524288", basis: "computed" });
    expect(result.within).toBe(true);
  });

  it("2_training.ipynb of the distillation: 10 epochs of 7 steps print $7.3", () => {
    const result = held(8000, 215, 10, 70 * 32 * 8192);
    expect(result.money).toMatchObject({ job: "7.340032", basis: "computed" });
    expect(result.within).toBe(true);
  });

  it("says when a job trained on more than the steps hold", () => {
    expect(held(800, 175, 5, 9_000_000).within).toBe(false);
  });
});
