import type { Figure } from "../../contract/fields/kind.ts";
import { decimal, type Amount } from "../../money.ts";

/** A figure as it is reckoned with: low ≤ typical ≤ high. */
export interface Reading {
  readonly low: Amount;
  readonly typical: Amount;
  readonly high: Amount;
}

/** Reads a checked figure; the middle of a range stands where nobody says what is likeliest. */
export function reading(figure: Figure): Reading {
  if (typeof figure !== "object") return certain(decimal(figure));
  const [low, high] = [decimal(figure.low), decimal(figure.high)];
  const typical = figure.typical === undefined ? low.plus(high).dividedBy(2) : decimal(figure.typical);
  return { low, typical, high };
}

/** A value without a range. */
export function certain(value: Amount): Reading {
  return { low: value, typical: value, high: value };
}
