// @ts-check
// Fits the constants of step time to published runs, and says what each source would have been given without it:
//   node packages/estimator/bench/selfhostFit.mjs [CSV]
// Coordinate descent on a loss that neither a wrong row nor a large source can rule; weakly pulled to first guesses.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { constants } from "../dist/selfhost/profiles.js";
import { stepTime } from "../dist/selfhost/time.js";
import { hasSpeed, lengthsOf, measured, parseCsv, score } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {Record<string, number>} Values */

const folder = process.env["TUNECAST_DATA"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const path = process.argv[2] ?? `${folder}/selfhost/measurements.csv`;
const rows = parseCsv(readFileSync(path, "utf8"))
  .map(measured)
  .filter((m) => m !== undefined)
  .filter(hasSpeed);

/** First guesses before any fit: data sheets, kernel counts and the literature. @type {Values} */
const guesses = {
  "all.matmulBase": 1.09,
  "all.matmulStarved": 10,
  "all.halfWidth": 100,
  "all.adapterLaunch": 1.1,
  "all.allAdapterLaunch": 1.3,
  "all.expertLaunch": 5,
  "all.logitTraffic": 24,
  "all.dequantRate": 0.082,
  "all.fp8": 0.9,
  "all.groupedExperts": 0.44,
  "all.unhidden": 0.25,
  "all.interNodeGBs": 150,
};
for (const id of ["hf", "lightning", "torchtune", "llm-foundry", "megatron"]) {
  const eager = id === "hf" || id === "lightning";
  Object.assign(guesses, {
    [`${id}.traffic`]: eager ? 2.8 : 1.8,
    [`${id}.launchMs`]: eager ? 1.4 : 0.5,
    [`${id}.attention`]: 0.5,
    [`${id}.matmul`]: 1,
  });
}
/** @type {[suffix: string, low: number, high: number][]} */
const bounds = [
  ["fp8", 0.6, 1],
  ["adapterLaunch", 1, 1.3],
  ["allAdapterLaunch", 1.1, 1.6],
  ["groupedExperts", 0.3, 0.6],
  ["unhidden", 0.1, 0.4],
  ["halfWidth", 20, 600],
  ["interNodeGBs", 45, 350],
  ["matmul", 0.88, 1],
  ["attention", 0.15, 0.7],
  ["traffic", 0.5, 8],
];

/** Constants of all frameworks, of which the fitted ones are replaced. @param {Values} values */
function constantsOf(values) {
  const changed = Object.entries(values)
    .filter(([key]) => key.startsWith("all."))
    .map(([key, value]) => [key.slice(4), value]);
  return { ...constants, ...Object.fromEntries(changed) };
}

/** @param {Measured} m @param {Values} values @param {ReturnType<typeof constantsOf>} all */
function speedOf(m, values, all) {
  const id = `${m.run.profile.id}.traffic` in values ? m.run.profile.id : "hf";
  const of = (/** @type {string} */ name) => values[`${id}.${name}`] ?? Number.NaN;
  const profile = {
    ...m.run.profile,
    traffic: of("traffic"),
    launchMs: of("launchMs"),
    attention: of("attention"),
    matmul: of("matmul"),
  };
  return m.gpu
    ? stepTime({ ...m.run, profile, networkGBs: all.interNodeGBs }, m.gpu, lengthsOf(m.row), all).tokensPerSecondPerGpu
    : Number.NaN;
}

/** More FLOPs than any card of the list was ever seen to do: the row's lengths were guessed too long. @param {Measured} m */
function impossible(m) {
  if (!m.gpu || m.run.precision === "fp8") return false;
  const step = stepTime(m.run, m.gpu, lengthsOf(m.row));
  const repeated = m.run.checkpointing !== "full" ? 1 : m.run.method === "full" ? 8 / 6 : 6 / 4;
  return (step.mfu * repeated * Number(m.row.tok_s_gpu)) / step.tokensPerSecondPerGpu > 0.82;
}

/** @param {readonly Measured[]} list @returns {Values} */
function fit(list) {
  /** @type {Map<string, number>} */
  const rowsOf = new Map();
  for (const { row } of list) rowsOf.set(row.source ?? "", (rowsOf.get(row.source ?? "") ?? 0) + 1);
  const loss = (/** @type {Values} */ values) => {
    const all = constantsOf(values);
    let total = 0;
    for (const m of list) {
      const error = Math.abs(Math.log(speedOf(m, values, all) / Number(m.row.tok_s_gpu)));
      const weight = 0.5 / list.length + 0.5 / rowsOf.size / (rowsOf.get(m.row.source ?? "") ?? 1);
      total += weight * (error < 0.15 ? error ** 2 / 0.3 : Math.min(error, 0.5) - 0.075);
    }
    for (const [key, value] of Object.entries(values)) total += 0.0008 * Math.log(value / (guesses[key] ?? value)) ** 2;
    return total;
  };
  let values = { ...guesses };
  let best = loss(values);
  for (let step = 0.25, rounds = 0; step > 0.01 && rounds < 60; rounds++) {
    let moved = false;
    for (const key of Object.keys(values))
      for (const factor of [1 + step, 1 / (1 + step)]) {
        const value = (values[key] ?? 0) * factor;
        const bound = bounds.find(([suffix]) => key.endsWith(`.${suffix}`));
        if (bound && (value < bound[1] || value > bound[2])) continue;
        const trial = { ...values, [key]: value };
        const now = loss(trial);
        if (now < best - 1e-7) [best, values, moved] = [now, trial, true];
      }
    if (!moved) step /= 2;
  }
  return values;
}

/** @param {readonly Measured[]} list @param {Values} values */
function scored(list, values) {
  const all = constantsOf(values);
  return score(
    list,
    (m) => speedOf(m, values, all),
    (m) => Number(m.row.tok_s_gpu),
  );
}

const usable = rows.filter((m) => !impossible(m));
const fitted = fit(usable);
console.log(
  Object.entries(fitted)
    .map(([key, value]) => `${key} ${value.toPrecision(3)}`)
    .join("\n"),
);
const together = scored(rows, fitted);
console.log(
  `\nfitted on all: ${(100 * together.mape).toFixed(1)} % by row, ${(100 * together.macro).toFixed(1)} % by source`,
);
const sources = [...new Set(rows.map(({ row }) => row.source ?? ""))];
const held = sources.map((source) => {
  const s = scored(
    rows.filter(({ row }) => row.source === source),
    fit(usable.filter(({ row }) => row.source !== source)),
  );
  console.log(
    `  without ${source.padEnd(18)} ${String(s.rows).padStart(4)} rows  ${(100 * s.mape).toFixed(1).padStart(6)} %  within 20 %: ${(100 * s.within).toFixed(0)} %  bias ${(100 * (s.each[0]?.bias ?? 0)).toFixed(0)} %`,
  );
  return s;
});
console.log(
  `leave one source out: ${((100 * held.reduce((sum, { macro }) => sum + macro, 0)) / held.length).toFixed(1)} % by source, ${((100 * held.reduce((sum, s) => sum + s.mape * s.rows, 0)) / rows.length).toFixed(1)} % by row`,
);
