import { amountRules } from "./amounts.ts";
import { tokenRules } from "./passes.ts";
import type { Role } from "./roles.ts";
import { servingRules } from "./serving.ts";
import { tokenQuantity } from "../tokenQuantity.ts";
import { rule, type Rule } from "./rule.ts";
import { flag, optional, whole } from "./parameter.ts";
import { decimal, roundTo } from "../../money.ts";
import { ok, fail } from "../../problem.ts";
import { exactly, nothing } from "../spread.ts";
import { rolledOut } from "../rollouts.ts";

/** What is multiplied by the training rate. */
const quantityRules: readonly Rule[] = [
  /** Every token of every example, up to the context, times the epochs. */
  rule({
    tag: "tokens_times_epochs",
    role: "quantity",
    unit: "token",
    reads: ["training"],
    apply: (_, training) => tokenQuantity(training, { part: "tokens" }),
  }),
  /** The tokens that are trained on, the answers, times the epochs (Cohere). */
  rule({
    tag: "trainable_tokens_times_epochs",
    role: "quantity",
    unit: "token",
    reads: ["training"],
    apply: (_, training) => tokenQuantity(training, { part: "trainable" }),
  }),
  /**
   * Each model turn is a record that counts the conversation before it again and costs `tokensPerRecord` more, times the
   * epochs; `disputed`, where a bill is known without these: the high end alone holds them (Vertex).
   */
  rule({
    tag: "recounted_turns_times_epochs",
    role: "quantity",
    unit: "token",
    parameters: { tokensPerRecord: whole(0), disputed: optional(flag) },
    reads: ["training"],
    apply: ({ tokensPerRecord, disputed = false }, training) =>
      tokenQuantity(training, { part: "recounted", tokensPerRecord, recordsDisputed: disputed }),
  }),
  /** Training steps times `tokensPerStep`, not the size of the file (Mistral); where no steps are stated, tokens times epochs. */
  rule({
    tag: "steps",
    role: "quantity",
    unit: "token",
    parameters: { tokensPerStep: whole(1) },
    reads: ["training"],
    apply: ({ tokensPerStep }, training) => {
      const { steps } = training.job;
      if (steps === undefined) return tokenQuantity(training, { part: "tokens" });
      const spread = exactly(decimal(steps).times(tokensPerStep));
      return ok({ spread, label: `Training, ${steps} steps`, assumptions: [] });
    },
  }),
  /**
   * Hours of training, rounded to `decimals` places of an hour (reinforcement fine-tuning). The provider pauses the job
   * at `pauseAt` dollars.
   */
  rule({
    tag: "hours",
    role: "quantity",
    unit: "hour",
    parameters: { decimals: optional(whole(0)), pauseAt: optional(whole(1)) },
    reads: ["training"],
    apply: ({ decimals, pauseAt }, { job }) => {
      if (job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
      const stated = decimal(job.hours);
      return ok({
        spread: exactly(decimals === undefined ? stated : roundTo(stated, decimals)),
        label: "Training hours",
        assumptions: pauseAt === undefined ? [] : [{ kind: "pause", dollars: String(pauseAt) }],
      });
    },
  }),
  /** Images seen, which are min(images, batch) × steps (Titan). */
  rule({
    tag: "images",
    role: "quantity",
    unit: "image",
    reads: ["training"],
    apply: (_, { job }) =>
      job.imagesSeen === undefined
        ? fail({ kind: "not_stated", what: "images" })
        : ok({ spread: exactly(decimal(job.imagesSeen)), label: "Training images seen", assumptions: [] }),
  }),
  /** Every token of every completion that the model drew, with its prompt: prompts × completions of each × epochs. */
  rule({
    tag: "rollout_tokens",
    role: "quantity",
    unit: "token",
    reads: ["training"],
    apply: (_, training) => {
      const drawn = rolledOut(training);
      if (!drawn.ok) return drawn;
      const { trained, perPrompt } = drawn.value;
      const { epochs, counted } = training;
      const label = `Training, ${perPrompt} completions of each prompt, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
      return ok({ spread: trained, label, assumptions: counted.assumptions });
    },
  }),
  /** Nothing is trained here: weights are imported. A training that costs nothing is a dated rate of 0 instead. */
  rule({
    tag: "free",
    role: "quantity",
    unit: "nothing",
    apply: () => ok({ spread: nothing, label: "", assumptions: [] }),
  }),
];

/** Every billing rule; those of one role apply in this order. Tags, refusals, JSON Schema and `pricing/RULES.md` are made from it. */
export const billingRules: readonly Rule[] = [...quantityRules, ...tokenRules, ...amountRules, ...servingRules];

/** In which list of a price file a role's rules stand. */
export const rolesOf: Readonly<Record<"billing" | "serving", readonly Role[]>> = {
  billing: ["quantity", "pass", "passes", "validation", "rounding", "rate", "amount", "drawing", "grading", "unbilled"],
  serving: ["requests", "hourly", "storage", "deployment", "unbilled"],
};
