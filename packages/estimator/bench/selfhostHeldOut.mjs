// @ts-check
// What each source would have been given, had its own runs not been used: constants are fitted without the source, and
// the source is scored on them. A framework whose only runs are left out is as efficient as the usual one (`hf`).
import { fit, measurements, memoryTarget, readRuns, scored, speedTarget } from "./selfhostFit.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;

/** @param {string} path the CSV that is scored; it is fitted on, too, without the source in question */
export function heldOutReport(path) {
  const runs = readRuns([...new Set([path, ...measurements])]);
  for (const target of [memoryTarget, speedTarget]) {
    const usable = runs.filter(target.rows);
    console.log(`\n${target.name}: each source by constants that were fitted without it`);
    const sources = [...new Set(usable.map(({ row }) => row.source ?? ""))];
    const results = sources.map((source) => leftOut(target, usable, source));
    const rows = results.reduce((sum, s) => sum + s.rows, 0);
    const mean = (/** @type {(s: typeof results[number]) => number} */ of) =>
      percent(results.reduce((sum, s) => sum + of(s), 0) / results.length);
    const byRow = results.reduce((sum, s) => sum + s.mape * s.rows, 0) / rows;
    const within = results.reduce((sum, s) => sum + s.within * s.rows, 0) / rows;
    console.log(
      `  ${String(rows).padStart(4)} rows  ${percent(byRow)} by row  ${mean(({ mape }) => mape)} by source  ${percent(within)} within 20 %`,
    );
  }
}

/** @param {import("./selfhostFit.mjs").Target} target @param {readonly Measured[]} usable @param {string} source */
function leftOut(target, usable, source) {
  const rest = usable.filter(({ row }) => row.source !== source);
  const values = asUsual(fit(target, rest), new Set(rest.map(({ run }) => run.profile.id)));
  const s = scored(
    target,
    usable.filter(({ row }) => row.source === source),
    values,
  );
  console.log(
    `    ${source.padEnd(20)} ${String(s.rows).padStart(4)} rows  ${percent(s.mape).padStart(7)}  within ${percent(s.within).padStart(7)}  bias ${percent(s.each[0]?.bias ?? 0).padStart(7)}`,
  );
  return s;
}

/**
 * Figures of profiles that no run is left of are replaced by those of the usual framework.
 * @param {Record<string, number>} values @param {ReadonlySet<string>} measured
 */
function asUsual(values, measured) {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      const [profile = "", name] = key.split(".");
      const usual = measured.has(profile) || profile === "all" ? undefined : values[`hf.${name}`];
      return [key, usual ?? value];
    }),
  );
}
