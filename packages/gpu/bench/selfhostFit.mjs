// @ts-check
// The constants of memory and of step time, held near what others published and moved by published runs.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { constants } from "../dist/physics/constants.js";
import { trainingMemory } from "../dist/physics/memory.js";
import { stepTime } from "../dist/physics/time.js";
import { profiles } from "../dist/run/profiles.js";
import { csvRecords } from "@tunecast/estimator/rows";
import { hasMemory, hasSpeed, lengthsOf, measured, viewOf } from "./selfhostRows.mjs";

/** @typedef {import("./selfhostRows.mjs").Measured} Measured */
/** @typedef {{ path: string, prior: number, spread: number, source: string, of?: "memory" }} Prior */
/** @typedef {{ constants: import("../src/physics/constants.ts").Constants, profiles: ReadonlyMap<string, import("../src/run/profiles.ts").FrameworkProfile> }} Settings */
/** @typedef {"memory" | "speed"} Name */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/** Runs beside the repository, those within it, and those gathered for the year 2026. */
export const runFiles = [
  ...["measurements", "measurements-2", "measurements-3"].map((name) => `${dataFolder}/selfhost/${name}.csv`),
  ...["published", "unseen"].map((name) => here(`../test/fixtures/${name}.csv`)),
  here("runs/runs-2026.csv"),
];

/** Runs whose hours are stated. */
export const hourFiles = [...runFiles.slice(0, 2), here("../test/fixtures/hours.csv")];

/** Sources that are one and the same by another name: a run of one says something of the other. */
const sameSource = /** @type {Record<string, string>} */ ({
  "nemo-automodel": "automodel",
  "litgpt-config-hub": "litgpt",
  "axolotl-gpt-oss": "axolotl",
  "axolotl-2026": "axolotl",
  "pith-titan": "torchtitan",
  "swift-2026": "swift-examples",
});

/** The runs of some files, each once. @param {readonly string[]} paths @returns {Measured[]} */
export function readRuns(paths) {
  const seen = new Set();
  return paths
    .filter((path) => existsSync(path))
    .flatMap((path) => csvRecords(readFileSync(path, "utf8")).map((row) => ({ row, path })))
    .filter(({ row, path }) => {
      const what = [row["model"], row["method"], row["seq_len"], row["micro_batch"], row["n_gpu"], row["ckpt"]];
      // Files write one figure as 77 and 77.0.
      const figures = [row["mem_gib"], row["tok_s_gpu"]].map((figure) => Number(figure || NaN).toPrecision(4));
      const how = [row["compile"], row["precision"], row["kernel"], row["framework"]?.slice(0, 6).toLowerCase()];
      const key = [...what, ...figures, ...how].join();
      // Within one file equal figures are two measurements.
      const double = [...runFiles].some((other) => other !== path && seen.has(`${other} ${key}`));
      seen.add(`${path} ${key}`);
      return !double;
    })
    .map(({ row }) => ({ ...row, source: sameSource[row["source"] ?? ""] ?? row["source"] ?? "" }))
    .flatMap((row) => measured(row) ?? []);
}

/** Figures that each profile states itself. */
const ownFigures = JSON.parse(readFileSync(here("../src/run/profiles.json"), "utf8")).profiles;
/** @type {Prior[]} */
export const priors = JSON.parse(readFileSync(here("priors.json"), "utf8")).constants;

/** Constants and profiles under values of choice. @param {readonly Prior[]} list @param {readonly number[]} logs @returns {Settings} */
export function settings(list, logs) {
  const all = structuredClone(constants);
  const each = new Map(profiles.map((profile) => [profile.id, { ...profile }]));
  for (const [at, { path }] of list.entries()) {
    const value = Math.exp(logs[at] ?? 0);
    const [first = "", id = "", ...more] = path.split(".");
    const last = more.at(-1) ?? (id || first);
    if (first !== "profile")
      path
        .split(".")
        .slice(0, -1)
        .reduce((holder, key) => holder[key], /** @type {any} */ (all))[last] = value;
    // A profile without figures of its own has those of the first one fitted on the same runs.
    const isLike = (/** @type {string} */ other) =>
      profiles.find(({ basis }) => basis === each.get(other)?.basis)?.id === id &&
      !(last in ownFigures[other]) &&
      !list.some((one) => one.path === `profile.${other}.${last}`);
    if (first === "profile")
      for (const [other, profile] of each) if (other === id || isLike(other)) Object.assign(profile, { [last]: value });
  }
  return { constants: all, profiles: each };
}

/** What the constants of the package are. @type {Settings} */
export const shipped = { constants, profiles: new Map(profiles.map((profile) => [profile.id, profile])) };

/** The run under other constants. @param {Measured} m @param {Settings} set */
function under({ run, logitBytes, lossAlone }, set) {
  const profile = set.profiles.get(run.profile.id) ?? run.profile;
  const own = { logitBytes: logitBytes ?? profile.logitBytes, ...(lossAlone && { compilesLoss: false }) };
  return { ...run, profile: { ...profile, ...own } };
}

/** What is fitted: the figure, its estimate, and how far an honest row lies from it. */
export const targets = {
  memory: {
    title: "Peak memory per GPU",
    priors: priors.filter(({ of }) => of === "memory"),
    scale: 0.08,
    rows: hasMemory,
    actual: (/** @type {Measured} */ { row }) => Number(row["mem_gib"]),
    estimate: (/** @type {Measured} */ m, /** @type {Settings} */ set) => {
      const card = m.row["mem_kind"] === "card size" ? undefined : m.card;
      return trainingMemory(under(m, set), viewOf(m.row), card, set.constants).totalGiB;
    },
  },
  speed: {
    title: "Tokens per second and GPU",
    priors: priors.filter(({ of }) => of !== "memory"),
    scale: 0.15,
    rows: (/** @type {Measured} */ m) => hasSpeed(m) && !impossible(m),
    actual: (/** @type {Measured} */ { row }) => Number(row["tok_s_gpu"]),
    estimate: (/** @type {Measured} */ m, /** @type {Settings} */ set) =>
      m.gpu ? stepTime(under(m, set), m.gpu, lengthsOf(m), set.constants).tokensPerSecondPerGpu : Number.NaN,
  },
};

/** More FLOPs than any card of the list was ever seen to do: the row's lengths were guessed too long. @param {Measured} m */
function impossible(m) {
  if (!m.gpu || m.run.precision === "fp8") return false;
  const step = stepTime(m.run, m.gpu, lengthsOf(m));
  const repeated = m.run.checkpointing !== "full" ? 1 : m.run.method === "full" ? 8 / 6 : 6 / 4;
  return (step.mfu * repeated * Number(m.row["tok_s_gpu"])) / step.tokensPerSecondPerGpu > 0.82;
}

/** How many of its own widths a constant may leave what was published of it. */
const bound = 2.2;
/** Of a normal distribution, 80 % lie within so many standard deviations. */
const z80 = 1.2816;

/**
 * Most likely constants: their priors, and runs whose errors have long tails. A source counts as one row does, and a little
 * more with each row. Close to the answer the estimates are linear in the logarithms of the constants: one Jacobian
 * serves for all sets of runs that are left out.
 * @param {Name} name @param {readonly Measured[]} rows
 */
export function fitted(name, rows) {
  const { priors: list, scale, actual, estimate } = targets[name];
  const start = list.map(({ prior }) => Math.log(prior));
  const widths = list.map(({ spread }) => Math.log(spread) / z80);
  const measuredLogs = rows.map((m) => Math.log(actual(m)));
  const logsAt = (/** @type {readonly number[]} */ at) => {
    const set = settings(list, at);
    return rows.map((m) => Math.log(estimate(m, set)));
  };
  /** @param {readonly number[]} at */
  const linear = (at) => {
    const base = logsAt(at);
    const slopes = list.map((_, k) =>
      logsAt(at.map((value, l) => (l === k ? value + 0.02 : value))).map((value, i) => (value - (base[i] ?? 0)) / 0.02),
    );
    return { at, base, slopes };
  };
  /** @param {ReturnType<typeof linear>} model @param {(at: number) => boolean} kept @param {number} rounds */
  const solveFrom = (model, kept, rounds) => {
    const of = new Map();
    rows.forEach(({ row }, i) => kept(i) && of.set(row["source"], (of.get(row["source"]) ?? 0) + 1));
    let now = [...model.at];
    for (let round = 0; round < rounds; round++) {
      const errors = rows.map((_, i) => {
        const moved = model.slopes.map((slope, k) => (slope[i] ?? 0) * ((now[k] ?? 0) - (model.at[k] ?? 0)));
        return moved.reduce((rest, one) => rest - one, (measuredLogs[i] ?? 0) - (model.base[i] ?? 0));
      });
      const weights = errors.map((error, i) => {
        const own = of.get(rows[i]?.row["source"]);
        return own && kept(i) ? (1 / (0.02 * own + 0.02)) * (5 / (4 + (error / scale) ** 2)) : 0;
      });
      const pull = start.map((value, k) => [value - (now[k] ?? 0), widths[k] ?? 1]);
      const step = gaussNewton(model.slopes, errors, weights, pull, scale);
      now = now.map((value, k) => {
        const next = value + Math.max(-0.35, Math.min(0.35, step[k] ?? 0));
        const far = bound * (widths[k] ?? 0);
        return Math.max((start[k] ?? 0) - far, Math.min((start[k] ?? 0) + far, next));
      });
    }
    return now;
  };
  let model = linear(start);
  for (let round = 0; round < 5; round++) model = linear(solveFrom(model, () => true, 2));
  return {
    list,
    logs: model.at,
    /** Constants fitted without some runs. @param {(m: Measured) => boolean} left */
    without: (left) => {
      const kept = rows.map((m) => !left(m));
      return solveFrom(model, (at) => kept[at] ?? false, 6);
    },
  };
}

/**
 * One step towards the least weighted error with normal priors: the normal equations, solved by Gauss.
 * @param {readonly (readonly number[])[]} slopes @param {readonly number[]} errors @param {readonly number[]} weights
 * @param {readonly (readonly number[])[]} pull distance to each prior, and its width @param {number} scale
 */
function gaussNewton(slopes, errors, weights, pull, scale) {
  const by = (0.15 / scale) ** 2;
  const used = weights.flatMap((weight, i) => (weight > 0 ? [i] : []));
  /** @param {readonly number[]} one @param {readonly number[]} other @param {number} from */
  const product = (one, other, from) =>
    used.reduce((sum, i) => sum + by * (weights[i] ?? 0) * (one[i] ?? 0) * (other[i] ?? 0), from);
  const rows = /** @type {number[][]} */ ([]);
  slopes.forEach((one, k) => {
    const [distance = 0, width = 1] = pull[k] ?? [];
    const own = slopes.map((other, l) =>
      l < k ? (rows[l]?.[k] ?? 0) : product(one, other, l > k ? 0 : 1 / width ** 2),
    );
    rows.push([...own, product(one, errors, distance / width ** 2)]);
  });
  rows.forEach((pivot, k) => {
    const by = pivot[k] ?? 1;
    pivot.forEach((value, j) => (pivot[j] = value / by));
    for (const row of rows) {
      const factor = row[k] ?? 0;
      if (row !== pivot && factor !== 0) pivot.forEach((value, j) => (row[j] = (row[j] ?? 0) - factor * value));
    }
  });
  return rows.map((row) => row.at(-1) ?? 0);
}
