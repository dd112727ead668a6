import { notFields, wrongKind } from "../check/fields.ts";
import { decimal } from "../money.ts";
import { fail, ok, type Result } from "../problem.ts";
import type { Curve, CurveReport, FitOptions, TargetAnswer } from "./curve.ts";
import { checkDollars, costOfSet, forecastDollars, type CostOf, type ExampleCosts } from "./worth/costs.ts";
import { fitCurve } from "./fitCurve.ts";
import type { Pilot } from "./pilots/pilot.ts";
import { bestRuleSpend } from "./worth/spend.ts";

/** What a report is asked for. Dollars are plain decimal text. */
export interface ReportOptions extends FitOptions, ExampleCosts {
  /** Sizes to forecast; default: 1, 2, 4 and 8 times the largest pilot. */
  readonly at?: readonly number[];
  readonly target?: number;
  readonly valuePerPoint?: string;
  /** Price of doubling the largest pilot, dollars in all, where the parts are not known; given with them it is a problem. */
  readonly cost?: string;
}

/**
 * Fit, forecasts and answers as plain JSON. Problems: those of `fitCurve`, and `bad_size` (got), `bad_target` (got), `bad_dollars`
 * (field, got), `two_costs` (the price of the doubling beside those of its parts).
 */
export function curveReport(pilots: readonly Pilot[], options: ReportOptions = {}): Result<CurveReport> {
  const flaw = notFields(options, "options");
  if (flaw !== null) return fail(flaw);
  const { at, target, valuePerPoint, cost } = options;
  if (at !== undefined && !Array.isArray(at)) return fail(wrongKind("at", "a list of sizes", at));
  for (const n of at ?? []) if (!(n > 0 && Number.isFinite(n))) return fail({ kind: "bad_size", got: String(n) });
  if (target !== undefined && !Number.isFinite(target)) return fail({ kind: "bad_target", got: String(target) });
  const dollars = checkDollars({ valuePerPoint, cost });
  if (!dollars.ok) return dollars;
  const fitted = fitCurve(pilots, options);
  if (!fitted.ok) return fitted;
  const curve = fitted.value;
  const costs = costOfSet(options, curve.rule.n);
  if (!costs.ok) return costs;
  if (cost !== undefined && costs.value !== null) return fail({ kind: "two_costs" });
  const price = cost ?? costs.value?.(2 * curve.rule.n) ?? null;
  const aim = target === undefined ? null : curve.examplesFor(target);
  return ok({
    model: options.model ?? null,
    scale: curve.scale,
    pilots: pilots.toSorted((a, b) => a.n - b.n),
    fit: {
      rule: { n: curve.rule.n, gainPerDoubling: curve.rule.gainPerDoubling },
      gainPerDoubling: curve.gainPerDoubling,
      pShrinking: curve.pShrinking,
      meanGain: curve.nextDoubling("0").gain,
    },
    predictions: (at ?? [1, 2, 4, 8].map((ratio) => curve.rule.n * ratio)).map((n) => curve.predict(n)),
    target: aim === null ? null : reportedTarget(aim),
    next: valuePerPoint === undefined ? null : reportedNext(curve, valuePerPoint, price, costs.value),
    notes: aim === null || aim.note === null ? curve.notes : [...curve.notes, aim.note],
  });
}

/** A target in plain JSON: null is a size beyond the search. */
export function reportedTarget({
  value,
  n: { median, low80, high80 },
  pWithin8x,
  rule,
}: TargetAnswer): CurveReport["target"] {
  const finite = (size: number): number | null => (Number.isFinite(size) ? size : null);
  const n = { median: finite(median), low80: finite(low80), high80: finite(high80) };
  return { value, n, pWithin8x, rule: finite(rule) };
}

function reportedNext(
  curve: Curve,
  valuePerPoint: string,
  price: string | null,
  costOf: CostOf | null,
): CurveReport["next"] {
  const { gain, points, ruleGain, dollarsPerPoint, pPays } = curve.nextDoubling(price ?? "0", valuePerPoint);
  return {
    gain,
    points,
    valuePerPoint,
    worth: forecastDollars(decimal(Math.max(gain, 0)).times(valuePerPoint)),
    ruleSpend: bestRuleSpend(ruleGain, valuePerPoint),
    cost: price,
    dollarsPerPoint: price === null ? null : dollarsPerPoint,
    pPays: price === null ? null : pPays,
    best: costOf === null ? null : curve.bestSpend(costOf, valuePerPoint),
  };
}
