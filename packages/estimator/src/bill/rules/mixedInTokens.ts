import { ok } from "../../problem.ts";
import { mapSpread } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** Tokens that the provider mixes into the data are billed in each epoch too (Alibaba). */
export const mixedInTokens: Rule = rule({
  tag: "mixed_in_tokens",
  role: "pass",
  parameters: {},
  reads: [],
  example: { job: { mixedInTokens: 50_000 }, becomes: "1.35" },
  apply: (_, pass, { job }) =>
    ok({ spread: mapSpread(pass, (tokens) => tokens.plus(job.mixedInTokens ?? 0)), assumptions: [] }),
});
