// @ts-check
import { peersOf } from "./curvesMethods.mjs";
import { gapOf, groupedBy, RATIOS } from "./curvesTasks.mjs";

/**
 * One forecast of one target; `last` is the error of "no gain".
 * @typedef {{ method: string, pilots: number, source: string, group: string, ratio: number, weight: number,
 *   error: number, last: number, in95: number, in80: number }} Row
 */

const FORECAST = "forecast";

/** A group with fewer targets at a distance is left out there, and so is an error of a coverage of fewer groups. */
const FEWEST = 3;

/** The rows of a task: of our forecast, by what `ours` says of each target, and of the plain methods. @param {import("./curvesTasks.mjs").Task} task @param {number} pilots @param {(at: number) => { median: number, in80: number, in95: number }} ours @returns {Row[]} */
export function rowsOf(task, pilots, ours) {
  const { curve, weight, targets } = task;
  const start = gapOf(curve, task.pilots.at(-1)?.value ?? 0);
  const peers = peersOf(task);
  return targets.flatMap(({ ratio, value }, at) => {
    const gap = gapOf(curve, value);
    const place = { pilots, source: curve.source, group: curve.group, weight, ratio, last: Math.abs(start - gap) };
    const { median, in80, in95 } = ours(at);
    return [
      { ...place, method: FORECAST, error: Math.abs(median - gap), in80, in95 },
      ...peers.map(({ method, gaps }) => {
        const error = Math.abs((gaps[at] ?? 0) - gap);
        return { ...place, method, error, in80: NaN, in95: NaN };
      }),
    ];
  });
}

/**
 * Relative MAE as the geometric mean over groups of error / error of "no gain", and the mean coverage of the groups with its
 * Monte-Carlo error: the groups' standard deviation / √groups, because curves of a group miss together. @param {readonly Row[]} rows
 */
function cellOf(rows) {
  const groups = [...groupedBy(rows, ({ group }) => group).values()]
    .filter((own) => own.length >= FEWEST)
    .map((own) => {
      const sum = (/** @type {(row: Row) => number} */ of) => own.reduce((all, row) => all + row.weight * of(row), 0);
      const [weight, last] = [sum(() => 1), sum((row) => row.last)];
      return {
        log: Math.log(sum(({ error }) => error) / last),
        in80: sum((row) => row.in80) / weight,
        in95: sum((row) => row.in95) / weight,
      };
    });
  if (groups.length === 0) return null;
  const mean = (/** @type {(group: (typeof groups)[number]) => number} */ of) =>
    groups.reduce((all, group) => all + of(group) / groups.length, 0);
  /** @param {"in80" | "in95"} band */
  const share = (band) => {
    const middle = mean((group) => group[band]);
    const error = Math.sqrt(mean((group) => (group[band] - middle) ** 2) / (groups.length - 1));
    return `${middle.toFixed(2)} ± ${groups.length < FEWEST ? "?" : error.toFixed(2)}`;
  };
  return {
    relative: Math.exp(mean(({ log }) => log)),
    groups: groups.length,
    in80: share("in80"),
    in95: share("in95"),
  };
}

/** A table of the rows: cell by cell, with the goals. @param {readonly Row[]} rows @param {Readonly<Record<number, readonly number[]>>} goals */
export function printScores(rows, goals = {}) {
  const methods = [...new Set(rows.map(({ method }) => method))];
  console.log(`| pilots | distance | ${methods.join(" | ")} | goal | in 80 % | in 95 % | groups |`);
  console.log(`|---|---|${methods.map(() => "---|").join("")}---|---|---|---|`);
  for (const [pilots, own] of [...groupedBy(rows, (row) => row.pilots)].toSorted(([a], [b]) => a - b))
    for (const [at, [ratio]] of RATIOS.entries()) {
      const cells = methods.map((method) => cellOf(own.filter((row) => row.ratio === ratio && row.method === method)));
      const [ours, ...others] = cells;
      if (ours === null || ours === undefined) continue;
      const goal = goals[pilots]?.[at];
      const met = goal === undefined ? "" : `${goal.toFixed(2)} ${ours.relative <= goal ? "met" : "missed"}`;
      const beaten = others.some((other) => other !== null && other.relative < ours.relative) ? " (not the best)" : "";
      const figures = cells.map((cell) => cell?.relative.toFixed(3) ?? "");
      figures[0] += beaten;
      console.log(`| ${[pilots, `${ratio}x`, ...figures, met, ours.in80, ours.in95, ours.groups].join(" | ")} |`);
    }
}
