// @ts-check
import { endsBy, PLAIN } from "../dist/curve/mixture/levels.js";
import { normalInto } from "../dist/curve/mixture/mixture.js";
import { groupedBy } from "./curvesTasks.mjs";

/**
 * How far out the ends of the intervals are to be read so that they hold as often as is said, by forecasts of other sources: in each
 * cell of sizes and distance the quantile of how far out the targets lay.
 * @typedef {import("../src/curve/mixture/levels.ts").Reaches} Reaches
 * @typedef {{ pilots: number, ratio: number, group: string, weight: number, below: number, still: boolean }} Forecast
 */

/** A group with fewer targets in a cell tells nothing. */
const FEWEST = 3;

/** A cell weighs as its groups do beside so many others of all cells. */
const SHRINK = 5;

/** Rows of the table are 2, 3, 4, and 5 sizes or more. */
const SIZES = [2, 3, 4, 5];
const DISTANCES = [2, 4, 8];

/** The middle 99.9 %: farther out the shares of a mixture are not exact. */
const LEAST_SHARE = 5e-4;

/** The ends of a forecast. @param {Reaches} reaches @param {Forecast} row */
export function endsAt(reaches, { pilots, still, ratio }) {
  return endsBy(reaches, { sizes: pilots, still, counted: false }, Math.log2(ratio));
}

/** @param {readonly Forecast[]} rows @returns {Reaches} */
export function chooseReaches(rows) {
  const placed = rows.map((row) => ({
    ...row,
    z: deviation(Math.min(Math.max(row.below, LEAST_SHARE), 1 - LEAST_SHARE)),
  }));
  // Of the 95 % a little more, because too few targets lie out there to be sure of it.
  return { of80: reachOf(placed, PLAIN.of80, 0.8), of95: reachOf(placed, PLAIN.of95, 0.955) };
}

/** @typedef {Forecast & { z: number }} Placed */

/** @param {readonly Placed[]} placed @param {number} plain @param {number} level */
function reachOf(placed, plain, level) {
  const isLate = (/** @type {Placed} */ { pilots, still, z }) => pilots > 2 && still && z < 0;
  const isIn = (/** @type {number} */ sizes) => (/** @type {Placed} */ one) => Math.min(one.pilots, 5) === sizes;
  let start = 1;
  /** @type {number[][]} */
  let factors = [];
  for (let round = 0; round < 4; round += 1) {
    const out = (/** @type {Placed} */ one) => Math.abs(one.z) / plain / (isLate(one) ? start : 1);
    const all = quantile(placed, out, level).log;
    factors = SIZES.map((sizes) => {
      const own = placed.filter(isIn(sizes));
      const usual = 0.5 * (all + quantile(own, out, level).log);
      return DISTANCES.map((distance) => {
        const at = own.filter(({ ratio }) => ratio === distance);
        const { log, groups } = quantile(at, out, level);
        return Math.exp((groups * log + SHRINK * usual) / (groups + SHRINK));
      });
    });
    const factorOf = (/** @type {Placed} */ { pilots, ratio }) =>
      factors[Math.min(pilots, 5) - 2]?.[DISTANCES.indexOf(ratio)] ?? 1;
    const still = placed.filter((one) => one.pilots > 2 && one.still);
    start = Math.max(1, Math.exp(quantile(still, (one) => -one.z / plain / factorOf(one), 0.5 + level / 2).log));
  }
  const rounded = (/** @type {number} */ one) => Number(one.toFixed(3));
  return { factors: factors.map((row) => row.map(rounded)), start: rounded(start) };
}

/** The logarithm of the quantile, each group of three targets or more weighing alike. @param {readonly Placed[]} placed @param {(one: Placed) => number} of @param {number} level */
function quantile(placed, of, level) {
  const kept = [...groupedBy(placed, ({ group }) => group).values()].filter((own) => own.length >= FEWEST);
  const values = kept.flatMap((own) => {
    const all = own.reduce((sum, { weight }) => sum + weight, 0);
    return own.map((one) => ({ value: of(one), weight: one.weight / all / kept.length }));
  });
  let before = 0;
  const found = values.toSorted((a, b) => a.value - b.value).find(({ weight }) => (before += weight) >= level);
  return { log: Math.log(Math.max(found?.value ?? 1, 0.05)), groups: kept.length };
}

/** The standard normal's quantile. @param {number} share */
function deviation(share) {
  const out = new Float64Array(2);
  let [low, high] = [-5, 5];
  for (let round = 0; round < 40; round += 1) {
    const middle = 0.5 * (low + high);
    normalInto(middle, out);
    if ((out[0] ?? 0) < share) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
