import type { Job } from "../../src/contract/fields/job.ts";
import type { LikelyTraffic } from "../../src/contract/fields/traffic.ts";
import type { BillingTag } from "../../src/prices/priceFile.ts";
import type { RateKind } from "../../src/prices/rateKinds.ts";

/** A worked example of a rule: a test, and a row of the table in `pricing/RULES.md`. */
export interface Example {
  readonly with?: Omit<BillingTag, "tag">;
  /** Rates beside the training rate of $3 per million tokens, by kind. */
  readonly rates?: Readonly<Partial<Record<RateKind, readonly [amount: string, per?: string]>>>;
  readonly method?: string;
  /** What the job states beside its data. */
  readonly job?: Partial<Job>;
  readonly traffic?: Partial<LikelyTraffic>;
  readonly parameters?: string;
  /** Where the rule changes the training bill: what $0.90 becomes. Where it bills use: a month of it. Nothing for a rule that changes no total. */
  readonly becomes: string;
  /** The ends of its range, where the rule sets them apart. */
  readonly range?: readonly [low: string, high: string];
}

/** 100 examples like those of the job, scored five times during training. */
const scored: Example["job"] = { validation: { examples: 100, tokensPerExample: 100 }, evaluations: 5 };

const examples: Readonly<Record<string, Example>> = {
  tokens_times_epochs: { becomes: "0.9" },
  // 40 of the 100 tokens are answers.
  trainable_tokens_times_epochs: { becomes: "0.36" },
  // Two records of together 150 tokens an example, and perhaps 8 more each: 166.
  recounted_turns_times_epochs: {
    with: { tokensPerRecord: 8, disputed: true },
    becomes: "1.35",
    range: ["1.35", "1.494"],
  },
  steps: { with: { tokensPerStep: 131_072 }, job: { steps: 100 }, becomes: "39.3216" },
  hours: {
    with: { decimals: 2 },
    rates: { training: ["100", "hour"] },
    job: { hours: 1.234 },
    becomes: "123",
  },
  images: { rates: { training: ["0.005", "image"] }, job: { imagesSeen: 8000 }, becomes: "40" },
  rollout_tokens: { method: "rft-lora", job: { rollouts: { perPrompt: 4, tokens: 100 } }, becomes: "5.76" },
  free: { method: "import", rates: { training: ["0", "job"] }, becomes: "0" },
  unpacked_rows: { job: { packing: false, maxSequenceTokens: 2048 }, becomes: "18.432" },
  // 60 of the 100 tokens are the prompt.
  prompt_twice: { method: "dpo", becomes: "1.44" },
  possible_tokens_per_example: { with: { tokens: 2 }, becomes: "0.9", range: ["0.9", "0.918"] },
  thinking_turns: { job: { thinkingTurns: 6 }, becomes: "2.7" },
  mixed_in_tokens: { job: { mixedInTokens: 50_000 }, becomes: "1.35" },
  packed_steps: { with: { tokensPerStep: 262_144 }, becomes: "0.9", range: ["0.9", "2.359296"] },
  epochs_not_stated: { becomes: "0.9", range: ["0.3", "0.9"] },
  band: { with: { low: 0.7, high: 1.3 }, becomes: "0.9", range: ["0.63", "1.17"] },
  validation_free: { job: scored, becomes: "0.9", range: ["0.9", "0.9"] },
  validation_once: { job: scored, becomes: "0.93" },
  validation_times_epochs: { with: { disputed: true }, job: scored, becomes: "0.99", range: ["0.9", "1.0017"] },
  validation_times_evaluations: { job: scored, becomes: "1.05" },
  round_tokens_up: { with: { to: 7000 }, becomes: "0.903" },
  multiply: { method: "dpo", with: { of: "sft", factor: "2" }, becomes: "1.8" },
  free_daily_tokens: { with: { tokens: 100_000, until: "2026-12-31" }, becomes: "0.6", range: ["0.6", "0.9"] },
  minimum: { rates: { minimum: ["4", "job"] }, becomes: "4" },
  round_amount_up: { with: { to: "0.25" }, becomes: "1" },
  rollout_meters: {
    method: "rft-lora",
    rates: { input: ["1"], output: ["4"] },
    job: { rollouts: { perPrompt: 4, tokens: 100 } },
    becomes: "6.42",
  },
  grader_tokens: {
    rates: { grader_input: ["2"], grader_output: ["8"] },
    job: { graderInputTokens: 500_000, graderOutputTokens: 50_000 },
    becomes: "2.3",
  },
  // 1,000 requests of 900 tokens in and 100 out.
  per_token: { rates: { input: ["0.3"], output: ["1.2"] }, becomes: "0.39" },
  hosting: {
    with: { idleDeletedAfterHours: 360 },
    rates: { hosting: ["1.7", "hour"] },
    traffic: { requestsPerMonth: 0 },
    becomes: "612",
  },
  // 70.6 billion parameters need 155.32 GB: two cards of 80 GB.
  dedicated_gpu: { rates: { hosting: ["8", "GPU-hour"] }, parameters: "70.6", becomes: "11680" },
  provisioned: { rates: { provisioned: ["24", "model-unit-hour"] }, becomes: "17520" },
  storage: { rates: { storage: ["1.95", "month"] }, becomes: "1.95" },
  developer_tier: { with: { deletedAfterHours: 24 }, rates: { hosting: ["1.7", "hour"] }, becomes: "0" },
  not_billed: {
    with: { rate: "minimum", why: "Jobs in euros are billed without." },
    rates: { minimum: ["4", "job"] },
    becomes: "0.9",
  },
};

export const exampled: readonly string[] = Object.keys(examples);

export function exampleOf(tag: string): Example {
  const example = examples[tag];
  if (example === undefined) throw new Error(`The rule ${tag} has no worked example.`);
  return example;
}
