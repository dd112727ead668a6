// @ts-check
import { endsBy, PLAIN, reachTerms } from "../dist/curve/levels.js";
import { normalInto } from "../dist/curve/normal.js";

/**
 * How far out the ends of the intervals are to be read so that they hold as often as is said, by forecasts of other sources.
 * @typedef {import("../src/curve/mixture/levels.ts").Reach} Reach
 * @typedef {import("../src/curve/mixture/levels.ts").Reaches} Reaches
 * @typedef {import("./curvesScore.mjs").Row & { kind: string, pilots: number, noise: number, clear: boolean, below: number }} Forecast
 */

/** A group with fewer targets in a cell tells nothing. */
const FEWEST = 3;

/** Pull of every part but the first towards 0: the sources are few, so a part must earn its place. */
const PULL = 0.003;

/** Distance within which a miss counts by its square, so that the loss has a slope everywhere. */
const SOFT = 0.1;

/** A target nearer to the middle than this, in standard deviations, tells no more of the ends. */
const NEAREST = 0.02;

const ROUNDS = 600;
const STEP = 0.02;

/** The middle 99.9 %: farther out the shares of a mixture are not exact. */
const LEAST_SHARE = 5e-4;

/** @param {Forecast} row */
const questionOf = ({ pilots, noise, clear }) => ({ sizes: pilots, noise, still: !clear, counted: 0 });

/** The ends of a forecast. @param {Reaches} reaches @param {Forecast} row */
export const endsAt = (reaches, row) => endsBy(reaches, questionOf(row));

/** @param {readonly Forecast[]} rows @returns {Reaches} */
export function chooseReaches(rows) {
  const weights = weightsOf(rows);
  const kept = rows.flatMap((row, i) => {
    const weight = weights[i] ?? 0;
    const share = Math.min(Math.max(row.below, LEAST_SHARE), 1 - LEAST_SHARE);
    const terms = reachTerms(questionOf(row), share < 0.5);
    return weight === 0 ? [] : [{ weight, terms, log: Math.log(Math.max(Math.abs(deviation(share)), NEAREST)) }];
  });
  return { of80: fitted(kept, "of80", 0.8), of95: fitted(kept, "of95", 0.95) };
}

/**
 * The parts whose sum is, of the logarithms of how far out targets lie, the quantile at `level`: the least sum of
 * |miss| · (level or 1 − level), by Adam's rule with steps that shrink. Deterministic.
 * @param {readonly { weight: number, terms: number[], log: number }[]} rows @param {keyof Reaches} name @param {number} level @returns {Reach}
 */
function fitted(rows, name, level) {
  /** @type {[number, number, number, number, number]} */
  const parts = [0, 0, 0, 0, 0];
  const [first, second, slope] = [0, 1, 2].map(() => parts.map(() => 0));
  if (first === undefined || second === undefined || slope === undefined) return parts;
  const plain = Math.log(PLAIN[name]);
  for (let round = 1; round <= ROUNDS; round += 1) {
    parts.forEach((own, at) => (slope[at] = at === 0 ? 0 : PULL * own));
    for (const { weight, terms, log } of rows) {
      let miss = log - plain;
      for (let at = 0; at < parts.length; at += 1) miss -= (parts[at] ?? 0) * (terms[at] ?? 0);
      const pull = weight * (0.5 * Math.max(-1, Math.min(miss / SOFT, 1)) + level - 0.5);
      for (let at = 0; at < parts.length; at += 1) slope[at] = (slope[at] ?? 0) - pull * (terms[at] ?? 0);
    }
    for (let at = 0; at < parts.length; at += 1) {
      const own = slope[at] ?? 0;
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * own;
      second[at] = 0.99 * (second[at] ?? 0) + 0.01 * own * own;
      const [mean, square] = [(first[at] ?? 0) / (1 - 0.9 ** round), (second[at] ?? 0) / (1 - 0.99 ** round)];
      parts[at] = (parts[at] ?? 0) - (STEP * (1 - round / (ROUNDS + 1)) * mean) / (Math.sqrt(square) + 1e-9);
    }
  }
  return parts;
}

/** Every cell of kind, pilots and distance weighs alike, in it every group of three targets or more. @param {readonly Forecast[]} rows */
function weightsOf(rows) {
  /** @type {Map<string, Map<string, { count: number, weight: number }>>} */
  const cells = new Map();
  /** @param {Forecast} row */
  const cellOf = ({ kind, pilots, ratio }) => `${kind} ${pilots} ${ratio}`;
  for (const row of rows) {
    const groups = cells.get(cellOf(row)) ?? new Map();
    cells.set(cellOf(row), groups);
    const { count = 0, weight = 0 } = groups.get(row.group) ?? {};
    groups.set(row.group, { count: count + 1, weight: weight + row.weight });
  }
  const telling = [...cells].map(([cell, groups]) => ({
    cell,
    groups: [...groups.values()].filter(({ count }) => count >= FEWEST).length,
  }));
  const held = telling.filter(({ groups }) => groups > 0);
  return rows.map((row) => {
    const own = cells.get(cellOf(row))?.get(row.group);
    const groups = telling.find(({ cell }) => cell === cellOf(row))?.groups ?? 0;
    return own === undefined || own.count < FEWEST ? 0 : row.weight / own.weight / groups / held.length;
  });
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
