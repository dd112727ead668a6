import type { LineItem } from "../contract/answer.ts";
import type { Note } from "../contract/notes.ts";
import { ceilTo, decimal, larger, type Amount } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import { rateOn, type RateInForce } from "../prices/rates.ts";
import { differenceLine, line } from "./line.ts";
import type { TrainingCase } from "./quantity.ts";
import type { Rules } from "./rules.ts";
import { mapSpread, type Spread } from "./spread.ts";

/** A charge that changes the amount, not the quantity. */
export interface Charge {
  readonly cost: Spread;
  readonly lines: readonly LineItem[];
  readonly assumptions: readonly Note[];
}

/** At least the minimum. A disputed one is left out of the total and of the low end, and stands in the high end. */
export function minimumCharge(cost: Spread, { rules, offer, day, overlay }: TrainingCase): Charge {
  const rule = rules.get("minimum");
  const rate = rateOn(offer, { kind: "minimum" }, day, overlay);
  if (rule === undefined || !rate.ok) return { cost, lines: [], assumptions: [] };
  const least = (value: Amount): Amount => larger(value, decimal(rate.value.amount));
  const named = `${rate.value.amount} ${rate.value.currency}`;
  if (rule["disputed"] === true) {
    if (cost.high.greaterThanOrEqualTo(rate.value.amount)) return { cost, lines: [], assumptions: [] };
    const { amount, currency } = rate.value;
    return {
      cost: { ...cost, high: least(cost.high) },
      lines: [],
      assumptions: [{ kind: "minimum_disputed", amount, currency }],
    };
  }
  const rest = least(cost.typical).minus(cost.typical);
  const lines = rest.isZero()
    ? []
    : [differenceLine("minimum", `Up to the minimum of ${named} per job`, rest, rate.value)];
  return { cost: mapSpread(cost, least), lines, assumptions: [] };
}

/**
 * The invoice rounded up, as a line of its own so that quantity × rate stays exact. The provider rounds in its own
 * currency: an exchange rate converts what it has rounded.
 */
export function roundedUp(cost: Spread, rules: Rules, rate: RateInForce): Omit<Charge, "assumptions"> {
  const rule = rules.get("round_amount_up");
  if (rule === undefined) return { cost, lines: [] };
  const step = String(rule["to"]);
  const { from: own, rate: worth } = rate.exchange ?? { from: rate.currency, rate: "1" };
  const invoiced = (value: Amount): Amount => ceilTo(value.dividedBy(worth), step).times(worth);
  const rest = invoiced(cost.typical).minus(cost.typical);
  const lines = rest.isZero() ? [] : [differenceLine("rounding", `Rounded up to ${step} ${own}`, rest, rate)];
  return { cost: mapSpread(cost, invoiced), lines };
}

/** Tokens that a model grader reads and writes, at the provider's own rates. */
export function gradingLines(
  { rules, job, offer, day, overlay }: TrainingCase,
  training: RateInForce,
): Result<LineItem[]> {
  if (!rules.has("grader_tokens")) return ok([]);
  const lines: LineItem[] = [];
  for (const [kind, tokens, label] of [
    ["grader_input", job.graderInputTokens, "Grader input"],
    ["grader_output", job.graderOutputTokens, "Grader output"],
  ] as const) {
    if (tokens === undefined || tokens === 0) continue;
    const rate = rateOn(offer, { kind }, day, overlay);
    if (!rate.ok) return rate;
    if (rate.value.currency !== training.currency)
      return fail({ kind: "currency_without_rate", currency: rate.value.currency });
    lines.push(line("grading", label, decimal(tokens), "token", rate.value));
  }
  return ok(lines);
}
