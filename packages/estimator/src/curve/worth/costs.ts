import { notFields } from "../../check/fields.ts";
import { isDecimalText } from "../../check/decimalText.ts";
import { amountText, decimal, roundTo, type Amount } from "../../money.ts";
import { fail, ok, type Result } from "../../problem.ts";

/** Dollars that a training set of `n` examples still takes, decimal text: the labels that are missing, and a run on all of it. */
export type CostOf = (n: number) => string;

/** What more examples cost, in two parts that are never mixed. Dollars as plain decimal text. */
export interface ExampleCosts {
  readonly labelCost?: string;
  readonly trainingCost?: string | CostOf;
  /** Examples that are labelled already; default: the largest pilot. They are trained on, but never paid again. */
  readonly owned?: number;
}

/**
 * What a training set of `n` examples still takes: labels of those not owned, and one run on all; null where neither price is given.
 * Problems: `bad_dollars` (field, got), `bad_size` (got: owned examples).
 */
export function costOfSet(costs: ExampleCosts, largest: number): Result<CostOf | null> {
  const flaw = notFields(costs, "costs");
  if (flaw !== null) return fail(flaw);
  const { labelCost, trainingCost, owned } = costs;
  const checked = checkDollars({ labelCost, ...(typeof trainingCost !== "function" && { trainingCost }) });
  if (!checked.ok) return checked;
  if (owned !== undefined && !(owned >= 0 && Number.isFinite(owned)))
    return fail({ kind: "bad_size", got: String(owned) });
  if (labelCost === undefined && trainingCost === undefined) return ok(null);
  const held = Math.max(owned ?? largest, largest);
  const training = trainingOf(trainingCost);
  const label = decimal(labelCost ?? "0");
  return ok((n) => amountText(label.times(Math.max(n - held, 0)).plus(training(n))));
}

/** One training run by the size of the set, dollars; 0 where nothing was said of it. */
export function trainingOf(trainingCost: ExampleCosts["trainingCost"] = "0"): CostOf {
  return typeof trainingCost === "function" ? trainingCost : (n) => amountText(decimal(trainingCost).times(n));
}

/** Dollars that a forecast is part of, as plain decimal text to six places: the forecast itself is no more exact. */
export function forecastDollars(dollars: Amount | number): string {
  return amountText(roundTo(decimal(dollars), 6));
}

/** Dollars for each point that is gained, to six places; null where nothing is. */
export function dollarsPerPoint(cost: string, points: number): string | null {
  return points > 0 ? forecastDollars(decimal(cost).dividedBy(points)) : null;
}

/** True for dollars above 0 in plain decimal text. */
export function isDollars(text: string): boolean {
  return isDecimalText(text) && decimal(text).greaterThan(0);
}

/** Checks stated dollars. Problems: `bad_dollars` (field, got) for the first that is not plain decimal text above 0. */
export function checkDollars(fields: Readonly<Record<string, string | undefined>>): Result<null> {
  for (const [field, dollars] of Object.entries(fields))
    if (dollars !== undefined && !isDollars(dollars)) return fail({ kind: "bad_dollars", field, got: dollars });
  return ok(null);
}
