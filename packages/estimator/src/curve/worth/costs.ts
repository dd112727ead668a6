import { notFields } from "../../check/fields.ts";
import { amountText, decimal } from "../../money.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { checkDollars, type CostOf } from "./dollars.ts";

/** What more examples cost, in two parts that are never mixed. Dollars as plain decimal text. */
export interface ExampleCosts {
  /** Label and review of one example that is not owned yet. */
  readonly labelCost?: string;
  /** One training run: per example, or by the size of the set. */
  readonly trainingCost?: string | CostOf;
  /** Examples that are labelled already; default: the largest pilot. They are trained on, but never paid again. */
  readonly owned?: number;
}

/**
 * What a training set of `n` examples still takes: labels of those not owned, and one run on all of them. Null where
 * neither price is given.
 *
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
  return ok((n) =>
    amountText(
      decimal(labelCost ?? "0")
        .times(Math.max(n - held, 0))
        .plus(training(n)),
    ),
  );
}

/** One training run by the size of the set, dollars; 0 where nothing was said of it. */
export function trainingOf(trainingCost: ExampleCosts["trainingCost"] = "0"): CostOf {
  return typeof trainingCost === "function" ? trainingCost : (n) => amountText(decimal(trainingCost).times(n));
}
