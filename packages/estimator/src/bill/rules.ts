import { fail, ok, type Result } from "../problem.ts";
import type { BillingTag } from "../prices/priceFile.ts";

/**
 * The closed union of billing rules. A price file names them by tag; the arithmetic is in this folder.
 * Every tag may carry `variant`: then it holds for that variant alone.
 *
 * What is multiplied by the training rate (exactly one of these):
 *
 * - `tokens_times_epochs`: Σ min(example, context) × epochs.
 * - `trainable_tokens_times_epochs`: the tokens that are trained on × epochs (Cohere).
 * - `recounted_turns_times_epochs {tokensPerRecord}`: each model turn is a record that re-counts the conversation
 *   before it, and costs `tokensPerRecord` more (Vertex).
 * - `steps {tokensPerStep}`: training steps × tokens per step (Mistral).
 * - `hours {pauseAt?, decimals?}`: hours of training, rounded to `decimals` places of an hour (RFT).
 * - `images`: images seen = min(images, batch) × steps (Titan).
 * - `free`: nothing is trained here (import of weights). A training that costs nothing is a dated rate of 0.
 *
 * Changes to that quantity:
 *
 * - `prompt_twice`: a preference pair bills its prompt with each of the two answers (Azure).
 * - `multiply {factor}`: a method without a price row of its own, as a multiple of another (`of`).
 * - `round_tokens_up {to}`: the job's tokens are rounded up to a multiple of `to` (Azure).
 * - `unpacked_rows {default?}`: with packing off, rows × the longest sequence are billed (Together).
 * - `thinking_turns`: with thinking traces, × turns / 2 (Fireworks).
 * - `mixed_in_tokens`: tokens that the provider mixes in are billed × epochs too (Alibaba).
 * - `packed_steps {tokensPerStep, source?}`: trained tokens may be whole steps: the high end rounds each epoch up.
 * - `epochs_not_stated`: whether every epoch is billed is not said: the low end holds one.
 * - `band {low, high, source?}`: the provider's own estimate stands for so much less and more.
 * - `validation_free` | `validation_once` | `validation_times_epochs {disputed?}` | `validation_times_evaluations`; without
 *   any of them nobody says: the high end holds the validation tokens.
 *
 * Changes to the amount:
 *
 * - `minimum {disputed?}`: at least the rate of kind `minimum`; disputed: low without it, high with it.
 * - `round_amount_up {to}`: the invoice is rounded up to a multiple of `to`.
 * - `grader_tokens`: tokens of a model grader are billed at the `grader_input` and `grader_output` rates.
 *
 * Serving the tuned model (in `serving`):
 *
 * - `per_token {asBase?}`: requests × tokens at `input`, `cached_input`, `output`; `asBase`: at the base model's rates.
 * - `hosting {idleDeletedAfterHours?}`: the `hosting` rate for every hour deployed, used or not.
 * - `developer_tier {deletedAfterHours}`: no hosting fee, the deployment is deleted after that time.
 * - `storage`: the `storage` rate per month and model, or per GB-month of the checkpoint.
 * - `provisioned {service?}`: the `provisioned` rate for one model unit, every hour.
 * - `dedicated_gpu {gpuMemoryGB?, regionFactor?}`: GPUs of one's own at the `hosting` rate, every hour, as many as hold the weights
 *   in 16 bits (Fireworks LoRA; 80 GB cards where not given); `regionFactor` times as much in one region, which is said and not counted.
 */
export type RuleTag = (typeof ruleTags)[number];

const ruleTags = [
  "tokens_times_epochs",
  "trainable_tokens_times_epochs",
  "recounted_turns_times_epochs",
  "steps",
  "hours",
  "images",
  "free",
  "prompt_twice",
  "multiply",
  "round_tokens_up",
  "unpacked_rows",
  "thinking_turns",
  "mixed_in_tokens",
  "packed_steps",
  "epochs_not_stated",
  "band",
  "validation_free",
  "validation_once",
  "validation_times_epochs",
  "validation_times_evaluations",
  "minimum",
  "round_amount_up",
  "grader_tokens",
  "per_token",
  "hosting",
  "developer_tier",
  "storage",
  "provisioned",
  "dedicated_gpu",
] as const;

/** The rules of one offer, by tag. */
export type Rules = ReadonlyMap<RuleTag, BillingTag>;

/** Reads the tags that hold for a variant; a tag this engine does not know is the problem `unknown_rule`. */
export function readRules(tags: readonly BillingTag[], variant: string | null): Result<Rules> {
  const rules = new Map<RuleTag, BillingTag>();
  for (const tag of tags) {
    if (tag["variant"] !== undefined && tag["variant"] !== variant) continue;
    const known = ruleTags.find((name) => name === tag.tag);
    if (known === undefined) return fail({ kind: "unknown_rule", tag: tag.tag });
    rules.set(known, tag);
  }
  return ok(rules);
}

/** A whole-number parameter of a tag, or its default. */
export function numberOf(tag: BillingTag | undefined, parameter: string, otherwise: number): number {
  const value = tag?.[parameter];
  return typeof value === "number" ? value : otherwise;
}
