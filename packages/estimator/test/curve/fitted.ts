import type { Curve, FitOptions } from "../../src/curve/curve.ts";
import { fitCurve } from "../../src/curve/fitCurve.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";

/** The curve of pilots that must fit. */
export function fitted(pilots: readonly Pilot[], options: FitOptions = {}): Curve {
  const curve = fitCurve(pilots, options);
  if (!curve.ok) throw new Error(JSON.stringify(curve.problem));
  return curve.value;
}

/** Pilots at sizes doubling from `first`. */
export function doubling(values: readonly number[], first: number = 250): Pilot[] {
  return values.map((value, i) => ({ n: first * 2 ** i, value }));
}

/** The same, measured with hardly any error: one of 0 would count as not stated. */
export function exactly(values: readonly number[], first: number = 250): Pilot[] {
  return doubling(values, first).map((pilot) => ({ ...pilot, se: 1e-9 }));
}

/** The value of a result, or an error with its problem. */
export function value<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: object },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}
