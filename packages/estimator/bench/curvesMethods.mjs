// @ts-check
import { gapOf } from "./curvesTasks.mjs";

/**
 * The plain methods that the forecast is scored beside. All see gaps and sizes alone; their forecasts are held within the scale.
 * @typedef {import("./curvesTasks.mjs").Task} Task
 * @typedef {{ x: number[], y: number[], to: number[] }} Gaps x and targets as n / n_max
 */

/** What each doubling leaves of the gap where nothing is known but that it takes about a tenth. */
const CONSTANT_RATE = 0.9;

/** Places of the exponent's grid in a round, and rounds, in each of which it narrows by four. */
const PLACES = 16;
const ROUNDS = 6;

/** Least squares of y = E + b·x^−c with E and b not negative, over a grid of c that narrows; two pilots leave no offset to find. @param {Gaps} gaps */
function powerWithOffset({ x, y, to }) {
  if (x.length === 2) {
    const [first = 1, last = 1] = y;
    const power = Math.max(Math.log(first / last) / -Math.log(x[0] ?? 0.5), 0);
    return to.map((at) => last * at ** -power);
  }
  let best = { offset: 0, scale: 0, loss: Infinity, power: 1 };
  const [least, most] = [Math.log(0.01), Math.log(3)];
  let [low, high] = [least, most];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i <= PLACES; i += 1) {
      const power = Math.exp(low + ((high - low) * i) / PLACES);
      for (const fit of nonNegative(
        x.map((at) => at ** -power),
        y,
      ))
        if (fit.loss < best.loss) best = { ...fit, power };
    }
    const width = (high - low) / 8;
    [low, high] = [Math.max(least, Math.log(best.power) - width), Math.min(most, Math.log(best.power) + width)];
  }
  return to.map((at) => best.offset + best.scale * at ** -best.power);
}

/** Least squares of y = offset + scale·a, neither negative: its four cases. @param {number[]} a @param {number[]} y */
function nonNegative(a, y) {
  const mean = (/** @type {number[]} */ list) => list.reduce((sum, one) => sum + one / list.length, 0);
  const [ma, my] = [mean(a), mean(y)];
  const both = (/** @type {number} */ da, /** @type {number} */ dy) =>
    a.reduce((sum, one, i) => sum + (one - da) * ((y[i] ?? 0) - dy), 0);
  const scale = both(ma, my) / a.reduce((sum, one) => sum + (one - ma) ** 2, 0);
  return [
    { offset: my - scale * ma, scale },
    { offset: my, scale: 0 },
    { offset: 0, scale: both(0, 0) / a.reduce((sum, one) => sum + one * one, 0) },
    { offset: 0, scale: 0 },
  ]
    .filter((one) => one.offset >= 0 && one.scale >= 0)
    .map((one) => ({
      ...one,
      loss: a.reduce((sum, at, i) => sum + ((y[i] ?? 0) - one.offset - one.scale * at) ** 2, 0),
    }));
}

/** @type {Readonly<Record<string, (gaps: Gaps) => number[]>>} */
const METHODS = {
  "doubling rule": ({ x, y, to }) => {
    const [before = 1, [first = 0, last = 0]] = [x.at(-2), y.slice(-2)];
    return to.map((n) => last + ((last - first) * Math.log2(n)) / -Math.log2(before));
  },
  "constant rate": ({ y, to }) => to.map((n) => (y.at(-1) ?? 0) * CONSTANT_RATE ** Math.log2(n)),
  "power law, offset": powerWithOffset,
};

/** The forecasts of every method for the targets of a task, as gaps. @param {Task} task @returns {{ method: string, gaps: number[] }[]} */
export function peersOf({ curve, pilots, targets }) {
  const last = pilots.at(-1)?.n ?? 1;
  const gaps = {
    x: pilots.map(({ n }) => n / last),
    y: pilots.map(({ value }) => gapOf(curve, value)),
    to: targets.map(({ n }) => n / last),
  };
  const limit = curve.upper === null ? Infinity : curve.upper - (curve.lower ?? 0);
  return Object.entries(METHODS).map(([method, forecast]) => ({
    method,
    gaps: forecast(gaps).map((gap) => Math.min(Math.max(gap, 0), limit)),
  }));
}
