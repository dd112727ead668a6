// @ts-check
import { RATIOS } from "./curvesTasks.mjs";

/**
 * One forecast of one target.
 * @typedef {{ group: string, ratio: number, weight: number, error: number, last: number, in95: number, in80: number }} Row
 */

/** A group with fewer targets at a distance is left out there. */
const FEWEST = 3;

/**
 * Relative MAE as the geometric mean over groups of error / error of "no gain", and the mean coverage of the groups with its
 * Monte-Carlo error (the groups' standard deviation / √groups: curves of a group miss together, so their number is no measure of
 * it; NaN below three groups), each at 2, 4 and 8 times the largest pilot. @param {readonly Row[]} rows
 */
export function scoreRows(rows) {
  const cells = RATIOS.map(([ratio]) => {
    const at = rows.filter((row) => row.ratio === ratio);
    const groups = [...new Set(at.map(({ group }) => group))].flatMap((group) => {
      const own = at.filter((row) => row.group === group);
      /** @param {(row: Row) => number} of */
      const sum = (of) => own.reduce((all, row) => all + row.weight * of(row), 0);
      const weight = sum(() => 1);
      return own.length < FEWEST
        ? []
        : [
            {
              relative: sum(({ error }) => error) / sum(({ last }) => last),
              in95: sum(({ in95 }) => in95) / weight,
              in80: sum(({ in80 }) => in80) / weight,
            },
          ];
    });
    /** @param {(group: (typeof groups)[number]) => number} of */
    const mean = (of) => groups.reduce((all, group) => all + of(group) / groups.length, 0);
    /** @param {"in95" | "in80"} band */
    const errorOf = (band) => {
      const middle = mean((group) => group[band]);
      const squares = groups.reduce((all, group) => all + (group[band] - middle) ** 2, 0);
      return groups.length < FEWEST ? NaN : Math.sqrt(squares / (groups.length - 1) / groups.length);
    };
    const none = groups.length === 0;
    return none
      ? { relative: NaN, in95: NaN, in80: NaN, errors: { in95: NaN, in80: NaN }, groups: 0 }
      : {
          relative: Math.exp(mean(({ relative }) => Math.log(relative))),
          in95: mean(({ in95 }) => in95),
          in80: mean(({ in80 }) => in80),
          errors: { in95: errorOf("in95"), in80: errorOf("in80") },
          groups: groups.length,
        };
  });
  return {
    cells,
    relative: figures(
      cells.map(({ relative }) => relative),
      3,
    ),
    in95: figures(
      cells.map(({ in95 }) => in95),
      2,
    ),
    in80: figures(
      cells.map(({ in80 }) => in80),
      2,
    ),
  };
}

/** @param {number[]} list @param {number} digits */
export function figures(list, digits) {
  return list.map((one) => (Number.isFinite(one) ? one.toFixed(digits) : "-").replace(/^0\./, ".")).join("/");
}
