import { ok, type Result } from "../../problem.ts";
import type { Meter } from "./roles.ts";
import { timesRate, rateOn, type RateInForce } from "../../prices/rates.ts";
import { positiveDecimal, text, whole, flag, optional } from "./parameter.ts";
import { rule, sourced, type Rule } from "./rule.ts";
import { decimal, smaller, type Amount, larger, ceilTo } from "../../money.ts";
import { differenceLine, spreadAmount, line, linesCost, type BillLine } from "../line.ts";
import { exactly, type Spread, mapSpread, addSpread } from "../spread.ts";
import { rolledOut } from "../rollouts.ts";
import { countText } from "../../words/amount.ts";

/** Reading with a cache: between all that can be shared and nothing. @param shared prompt tokens that another completion of the prompt has read */
function readingCost(
  { read, fresh }: { readonly read: Spread; readonly fresh: Spread },
  shared: Amount,
  input: RateInForce,
  cached: RateInForce,
): Spread {
  const cost = (once: Amount, all: Amount): Spread =>
    addSpread(spreadAmount(exactly(once), input), spreadAmount(exactly(all.minus(once)), cached));
  const { typical } = cost(fresh.typical, read.typical);
  const { low } = cost(fresh.low.minus(shared), read.low);
  return { low: smaller(low, typical), typical, high: larger(typical, spreadAmount(read, input).high) };
}

function less(cost: Amount, off: Amount): Amount {
  return cost.minus(smaller(cost, off));
}

/** The training rate, what changes the amount, and what is drawn and graded beside it. */
export const amountRules: readonly Rule[] = [
  /** A method without a price row of its own costs `factor` times the training rate of the method `of`. */
  rule({
    tag: "multiply",
    role: "rate",
    parameters: { of: text, factor: positiveDecimal },
    apply: ({ of, factor }, rateOf) => {
      const other = rateOf(of);
      return other.ok ? ok(timesRate(other.value, factor)) : other;
    },
  }),
  /**
   * The first `tokens` of a day cost nothing until the day `until`: taken off as if this job alone used them; the high end
   * of the range leaves them out (OpenAI, 2024).
   */
  rule({
    tag: "free_daily_tokens",
    role: "amount",
    parameters: { tokens: whole(1), until: text },
    apply: ({ tokens, until, source }, cost, { day }, rate) => {
      if (day > until) return { cost, lines: [], assumptions: [] };
      const worth = spreadAmount(exactly(decimal(tokens)), rate).typical;
      const free = smaller(worth, cost.typical);
      const said = `First ${countText(tokens)} tokens of a day, free until ${until}`;
      return {
        cost: { ...cost, low: less(cost.low, worth), typical: less(cost.typical, worth) },
        lines: free.isZero() ? [] : [differenceLine("allowance", said, free.negated(), rate)],
        assumptions: [{ kind: "free_allowance", tokens, until, ...sourced(source) }],
      };
    },
  }),
  /**
   * At least the `minimum` rate per job; `disputed`, where sources disagree: the total and the low end leave it out, the
   * high end holds it; `exempt`, where some models are exempt and nobody says which: the low end alone leaves it out.
   */
  rule({
    tag: "minimum",
    role: "amount",
    parameters: { disputed: optional(flag), exempt: optional(flag) },
    reads: ["minimum"],
    apply: ({ disputed = false, exempt = false }, cost, { offer, day, overlay }) => {
      const rate = rateOn(offer, { kind: "minimum" }, day, overlay);
      if (!rate.ok) return { cost, lines: [], assumptions: [] };
      const { amount, currency } = rate.value;
      const held = mapSpread(cost, (value) => larger(value, decimal(amount)));
      if (disputed)
        return {
          cost: { ...cost, high: held.high },
          lines: [],
          assumptions: cost.high.lessThan(amount) ? [{ kind: "minimum_disputed", amount, currency }] : [],
        };
      const rest = held.typical.minus(cost.typical);
      const said = `Up to the minimum of ${amount} ${currency} per job`;
      return {
        cost: exempt ? { ...held, low: cost.low } : held,
        lines: rest.isZero() ? [] : [differenceLine("minimum", said, rest, rate.value)],
        assumptions: exempt && cost.low.lessThan(amount) ? [{ kind: "minimum_exempt", amount, currency }] : [],
      };
    },
  }),
  /**
   * The invoice is rounded up to a multiple of `to`, as a line of its own so that quantity × rate stays exact (Mistral).
   * The provider rounds in its own currency: an exchange rate converts what it has rounded.
   */
  rule({
    tag: "round_amount_up",
    role: "amount",
    parameters: { to: positiveDecimal },
    apply: ({ to }, cost, _training, rate) => {
      const { from: own, rate: worth } = rate.exchange ?? { from: rate.currency, rate: "1" };
      const invoiced = (value: Amount): Amount => ceilTo(value.dividedBy(worth), to).times(worth);
      const rest = invoiced(cost.typical).minus(cost.typical);
      const lines = rest.isZero() ? [] : [differenceLine("rounding", `Rounded up to ${to} ${own}`, rest, rate)];
      return { cost: mapSpread(cost, invoiced), lines, assumptions: [] };
    },
  }),
  /**
   * Completions are drawn at the `input` and `output` rates. Each token is read once at the `input` rate, also one that an
   * earlier turn has written; read again it comes at the `cached_input` rate where there is one. Whether completions of one
   * prompt share its reading is not stated: the low end lets them, the high end finds nothing in the cache.
   */
  rule({
    tag: "rollout_meters",
    role: "drawing",
    reads: ["input", "cached_input", "output"],
    apply: (_, training) => {
      const { offer, day, overlay } = training;
      const drawn = rolledOut(training);
      if (!drawn.ok) return drawn;
      const rateOf = (kind: Meter): Result<RateInForce> => rateOn(offer, { kind }, day, overlay);
      const [input, output, cached] = [rateOf("input"), rateOf("output"), rateOf("cached_input")];
      if (!input.ok) return input;
      if (!output.ok) return output;
      const { read, fresh, prompts, written, perPrompt, turns } = drawn.value;
      const shared = prompts.low.times(perPrompt - 1).dividedBy(perPrompt);
      const own = cached.ok ? fresh : read;
      const again = read.typical.minus(own.typical);
      const lines = [
        line("rollout", "Prompts read", own.typical, "token", input.value),
        ...(again.isZero() || !cached.ok
          ? []
          : [line("rollout", "Read again, from the cache", again, "token", cached.value)]),
        line("rollout", "Completions written", written, "token", output.value),
      ];
      const reading = cached.ok
        ? readingCost({ read, fresh }, shared, input.value, cached.value)
        : spreadAmount(read, input.value);
      return ok({
        lines,
        cost: addSpread(reading, spreadAmount(exactly(written), output.value)),
        assumptions: [{ kind: "rollouts_drawn", perPrompt, turns, cached: cached.ok }],
      });
    },
  }),
  /** Tokens that a model grader reads and writes are billed at the `grader_input` and `grader_output` rates. */
  rule({
    tag: "grader_tokens",
    role: "grading",
    reads: ["grader_input", "grader_output"],
    apply: (_, { job, offer, day, overlay }) => {
      const lines: BillLine[] = [];
      for (const [kind, tokens, label] of [
        ["grader_input", job.graderInputTokens, "Grader input"],
        ["grader_output", job.graderOutputTokens, "Grader output"],
      ] as const) {
        if (tokens === undefined || tokens === 0) continue;
        const rate = rateOn(offer, { kind }, day, overlay);
        if (!rate.ok) return rate;
        lines.push(line("grading", label, decimal(tokens), "token", rate.value));
      }
      return ok({
        lines,
        cost: linesCost(lines),
        assumptions:
          job.graderInputTokens === undefined ? [{ kind: "not_counted", what: "grader_tokens", part: "training" }] : [],
      });
    },
  }),
];
