import { larger, type Amount } from "../../money.ts";
import { rateOn, type RateInForce } from "../../prices/rates.ts";
import { ok } from "../../problem.ts";
import { line, overlaid, spreadAmount } from "../line.ts";
import { rolledOut } from "../rollouts.ts";
import { addSpread, exactly, mapSpread, type Spread } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Completions are drawn at the `input` and `output` rates; what an earlier turn has read or written comes at the
 * `cached_input` rate where there is one. Whether completions of one prompt share its reading is not stated: the low end
 * lets them, the high end finds nothing in the cache.
 */
export const rolloutMeters: Rule = rule({
  tag: "rollout_meters",
  role: "drawing",
  parameters: {},
  reads: ["input", "cached_input", "output"],
  example: {
    method: "rft-lora",
    rates: { input: ["1"], output: ["4"] },
    job: { rollouts: { perPrompt: 4, tokens: 100 } },
    becomes: "6.42",
  },
  apply: (_, training) => {
    const { offer, day, overlay } = training;
    const drawn = rolledOut(training);
    if (!drawn.ok) return drawn;
    const [input, output] = [
      rateOn(offer, { kind: "input" }, day, overlay),
      rateOn(offer, { kind: "output" }, day, overlay),
    ];
    if (!input.ok) return input;
    if (!output.ok) return output;
    const cached = rateOn(offer, { kind: "cached_input" }, day, overlay);
    const { read, fresh, prompts, written, perPrompt, turns } = drawn.value;
    const writing = line("rollout", "Completions written", written, "token", output.value);
    const writingCost = spreadAmount(exactly(written), output.value);
    const assumptions = [input, output, cached].flatMap((rate) => (rate.ok ? overlaid(rate.value) : []));
    const rolled = { kind: "rollouts_drawn", perPrompt, turns } as const;
    if (!cached.ok)
      return ok({
        lines: [line("rollout", "Prompts read", read.typical, "token", input.value), writing],
        cost: addSpread(spreadAmount(read, input.value), writingCost),
        assumptions: [...assumptions, { ...rolled, cached: false }],
      });
    const again = { ...read, typical: read.typical.minus(fresh.typical) };
    const shared = prompts.low.times(perPrompt - 1).dividedBy(perPrompt);
    const lines = [
      line("rollout", "Prompts read", fresh.typical, "token", input.value),
      ...(again.typical.isZero()
        ? []
        : [line("rollout", "Read again, from the cache", again.typical, "token", cached.value)]),
      writing,
    ];
    return ok({
      lines,
      cost: addSpread(readingCost({ read, fresh }, shared, input.value, cached.value), writingCost),
      assumptions: [...assumptions, { ...rolled, cached: true }],
    });
  },
});

/** Reading with a cache: between all that can be shared and nothing. @param shared prompt tokens that another completion of the prompt has read */
function readingCost(
  { read, fresh }: { readonly read: Spread; readonly fresh: Spread },
  shared: Amount,
  input: RateInForce,
  cached: RateInForce,
): Spread {
  const cost = (once: Amount, all: Amount, pick: "low" | "typical" | "high"): Amount =>
    spreadAmount(exactly(once), input)[pick].plus(spreadAmount(exactly(all.minus(once)), cached)[pick]);
  const typical = cost(fresh.typical, read.typical, "typical");
  return {
    low: cost(fresh.low.minus(shared), read.low, "low"),
    typical,
    high: larger(
      typical,
      spreadAmount(
        mapSpread(read, (all) => all),
        input,
      ).high,
    ),
  };
}
