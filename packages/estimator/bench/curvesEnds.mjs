// @ts-check
import { endsBy, PLAIN } from "../dist/curve/mixture/levels.js";
import { normalInto } from "../dist/curve/mixture/mixture.js";
import { groupedBy } from "./curvesTasks.mjs";

/**
 * How far out the ends of the intervals are to be read so that they hold as often as is said, by forecasts of other sources: in each
 * cell of sizes and distance the quantile of how far out the targets lay.
 * @typedef {import("../src/curve/mixture/levels.ts").Reaches} Reaches
 * @typedef {import("./curvesScore.mjs").Row & { pilots: number, x: number, clear: boolean, below: number }} Forecast
 */

/** A group with fewer targets in a cell tells nothing. */
const FEWEST = 3;

/** A cell weighs as its groups do beside so many others of all cells. */
const SHRINK = 5;

/** The shares to reach: of the 95 % a little more, because too few targets lie out there to be sure of it. */
const LEVELS = /** @type {const} */ ([
  ["of80", 0.8],
  ["of95", 0.955],
]);

const MOST_SIZES = 5;
const DISTANCES = [2, 4, 8];

/** The middle 99.9 %: farther out the shares of a mixture are not exact. */
const LEAST_SHARE = 5e-4;

/** @param {Forecast} row */
const questionOf = ({ pilots, clear }) => ({ sizes: pilots, still: !clear, counted: false });

/** The ends of a forecast. @param {Reaches} reaches @param {Forecast} row */
export const endsAt = (reaches, row) => endsBy(reaches, questionOf(row), Math.log2(row.ratio));

/** @param {readonly Forecast[]} rows @returns {Reaches} */
export function chooseReaches(rows) {
  const placed = rows.map((row) => ({
    row,
    sizes: Math.min(row.pilots, MOST_SIZES),
    z: deviation(Math.min(Math.max(row.below, LEAST_SHARE), 1 - LEAST_SHARE)),
  }));
  const [of80, of95] = LEVELS.map(([name, level]) => reachOf(placed, PLAIN[name], level));
  if (of80 === undefined || of95 === undefined) throw new Error("There are no forecasts.");
  return { of80, of95 };
}

/** @typedef {{ row: Forecast, sizes: number, z: number }} Placed */

/** @param {readonly Placed[]} placed @param {number} plain @param {number} level */
function reachOf(placed, plain, level) {
  const late = (/** @type {Placed} */ { row, z }) => row.pilots > 2 && !row.clear && z < 0;
  let start = 1;
  /** @type {number[][]} */
  let factors = [];
  for (let round = 0; round < 4; round += 1) {
    const out = (/** @type {Placed} */ one) => Math.abs(one.z) / plain / (late(one) ? start : 1);
    const all = quantile(placed, out, level).log;
    factors = [2, 3, 4, MOST_SIZES].map((sizes) => {
      const own = placed.filter((one) => one.sizes === sizes);
      const usual = 0.5 * (all + quantile(own, out, level).log);
      return DISTANCES.map((ratio) => {
        const { log, groups } = quantile(
          own.filter(({ row }) => row.ratio === ratio),
          out,
          level,
        );
        return Math.exp((groups * log + SHRINK * usual) / (groups + SHRINK));
      });
    });
    const factorOf = (/** @type {Placed} */ { sizes, row }) => factors[sizes - 2]?.[DISTANCES.indexOf(row.ratio)] ?? 1;
    const still = placed.filter(({ row }) => row.pilots > 2 && !row.clear);
    start = Math.max(1, Math.exp(quantile(still, (one) => -one.z / plain / factorOf(one), 0.5 + level / 2).log));
  }
  const rounded = (/** @type {number} */ one) => Number(one.toFixed(3));
  return { factors: factors.map((row) => row.map(rounded)), start: rounded(start) };
}

/** The logarithm of the quantile, each group of three targets or more weighing alike. @param {readonly Placed[]} placed @param {(one: Placed) => number} of @param {number} level */
function quantile(placed, of, level) {
  const groups = groupedBy(placed, ({ row }) => row.group);
  const kept = [...groups.values()].filter((own) => own.length >= FEWEST);
  const values = kept
    .flatMap((own) => {
      const all = own.reduce((sum, { row }) => sum + row.weight, 0);
      return own.map((one) => ({ value: of(one), weight: one.row.weight / all / kept.length }));
    })
    .toSorted((a, b) => a.value - b.value);
  let before = 0;
  const found = values.find(({ weight }) => (before += weight) >= level);
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
