import { notFields } from "../../check/fields.ts";
import { decimal } from "../../money.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { costOfSet, trainingOf, type ExampleCosts } from "../worth/costs.ts";
import type { FitOptions } from "../curve.ts";
import { checkDollars, forecastDollars, type CostOf } from "../worth/dollars.ts";
import type { Fit } from "../fit.ts";
import { fitOf } from "../fitCurve.ts";
import { gapMixture } from "../mixture/forecast.ts";
import { quantiles } from "../mixture/mixture.ts";
import type { Pilot } from "../pilots/pilot.ts";
import { valueAt } from "../pilots/scale.ts";
import { meanGap } from "../worth/spend.ts";

/** What a further pilot is weighed against. Dollars are plain decimal text. */
export interface NextPilotQuestion extends FitOptions, Omit<ExampleCosts, "owned"> {
  /** Examples at hand: no pilot can be larger. */
  readonly examples: number;
  /** What a point is worth, dollars. */
  readonly valuePerPoint: string;
}

/** A pilot that could be run, and what it could change. */
export interface PilotWorth {
  readonly n: number;
  /** Dollars of its training. */
  readonly cost: string;
  /** Expected gain of the decision after it over the decision without it, dollars to six places; its price is not yet taken off. */
  readonly worth: string;
}

/** Whether another pilot is worth its price, and what to do where none is. */
export interface NextPilot {
  /** The pilot with the most worth beyond its price; null where none is worth its price: stop. */
  readonly run: PilotWorth | null;
  /** Every pilot that was weighed, by size. */
  readonly weighed: readonly PilotWorth[];
  /** What the pilots so far speak for. */
  readonly decision: Decision;
}

/** A size to train on at last. */
export interface Decision {
  /** `stay`: the largest pilot is the model; `all`: train on all examples at hand; `buy`: label more. */
  readonly kind: "stay" | "all" | "buy";
  readonly n: number;
  /** Expected value of the gain over the largest pilot less what it still takes, dollars to six places. */
  readonly net: string;
}

/** A decision as the search weighs it: plain numbers, since its gain is a forecast. */
interface Choice extends Omit<Decision, "net"> {
  readonly net: number;
}

/** Halvings of the examples at hand at which a pilot may be run. */
const HALVINGS = [0, 1, 2, 3];

/** Sizes that may be trained on at last, as multiples of the examples at hand. */
const CHOICES = [1, 2, 4, 8];

/** Outcomes of a pilot that are thought through, each as probable as the others. */
const OUTCOMES = [0.1, 0.3, 0.5, 0.7, 0.9];

/** A share of a dollar by which worth must exceed price, so that rounding runs no pilot. */
const LEAST = 0.01;

/**
 * Value of information: for each pilot that could be run, its outcomes by the forecast, the fit with each, and the decision
 * that it would lead to. What is decided better on average is what the pilot is worth; where that is less than its price
 * for every pilot, it is time to stop.
 *
 * Problems: those of `fitCurve` and `costOfSet`, `bad_dollars` (field, got).
 *
 * @source Raiffa and Schlaifer, Applied statistical decision theory (1961), chapter 4 (preposterior analysis)
 */
export function nextPilot(pilots: readonly Pilot[], question: NextPilotQuestion): Result<NextPilot> {
  const flaw = notFields(question, "question");
  if (flaw !== null) return fail(flaw);
  const { examples, labelCost, trainingCost, valuePerPoint } = question;
  const stated = checkDollars({ valuePerPoint });
  if (!stated.ok) return stated;
  const costs = costOfSet(
    {
      ...(labelCost === undefined ? {} : { labelCost }),
      ...(trainingCost === undefined ? {} : { trainingCost }),
      owned: examples,
    },
    examples,
  );
  if (!costs.ok) return costs;
  const fitted = fitOf(pilots, question);
  if (!fitted.ok) return fitted;
  const fit = fitted.value;
  const training = trainingOf(trainingCost);
  const point = Number(valuePerPoint);
  const place = { examples, point, costOf: costs.value ?? ((): string => "0"), from: fit.sizes.nMax };
  const decision = decide(fit, place);
  const weighed = candidates(fit, examples).map((n) => {
    const changes = outcomesAt(fit, n).flatMap((value) => {
      const after = fitOf([...pilots, { n, value }], question);
      return after.ok ? [changed(after.value, place, n, decision)] : [];
    });
    const worth = changes.reduce((sum, one) => sum + one / changes.length, 0);
    const cost = training(n);
    const said: PilotWorth = { n, cost, worth: forecastDollars(worth) };
    return { said, beyond: decimal(worth).minus(cost) };
  });
  const best = weighed.toSorted((a, b) => b.beyond.comparedTo(a.beyond) || a.said.n - b.said.n)[0];
  return ok({
    run: best !== undefined && best.beyond.greaterThan(LEAST) ? best.said : null,
    weighed: weighed.map(({ said }) => said),
    decision: { ...decision, net: forecastDollars(decision.net) },
  });
}

interface Place {
  readonly examples: number;
  /** What a point is worth, dollars. */
  readonly point: number;
  readonly costOf: CostOf;
  /** The largest pilot before anything further was run: what gains are counted from. */
  readonly from: number;
}

/** What the best decision after a pilot of `trained` examples gains over the one that would be taken without it; 0 where they are the same. */
function changed(fit: Fit, place: Place, trained: number, without: Choice): number {
  return decide(fit, place, trained).net - netOf(fit, place, without.n, trained);
}

/** Expected value of the gain at `n` over the largest pilot at first, less what it still takes. A model that a pilot has trained costs nothing more. */
function netOf(fit: Fit, { point, costOf, from }: Place, n: number, trained: number): number {
  if (n === from) return 0;
  const { scale, nMax } = fit.sizes;
  const gapAt = (size: number): number => meanGap(fit, Math.log2(size / nMax));
  return (point * (gapAt(from) - gapAt(n))) / scale.point - (n === trained ? 0 : Number(costOf(n)));
}

/** The size with the greatest expected net value. */
function decide(fit: Fit, place: Place, trained: number = place.from): Choice {
  const { examples, from } = place;
  const further = CHOICES.map((times) => times * examples).filter((n) => n > from);
  if (trained > from && !further.includes(trained)) further.push(trained);
  return further.reduce<Choice>(
    (best, n) => {
      const net = netOf(fit, place, n, trained);
      const kind = n > examples ? "buy" : n === examples ? "all" : "stay";
      return net > best.net ? { kind, n, net } : best;
    },
    { kind: "stay", n: from, net: 0 },
  );
}

/** Sizes at hand: halvings of the examples, and a repeat of the largest pilot. */
function candidates({ sizes }: Fit, examples: number): number[] {
  const halved = HALVINGS.map((halvings) => Math.round(examples / 2 ** halvings)).filter((n) => n >= 2);
  const largest = Math.round(sizes.nMax);
  return [...new Set(largest <= examples ? [...halved, largest] : halved)].toSorted((a, b) => a - b);
}

/** What a run at `n` may score, in the unit of the values. */
function outcomesAt({ sizes, windows }: Fit, n: number): number[] {
  const mixture = gapMixture(windows[0].posterior, Math.log2(n / sizes.nMax), true);
  return quantiles(mixture, OUTCOMES).map((gap) => valueAt(sizes.scale, gap * sizes.unit));
}
