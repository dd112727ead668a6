// @ts-check
// Scores memory and speed of training against published runs, beside what peers compute:
//   npm run bench:selfhost
// What is left out (source, framework, generation of cards) is scored by constants that were fitted without it, then all by
// the constants of the package. The figures go to selfhost.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { csvRecords } from "@tunecast/estimator/rows";
import { constants } from "../dist/physics/constants.js";
import { interval, measuredPairs, reaches, unmeasuredOf } from "../dist/physics/interval.js";
import { profiles } from "../dist/run/profiles.js";
import { fingerprint } from "./fingerprint.mjs";
import { fitted, hourFiles, readRuns, runFiles, shipped, targets } from "./selfhostFit.mjs";
import { figuresOf, heldOutReport, line, sourceOf } from "./selfhostHeldOut.mjs";
import { publishedRuns, rolloutReport } from "./selfhostHours.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */

const names = /** @type {const} */ (["memory", "speed"]);
/** LLaMA-Factory's table, bytes per parameter. @param {Measured} m */
const tableBytes = ({ run: { method, optimizer } }) =>
  method === "full" ? (optimizer === "adamw" ? 18 : 8) : method === "lora" ? 2.3 : 0.86;

/** What others compute of the same runs. */
const peers = /** @type {Record<"memory" | "speed", [string, (m: Measured) => number]>} */ ({
  memory: ["table of LLaMA-Factory", (m) => (tableBytes(m) * m.run.counts.total) / m.run.gpus / 2 ** 30],
  speed: ["6 N D at 40 % of the peak", (m) => (0.4e12 * (m.gpu?.bf16Tflops ?? NaN)) / (6 * m.run.counts.active)],
});

/** @param {readonly Measured[]} all */
function shippedReport(all) {
  for (const name of names) {
    const { rows, actual, estimate, title } = targets[name];
    const own = /** @type {[string, (m: Measured) => number]} */ ([title, (m) => estimate(m, shipped)]);
    for (const [by, of] of [own, peers[name]]) {
      const offs = all.filter(rows).map((m) => {
        const ratio = actual(m) / of(m);
        const { low, high } = interval(name, unmeasuredOf(m.run, m.gpu, m.row["framework"]));
        return { source: sourceOf(m), off: Math.log(ratio), inside: ratio >= low && ratio <= high };
      });
      line(by, figuresOf(offs.filter(({ off }) => Number.isFinite(off))));
    }
  }
}

/** Constants that a fit to all runs would have now, where they are off. */
function fitReport() {
  const all = readRuns(runFiles);
  for (const name of names) {
    const fit = fitted(name, all.filter(targets[name].rows));
    const moved = fit.list.flatMap(({ path }, at) => {
      const value = Math.exp(fit.logs[at] ?? 0);
      const all = { ...constants, profile: Object.fromEntries(shipped.profiles) };
      const own = path.split(".").reduce((of, key) => of[key], /** @type {any} */ (all));
      return Math.abs(value / own - 1) > 0.02 ? [`${path} ${own} → ${value.toPrecision(3)}`] : [];
    });
    console.log(`\n${targets[name].title}: a fit would move by more than 2 %: ${moved.join(", ") || "none"}`);
  }
}

const missing = runFiles.filter((path) => !existsSync(path));
if (missing.length > 0) console.log(`No measurements at ${missing.join(", ")}: set TUNECAST_DATA.`);
else {
  const figures = heldOutReport();
  console.log("\nBy the constants of the package, which were fitted on these runs; then those of 2025 and 2026");
  shippedReport(readRuns(runFiles));
  shippedReport(readRuns(runFiles.slice(-1)));
  fitReport();
  figures["hours"] = publishedRuns(hourFiles.flatMap((path) => csvRecords(readFileSync(path, "utf8"))));
  figures["rollouts"] = rolloutReport();
  const of = fingerprint([constants, profiles, reaches, measuredPairs]);
  const short = (/** @type {string} */ _, /** @type {unknown} */ value) =>
    typeof value === "number" ? Number(value.toPrecision(3)) : value;
  const file = fileURLToPath(new URL("selfhost.json", import.meta.url));
  writeFileSync(file, `${JSON.stringify({ constants: of, figures }, short, 1)}\n`);
}
