// @ts-check
import { fitCurve } from "@tunecast/estimator/curve";
import { join } from "node:path";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { gapsOf, METHODS, within } from "./curvesMethods.mjs";
import { gapOf, RATIOS, readCurves, tasksOf } from "./curvesTasks.mjs";

/**
 * Scores the quality curve and its rivals on a folder of learning curves: `npm run bench:curves [DIR]`.
 * @typedef {import("./curvesMethods.mjs").Forecast} Forecast
 * @typedef {import("./curvesTasks.mjs").Task} Task
 */

const PILOTS = [2, 3, 4, 5, 6];

/** A group with fewer targets at a distance is left out there. */
const FEWEST = 3;

/** @param {Task} task @returns {Forecast[]} */
function mixture({ curve, pilots, targets }) {
  const fitted = fitCurve(
    pilots.map(({ n, value, se }) => ({ n, value, ...(se === null ? {} : { se }) })),
    { direction: curve.direction, lower: curve.lower, upper: curve.upper, unit: "other" },
  );
  if (!fitted.ok) throw new Error(`${curve.id}: ${JSON.stringify(fitted.problem)}`);
  return targets.map(({ n }) => {
    const { median, low80, high80, low95, high95 } = fitted.value.predict(n);
    /** @param {number} a @param {number} b */
    const ends = (a, b) => [gapOf(curve, a), gapOf(curve, b)].toSorted((p, q) => p - q);
    const [from80 = 0, to80 = 0] = ends(low80, high80);
    const [from95 = 0, to95 = 0] = ends(low95, high95);
    return { median: gapOf(curve, median), low80: from80, high80: to80, low95: from95, high95: to95 };
  });
}

/** @param {Task[]} tasks @param {Forecast[][]} forecasts @param {number} ratio @param {string} group */
function groupScore(tasks, forecasts, ratio, group) {
  const sum = { weight: 0, error: 0, last: 0, in80: 0, in95: 0, interval: 0, count: 0 };
  tasks.forEach(({ curve, pilots, targets, weight }, i) => {
    if (curve.group !== group) return;
    targets.forEach((target, k) => {
      const forecast = forecasts[i]?.[k];
      if (target.ratio !== ratio || forecast === undefined) return;
      const gap = gapOf(curve, target.value);
      const { median, low80 = NaN, high80 = NaN, low95 = NaN, high95 = NaN } = forecast;
      sum.count += 1;
      sum.weight += weight;
      sum.error += weight * Math.abs(median - gap);
      sum.last += weight * Math.abs(gapOf(curve, pilots.at(-1)?.value ?? 0) - gap);
      sum.in80 += Number.isNaN(low80) ? NaN : weight * Number(low80 <= gap && gap <= high80);
      sum.in95 += Number.isNaN(low95) ? NaN : weight * Number(low95 <= gap && gap <= high95);
      sum.interval += weight * (high95 - low95 + 40 * Math.max(0, low95 - gap, gap - high95));
    });
  });
  return sum.count < FEWEST
    ? null
    : {
        group,
        relative: sum.error / sum.last,
        in80: sum.in80 / sum.weight,
        in95: sum.in95 / sum.weight,
        interval: sum.interval / sum.last,
      };
}

/** @param {Task[]} tasks @param {Forecast[][]} forecasts */
function score(tasks, forecasts) {
  const groups = [...new Set(tasks.map(({ curve }) => curve.group))].toSorted();
  return RATIOS.map(([ratio]) => {
    const rows = groups.flatMap((group) => groupScore(tasks, forecasts, ratio, group) ?? []);
    /** @param {(row: (typeof rows)[number]) => number} of */
    const mean = (of) => rows.reduce((total, row) => total + of(row) / rows.length, 0);
    return {
      relative: Math.exp(mean((row) => Math.log(row.relative))),
      in95: mean((row) => row.in95),
      in80: mean((row) => row.in80),
      interval: mean((row) => row.interval),
      groups: rows,
    };
  });
}

/** @param {number[]} figures @param {number} digits */
function cells(figures, digits) {
  return figures
    .map((figure) => (Number.isFinite(figure) ? figure.toFixed(digits) : "-").replace(/^0\./, "."))
    .join("/");
}

const folder = process.argv[2] ?? join(dataFolder, "curves");
const curves = readCurves(folder);
console.log(`${curves.length} curves of ${folder}; each cell is 2x/4x/8x\n`);
console.log("| pilots | method | relative MAE | cov95 | cov80 | IS95 |\n|---|---|---|---|---|---|");
/** @type {string[]} */
const byGroup = [];
for (const count of PILOTS) {
  const tasks = curves.flatMap((curve) => tasksOf(curve, count));
  const gaps = tasks.map(gapsOf);
  const rivals = METHODS.filter(([, fewest]) => count >= fewest).map(([name, , method]) => ({
    name,
    forecasts: gaps.map((one) => within(method(one), one.limit)),
  }));
  for (const { name, forecasts } of [{ name: "**mixture**", forecasts: tasks.map(mixture) }, ...rivals]) {
    const scores = score(tasks, forecasts);
    const columns = [
      cells(
        scores.map(({ relative }) => relative),
        3,
      ),
      cells(
        scores.map(({ in95 }) => in95),
        3,
      ),
      cells(
        scores.map(({ in80 }) => in80),
        3,
      ),
      cells(
        scores.map(({ interval }) => interval),
        1,
      ),
    ];
    console.log(`| ${count} | ${name} | ${columns.join(" | ")} |`);
    if (name === "**mixture**")
      for (const group of new Set(scores.flatMap(({ groups }) => groups.map((row) => row.group))))
        byGroup.push(
          `| ${count} | ${group} | ${cells(
            scores.map(({ groups }) => groups.find((row) => row.group === group)?.relative ?? NaN),
            3,
          )} | ${cells(
            scores.map(({ groups }) => groups.find((row) => row.group === group)?.in95 ?? NaN),
            2,
          )} |`,
        );
  }
}
console.log("\nThe mixture by group\n\n| pilots | group | relative MAE | cov95 |\n|---|---|---|---|");
console.log(byGroup.join("\n"));
