import { decimal, smaller, type Amount } from "../../money.ts";
import { differenceLine, spreadAmount } from "../line.ts";
import { exactly, type Spread } from "../spread.ts";
import { text, whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * The first `tokens` of a day cost nothing until the day `until`: taken off as if this job alone used them; the high end
 * of the range leaves them out (OpenAI, 2024).
 */
export const freeDailyTokens: Rule = rule({
  tag: "free_daily_tokens",
  role: "amount",
  parameters: { tokens: whole(1), until: text },
  reads: [],
  example: { with: { tokens: 100_000, until: "2026-12-31" }, becomes: "0.6", range: ["0.6", "0.9"] },
  apply: ({ tokens, until, source }, cost, { day }, rate) => {
    if (day > until) return { cost, lines: [], assumptions: [] };
    const worth = spreadAmount(exactly(decimal(tokens)), rate).typical;
    const free = smaller(worth, cost.typical);
    const left: Spread = { ...cost, low: less(cost.low, worth), typical: less(cost.typical, worth) };
    const lines = free.isZero()
      ? []
      : [differenceLine("credit", `First ${tokens} tokens of a day, free until ${until}`, free.negated(), rate)];
    return {
      cost: left,
      lines,
      assumptions: [{ kind: "free_allowance", tokens, until, ...(source !== undefined && { source }) }],
    };
  },
});

function less(cost: Amount, off: Amount): Amount {
  return cost.minus(smaller(cost, off));
}
