import { ok } from "../../problem.ts";
import { timesRate } from "../../prices/rates.ts";
import { positiveDecimal, text } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** A method without a price row of its own costs `factor` times the training rate of the method `of`. */
export const multiply: Rule = rule({
  tag: "multiply",
  role: "rate",
  parameters: { of: text, factor: positiveDecimal },
  reads: [],
  example: { method: "dpo", with: { of: "sft", factor: "2" }, becomes: "1.8" },
  apply: ({ of, factor }, rateOf) => {
    const other = rateOf(of);
    return other.ok ? ok(timesRate(other.value, factor)) : other;
  },
});
