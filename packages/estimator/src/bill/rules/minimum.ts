import { decimal, larger, type Amount } from "../../money.ts";
import { rateOn } from "../../prices/rates.ts";
import { differenceLine } from "../line.ts";
import { mapSpread } from "../spread.ts";
import { flag, optional } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * At least the `minimum` rate per job; `disputed`, where sources disagree: the total and the low end leave it out, the
 * high end holds it; `exempt`, where some models are exempt and nobody says which: the low end alone leaves it out.
 */
export const minimum: Rule = rule({
  tag: "minimum",
  role: "amount",
  parameters: { disputed: optional(flag), exempt: optional(flag) },
  reads: ["minimum"],
  example: { rates: { minimum: ["4", "job"] }, becomes: "4" },
  apply: ({ disputed = false, exempt = false }, cost, { offer, day, overlay }) => {
    const rate = rateOn(offer, { kind: "minimum" }, day, overlay);
    if (!rate.ok) return { cost, lines: [], assumptions: [] };
    const { amount, currency } = rate.value;
    const least = (value: Amount): Amount => larger(value, decimal(amount));
    const named = `${amount} ${currency}`;
    if (disputed)
      return cost.high.greaterThanOrEqualTo(amount)
        ? { cost, lines: [], assumptions: [] }
        : {
            cost: { ...cost, high: least(cost.high) },
            lines: [],
            assumptions: [{ kind: "minimum_disputed", amount, currency }],
          };
    const rest = least(cost.typical).minus(cost.typical);
    const lines = rest.isZero()
      ? []
      : [differenceLine("minimum", `Up to the minimum of ${named} per job`, rest, rate.value)];
    const held = mapSpread(cost, least);
    if (!exempt || rest.isZero()) return { cost: held, lines, assumptions: [] };
    return { cost: { ...held, low: cost.low }, lines, assumptions: [{ kind: "minimum_exempt", amount, currency }] };
  },
});
