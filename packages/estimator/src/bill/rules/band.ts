import { number } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";
import { sourced } from "./sourced.ts";

/** The provider's own estimate stands for `low` to `high` times its centre (Fireworks). */
export const band: Rule = rule({
  tag: "band",
  role: "passes",
  parameters: { low: number(0, 1), high: number(1) },
  reads: [],
  example: { with: { low: 0.7, high: 1.3 }, becomes: "0.9", range: ["0.63", "1.17"] },
  apply: ({ low, high, source }, all) => ({
    spread: { ...all, low: all.low.times(low), high: all.high.times(high) },
    assumptions: [{ kind: "band", low: String(low), high: String(high), ...sourced(source) }],
  }),
});
