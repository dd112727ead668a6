// @ts-check
import { peersOf } from "./curvesMethods.mjs";
import { clearlyImproves, gapOf, groupedBy, RATIOS } from "./curvesTasks.mjs";

/**
 * One forecast of one target.
 * @typedef {{ method: string, pilots: number, source: string, id: string, group: string, ratio: number, x: number, weight: number, clear: boolean,
 *   error: number, last: number, below: number, in95: number, in80: number }} Row
 * @typedef {{ relative: number, in95: number, in80: number, errors: { in95: number, in80: number }, groups: number, targets: number }} Cell
 */

export const FORECAST = "**forecast**";

/** A group with fewer targets at a distance is left out there. */
const FEWEST = 3;

/** The rows of a task: of our forecast, by what `ours` says of each target, and of the plain methods. @param {import("./curvesTasks.mjs").Task} task @param {number} pilots @param {(at: number) => { median: number, below?: number, in80?: number, in95?: number }} ours @returns {Row[]} */
export function rowsOf(task, pilots, ours) {
  const { curve, weight, targets } = task;
  const lastPilot = task.pilots.at(-1);
  const last = gapOf(curve, lastPilot?.value ?? 0);
  const place = {
    pilots,
    source: curve.source,
    id: curve.id,
    group: curve.group,
    weight,
    clear: clearlyImproves(task),
  };
  const peers = peersOf(task);
  return targets.flatMap(({ n, ratio, value }, at) => {
    const gap = gapOf(curve, value);
    const target = { ...place, ratio, x: Math.log2(n / (lastPilot?.n ?? 1)), last: Math.abs(last - gap) };
    const { median, below = NaN, in80 = NaN, in95 = NaN } = ours(at);
    return [
      { ...target, method: FORECAST, error: Math.abs(median - gap), below, in80, in95 },
      ...peers.map(({ method, gaps }) => ({
        ...target,
        method,
        error: Math.abs((gaps[at] ?? 0) - gap),
        below: NaN,
        in80: NaN,
        in95: NaN,
      })),
    ];
  });
}

/**
 * Relative MAE as the geometric mean over groups of error / error of "no gain", and the mean coverage of the groups with its
 * Monte-Carlo error (the groups' standard deviation / √groups: curves of a group miss together, so their number is no measure of
 * it; NaN below three groups), each at 2, 4 and 8 times the largest pilot; null where no group has targets. @param {readonly Row[]} rows @returns {(Cell | null)[]}
 */
export function cellsOf(rows) {
  return RATIOS.map(([ratio]) => {
    const at = rows.filter((row) => row.ratio === ratio);
    const groups = [...groupedBy(at, ({ group }) => group).values()]
      .filter((own) => own.length >= FEWEST)
      .map((own) => {
        /** @param {(row: Row) => number} of */
        const sum = (of) => own.reduce((all, row) => all + row.weight * of(row), 0);
        const weight = sum(() => 1);
        return {
          relative: sum(({ error }) => error) / sum(({ last }) => last),
          in95: sum(({ in95 }) => in95) / weight,
          in80: sum(({ in80 }) => in80) / weight,
        };
      });
    if (groups.length === 0) return null;
    /** @param {(group: (typeof groups)[number]) => number} of */
    const mean = (of) => groups.reduce((all, group) => all + of(group) / groups.length, 0);
    /** @param {"in95" | "in80"} band */
    const errorOf = (band) => {
      const middle = mean((group) => group[band]);
      const squares = groups.reduce((all, group) => all + (group[band] - middle) ** 2, 0);
      return groups.length < FEWEST ? NaN : Math.sqrt(squares / (groups.length - 1) / groups.length);
    };
    return {
      relative: Math.exp(mean(({ relative }) => Math.log(relative))),
      in95: mean(({ in95 }) => in95),
      in80: mean(({ in80 }) => in80),
      errors: { in95: errorOf("in95"), in80: errorOf("in80") },
      groups: groups.length,
      targets: at.length,
    };
  });
}

/** `.52/.46/-`: a figure of each cell, a dash for one that is empty. @param {readonly (number | undefined)[]} list @param {number} digits */
export function figures(list, digits) {
  return list
    .map((one) => (one !== undefined && Number.isFinite(one) ? one.toFixed(digits) : "-").replace(/^0\./, "."))
    .join("/");
}

/** Tables of the rows: by pilots and method, and cell by cell with the goals. @param {readonly Row[]} rows @param {Readonly<Record<number, readonly number[]>>} goals */
export function printScores(rows, goals) {
  const pilots = [...new Set(rows.map((row) => row.pilots))].toSorted((a, b) => a - b);
  const methods = [...new Set(rows.map(({ method }) => method))];
  console.log("| pilots | method | relative MAE | goal | in 95 % | in 80 % |\n|---|---|---|---|---|---|");
  for (const count of pilots)
    for (const method of methods) {
      const cells = cellsOf(rows.filter((row) => row.pilots === count && row.method === method));
      if (cells.every((cell) => cell === null)) continue;
      /** @param {(cell: Cell) => number} of @param {number} digits */
      const shown = (of, digits) =>
        figures(
          cells.map((cell) => (cell === null ? undefined : of(cell))),
          digits,
        );
      const ours = method === FORECAST;
      const bands = ours ? [shown(({ in95 }) => in95, 2), shown(({ in80 }) => in80, 2)] : ["", ""];
      console.log(
        `| ${count} | ${method} | ${shown(({ relative }) => relative, 3)} | ${ours ? figures(goals[count] ?? [], 2) : ""} | ${bands.join(" | ")} |`,
      );
    }
  console.log(
    "\n| pilots | distance | relative MAE | goal | best plain method | in 95 % | in 80 % | groups | targets |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|");
  for (const count of pilots)
    RATIOS.forEach(([ratio], at) => {
      /** @param {string} method */
      const cellOf = (method) => cellsOf(rows.filter((row) => row.pilots === count && row.method === method))[at];
      const own = cellOf(FORECAST);
      if (own === null || own === undefined) return;
      const goal = goals[count]?.[at];
      const met = goal === undefined ? "" : `${goal.toFixed(2)} ${own.relative <= goal ? "met" : "missed"}`;
      const [best = ["", NaN]] = methods
        .filter((method) => method !== FORECAST)
        .map((method) => /** @type {const} */ ([method, cellOf(method)?.relative ?? NaN]))
        .toSorted(([, a], [, b]) => a - b);
      const band = (/** @type {"in95" | "in80"} */ name) =>
        `${own[name].toFixed(2)} ± ${Number.isNaN(own.errors[name]) ? "?" : own.errors[name].toFixed(2)}`;
      console.log(
        `| ${count} | ${ratio}x | ${own.relative.toFixed(3)} | ${met} | ${best[0]} ${best[1].toFixed(3)}${best[1] < own.relative ? ", better" : ""} | ${band("in95")} | ${band("in80")} | ${own.groups} | ${own.targets} |`,
      );
    });
}
