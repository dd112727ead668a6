import { fail, ok, type Result } from "../problem.ts";
import type { Curve, CurveReport, FitOptions, Interval80, ReportedSizes, TargetAnswer } from "./curve.ts";
import { fitCurve } from "./fitCurve.ts";
import type { Pilot } from "./pilot.ts";
import { bestRuleSpend } from "./spend.ts";

/** What a report is asked for. Dollars are plain numbers. */
export interface ReportOptions extends FitOptions {
  /** Sizes to forecast; default: 1, 2, 4 and 8 times the largest pilot. */
  readonly at?: readonly number[];
  /** A value to reach, in the unit of the metric. */
  readonly target?: number;
  /** What a point is worth, dollars. */
  readonly valuePerPoint?: number;
  /** Price of doubling the largest pilot, dollars in all; default: `costPerExample` × its size. */
  readonly cost?: number;
  /** Price of one more example: label, review, and training on it. */
  readonly costPerExample?: number;
}

/**
 * Fit, forecasts and answers as plain JSON: what the command prints and the page shows.
 *
 * Problems: those of `fitCurve`, and `bad_size` (got), `bad_target` (got), `bad_dollars` (field, got).
 */
export function curveReport(pilots: readonly Pilot[], options: ReportOptions = {}): Result<CurveReport> {
  const { at, target, valuePerPoint, cost, costPerExample } = options;
  for (const n of at ?? []) if (!(n > 0 && Number.isFinite(n))) return fail({ kind: "bad_size", got: String(n) });
  if (target !== undefined && !Number.isFinite(target)) return fail({ kind: "bad_target", got: String(target) });
  for (const [field, dollars] of Object.entries({ valuePerPoint, cost, costPerExample }))
    if (dollars !== undefined && !(dollars > 0 && Number.isFinite(dollars)))
      return fail({ kind: "bad_dollars", field, got: String(dollars) });
  const fitted = fitCurve(pilots, options);
  if (!fitted.ok) return fitted;
  const curve = fitted.value;
  const aim = target === undefined ? null : curve.examplesFor(target);
  return ok({
    model: options.model ?? null,
    pilots: pilots.toSorted((a, b) => a.n - b.n),
    fit: {
      rule: { gainPerDoubling: curve.rule.gainPerDoubling },
      gainPerDoubling: curve.gainPerDoubling,
      pShrinking: curve.pShrinking,
    },
    predictions: (at ?? [1, 2, 4, 8].map((ratio) => curve.rule.n * ratio)).map((n) => curve.predict(n)),
    target: aim === null ? null : reportedTarget(aim),
    next: valuePerPoint === undefined ? null : reportedNext(curve, valuePerPoint, options),
    notes: aim === null || aim.note === null ? curve.notes : [...curve.notes, aim.note],
  });
}

function reportedTarget({ value, n, pWithin8x, rule }: TargetAnswer): CurveReport["target"] {
  return { value, n: reportedSizes(n), pWithin8x, rule: finite(rule) };
}

function reportedNext(
  curve: Curve,
  valuePerPoint: number,
  { cost, costPerExample }: ReportOptions,
): CurveReport["next"] {
  const price = cost ?? (costPerExample === undefined ? null : costPerExample * curve.rule.n);
  const { gain, points, ruleGain, dollarsPerPoint, pPays } = curve.nextDoubling(price ?? 0, valuePerPoint);
  return {
    gain,
    points,
    valuePerPoint,
    worth: Math.max(gain, 0) * valuePerPoint,
    ruleSpend: bestRuleSpend(ruleGain, valuePerPoint),
    cost: price,
    dollarsPerPoint: price === null ? null : finite(dollarsPerPoint),
    pPays: price === null ? null : pPays,
    best: costPerExample === undefined ? null : curve.bestSpend(costPerExample, valuePerPoint),
  };
}

function reportedSizes({ median, low80, high80 }: Interval80): ReportedSizes {
  return { median: finite(median), low80: finite(low80), high80: finite(high80) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
