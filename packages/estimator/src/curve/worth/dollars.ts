import { amountText, decimal, isDecimalText, roundTo, type Amount } from "../../money.ts";
import { fail, ok, type Result } from "../../problem.ts";

/** Dollars that a training set of `n` examples still takes, decimal text: the labels that are missing, and a run on all of it. */
export type CostOf = (n: number) => string;

/** Places of dollars that a forecast is part of. */
const PLACES = 6;

/** Dollars that a forecast is part of, as plain decimal text to six places: the forecast itself is no more exact. */
export function forecastDollars(dollars: Amount | number): string {
  return amountText(roundTo(decimal(dollars), PLACES));
}

/** Dollars for each point that is gained, to six places; null where nothing is. */
export function dollarsPerPoint(cost: string, points: number): string | null {
  return points > 0 ? forecastDollars(decimal(cost).dividedBy(points)) : null;
}

/** True for dollars above 0 in plain decimal text. */
export function isDollars(text: string): boolean {
  return isDecimalText(text) && decimal(text).greaterThan(0);
}

/**
 * The stated dollars of some fields.
 *
 * Problems: `bad_dollars` (field, got) for the first that is not plain decimal text above 0; what is not stated is none.
 */
export function checkDollars(fields: Readonly<Record<string, string | undefined>>): Result<null> {
  for (const [field, dollars] of Object.entries(fields))
    if (dollars !== undefined && !isDollars(dollars)) return fail({ kind: "bad_dollars", field, got: dollars });
  return ok(null);
}
