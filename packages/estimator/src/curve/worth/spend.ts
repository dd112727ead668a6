import { decimal, isDecimalText, zero, type Amount } from "../../money.ts";
import type { BestSpend, DoublingAnswer } from "../curve.ts";
import { dollarsPerPoint, forecastDollars, isDollars, type CostOf } from "./dollars.ts";
import { CHECKED_RATIO, interval, type Fit } from "../fit.ts";
import { changeMixture, gapMixture } from "../mixture/forecast.ts";
import { meanWithin, shareBelow } from "../mixture/mixture.ts";

/** Doublings up to which the plain line is followed: 1,024 times the largest pilot. */
const FARTHEST_RULE = 10;

/** Sizes looked at on each side of the best one, at each stride. */
const LOOKS_AROUND = 5;

/** Sizes looked at per doubling when the best one is sought, before the search narrows. */
const LOOKS_PER_DOUBLING = 8;

/**
 * The most worth spending on examples in all, dollars to six places, where each doubling brings `gain` points: V·g/ln 2,
 * whatever an example costs. From V·dQ/dn = V·g/(n·ln 2) = c: the best size is n = V·g/(c·ln 2). 0 where nothing
 * is gained.
 */
export function bestRuleSpend(gain: number, valuePerPoint: string): string {
  return forecastDollars(decimal(Math.max(gain, 0)).times(valuePerPoint).dividedBy(Math.LN2));
}

/** Gain of the plain line per doubling, in points, positive where it improves. */
function ruleGain({ sizes, rule }: Fit): number {
  return (-sizes.scale.sign * rule.gainPerDoubling) / sizes.scale.point;
}

/** What the next doubling buys; its price is weighed against the forecast as a plain number, and answered as decimal text. */
export function nextDoubling(fit: Fit, cost: string, valuePerPoint?: string): DoublingAnswer {
  if (!isDecimalText(cost) || decimal(cost).isNegative())
    throw new RangeError(`Got cost = ${cost}, expected 0 or more dollars as plain decimal text.`);
  if (valuePerPoint !== undefined) positive("valuePerPoint", valuePerPoint);
  const { sizes } = fit;
  const perPoint = sizes.unit / sizes.scale.point;
  const change = changeMixture(fit.windows[0].posterior, 1);
  const gain = expectedGain(fit, 1);
  return {
    gain,
    points: interval(change, (gap) => -gap * perPoint),
    ruleGain: ruleGain(fit),
    cost,
    dollarsPerPoint: dollarsPerPoint(cost, gain),
    pPays: valuePerPoint === undefined ? null : shareBelow(change, -Number(cost) / Number(valuePerPoint) / perPoint),
  };
}

/** Posterior mean of the improvement from the largest pilot to x doublings beyond, points, within the bounds. */
function expectedGain(fit: Fit, x: number): number {
  return (meanGap(fit, 0) - meanGap(fit, x)) / fit.sizes.scale.point;
}

/** Mean of the gap at x, in the unit of the values, held within the bounds. */
export function meanGap({ sizes, windows }: Fit, x: number): number {
  const { scale, unit } = sizes;
  const worst = (scale.upper - scale.lower) / unit;
  // Without an upper bound a mean over logarithms may be carried by an absurd tail: ten times the mean gap is the limit.
  return (
    unit *
    meanWithin(gapMixture(windows[0].posterior, x, false), scale.bounded ? 0 : -10, Number.isFinite(worst) ? worst : 10)
  );
}

/**
 * Maximises V·E[improvement] − cost(n) over the whole numbers n_max … 8 n_max, by looks, golden section and, near what these
 * find, row by row; to stay at n_max costs nothing, because that model is there. The plain line is maximised over the same
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
  // A bill counts whole rows: between two the search looks at what lies between their prices.
  const cost = (n: number): number => {
    const [below, above] = [Math.floor(n), Math.ceil(n)];
    const least = exactCost(below).toNumber();
    return below === above ? least : least + (n - below) * (exactCost(above).toNumber() - least);
  };
  const now = meanGap(fit, 0);
  const point = Number(valuePerPoint);
  const doublings = (n: number): number => Math.log2(n / nMax);
  const net = (n: number): number => (point * (now - meanGap(fit, doublings(n)))) / fit.sizes.scale.point - cost(n);
  const farthest = Math.floor(nMax * CHECKED_RATIO);
  const best = greatest(net, nMax, farthest);
  const gain = ruleGain(fit);
  const byRule = greatest((n) => point * gain * doublings(n) - cost(n), nMax, nMax * 2 ** FARTHEST_RULE);
  return {
    n: best,
    spend: forecastDollars(exactCost(best)),
    net: forecastDollars(best === nMax ? 0 : net(best)),
    atLimit: best === farthest,
    rule: { n: byRule, spend: forecastDollars(exactCost(byRule)) },
  };
}

/** The whole number from `least` to `most` with the greatest net value; `least` where nothing pays. */
function greatest(net: (n: number) => number, least: number, most: number): number {
  const near = greatestNear((x) => net(Math.min(least * 2 ** x, most)), Math.log2(most / least));
  let best = Math.min(Math.round(least * 2 ** near), most);
  let value = best === least ? 0 : net(best);
  // A provider's rounding makes steps that golden section can stop at: look around it, ever closer, to the row.
  for (let stride = Math.max(1, Math.round(best / 500)); ; stride = Math.max(1, Math.floor(stride / 4))) {
    const middle = best;
    for (let step = -LOOKS_AROUND; step <= LOOKS_AROUND; step += 1) {
      const n = middle + step * stride;
      if (step === 0 || n < least || n > most) continue;
      const found = n === least ? 0 : net(n);
      if (found > value) [best, value] = [n, found];
    }
    if (stride === 1 && best === middle) return value > 0 ? best : least;
  }
}

/** About where, from 0 to `farthest` doublings, the net value is greatest; 0 where nothing pays. */
function greatestNear(net: (x: number) => number, farthest: number): number {
  const step = 1 / LOOKS_PER_DOUBLING;
  let best = 0;
  let most = 0;
  for (let x = step; x <= farthest; x += step) {
    const value = net(x);
    if (value > most) [best, most] = [x, value];
  }
  const found = golden(net, Math.max(best - step, 0), Math.min(best + step, farthest), best);
  return net(found) > 0 ? found : 0;
}

/** Golden section between two places; the place it began with when that is no worse. A look may price a whole bill: none is made twice. */
function golden(net: (x: number) => number, from: number, to: number, start: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const look = (x: number): { x: number; value: number } => ({ x, value: net(x) });
  let [low, high] = [from, to];
  let left = look(high - ratio * (high - low));
  let right = look(low + ratio * (high - low));
  for (let round = 0; round < 24; round += 1)
    if (left.value < right.value) {
      low = left.x;
      left = right;
      right = look(low + ratio * (high - low));
    } else {
      high = right.x;
      right = left;
      left = look(high - ratio * (high - low));
    }
  const ends = [look(start), look(from), look(to)];
  return ends.reduce((best, end) => (end.value >= best.value ? end : best), left.value > right.value ? left : right).x;
}

function positive(name: string, dollars: string): void {
  if (!isDollars(dollars))
    throw new RangeError(`Got ${name} = ${dollars}, expected dollars above 0 as plain decimal text.`);
}
