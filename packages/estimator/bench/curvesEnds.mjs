// @ts-check
import { RATIOS } from "./curvesTasks.mjs";

/**
 * Where the ends of the intervals are to be read so that they hold as often as is said, by forecasts of other sources.
 * @typedef {import("./curvesScore.mjs").Row & { kind: string, pilots: number, clear: boolean, below: number }} Forecast
 * @typedef {{ of80: number, of95: number }} Ends
 */

/** A group with fewer targets in a cell tells nothing. */
const FEWEST = 3;

/** How far the ends go from the plain ones to those that would have held: the sources are few. */
const TRUST = 0.75;

/** Pilots that share their ends: two, three to five, six or more. @param {number} pilots */
const sizesOf = (pilots) => (pilots === 2 ? "2" : pilots < 6 ? "3–5" : "6 or more");

/** Whether a forecast keeps the plain ends: the pilots stand still, and are more than two. @param {{ pilots: number, clear: boolean }} forecast */
const isPlain = ({ pilots, clear }) => !clear && pilots > 2;

/** The ends of a forecast. @param {Map<string, Ends>} chosen @param {Forecast} forecast @returns {Ends} */
export function endsAt(chosen, forecast) {
  const own = isPlain(forecast) ? undefined : chosen.get(`${sizesOf(forecast.pilots)} ${forecast.ratio}`);
  return own ?? { of80: 0.1, of95: 0.025 };
}

/** The ends of every cell: both kinds weigh alike, in them every group of three targets or more. @param {readonly Forecast[]} rows @returns {Map<string, Ends>} */
export function chooseEnds(rows) {
  /** @type {Map<string, Ends>} */
  const ends = new Map();
  for (const pilots of [2, 3, 6])
    for (const [ratio] of RATIOS) {
      const own = rows.filter((row) => row.ratio === ratio && sizesOf(row.pilots) === sizesOf(pilots) && !isPlain(row));
      const outer = weighed(own).toSorted((a, b) => a.outer - b.outer);
      ends.set(`${sizesOf(pilots)} ${ratio}`, { of80: quantile(outer, 0.2), of95: quantile(outer, 0.05) });
    }
  return ends;
}

/** How far out each target lies, the smaller of the shares below and above it, with its weight. @param {readonly Forecast[]} rows */
function weighed(rows) {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const ofKind = rows.filter((row) => row.kind === kind);
    const groups = [...new Set(ofKind.map(({ group }) => group))]
      .map((group) => ofKind.filter((row) => row.group === group))
      .filter((group) => group.length >= FEWEST);
    return groups.flatMap((group) => {
      const all = group.reduce((sum, { weight }) => sum + weight, 0);
      return group.map(({ weight, below }) => ({
        outer: Math.min(below, 1 - below),
        weight: weight / all / groups.length / kinds.length,
      }));
    });
  });
}

/** @param {readonly { outer: number, weight: number }[]} sorted @param {number} share */
function quantile(sorted, share) {
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  const held = sorted.find(({ weight }) => (below += weight) >= share * all)?.outer ?? share / 2;
  return TRUST * held + (1 - TRUST) * (share / 2);
}
