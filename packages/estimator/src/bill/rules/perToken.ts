import { timesRate } from "../../prices/rates.ts";
import { ok } from "../../problem.ts";
import { flag, optional, positiveDecimal } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Requests are billed by their tokens at the `input`, `cached_input` and `output` rates; `asBase`, where a tuned model is
 * served at the base model's, or at `timesBase` as much: those stand in for rates that it has not of its own.
 */
export const perToken: Rule = rule({
  tag: "per_token",
  role: "requests",
  parameters: { asBase: optional(flag), timesBase: optional(positiveDecimal) },
  reads: ["input", "cached_input", "output"],
  // 1,000 requests of 900 tokens in and 100 out.
  example: { rates: { input: ["0.3"], output: ["1.2"] }, becomes: "0.39" },
  apply:
    ({ asBase = false, timesBase }, own, base) =>
    (meter, service) => {
      const rate = own(meter, service);
      if (rate.ok || (!asBase && timesBase === undefined)) return rate;
      const untuned = base(meter, service);
      return untuned.ok && timesBase !== undefined ? ok(timesRate(untuned.value, timesBase)) : untuned;
    },
});
