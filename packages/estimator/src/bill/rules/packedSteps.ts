import { ceilTo } from "../../money.ts";
import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";
import { sourced } from "./sourced.ts";

/** Trained tokens may be whole steps of `tokensPerStep`, padding included: the high end rounds each epoch up (Nebius). */
export const packedSteps: Rule = rule({
  tag: "packed_steps",
  role: "passes",
  parameters: { tokensPerStep: whole(1) },
  reads: [],
  example: { with: { tokensPerStep: 262_144 }, becomes: "0.9", range: ["0.9", "2.359296"] },
  apply: ({ tokensPerStep, source }, all, { pass, epochs }) => ({
    spread: { ...all, high: ceilTo(pass.high, String(tokensPerStep)).times(epochs) },
    assumptions: [{ kind: "packed_steps", size: tokensPerStep, ...sourced(source) }],
  }),
});
