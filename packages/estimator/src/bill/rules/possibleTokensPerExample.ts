import { decimal } from "../../money.ts";
import { ok } from "../../problem.ts";
import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** A job counted `tokens` more for each example, and whether they are billed is not known: the high end holds them (Azure). */
export const possibleTokensPerExample: Rule = rule({
  tag: "possible_tokens_per_example",
  role: "pass",
  parameters: { tokens: whole(1) },
  reads: [],
  example: { with: { tokens: 2 }, becomes: "0.9", range: ["0.9", "0.918"] },
  apply: ({ tokens }, pass, { counted }) =>
    ok({
      spread: { ...pass, high: pass.high.plus(decimal(counted.examples).times(tokens)) },
      assumptions: [{ kind: "example_tokens", tokens }],
    }),
});
