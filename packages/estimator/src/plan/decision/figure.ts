import { isRecord, wrongKind, type Check } from "../../check/fields.ts";
import { decimal, isDecimalText, type Amount } from "../../money.ts";
import type { Problem } from "../../problem.ts";

/** A number that a person states: a plain one, or the range in which it lies with the likeliest value in it. */
export type Figure =
  | string
  | number
  | { readonly low: string | number; readonly typical?: string | number; readonly high: string | number };

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

/** A figure of at least 0. Problems: `wrong_kind`, `contradictory_range` where low, typical and high do not rise. */
export const figure: Check = (value, path) => {
  if (!isRecord(value)) return quantity(value, path);
  const { low, typical, high } = value;
  const wrong = quantity(low, `${path}.low`) ?? quantity(high, `${path}.high`) ?? middle(typical, path);
  if (wrong !== null) return wrong;
  const within = (least: unknown, most: unknown): boolean => decimal(String(least)).lessThanOrEqualTo(String(most));
  return within(low, typical ?? low) && within(typical ?? low, high)
    ? null
    : { kind: "contradictory_range", field: path, low: String(low), high: String(high) };
};

function middle(value: unknown, path: string): Problem | null {
  return value === undefined ? null : quantity(value, `${path}.typical`);
}

function quantity(value: unknown, path: string): Problem | null {
  const fits =
    typeof value === "number" ? Number.isFinite(value) && value >= 0 : isDecimalText(value) && !value.startsWith("-");
  return fits ? null : wrongKind(path, "a number of at least 0, or its low and high", value);
}
