import { isDecimalText } from "../../check/decimalText.ts";
import { decimal, zero, type Amount } from "../../money.ts";
import type { BestSpend, DoublingAnswer } from "../curve.ts";
import { dollarsPerPoint, forecastDollars, isDollars, type CostOf } from "./costs.ts";
import { CHECKED_RATIO, interval, meanGap, type Fit } from "../fit.ts";
import { changeMixture } from "../mixture/posterior.ts";
import { shareBelow } from "../mixture/mixture.ts";

/** Doublings up to which the plain line is followed: 1,024 times the largest pilot. */
const FARTHEST_RULE = 10;
const LOOKS_AROUND = 5;
const LOOKS_PER_DOUBLING = 8;

/**
 * The most worth spending on examples in all, dollars, where each doubling brings `gain` points: from V·dQ/dn = V·g/(n·ln 2) = c the
 * best size is n = V·g/(c·ln 2), so V·g/ln 2, whatever an example costs. 0 where nothing is gained.
 */
export function bestRuleSpend(gain: number, valuePerPoint: string): string {
  return forecastDollars(decimal(Math.max(gain, 0)).times(valuePerPoint).dividedBy(Math.LN2));
}

/** Gain of the plain line per doubling, in points, positive where it improves. */
function ruleGain({ sizes, rule }: Fit): number {
  return (-sizes.scale.sign * rule.gainPerDoubling) / sizes.scale.point;
}

/** Points expected to be gained from the largest pilot to x doublings beyond: by the posterior mean, within the bounds. */
function expectedGain(fit: Fit, x: number): number {
  return (meanGap(fit, 0) - meanGap(fit, x)) / fit.sizes.scale.point;
}

/** What the next doubling buys; its price is weighed against the forecast as a plain number, and answered as decimal text. */
export function nextDoubling(fit: Fit, cost: string, valuePerPoint?: string): DoublingAnswer {
  if (!isDecimalText(cost) || decimal(cost).isNegative())
    throw new RangeError(`Got cost = ${cost}, expected 0 or more dollars as plain decimal text.`);
  if (valuePerPoint !== undefined) positive("valuePerPoint", valuePerPoint);
  const perPoint = fit.sizes.unit / fit.sizes.scale.point;
  const change = changeMixture(fit.posterior, 1);
  const gain = expectedGain(fit, 1);
  return {
    gain,
    points: interval(fit, change, (gap) => -gap * perPoint),
    ruleGain: ruleGain(fit),
    cost,
    dollarsPerPoint: dollarsPerPoint(cost, gain),
    pPays: valuePerPoint === undefined ? null : shareBelow(change, -Number(cost) / Number(valuePerPoint) / perPoint),
  };
}

/**
 * Maximises V·E[improvement] − cost(n) over the whole numbers n_max … 8 n_max (to stay costs nothing), and the plain line over the same
 * costs, up to 1,024 n_max. The search weighs plain numbers; what it finds is priced in decimals.
 */
export function bestSpend(fit: Fit, costOf: CostOf | string, valuePerPoint: string): BestSpend {
  positive("valuePerPoint", valuePerPoint);
  if (typeof costOf === "string") positive("costOf", costOf);
  const { nMax } = fit.sizes;
  const exactCost = (n: number): Amount => {
    if (n === nMax) return zero;
    return typeof costOf === "string" ? decimal(costOf).times(n - nMax) : decimal(costOf(n));
  };
  const cost = (n: number): number => exactCost(n).toNumber();
  const point = Number(valuePerPoint);
  const doublings = (n: number): number => Math.log2(n / nMax);
  const net = (n: number): number => point * expectedGain(fit, doublings(n)) - cost(n);
  const best = greatest(net, nMax, CHECKED_RATIO);
  const gain = ruleGain(fit);
  const byRule = greatest((n) => point * gain * doublings(n) - cost(n), nMax, 2 ** FARTHEST_RULE);
  return {
    n: best.n,
    spend: forecastDollars(exactCost(best.n)),
    net: forecastDollars(net(best.n)),
    atLimit: best.atLimit,
    rule: { n: byRule.n, spend: forecastDollars(exactCost(byRule.n)), atLimit: byRule.atLimit },
  };
}

/** The whole number from `least` to so many times it with the greatest net value, and whether it is the last; `least` where nothing pays. */
function greatest(net: (n: number) => number, least: number, times: number): Pick<BestSpend, "n" | "atLimit"> {
  const most = Math.floor(least * times);
  let [best, value] = [least, 0];
  const look = (size: number): void => {
    // A bill counts whole rows.
    const n = Math.round(size);
    if (n <= least || n > most) return;
    const found = net(n);
    if (found > value) [best, value] = [n, found];
  };
  const looks = Math.ceil(LOOKS_PER_DOUBLING * Math.log2(most / least));
  for (let at = 1; at <= looks; at += 1) look(Math.min(least * 2 ** (at / LOOKS_PER_DOUBLING), most));
  // A provider's rounding makes steps that a smooth search can stop at: look around, ever closer, to the row.
  for (let stride = Math.ceil(best / LOOKS_PER_DOUBLING / LOOKS_AROUND); ; stride = Math.ceil(stride / 4)) {
    const middle = best;
    for (let step = -LOOKS_AROUND; step <= LOOKS_AROUND; step += 1) if (step !== 0) look(middle + step * stride);
    if (stride === 1 && best === middle) return { n: best, atLimit: best === most };
  }
}

function positive(name: string, dollars: string): void {
  if (!isDollars(dollars))
    throw new RangeError(`Got ${name} = ${dollars}, expected dollars above 0 as plain decimal text.`);
}
