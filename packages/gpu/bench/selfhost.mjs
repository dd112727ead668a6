// @ts-check
// Scores memory and speed of training against published runs, beside what peers compute.
//   npm run bench:selfhost        what is left out (source, framework, generation of cards) by constants that were fitted
//                                 without it; then all by the constants of the package; figures go to selfhost.json
//   npm run bench:selfhost CSV    another file by the constants of the package: the columns of runs/runs-2026.csv; tiers
//                                 A and B are scored
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { constants } from "../dist/physics/constants.js";
import { interval, measuredPairs, reaches, unmeasuredOf } from "../dist/physics/interval.js";
import { profiles } from "../dist/run/profiles.js";
import { fingerprint } from "./fingerprint.mjs";
import { fitted, hourFiles, readRuns, runFiles, shipped, targets } from "./selfhostFit.mjs";
import { heldOutReport } from "./selfhostHeldOut.mjs";
import { publishedRuns } from "./selfhostHours.mjs";
import { rolloutReport } from "./selfhostRollouts.mjs";
import { parseCsv } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */

const given = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const missing = (given === undefined ? runFiles : [given]).filter((path) => !existsSync(path));
if (missing.length > 0) console.log(`No measurements at ${missing.join(", ")}: name a CSV, or set TUNECAST_DATA.`);
if (given !== undefined && missing.length > 0) process.exit(1);

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;

/**
 * @param {readonly Measured[]} list @param {(m: Measured) => number} estimate @param {(m: Measured) => number} actual
 */
function score(list, estimate, actual) {
  /** @type {Map<string, number[]>} */
  const sources = new Map();
  for (const m of list) {
    const ratio = estimate(m) / actual(m);
    if (!Number.isFinite(ratio)) continue;
    const name = m.row.source ?? "";
    sources.set(name, [...(sources.get(name) ?? []), ratio]);
  }
  const ratios = [...sources.values()].flat();
  const error = (/** @type {number[]} */ of) => mean(of.map((ratio) => Math.abs(ratio - 1)));
  return {
    rows: ratios.length,
    mape: error(ratios),
    macro: mean([...sources.values()].map(error)),
    within: mean(ratios.map((ratio) => (Math.abs(ratio - 1) <= 0.2 ? 1 : 0))),
  };
}

/** @param {number[]} values */
function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : Number.NaN;
}

/** @param {string} name @param {readonly Measured[]} runs @param {(m: Measured) => number} estimate @param {(m: Measured) => number} actual @param {string} [after] */
function line(name, runs, estimate, actual, after = "") {
  const s = score(runs, estimate, actual);
  if (s.rows > 0)
    console.log(
      `  ${name.padEnd(46)} ${String(s.rows).padStart(4)} rows  ${percent(s.mape).padStart(8)} by row  ${percent(s.macro).padStart(8)} by source  ${percent(s.within).padStart(7)} within 20 %${after}`,
    );
}

const GiB = 2 ** 30;
const peak = (/** @type {Measured} */ m) => 0.4 * (m.gpu?.bf16Tflops ?? Number.NaN) * 1e12;
/** LLaMA-Factory's table, bytes per parameter. @param {Measured} m */
const tableBytes = ({ run: { method, optimizer } }) =>
  method === "full" ? (optimizer === "adamw" ? 18 : 8) : method === "lora" ? 2.3 : 0.86;

/** What others compute of the same runs. */
const peers = /** @type {Record<"memory" | "speed", [string, (m: Measured) => number][]>} */ ({
  memory: [
    ["rule of thumb table (LLaMA-Factory README)", (m) => (tableBytes(m) * m.run.counts.total) / m.run.gpus / GiB],
  ],
  speed: [["6 N D at 40 % of the peak", (m) => peak(m) / (6 * m.run.counts.active)]],
});

/** @param {string} title @param {readonly Measured[]} all @param {boolean} beside the peers */
function shippedReport(title, all, beside) {
  for (const name of /** @type {const} */ (["memory", "speed"])) {
    const { rows, actual, estimate, title: figure } = targets[name];
    const own = all.filter(rows);
    const inside = own.filter((m) => {
      const { low, high } = interval(name, unmeasuredOf(m.run, m.gpu, m.row["framework"]));
      const ratio = actual(m) / estimate(m, shipped);
      return ratio >= low && ratio <= high;
    });
    line(
      `${title}: ${figure}`,
      own,
      (m) => estimate(m, shipped),
      actual,
      `  ${percent(inside.length / own.length)} in the interval`,
    );
    if (beside) for (const [peer, of] of peers[name]) line(`  ${peer}`, own, of, actual);
  }
}

/** Constants that a fit to all runs would have now, where they are off. */
function fitReport() {
  const all = readRuns(runFiles);
  for (const name of /** @type {const} */ (["memory", "speed"])) {
    const fit = fitted(name, all.filter(targets[name].rows));
    const moved = fit.list.flatMap(({ path }, at) => {
      const value = Math.exp(fit.logs[at] ?? 0);
      const own = shippedValue(path);
      return Math.abs(value / own - 1) > 0.02 ? [`${path} ${own} → ${value.toPrecision(3)}`] : [];
    });
    console.log(
      `\n${targets[name].title}: constants that a fit would move by more than 2 %: ${moved.join(", ") || "none"}`,
    );
  }
}

/** @param {string} path @returns {number} */
function shippedValue(path) {
  const [first = "", second = "", third = ""] = path.split(".");
  if (first === "profile") return /** @type {any} */ (shipped.profiles.get(second))[third];
  return path.split(".").reduce((holder, key) => holder[key], /** @type {any} */ (constants));
}

if (given !== undefined) {
  shippedReport("by the constants of the package", readRuns([given]), true);
  publishedRuns(parseCsv(readFileSync(given, "utf8")));
} else if (missing.length === 0) {
  const figures = heldOutReport();
  console.log("\nBy the constants of the package, which were fitted on these runs");
  shippedReport("all", readRuns(runFiles), true);
  shippedReport("the runs of 2025 and 2026", readRuns(runFiles.slice(-1)), false);
  fitReport();
  figures["hours"] = publishedRuns(hourFiles.flatMap((path) => parseCsv(readFileSync(path, "utf8"))));
  figures["rollouts"] = rolloutReport();
  const of = fingerprint([constants, profiles, reaches, measuredPairs]);
  writeFileSync(
    fileURLToPath(new URL("selfhost.json", import.meta.url)),
    `${JSON.stringify({ constants: of, figures }, (_, value) => (typeof value === "number" ? Number(value.toPrecision(3)) : value), 1)}\n`,
  );
}
