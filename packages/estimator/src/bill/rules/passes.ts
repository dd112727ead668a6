import { ok, fail } from "../../problem.ts";
import { addSpread, nothing, exactly, mapSpread } from "../spread.ts";
import { rule, type Rule, sourced } from "./rule.ts";
import { decimal, ceilTo, zero } from "../../money.ts";
import { whole, number, flag, optional } from "./parameter.ts";

/** With packing off, rows times the longest sequence are billed (Together). */
export const unpackedRows: Rule = rule({
  tag: "unpacked_rows",
  role: "pass",
  apply: (_, pass, { job, counted, offer }) => {
    if (job.packing !== false) return ok({ spread: pass, assumptions: [] });
    const rowTokens = job.maxSequenceTokens ?? offer.limits.contextTokens;
    return rowTokens === undefined
      ? fail({ kind: "not_stated", what: "max_sequence_tokens" })
      : ok({ spread: exactly(decimal(rowTokens).times(counted.examples)), assumptions: [] });
  },
});

/** A preference pair bills its prompt with each of the two answers (Azure). */
export const promptTwice: Rule = rule({
  tag: "prompt_twice",
  role: "pass",
  apply: (_, pass, { job, offer, counted }) => {
    if (!offer.method.startsWith("dpo")) return ok({ spread: pass, assumptions: [] });
    return "profile" in job
      ? ok({ spread: addSpread(pass, counted.pass("prompt", offer.limits)), assumptions: [] })
      : ok({ spread: pass, assumptions: [{ kind: "pair_tokens", billed: "prompt_twice" }] });
  },
});

/** What changes the tokens that are billed: of one pass, of all, of the validation set. */
export const tokenRules: readonly Rule[] = [
  promptTwice,
  /** A job counted `tokens` more for each example, and whether they are billed is not known: the high end holds them (Azure). */
  rule({
    tag: "possible_tokens_per_example",
    role: "pass",
    parameters: { tokens: whole(1) },
    apply: ({ tokens }, pass, { counted }) =>
      ok({
        spread: { ...pass, high: pass.high.plus(decimal(counted.examples).times(tokens)) },
        assumptions: [{ kind: "example_tokens", tokens }],
      }),
  }),
  unpackedRows,
  /** With thinking traces, the tokens count turns / 2 times (Fireworks). */
  rule({
    tag: "thinking_turns",
    role: "pass",
    apply: (_, pass, { job: { thinkingTurns: turns = 2 } }) =>
      ok({ spread: mapSpread(pass, (tokens) => tokens.times(turns).dividedBy(2)), assumptions: [] }),
  }),
  /** Tokens that the provider mixes into the data are billed in each epoch too (Alibaba). */
  rule({
    tag: "mixed_in_tokens",
    role: "pass",
    apply: (_, pass, { job }) =>
      ok({ spread: mapSpread(pass, (tokens) => tokens.plus(job.mixedInTokens ?? 0)), assumptions: [] }),
  }),
  /** Trained tokens may be whole steps of `tokensPerStep`, padding included: the high end rounds each epoch up (Nebius). */
  rule({
    tag: "packed_steps",
    role: "passes",
    parameters: { tokensPerStep: whole(1) },
    apply: ({ tokensPerStep, source }, all, { pass, epochs }) => ({
      spread: { ...all, high: ceilTo(pass.high, String(tokensPerStep)).times(epochs) },
      assumptions: [{ kind: "packed_steps", size: tokensPerStep, ...sourced(source) }],
    }),
  }),
  /** Whether every epoch is billed is not said: the low end holds one (OpenPipe). */
  rule({
    tag: "epochs_not_stated",
    role: "passes",
    apply: ({ source }, all, { pass, epochs }) => {
      if (epochs === 1) return { spread: all, assumptions: [] };
      return { spread: { ...all, low: pass.low }, assumptions: [{ kind: "epochs_not_stated", ...sourced(source) }] };
    },
  }),
  /** The provider's own estimate stands for `low` to `high` times its centre (Fireworks). */
  rule({
    tag: "band",
    role: "passes",
    parameters: { low: number(0, 1), high: number(1) },
    apply: ({ low, high, source }, all) => ({
      spread: { ...all, low: all.low.times(low), high: all.high.times(high) },
      assumptions: [{ kind: "band", low: String(low), high: String(high), ...sourced(source) }],
    }),
  }),
  /** Validation tokens are not billed. */
  rule({
    tag: "validation_free",
    role: "validation",
    apply: () => ({ spread: nothing, assumptions: [{ kind: "validation_free" }] }),
  }),
  /** The validation set is billed once. */
  rule({
    tag: "validation_once",
    role: "validation",
    apply: (_, once) => ({ spread: once, assumptions: [] }),
  }),
  /** The validation set is billed in every epoch; `disputed`, where sources disagree: the low end leaves it out. */
  rule({
    tag: "validation_times_epochs",
    role: "validation",
    parameters: { disputed: optional(flag) },
    apply: ({ disputed = false }, once, { epochs }) => {
      const spread = mapSpread(once, (tokens) => tokens.times(epochs));
      return disputed
        ? { spread: { ...spread, low: zero }, assumptions: [{ kind: "validation_disputed" }] }
        : { spread, assumptions: [] };
    },
  }),
  /** The validation set is billed as often as it is scored (Together). */
  rule({
    tag: "validation_times_evaluations",
    role: "validation",
    apply: (_, once, { evaluations: times }) => ({
      spread: mapSpread(once, (all) => all.times(times)),
      assumptions: times === 0 ? [{ kind: "validation_not_scored" }] : [],
    }),
  }),
  /** The tokens of the job are rounded up to a multiple of `to` (Azure). */
  rule({
    tag: "round_tokens_up",
    role: "rounding",
    parameters: { to: whole(1) },
    apply: ({ to }, tokens) => ceilTo(tokens, String(to)),
  }),
];
