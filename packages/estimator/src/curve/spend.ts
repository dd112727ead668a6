import type { BestSpend, DoublingAnswer } from "./curve.ts";
import { CHECKED_RATIO, interval, type Fit } from "./fit.ts";
import { changeMixture, gapMixture } from "./forecast.ts";
import { meanWithin, shareBelow } from "./mixture.ts";

/** Sizes looked at per doubling when the best one is sought, before the search narrows. */
const LOOKS_PER_DOUBLING = 8;

/**
 * The most worth spending on examples in all, dollars, where each doubling brings `gain` points: V·g/ln 2,
 * whatever an example costs. From V·dQ/dn = V·g/(n·ln 2) = c: the best size is n = V·g/(c·ln 2). 0 where nothing
 * is gained.
 */
export function bestRuleSpend(gain: number, valuePerPoint: number): number {
  return Math.max(gain * valuePerPoint, 0) / Math.LN2;
}

/** Gain of the plain line per doubling, in points, positive where it improves. */
function ruleGain({ sizes, rule }: Fit): number {
  return (-sizes.scale.sign * rule.gainPerDoubling) / sizes.scale.point;
}

/** Dollars are plain numbers here: they weigh a forecast, no bill is added up from them. */
export function nextDoubling(fit: Fit, cost: number, valuePerPoint?: number): DoublingAnswer {
  if (!(cost >= 0 && Number.isFinite(cost))) throw new RangeError(`Got cost = ${cost}, expected 0 or more dollars.`);
  if (valuePerPoint !== undefined) positive("valuePerPoint", valuePerPoint);
  const { sizes } = fit;
  const perPoint = sizes.unit / sizes.scale.point;
  const change = changeMixture(fit.posterior, 1);
  const gain = expectedGain(fit, 1);
  return {
    gain,
    points: interval(change, (gap) => -gap * perPoint),
    ruleGain: ruleGain(fit),
    cost,
    dollarsPerPoint: gain > 0 ? cost / gain : Infinity,
    pPays: valuePerPoint === undefined ? null : shareBelow(change, -cost / valuePerPoint / perPoint),
  };
}

/** Posterior mean of the improvement from the largest pilot to x doublings beyond, points, within the bounds. */
function expectedGain(fit: Fit, x: number): number {
  return (meanGap(fit, 0) - meanGap(fit, x)) / fit.sizes.scale.point;
}

function meanGap({ sizes, posterior }: Fit, x: number): number {
  const { scale, unit } = sizes;
  const worst = (scale.upper - scale.lower) / unit;
  // Without an upper bound a mean over logarithms may be carried by an absurd tail: ten times the mean gap is the limit.
  return (
    unit * meanWithin(gapMixture(posterior, x, false), scale.bounded ? 0 : -10, Number.isFinite(worst) ? worst : 10)
  );
}

/**
 * Maximises V·E[improvement] − c·(n − n_max) over n_max … 8 n_max, by looks and golden section.
 */
export function bestSpend(fit: Fit, costPerExample: number, valuePerPoint: number): BestSpend {
  positive("costPerExample", costPerExample);
  positive("valuePerPoint", valuePerPoint);
  const { nMax } = fit.sizes;
  const farthest = Math.log2(CHECKED_RATIO);
  const now = meanGap(fit, 0);
  const net = (x: number): number =>
    x === 0
      ? 0
      : (valuePerPoint * (now - meanGap(fit, x))) / fit.sizes.scale.point - costPerExample * nMax * (2 ** x - 1);
  const step = 1 / LOOKS_PER_DOUBLING;
  let best = 0;
  for (let x = step; x <= farthest; x += step) if (net(x) > net(best)) best = x;
  best = golden(net, Math.max(best - step, 0), Math.min(best + step, farthest), best);
  const n = nMax * 2 ** best;
  const ruleSpend = bestRuleSpend(ruleGain(fit), valuePerPoint);
  return {
    n,
    spend: n * costPerExample,
    net: net(best),
    atLimit: best > farthest - 1e-6,
    rule: { n: ruleSpend / costPerExample, spend: ruleSpend },
  };
}

/** Golden section between two places; the place it began with when that is no worse. */
function golden(net: (x: number) => number, from: number, to: number, start: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = from;
  let high = to;
  for (let round = 0; round < 40; round += 1) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (net(left) < net(right)) low = left;
    else high = right;
  }
  const found = 0.5 * (low + high);
  return [start, from, to].reduce((best, x) => (net(x) >= net(best) ? x : best), found);
}

function positive(name: string, dollars: number): void {
  if (!(dollars > 0 && Number.isFinite(dollars)))
    throw new RangeError(`Got ${name} = ${dollars}, expected dollars above 0.`);
}
