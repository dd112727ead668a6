import { fail, ok, type Result } from "../problem.ts";
import type { CostOf } from "./curve.ts";

/** What more examples cost, in two parts that are never mixed. Dollars. */
export interface ExampleCosts {
  /** Label and review of one example that is not owned yet. */
  readonly labelCost?: number;
  /** One training run: per example, or by the size of the set. */
  readonly trainingCost?: number | CostOf;
  /** Examples that are labelled already; default: the largest pilot. They are trained on, but never paid again. */
  readonly owned?: number;
}

/**
 * What a training set of `n` examples still takes: labels of those not owned, and one run on all of them. Null where
 * neither price is given.
 *
 * Problems: `bad_dollars` (field, got), `bad_size` (got: owned examples).
 */
export function costOfSet({ labelCost, trainingCost, owned }: ExampleCosts, largest: number): Result<CostOf | null> {
  for (const [field, dollars] of Object.entries({ labelCost, trainingCost }))
    if (typeof dollars === "number" && !(dollars > 0 && Number.isFinite(dollars)))
      return fail({ kind: "bad_dollars", field, got: String(dollars) });
  if (owned !== undefined && !(owned >= 0 && Number.isFinite(owned)))
    return fail({ kind: "bad_size", got: String(owned) });
  if (labelCost === undefined && trainingCost === undefined) return ok(null);
  const held = Math.max(owned ?? largest, largest);
  const training = typeof trainingCost === "function" ? trainingCost : (n: number): number => (trainingCost ?? 0) * n;
  return ok((n) => (labelCost ?? 0) * Math.max(n - held, 0) + training(n));
}
