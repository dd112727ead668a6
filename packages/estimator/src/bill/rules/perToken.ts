import { flag, optional } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Requests are billed by their tokens at the `input`, `cached_input` and `output` rates; `asBase`, where a tuned model is
 * served at the base model's: those stand in for rates that it has not of its own.
 */
export const perToken: Rule = rule({
  tag: "per_token",
  role: "requests",
  parameters: { asBase: optional(flag) },
  reads: ["input", "cached_input", "output"],
  // 1,000 requests of 900 tokens in and 100 out.
  example: { rates: { input: ["0.3"], output: ["1.2"] }, becomes: "0.39" },
  apply:
    ({ asBase = false }, own, base) =>
    (meter, service) => {
      const rate = own(meter, service);
      return asBase && !rate.ok ? base(meter, service) : rate;
    },
});
