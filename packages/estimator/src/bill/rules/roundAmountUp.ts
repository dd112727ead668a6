import { ceilTo, type Amount } from "../../money.ts";
import { differenceLine } from "../line.ts";
import { mapSpread } from "../spread.ts";
import { positiveDecimal } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * The invoice is rounded up to a multiple of `to`, as a line of its own so that quantity × rate stays exact (Mistral).
 * The provider rounds in its own currency: an exchange rate converts what it has rounded.
 */
export const roundAmountUp: Rule = rule({
  tag: "round_amount_up",
  role: "amount",
  parameters: { to: positiveDecimal },
  reads: [],
  example: { with: { to: "0.25" }, becomes: "1" },
  apply: ({ to }, cost, _training, rate) => {
    const { from: own, rate: worth } = rate.exchange ?? { from: rate.currency, rate: "1" };
    const invoiced = (value: Amount): Amount => ceilTo(value.dividedBy(worth), to).times(worth);
    const rest = invoiced(cost.typical).minus(cost.typical);
    const lines = rest.isZero() ? [] : [differenceLine("rounding", `Rounded up to ${to} ${own}`, rest, rate)];
    return { cost: mapSpread(cost, invoiced), lines, assumptions: [] };
  },
});
