// @ts-check
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { joined, quantiles, scaled, shareBelow } from "../dist/curve/mixture/mixture.js";
import { cells } from "../dist/curve/mixture/prior.js";
import { windowStarts } from "../dist/curve/mixture/windows.js";
import { chooseReaches, endsAt } from "./curvesEnds.mjs";
import { FORECAST, printScores, rowsOf } from "./curvesScore.mjs";
import { gapOf, groupedBy, readCurves, tasksOf } from "./curvesTasks.mjs";
import { cellTask } from "./priorTasks.mjs";
import { learn, priorInto } from "./priorTraining.mjs";

/**
 * Scores the curve on sources that it was not learned from: the weights of the cells are learned from all other sources, and so is how
 * far out the ends of its intervals are read: `npm run bench:curves` (an hour on two busy cores). With `--learn` it also writes the weights and the
 * reaches that ship, learned from everything.
 * @typedef {import("./priorTasks.mjs").CellTask} CellTask
 * @typedef {CellTask & { kind: string, learned: boolean, emphasis: number, windows: CellTask[] }} WindowedTask
 */

const PILOTS = [2, 3, 4, 5, 6];

/** What is to be reached on sources left out: relative MAE at 2x/4x/8x. @type {Readonly<Record<string, Readonly<Record<number, readonly number[]>>>>} */
const GOALS = {
  "language models": { 2: [0.62, 0.52, 0.44], 3: [0.5, 0.45, 0.42], 4: [0.5, 0.43, 0.36] },
  first: { 3: [0.46, 0.44, 0.36], 4: [0.42, 0.34, 0.27] },
};

/**
 * Of the curves of other models than language models every third one is learned from, and it weighs less: users tune language models, and
 * learned from these alone the forecast of them is better, that of the others worse than the goals allow.
 */
const THINNED = 3;
const OTHERS = 0.3;

/** Sources of so few curves or fewer are left out together, in two lots; of the others two at a time. */
const FEW = 8;

const folders = [
  { kind: "first", folder: join(dataFolder, "curves") },
  { kind: "language models", folder: join(dataFolder, "curves-llm") },
  { kind: "language models", folder: new URL("curves", import.meta.url).pathname },
  { kind: "language models", folder: new URL("unseen", import.meta.url).pathname },
].filter(({ folder }) => existsSync(folder));

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
const tasks = folders.flatMap(({ kind, folder }) =>
  readCurves(folder).flatMap((curve, i) =>
    PILOTS.flatMap((pilots) =>
      tasksOf(curve, pilots).map((task) => {
        const own = kind === "language models" || task.curve.group.startsWith("FT-");
        return { kind, learned: own || i % THINNED === 0, emphasis: own ? 1 : OTHERS, ...windowed(task, pilots) };
      }),
    ),
  ),
);
const sourceOf = (/** @type {WindowedTask} */ { task }) => task.curve.source;
const curvesBySource = [...groupedBy(tasks, sourceOf)].map(
  ([source, own]) => /** @type {const} */ ([source, new Set(own.map(({ task }) => task.curve.id)).size]),
);
const few = curvesBySource.flatMap(([source, curves]) => (curves <= FEW ? [source] : []));
const many = curvesBySource.flatMap(([source, curves]) => (curves > FEW ? [source] : []));
const folds = [
  ...Array.from({ length: Math.ceil(many.length / 2) }, (_, i) => many.slice(2 * i, 2 * i + 2)),
  ...[0, 1].map((lot) => few.filter((_, i) => i % 2 === lot)),
].filter((fold) => fold.length > 0);

const learnsAll = process.argv.includes("--learn");
if (learnsAll) writePrior(learn(tasks.filter(({ learned }) => learned)));
console.log(
  `${curvesBySource.reduce((sum, [, curves]) => sum + curves, 0)} curves of ${curvesBySource.length} sources left out\n`,
);
const rows = folds.flatMap((fold) => {
  const logs = learn(tasks.filter((one) => one.learned && !fold.includes(sourceOf(one))));
  return tasks
    .filter((one) => fold.includes(sourceOf(one)))
    .flatMap((one) =>
      rowsOf(one.task, one.pilots, (at) => forecastOf(one, at, logs)).map((row) => ({ ...row, kind: one.kind })),
    );
});
const measured = rows.filter(({ kind, method }) => kind === "language models" && method === FORECAST);
for (const [source] of curvesBySource) {
  const reaches = chooseReaches(measured.filter((row) => row.source !== source));
  for (const row of rows.filter((one) => one.source === source && one.method === FORECAST)) {
    const { low95, low80, high80, high95 } = endsAt(reaches, row);
    row.in80 = Number(row.below >= low80 && row.below <= high80);
    row.in95 = Number(row.below >= low95 && row.below <= high95);
  }
}
for (const [kind, goals] of Object.entries(GOALS)) {
  console.log(`\n## ${kind}\n`);
  printScores(
    rows.filter((row) => row.kind === kind),
    goals,
  );
}
if (learnsAll)
  writeFileSync(
    new URL("../src/curve/data/reaches.json", import.meta.url),
    `${JSON.stringify(chooseReaches(measured), null, 2)}\n`,
  );

/** The forecast of a target, of all windows in even parts. @param {WindowedTask} one @param {number} at @param {Float64Array} logs */
function forecastOf({ windows, unit, targets, task }, at, logs) {
  const mixture = joined(
    windows.map((window) => scaled(windowMixture(window, at, logs), window.unit / unit, 1 / windows.length)),
  );
  const [median = 0] = quantiles(mixture, [0.5]);
  const { upper, lower } = task.curve;
  const limit = upper === null ? Infinity : upper - (lower ?? 0);
  return {
    median: Math.min(Math.max(median * unit, 0), limit),
    below: shareBelow(mixture, targets[at]?.gap ?? 0),
  };
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

/** Writes the weights that ship. @param {Float64Array} logs */
function writePrior(logs) {
  const count = cells.length;
  const top = logs.subarray(0, count).reduce((most, log) => Math.max(most, log), -Infinity);
  const parts = [0, 1, 2].map((part) => logs.subarray(part * count, (part + 1) * count));
  const lines = cells.map(({ family, number }, cell) =>
    JSON.stringify([
      family,
      number,
      ...parts.map((part, i) => Math.round(100 * ((part[cell] ?? 0) - (i === 0 ? top : 0)))),
    ]),
  );
  writeFileSync(
    new URL("../src/curve/data/learnedPrior.json", import.meta.url),
    `{\n  "columns": ["family", "cell", "base", "open", "perDoubling"],\n  "cells": [\n    ${lines.join(",\n    ")}\n  ]\n}\n`,
  );
}
