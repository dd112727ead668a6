import { ceilTo } from "../../money.ts";
import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** The tokens of the job are rounded up to a multiple of `to` (Azure). */
export const roundTokensUp: Rule = rule({
  tag: "round_tokens_up",
  role: "rounding",
  parameters: { to: whole(1) },
  reads: [],
  example: { with: { to: 7000 }, becomes: "0.903" },
  apply: ({ to }, tokens) => ceilTo(tokens, String(to)),
});
