// @ts-check
// Fits the constants of memory and of step time to published runs:
//   node packages/gpu/bench/selfhostFit.mjs [CSV…]
// Coordinate descent on a loss that neither a wrong row nor a large source can rule; weakly pulled to first guesses.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { trainingMemory } from "../dist/physics/memory.js";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { constants } from "../dist/physics/constants.js";
import { profiles } from "../dist/run/profiles.js";
import { stepTime } from "../dist/physics/time.js";
import { hasMemory, hasSpeed, lengthsOf, measured, parseCsv, score, viewOf } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {Record<string, number>} Values keyed "all.NAME" for all frameworks, "PROFILE.NAME" for one */
/** @typedef {{ name: string, guesses: Values, rows: (m: Measured) => boolean, actual: (m: Measured) => number, estimate: (m: Measured, values: Settings) => number }} Target */

const fixture = (/** @type {string} */ name) =>
  fileURLToPath(new URL(`../test/gpu/fixtures/${name}.csv`, import.meta.url));

/** The collections of published runs: two beside the repository, which are scored, and those within it. */
export const scoredFiles = ["measurements", "measurements-2"].map((name) => `${dataFolder}/selfhost/${name}.csv`);
export const ownFiles = ["published", "unseen"].map(fixture);

/** Runs whose hours are stated; two collections have some, too. */
export const hourFiles = [...scoredFiles, fixture("hours")];

/** Sources that are one and the same by another name: a run of one says something of the other. */
const sameSource = /** @type {Record<string, string>} */ ({
  "nemo-automodel": "automodel",
  "litgpt-config-hub": "litgpt",
  "axolotl-gpt-oss": "axolotl",
});

/** @param {readonly string[]} paths @returns {Measured[]} */
export function readRuns(paths) {
  return paths
    .filter((path) => existsSync(path))
    .flatMap((path) => parseCsv(readFileSync(path, "utf8")))
    .map((row) => ({ ...row, source: sameSource[row["source"] ?? ""] ?? row["source"] ?? "" }))
    .flatMap((row) => measured(row) ?? []);
}

/** All runs: those scored, and those of the repository whose source is not among them under another collector. */
export function allRuns() {
  const scored = readRuns(scoredFiles);
  const second = new Set(readRuns(scoredFiles.slice(1)).map(({ row }) => row["source"]));
  return { scored, further: readRuns(ownFiles).filter(({ row }) => !second.has(row["source"])) };
}

/** Constants of all frameworks, and profiles with their own. @param {Values} values */
export function settings(values) {
  const of = (/** @type {string} */ id) =>
    Object.fromEntries(
      Object.entries(values)
        .filter(([key]) => key.startsWith(`${id}.`))
        .map(([key, value]) => [key.slice(id.length + 1), value]),
    );
  const each = new Map(
    profiles.map((profile) => {
      // A profile without figures of its own has those of the first one fitted on the same runs.
      const inherited = of(profiles.find(({ basis }) => basis === profile.basis)?.id ?? "");
      return [profile.id, { ...profile, ...inherited, ...of(profile.id) }];
    }),
  );
  return { all: { ...constants, ...of("all") }, each };
}

/** @typedef {ReturnType<typeof settings>} Settings */

/** The run under other constants. @param {Measured} m @param {Settings} values */
function changed(m, { all, each }) {
  return { run: { ...m.run, profile: each.get(m.run.profile.id) ?? m.run.profile }, all };
}

/** First guesses before any fit: data sheets, kernel counts and the literature. @type {Target} */
export const speedTarget = {
  name: "Tokens per second and GPU",
  guesses: {
    "all.matmulBase": 1.09,
    "all.matmulStarved": 10,
    "all.cacheGain": 2,
    "all.adaPerWatt": 0.6,
    "all.overlap": 3,
    "all.halfWidth": 100,
    "all.adapterLaunch": 1.1,
    "all.allAdapterLaunch": 1.3,
    "all.adapterTraffic": 2,
    "all.raisedTraffic": 1.5,
    "all.expertLaunch": 5,
    "all.loopLaunch": 0.5,
    "all.hookMs": 0.4,
    "all.logitTraffic": 24,
    "all.dequantRate": 0.082,
    "all.otherDequant": 0.5,
    "all.fp8": 0.9,
    "all.groupedExperts": 0.44,
    "all.loopedExperts": 0.8,
    "all.unhidden": 0.25,
    "all.interNodeGBs": 150,
    ...framework("hf", 2.8, 1.4),
    ...framework("hf-fused", 1.4, 1),
    ...framework("unsloth", 1, 0.7),
    ...framework("lightning", 2.8, 1.4),
    ...framework("torchtune", 1.8, 0.5),
    ...framework("llm-foundry", 1.8, 0.5),
    ...framework("megatron", 1.8, 0.5),
  },
  rows: (m) => hasSpeed(m) && !impossible(m),
  actual: ({ row }) => Number(row.tok_s_gpu),
  estimate: (m, values) => {
    if (!m.gpu) return Number.NaN;
    const { run, all } = changed(m, values);
    return stepTime(run, m.gpu, lengthsOf(m.row), all).tokensPerSecondPerGpu;
  },
};

/** @param {string} id @param {number} traffic @param {number} launchMs @returns {Values} */
function framework(id, traffic, launchMs) {
  return { [`${id}.traffic`]: traffic, [`${id}.launchMs`]: launchMs, [`${id}.attention`]: 0.5, [`${id}.matmul`]: 0.94 };
}

/** @type {Target} */
export const memoryTarget = {
  name: "Peak memory per GPU",
  guesses: {
    "all.allocatedGiB": 0.26,
    "all.reservedShare": 0.06,
    "all.reservedGiB": 0.6,
    "all.contextGiB": 0.5,
    "all.communicationGiB": 1,
    "all.selectiveKept": 0.35,
    "all.chunkedLogitBytes": 1,
    "all.fusedLogitBytes": 0.3,
    "hf.logitBytes": 14,
    "lightning.logitBytes": 14,
    "torchtune.logitBytes": 10,
    "torchtitan.logitBytes": 18,
  },
  rows: hasMemory,
  actual: ({ row }) => Number(row.mem_gib),
  estimate: (m, values) => {
    const { run, all } = changed(m, values);
    return trainingMemory(run, viewOf(m.row), m.row.mem_kind === "card size" ? Infinity : m.cardGiB, all).totalGiB;
  },
};

/** @type {[suffix: string, low: number, high: number][]} */
const bounds = [
  ["matmulBase", 1.05, 1.3],
  ["fp8", 0.6, 1],
  ["adapterLaunch", 1, 1.3],
  ["allAdapterLaunch", 1.1, 1.6],
  ["groupedExperts", 0.3, 0.75],
  ["loopedExperts", 0.4, 1],
  ["unhidden", 0.1, 0.4],
  ["halfWidth", 20, 600],
  ["interNodeGBs", 45, 350],
  ["matmul", 0.88, 1],
  ["attention", 0.15, 0.7],
  ["traffic", 0.5, 8],
  ["raisedTraffic", 1, 2],
  ["otherDequant", 0.3, 1],
  ["cacheGain", 1, 6],
  ["adaPerWatt", 0.4, 1.1],
  ["torchtitan.logitBytes", 16, 18],
  ["communicationGiB", 0.3, 1.5],
  ["overlap", 1.5, 8],
];

/** More FLOPs than any card of the list was ever seen to do: the row's lengths were guessed too long. @param {Measured} m */
function impossible(m) {
  if (!m.gpu || m.run.precision === "fp8") return false;
  const step = stepTime(m.run, m.gpu, lengthsOf(m.row));
  const repeated = m.run.checkpointing !== "full" ? 1 : m.run.method === "full" ? 8 / 6 : 6 / 4;
  return (step.mfu * repeated * Number(m.row.tok_s_gpu)) / step.tokensPerSecondPerGpu > 0.82;
}

/** Whether a constant can change what is estimated for a run. @param {string} key @param {Measured} m */
function touches(key, { run }) {
  const [id = ""] = key.split(".");
  return id === "all" || id === run.profile.id || profiles.find((one) => one.id === id)?.basis === run.profile.basis;
}

/**
 * Coordinate descent on a loss that neither a wrong row nor a large source can rule; weakly pulled to first guesses.
 * @param {Target} target @param {readonly Measured[]} list @param {Values} start where the search begins @returns {Values}
 */
export function fit(target, list, start = target.guesses) {
  /** @type {Map<string, number>} */
  const rowsOf = new Map();
  for (const { row } of list) rowsOf.set(row["source"] ?? "", (rowsOf.get(row["source"] ?? "") ?? 0) + 1);
  const weights = list.map(({ row }) => 0.4 / list.length + 0.6 / rowsOf.size / (rowsOf.get(row["source"] ?? "") ?? 1));
  const lossOf = (/** @type {number} */ at, /** @type {Settings} */ set) => {
    const m = list[at];
    if (m === undefined) return 0;
    const error = Math.abs(Math.log(target.estimate(m, set) / target.actual(m)));
    return (weights[at] ?? 0) * (error < 0.15 ? error ** 2 / 0.3 : Math.min(error, 0.7) - 0.075);
  };
  const pull = (/** @type {string} */ key, /** @type {number} */ value) =>
    0.0008 * Math.log(value / (target.guesses[key] ?? value)) ** 2;
  const rows = new Map(Object.keys(start).map((key) => [key, list.flatMap((m, at) => (touches(key, m) ? [at] : []))]));
  const set = settings(start);
  const losses = list.map((_, at) => lossOf(at, set));
  let values = { ...start };
  for (let step = 0.2, rounds = 0; step > 0.015 && rounds < 60; rounds++) {
    let moved = false;
    for (const key of Object.keys(values))
      for (const factor of [1 + step, 1 / (1 + step)]) {
        const value = (values[key] ?? 0) * factor;
        const bound = bounds.find(([suffix]) => `.${key}`.endsWith(`.${suffix}`));
        if (bound && (value < bound[1] || value > bound[2])) continue;
        const trial = { ...values, [key]: value };
        const changedSet = settings(trial);
        const touched = rows.get(key) ?? [];
        const now = touched.map((at) => lossOf(at, changedSet));
        const gain =
          touched.reduce((sum, at, place) => sum + (losses[at] ?? 0) - (now[place] ?? 0), 0) +
          pull(key, values[key] ?? value) -
          pull(key, value);
        if (gain <= 1e-7) continue;
        touched.forEach((at, place) => (losses[at] = now[place] ?? 0));
        values = trial;
        moved = true;
      }
    if (!moved) step /= 2;
  }
  return values;
}

/** @param {Target} target @param {readonly Measured[]} list @param {Values} values */
export function scored(target, list, values) {
  const set = settings(values);
  return score(list, (m) => target.estimate(m, set), target.actual);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { scored: all, further } = allRuns();
  for (const target of [memoryTarget, speedTarget]) {
    const usable = [...all, ...further].filter(target.rows);
    const values = fit(target, usable);
    const { mape, macro } = scored(target, usable, values);
    console.log(`${target.name}: ${(100 * mape).toFixed(1)} % by row, ${(100 * macro).toFixed(1)} % by source`);
    for (const [key, value] of Object.entries(values)) console.log(`  ${key} ${value.toPrecision(3)}`);
  }
}
