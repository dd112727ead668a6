// @ts-check
// Scores memory and speed of training against published runs, beside what peers compute.
//   npm run bench:selfhost [CSV]        CSV: the columns of selfhost/measurements.csv; tiers A and B are scored
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { trainingMemory } from "../dist/selfhost/memory.js";
import { stepTime } from "../dist/selfhost/time.js";
import { verdictOf } from "../dist/selfhost/verdict.js";
import { publishedRuns } from "./selfhostHours.mjs";
import { parameterReport } from "./selfhostParameters.mjs";
import { hasMemory, hasSpeed, lengthsOf, measured, parseCsv, score, viewOf } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */

const folder = process.env["TUNECAST_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const path = process.argv[2] ?? `${folder}/selfhost/measurements.csv`;
if (!existsSync(path)) {
  console.log(`No measurements at ${path}: name a CSV, or set TUNECAST_DATA.`);
  process.exit(1);
}
const rows = parseCsv(readFileSync(path, "utf8"));
const all = rows.map(measured).filter((m) => m !== undefined);
const memory = all.filter(hasMemory);
const speed = all.filter(hasSpeed);
console.log(
  `${path}: ${rows.length} rows, ${all.length} read, ${all.filter((m) => m.shapeGuessed).length} of a model that is not listed (shape from its size)`,
);

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
console.log("\nPeak memory per GPU");
const ours = score(memory, estimatedGib, gib);
line("tunecast", ours);
sources(ours);
const GiB = 2 ** 30;
/** @param {Measured} m */
const stateful = (m) => m.run.method === "full";
line(
  "rule of thumb table (LLaMA-Factory README)",
  score(memory, ({ run }) => (tableBytes(run) * run.counts.total) / run.gpus / GiB, gib),
);
line(
  "4 x fp32 weights (accelerate), full only",
  score(memory.filter(stateful), ({ run }) => (16 * run.counts.total) / run.gpus / GiB, gib),
);
line(
  "ZeRO-3 states 18 N / n (DeepSpeed), full only",
  score(memory.filter(stateful), ({ run }) => (18 * run.counts.total) / run.gpus / GiB, gib),
);

/** @param {import("../src/selfhost/run.ts").Run} run */
function tableBytes({ method, optimizer }) {
  return method === "full" ? (optimizer === "adamw" ? 18 : 8) : method === "lora" ? 2.3 : 0.86;
}

const cards = [24, 40, 48, 80];
let falseFits = 0;
let falseNo = 0;
for (const m of memory)
  for (const card of cards) {
    const says = verdictOf(estimatedGib(m), card) === "fits";
    if (says && gib(m) > card) falseFits++;
    if (!says && gib(m) <= card) falseNo++;
  }
const pairs = memory.length * cards.length;
if (pairs)
  console.log(
    `  says fits, did not: ${falseFits} of ${pairs} pairs (${percent(falseFits / pairs)}); says no or tight, would have fitted: ${falseNo} (${percent(falseNo / pairs)})`,
  );

/** @param {Measured} m */
const tokensPerSecond = (m) => Number(m.row.tok_s_gpu);
/** @param {Measured} m */
const peak = (m) => 0.4 * (m.gpu?.bf16Tflops ?? Number.NaN) * 1e12;
/** @param {Measured} m */
const recompute = (m) => (m.run.checkpointing === "full" ? 8 : 6);
console.log("\nTokens per second and GPU");
const fast = score(
  speed,
  (m) => (m.gpu ? stepTime(m.run, m.gpu, lengthsOf(m.row)).tokensPerSecondPerGpu : Number.NaN),
  tokensPerSecond,
);
line("tunecast", fast);
sources(fast);
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
  score(
    speed,
    (m) =>
      peak(m) / (recompute(m) * (m.run.counts.active + 2 * m.run.shape.layers * m.run.shape.hidden * m.run.maxTokens)),
    tokensPerSecond,
  ),
);

parameterReport(`${folder}/selfhost/models.json`);
publishedRuns(rows);
