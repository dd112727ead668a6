// @ts-check
// Scores memory and speed of training against published runs, beside what peers compute.
//   npm run bench:selfhost            each source by constants that were fitted without it (some minutes), then all of
//                                     them by the constants of the package
//   npm run bench:selfhost -- --as-collected
//                                     the same without what publishers say of their runs elsewhere
//   npm run bench:selfhost CSV        another file by the constants of the package: the columns of
//                                     selfhost/measurements.csv; tiers A and B are scored
import { existsSync, readFileSync } from "node:fs";
import { trainingMemory } from "../dist/physics/memory.js";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { stepTime } from "../dist/physics/time.js";
import { verdictOf } from "../dist/placement/verdict.js";
import { interval, unmeasuredOf } from "../dist/physics/interval.js";
import { hourFiles, ownFiles, readRuns, scoredFiles } from "./selfhostFit.mjs";
import { heldOutReport } from "./selfhostHeldOut.mjs";
import { publishedRuns } from "./selfhostHours.mjs";
import { rolloutReport } from "./selfhostRollouts.mjs";
import { parameterReport } from "./selfhostParameters.mjs";
import { hasMemory, hasSpeed, lengthsOf, measured, parseCsv, score, viewOf } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */

const given = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const paths = given === undefined ? scoredFiles : [given];
const missing = paths.find((path) => !existsSync(path));
if (missing !== undefined) {
  console.log(`No measurements at ${missing}: name a CSV, or set TUNECAST_DATA.`);
  process.exit(1);
}
const rows = paths.flatMap((path) => parseCsv(readFileSync(path, "utf8")));
const all = rows.flatMap((row) => measured(row) ?? []);

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(1)} %`;
/** @param {string} name @param {ReturnType<typeof score>} s */
function line(name, s) {
  if (s.rows)
    console.log(
      `  ${name.padEnd(44)} ${String(s.rows).padStart(4)} rows  ${percent(s.mape).padStart(8)} by row  ${percent(s.macro).padStart(8)} by source  ${percent(s.within).padStart(7)} within 20 %`,
    );
}
/** @param {ReturnType<typeof score>} s */
function sources(s) {
  for (const { name, rows: n, mape, within, bias } of s.each)
    console.log(
      `    ${name.padEnd(22)} ${String(n).padStart(4)} rows  ${percent(mape).padStart(7)}  within ${percent(within).padStart(7)}  bias ${percent(bias).padStart(7)}`,
    );
}

/** @param {Measured} m */
const gib = (m) => Number(m.row.mem_gib);
/** @param {Measured} m */
const estimatedGib = (m) =>
  trainingMemory(m.run, viewOf(m.row), m.row.mem_kind === "card size" ? Infinity : m.cardGiB).totalGiB;
/** @param {Measured} m */
const tokensPerSecond = (m) => Number(m.row.tok_s_gpu);
/** @param {Measured} m */
const estimatedSpeed = (m) => (m.gpu ? stepTime(m.run, m.gpu, lengthsOf(m.row)).tokensPerSecondPerGpu : Number.NaN);

/**
 * How many of the measured figures lie in the printed interval.
 * @param {readonly Measured[]} runs @param {(m: Measured) => number} estimate @param {(m: Measured) => number} actual
 * @param {"memory" | "speed"} of
 */
function covered(runs, estimate, actual, of) {
  const inside = runs.filter((m) => {
    const ratio = actual(m) / estimate(m);
    const { low, high } = interval(of, m.gpu ? unmeasuredOf(m.run, m.gpu, m.row["framework"]) : []);
    return ratio >= low && ratio <= high;
  });
  if (runs.length > 0)
    console.log(
      `  in the printed 80 % interval: ${inside.length} of ${runs.length} rows (${percent(inside.length / runs.length)})`,
    );
}

/** @param {readonly Measured[]} runs */
function memoryReport(runs) {
  const memory = runs.filter(hasMemory);
  const full = memory.filter(({ run }) => run.method === "full");
  const GiB = 2 ** 30;
  console.log("\nPeak memory per GPU");
  const ours = score(memory, estimatedGib, gib);
  line("tunecast", ours);
  sources(ours);
  covered(memory, estimatedGib, gib, "memory");
  line(
    "rule of thumb table (LLaMA-Factory README)",
    score(memory, ({ run }) => (tableBytes(run) * run.counts.total) / run.gpus / GiB, gib),
  );
  line(
    "4 x fp32 weights (accelerate), full only",
    score(full, ({ run }) => (16 * run.counts.total) / run.gpus / GiB, gib),
  );
  line(
    "ZeRO-3 states 18 N / n (DeepSpeed), full only",
    score(full, ({ run }) => (18 * run.counts.total) / run.gpus / GiB, gib),
  );
  verdicts(memory);
}

/** @param {import("../src/run/run.ts").Run} run */
function tableBytes({ method, optimizer }) {
  return method === "full" ? (optimizer === "adamw" ? 18 : 8) : method === "lora" ? 2.3 : 0.86;
}

/** @param {readonly Measured[]} memory */
function verdicts(memory) {
  const pairs = memory.flatMap((m) =>
    [24, 40, 48, 80].map((card) => ({
      says: verdictOf(estimatedGib(m), card) === "fits",
      fitted: gib(m) <= card,
    })),
  );
  const count = (/** @type {boolean} */ says, /** @type {boolean} */ fitted) =>
    pairs.filter((pair) => pair.says === says && pair.fitted === fitted).length;
  const [falseFits, falseNo] = [count(true, false), count(false, true)];
  if (pairs.length)
    console.log(
      `  says fits, did not: ${falseFits} of ${pairs.length} pairs (${percent(falseFits / pairs.length)}); says no or tight, would have fitted: ${falseNo} (${percent(falseNo / pairs.length)})`,
    );
}

/** @param {Measured} m */
const peak = (m) => 0.4 * (m.gpu?.bf16Tflops ?? Number.NaN) * 1e12;
/** @param {Measured} m */
const recompute = (m) => (m.run.checkpointing === "full" ? 8 : 6);
/** @param {Measured} m */
const withAttention = ({ run }) => run.counts.active + 2 * run.shape.layers * run.shape.hidden * run.maxTokens;

/** @param {readonly Measured[]} runs */
function speedReport(runs) {
  const speed = runs.filter(hasSpeed);
  console.log("\nTokens per second and GPU");
  const ours = score(speed, estimatedSpeed, tokensPerSecond);
  line("tunecast", ours);
  sources(ours);
  covered(speed, estimatedSpeed, tokensPerSecond, "speed");
  line(
    "6 N D at 40 % of the peak",
    score(speed, (m) => peak(m) / (6 * m.run.counts.active), tokensPerSecond),
  );
  line(
    "6 N D, 8 with recomputation (EleutherAI)",
    score(speed, (m) => peak(m) / (recompute(m) * m.run.counts.active), tokensPerSecond),
  );
  line(
    "the same with attention (Megatron formula)",
    score(speed, (m) => peak(m) / (recompute(m) * withAttention(m)), tokensPerSecond),
  );
}

/** Other collections of published runs, in a line each. */
function otherRuns() {
  console.log("\nRuns that were collected beside these (public addresses in the files)");
  for (const path of ownFiles) {
    const runs = readRuns([path]);
    const name = path.replace(/^.*\//, "");
    line(`${name}, memory (in the fit)`, score(runs.filter(hasMemory), estimatedGib, gib));
    line(`${name}, speed (in the fit)`, score(runs.filter(hasSpeed), estimatedSpeed, tokensPerSecond));
  }
}

if (given === undefined) await heldOutReport();
console.log(
  `\nBy the constants of the package: ${rows.length} rows, ${all.length} read, ${all.filter((m) => m.shapeGuessed).length} of a model that is not listed (shape from its size)`,
);
memoryReport(all);
speedReport(all);
if (given === undefined) otherRuns();
parameterReport(`${dataFolder}/selfhost/models.json`);
publishedRuns(given === undefined ? hourFiles.flatMap((path) => parseCsv(readFileSync(path, "utf8"))) : rows);
if (given === undefined) rolloutReport();
