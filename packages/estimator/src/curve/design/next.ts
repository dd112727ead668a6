import { notFields } from "../../check/fields.ts";
import { fail, ok, type Result } from "../../problem.ts";
import type { FitOptions } from "../curve.ts";
import { checkDollars, costOfSet, forecastDollars, trainingOf } from "../worth/costs.ts";
import type { CostOf, ExampleCosts } from "../worth/costs.ts";
import { fitOf, meanGap, predictAt, type Fit } from "../fit.ts";
import type { Pilot } from "../pilots/pilot.ts";
import { gapOf } from "../pilots/scale.ts";

/** What a further pilot is weighed against. Dollars are plain decimal text. */
export interface NextPilotQuestion extends FitOptions, Omit<ExampleCosts, "owned"> {
  readonly examples: number;
  readonly valuePerPoint: string;
}

export interface PilotRun {
  readonly n: number;
  readonly cost: string;
}

/** Which pilot to run next, and what to do where none is left. */
export interface NextPilot {
  /** The next pilot of the design; null where all are there, or where it costs more than twice the data is likely to bring: stop. */
  readonly run: PilotRun | null;
  readonly design: readonly (PilotRun & { readonly done: boolean })[];
  readonly decision: Decision;
}

export interface Decision {
  /** `stay`: the largest pilot is the model; `all`: train on all examples at hand; `buy`: label more. */
  readonly kind: "stay" | "all" | "buy";
  readonly n: number;
  /** Expected value of the gain over the largest pilot less what it still takes, dollars to six places. */
  readonly net: string;
}

/** Shares of the examples at hand that pilots are run on: on measured curves no other design decided right more often (`npm run bench:pilots`). */
const DESIGN = [0.25, 0.5, 1];

/** A pilot so near to a size of the design, as a factor, stands for it. */
const NEAR = Math.SQRT2;

/** Sizes that may be trained on at last, as multiples of the examples at hand. */
const CHOICES = [1, 2, 4, 8];

/** The pilots to run before anything is known: a quarter, a half and all of the examples. */
export function pilotDesign(examples: number, costOf: CostOf): PilotRun[] {
  return DESIGN.map((share) => Math.max(1, Math.round(share * examples))).map((n) => ({ n, cost: costOf(n) }));
}

/** The next pilot of the design, and what the pilots so far speak for. Problems: those of `fitCurve` and `costOfSet`, `bad_dollars` (field, got). */
export function nextPilot(pilots: readonly Pilot[], question: NextPilotQuestion): Result<NextPilot> {
  const flaw = notFields(question, "question");
  if (flaw !== null) return fail(flaw);
  const { examples, trainingCost, valuePerPoint } = question;
  const stated = checkDollars({ valuePerPoint });
  if (!stated.ok) return stated;
  const costs = costOfSet({ ...question, owned: examples }, examples);
  if (!costs.ok) return costs;
  const fitted = fitOf(pilots, question);
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const point = Number(valuePerPoint);
  const design = pilotDesign(examples, trainingOf(trainingCost)).map((run) => ({
    ...run,
    done: pilots.some((pilot) => pilot.n / run.n <= NEAR && run.n / pilot.n <= NEAR),
  }));
  const left = design.find(({ done }) => !done);
  const likely = point * likelyGain(fit, 2 * examples);
  const run = left === undefined || Number(left.cost) > likely ? null : { n: left.n, cost: left.cost };
  return ok({ run, design, decision: decide(fit, examples, point, costs.value ?? ((): string => "0")) });
}

/** Points that a run at `n` gains over the largest pilot with probability 1/10. */
function likelyGain(fit: Fit, n: number): number {
  const { scale } = fit.sizes;
  const { low80, high80 } = predictAt(fit, n);
  return (meanGap(fit, 0) - Math.min(gapOf(scale, low80), gapOf(scale, high80))) / scale.point;
}

/** The size with the greatest expected value of the gain over the largest pilot, less what it still takes. */
function decide(fit: Fit, examples: number, point: number, costOf: CostOf): Decision {
  const { scale, nMax } = fit.sizes;
  const now = meanGap(fit, 0);
  let best = { kind: "stay" as Decision["kind"], n: nMax, net: 0 };
  for (const n of CHOICES.map((times) => times * examples)) {
    const net = (point * (now - meanGap(fit, Math.log2(n / nMax)))) / scale.point - Number(costOf(n));
    if (net > best.net) best = { kind: n > examples ? "buy" : "all", n, net };
  }
  return { ...best, net: forecastDollars(best.net) };
}
