// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { joined, quantiles, scaled, shareBelow } from "../dist/curve/mixture.js";
import { cells } from "../dist/curve/prior.js";
import { windowStarts } from "../dist/curve/windows.js";
import { chooseReaches, endsAt } from "./curvesEnds.mjs";
import { gapsOf, METHODS, within as held } from "./curvesMethods.mjs";
import { figures, scoreRows } from "./curvesScore.mjs";
import { clearlyImproves, gapOf, noiseOf, RATIOS, readCurves, tasksOf } from "./curvesTasks.mjs";
import { cellTask } from "./priorTasks.mjs";
import { learn, priorInto } from "./priorTraining.mjs";

/**
 * Scores the curve's prior on sources that it was not learned from: for each repository the weights of the cells are learned
 * from all others, and the ends of its intervals are chosen on the forecasts of all others (whose weights were learned with it: a
 * learning for each pair of sources would take an hour): `npm run bench:curves`. With
 * `--learn` prints the weights learned from everything, as `learnedPrior.ts` holds them.
 * @typedef {import("./priorTasks.mjs").CellTask} CellTask
 * @typedef {import("./curvesScore.mjs").Row} Row
 * @typedef {CellTask & { kind: string, set: string, windows: CellTask[] }} WindowedTask
 * @typedef {Row & { kind: string, set: string, pilots: number, method: string, source: string, id: string, noise: number, clear: boolean, below: number }} Scored
 */

const PILOTS = [2, 3, 4, 6];
const MIXTURE = "**mixture**";

/** What is to be reached on curves that nobody here has seen: relative MAE at 2x/4x/8x. @type {Record<string, readonly number[]>} */
const GOALS = {
  "first 2": [0.5, 0.47, 0.45],
  "first 3": [0.48, 0.44, 0.36],
  "first 4": [0.39, 0.34, 0.31],
  "language models 3": [0.51, 0.46, 0.44],
  "language models 4": [0.5, 0.46, 0.45],
};

/** Within which an interval is to hold, in every cell. */
const BANDS = /** @type {const} */ ({ in95: [0.93, 0.97], in80: [0.77, 0.83] });

const folders = [
  { kind: "first", set: "curves", folder: join(dataFolder, "curves") },
  { kind: "language models", set: "curves-llm", folder: join(dataFolder, "curves-llm") },
  { kind: "language models", set: "gathered here", folder: new URL("curves", import.meta.url).pathname },
].filter(({ folder }) => existsSync(folder));

/** Sources of few curves, which are left out together. */
const FEW = 8;

/** A task as the product reads it: all pilots, and the larger ones alone. @param {import("./curvesTasks.mjs").Task} task @param {number} pilots */
function windowed(task, pilots) {
  const last = task.pilots.at(-1)?.n ?? 1;
  const all = cellTask(task, pilots);
  const means = task.pilots.map(({ n, value, se }) => ({
    x: Math.log2(n / last),
    gap: gapOf(task.curve, value),
    error: se ?? 0,
  }));
  const fewer = windowStarts(means).map((start) => cellTask({ ...task, pilots: task.pilots.slice(start) }, pilots));
  return { ...all, windows: [all, ...fewer] };
}

/** @type {WindowedTask[]} */
const tasks = folders.flatMap(({ kind, set, folder }) =>
  readCurves(folder).flatMap((curve) =>
    PILOTS.flatMap((pilots) => tasksOf(curve, pilots).map((task) => ({ kind, set, ...windowed(task, pilots) }))),
  ),
);
const curves = new Set(tasks.map(({ task }) => task.curve.id)).size;

if (process.argv.includes("--learn")) {
  const logs = learn(tasks);
  const [base = [], open = [], doublings = []] = [0, 1, 2].map((part) =>
    Array.from(logs.subarray(part * cells.length, (part + 1) * cells.length)),
  );
  const top = Math.max(...base);
  console.log(
    JSON.stringify(
      base.map((log, cell) => [log - top, open[cell] ?? 0, doublings[cell] ?? 0].map((one) => Math.round(100 * one))),
    ),
  );
} else leaveOut();

function leaveOut() {
  const sources = [...new Set(tasks.map(({ task }) => task.curve.source))].toSorted();
  // A source of few curves changes the weights too little to be worth a learning of its own.
  const few = sources.filter(
    (source) =>
      new Set(tasks.flatMap(({ task: { curve } }) => (curve.source === source ? [curve.id] : []))).size <= FEW,
  );
  const folds = [...sources.filter((source) => !few.includes(source)).map((source) => [source]), few];
  console.log(
    `${curves} curves of ${sources.length} sources, each forecast by weights learned from other sources (those of ${FEW} curves or fewer are left out together); a cell is 2x/4x/8x\n`,
  );
  /** @type {Scored[]} */
  const rows = [];
  for (const fold of folds) {
    const logs = learn(tasks.filter(({ task }) => !fold.includes(task.curve.source)));
    for (const one of tasks.filter(({ task }) => fold.includes(task.curve.source))) rows.push(...rowsOf(one, logs));
  }
  const forecasts = rows.filter(({ method }) => method === MIXTURE);
  for (const source of sources) {
    const reaches = chooseReaches(forecasts.filter((row) => row.source !== source));
    for (const row of forecasts.filter((one) => one.source === source)) {
      const { low95, low80, high80, high95 } = endsAt(reaches, row);
      row.in80 = Number(row.below >= low80 && row.below <= high80);
      row.in95 = Number(row.below >= low95 && row.below <= high95);
    }
  }
  console.log("| kind | pilots | method | relative MAE | goal | cov95 | cov80 |\n|---|---|---|---|---|---|---|");
  const kinds = new Set(folders.map((one) => one.kind));
  for (const kind of kinds)
    for (const pilots of PILOTS)
      for (const method of new Set(rows.map((row) => row.method))) {
        const own = rows.filter((row) => row.kind === kind && row.pilots === pilots && row.method === method);
        if (own.length === 0) continue;
        const { relative, in95, in80 } = scoreRows(own);
        const goal = method === MIXTURE ? figures([...(GOALS[`${kind} ${pilots}`] ?? [])], 2) : "";
        console.log(`| ${kind} | ${pilots} | ${method} | ${relative} | ${goal} | ${in95} | ${in80} |`);
      }
  const mixture = forecasts;
  console.log("\nThe curves of fine-tuned language models by where they come from\n");
  console.log("| curves | pilots | relative MAE | goal | cov95 | cov80 |\n|---|---|---|---|---|---|");
  for (const set of new Set(mixture.filter(({ kind }) => kind === "language models").map((row) => row.set)))
    for (const pilots of PILOTS) {
      const { relative, in95, in80 } = scoreRows(mixture.filter((row) => row.set === set && row.pilots === pilots));
      const goal = figures([...(GOALS[`language models ${pilots}`] ?? [])], 2);
      console.log(`| ${set} | ${pilots} | ${relative} | ${goal} | ${in95} | ${in80} |`);
    }
  console.log("\nHow far out the ends are to be read, chosen on all sources (`levels.ts`)\n");
  console.log("| interval | always | two sizes | six or more | per 5 % noise | better end of a standstill |");
  console.log("|---|---|---|---|---|---|");
  for (const [name, reach] of Object.entries(chooseReaches(mixture)))
    console.log(`| ${name} | ${reach.map((part) => part.toFixed(3)).join(" | ")} |`);
  console.log("\nCell by cell: what the goals are met by\n");
  console.log(
    "| kind | pilots | distance | relative MAE | goal | cov95 (.93–.97) | cov80 (.77–.83) | groups | curves | targets |",
  );
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  const bands = { in95: { strictly: 0, within: 0 }, in80: { strictly: 0, within: 0 }, cells: 0 };
  for (const kind of kinds)
    for (const pilots of PILOTS) {
      const own = mixture.filter((row) => row.kind === kind && row.pilots === pilots);
      scoreRows(own).cells.forEach((cell, at) => {
        const [ratio = 0] = RATIOS[at] ?? [];
        const goal = GOALS[`${kind} ${pilots}`]?.[at];
        const met = goal === undefined ? "" : `${goal.toFixed(2)} ${cell.relative <= goal ? "met" : "missed"}`;
        bands.cells += 1;
        const held = /** @type {const} */ (["in95", "in80"]).map((band) => {
          const [low, high] = BANDS[band];
          const [share, error] = [Number(cell[band].toFixed(2)), cell.errors[band]];
          const off = share < low ? low - share : Math.max(share - high, 0);
          // Below three groups nothing is known of the error.
          const inside = off === 0 || off <= error;
          bands[band].strictly += Number(off === 0);
          bands[band].within += Number(inside);
          const side = Number.isNaN(error) ? " error unknown" : share < low ? " narrow" : " wide";
          const word = off === 0 ? "" : inside ? " within the error" : side;
          return `${share.toFixed(2)} ± ${Number.isNaN(error) ? "?" : error.toFixed(2)}${word}`;
        });
        const there = own.filter((row) => row.ratio === ratio);
        const counts = [cell.groups, new Set(there.map(({ id }) => id)).size, there.length];
        console.log(
          `| ${kind} | ${pilots} | ${ratio}x | ${cell.relative.toFixed(3)} | ${met} | ${held.join(" | ")} | ${counts.join(" | ")} |`,
        );
      });
    }
  const said = /** @type {const} */ (["in95", "in80"]).map(
    (band) =>
      `${bands[band].strictly} cells for ${band.slice(2)} % (${bands[band].within} within the Monte-Carlo error)`,
  );
  console.log(`\nIn the band: ${said.join(", ")}, of ${bands.cells}.`);
  console.log("\nOver all targets alike, by whether the pilots clearly improve\n");
  console.log("| kind | pilots | progress | targets | in 95 % | better than said | worse | in 80 % |");
  console.log("|---|---|---|---|---|---|---|---|");
  for (const kind of kinds)
    for (const pilots of PILOTS)
      for (const clear of [true, false]) {
        const own = mixture.filter((row) => row.kind === kind && row.pilots === pilots && row.clear === clear);
        /** @param {(row: (typeof own)[number]) => number} of */
        const share = (of) => (own.reduce((sum, row) => sum + of(row), 0) / own.length).toFixed(2);
        if (own.length === 0) continue;
        console.log(
          `| ${kind} | ${pilots} | ${clear ? "clear" : "none"} | ${own.length} | ${share((row) => row.in95)} | ${share((row) => Number(row.in95 === 0 && row.below < 0.5))} | ${share((row) => Number(row.in95 === 0 && row.below > 0.5))} | ${share((row) => row.in80)} |`,
        );
      }
  console.log(
    "\nThe mixture by source left out\n\n| source | pilots | relative MAE | cov95 | cov80 |\n|---|---|---|---|---|",
  );
  for (const source of sources)
    for (const pilots of PILOTS) {
      const own = mixture.filter((row) => row.source === source && row.pilots === pilots);
      if (own.length === 0) continue;
      const { relative, in95, in80 } = scoreRows(own);
      console.log(`| ${source} | ${pilots} | ${relative} | ${in95} | ${in80} |`);
    }
}

/** @param {WindowedTask} one @param {Float64Array} logs @returns {Scored[]} */
function rowsOf(one, logs) {
  const { task, kind, set, pilots, unit, last } = one;
  const { curve, weight } = task;
  const { limit, ...gaps } = gapsOf(task);
  const place = {
    kind,
    set,
    pilots,
    source: curve.source,
    id: curve.id,
    group: curve.group,
    weight,
    noise: noiseOf(task),
    clear: clearlyImproves(task),
  };
  const mixture = one.targets.map((target, at) => {
    const forecast = mixtureOf(one, at, logs);
    const [median = 0] = quantiles(forecast, [0.5]);
    return { median: Math.min(Math.max(median * unit, 0), limit), below: shareBelow(forecast, target.gap) };
  });
  const peers = METHODS.filter(([, fewest]) => pilots >= fewest).map(([method, , forecast]) => ({
    method,
    forecasts: held(forecast({ ...gaps, limit }), limit),
  }));
  return task.targets.flatMap(({ ratio, value }, at) => {
    const gap = gapOf(curve, value);
    const error = { ratio, last: Math.abs(last - gap) };
    const { median, below } = mixture[at] ?? { median: NaN, below: NaN };
    return [
      { ...place, ...error, method: MIXTURE, error: Math.abs(median - gap), below, in95: NaN, in80: NaN },
      ...peers.map(({ method, forecasts }) => {
        const {
          median: middle,
          low80 = NaN,
          high80 = NaN,
          low95 = NaN,
          high95 = NaN,
        } = forecasts[at] ?? { median: NaN };
        const [in95, in80] = [
          [low95, high95],
          [low80, high80],
        ].map(([low = NaN, high = NaN]) => (Number.isNaN(low) ? NaN : Number(low <= gap && gap <= high)));
        return {
          ...place,
          ...error,
          method,
          error: Math.abs(middle - gap),
          below: NaN,
          in95: in95 ?? NaN,
          in80: in80 ?? NaN,
        };
      }),
    ];
  });
}

/** The forecast of a target, of all windows in even parts, in the unit of all pilots. @param {WindowedTask} task @param {number} at @param {Float64Array} logs */
function mixtureOf({ windows, unit }, at, logs) {
  return joined(
    windows.map((window) => scaled(windowMixture(window, at, logs), window.unit / unit, 1 / windows.length)),
  );
}

/** The forecast of one window as a mixture of the cells, sorted by offset. @param {CellTask} task @param {number} at @param {Float64Array} logs */
function windowMixture({ share, logLikelihood, offset, targets }, at, logs) {
  const [soft, prior] = [new Float64Array(cells.length), new Float64Array(cells.length)];
  priorInto(logs, share, soft, prior);
  const weights = prior.map((own, cell) => own * Math.exp(logLikelihood[cell] ?? 0));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const order = Array.from(cells.keys())
    .filter((cell) => (weights[cell] ?? 0) > 1e-6 * all)
    .toSorted((a, b) => (offset[a] ?? 0) - (offset[b] ?? 0));
  const kept = order.reduce((sum, cell) => sum + (weights[cell] ?? 0), 0);
  const target = targets[at];
  /** @param {(cell: number) => number} of */
  const column = (of) => Float64Array.from(order, of);
  return {
    weight: column((cell) => (weights[cell] ?? 0) / kept),
    mean: column((cell) => target?.mean[cell] ?? 0),
    sd: column((cell) => target?.sd[cell] ?? 1),
    offset: column((cell) => offset[cell] ?? 0),
  };
}
