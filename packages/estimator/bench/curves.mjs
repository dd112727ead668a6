// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fitCurve } from "@tunecast/estimator/curve";
import { endsBy } from "../dist/curve/mixture/levels.js";
import { quantiles, shareBelow } from "../dist/curve/mixture/mixture.js";
import { gapMixture, posterior } from "../dist/curve/mixture/posterior.js";
import { readSizes, standsStill } from "../dist/curve/pilots/sizes.js";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { printScores, rowsOf } from "./curvesScore.mjs";
import { gapOf, groupedBy, readCurves, tasksOf } from "./curvesTasks.mjs";

/**
 * Scores the curve, `npm run bench:curves`: without a folder on sources that are left out, by the priors and reaches of `leftOut.json`,
 * which were learned without them; `-- DIR` as it ships on a folder of curves.
 * @typedef {import("./curvesTasks.mjs").Task} Task
 * @typedef {import("../src/curve/mixture/prior.ts").Prior} Prior
 * @typedef {import("../src/curve/mixture/levels.ts").Reaches} Reaches
 */

const PILOTS = [2, 3, 4, 5, 6];

/** What is to be reached on sources left out: relative MAE at 2x/4x/8x. @type {Readonly<Record<string, Readonly<Record<number, readonly number[]>>>>} */
const GOALS = {
  "language models": { 2: [0.62, 0.52, 0.44], 3: [0.5, 0.45, 0.42], 4: [0.5, 0.43, 0.36] },
  first: { 3: [0.46, 0.44, 0.36], 4: [0.42, 0.34, 0.27] },
};

/** A target's gap is read no nearer to 0, in mean gaps of the pilots. */
const LEAST_GAP = 1e-3;

const [folder] = process.argv.slice(2);
if (folder === undefined) leftOut();
else printScores(tasksIn(folder).flatMap(({ task, count }) => rowsOf(task, count, shipped(task))));

/** Every task of a folder of curves. @param {string} path @returns {{ task: Task, count: number }[]} */
function tasksIn(path) {
  return readCurves(path).flatMap((curve) =>
    PILOTS.flatMap((count) => tasksOf(curve, count).map((task) => ({ task, count }))),
  );
}

/** The pilots of a task and how they are read. @param {Task} task */
function asked({ curve: { direction, lower, upper }, pilots }) {
  const given = pilots.map(({ n, value, se }) => ({ n, value, ...(se !== null && { se }) }));
  return /** @type {const} */ ([given, { direction, lower, upper, unit: "other" }]);
}

/** The curve as it ships. @param {Task} task */
function shipped(task) {
  const { curve, targets } = task;
  const fitted = fitCurve(...asked(task));
  if (!fitted.ok) throw new Error(`${curve.id}: ${JSON.stringify(fitted.problem)}`);
  return (/** @type {number} */ at) => {
    const { n, value } = targets[at] ?? { n: 1, value: 0 };
    const { median, low80, high80, low95, high95 } = fitted.value.predict(n);
    return {
      median: gapOf(curve, median),
      in80: Number(low80 <= value && value <= high80),
      in95: Number(low95 <= value && value <= high95),
    };
  };
}

/** The forecast by another prior, its intervals by other reaches. @param {Task} task @param {number} count @param {Prior} prior @param {Reaches} reaches */
function forecaster(task, count, prior, reaches) {
  const { curve, targets } = task;
  const read = readSizes(...asked(task));
  if (!read.ok) throw new Error(`${curve.id}: ${read.problem.kind}`);
  const sizes = read.value;
  const given = posterior(sizes, prior);
  const limit = curve.upper === null ? Infinity : curve.upper - (curve.lower ?? 0);
  return (/** @type {number} */ at) => {
    const { ratio, n, value } = targets[at] ?? { ratio: 2, n: 1, value: 0 };
    const mixture = gapMixture(given, Math.log2(n / sizes.nMax), true);
    const [median = 0] = quantiles(mixture, [0.5]);
    const below = shareBelow(mixture, Math.max(gapOf(curve, value) / sizes.unit, LEAST_GAP));
    const still = standsStill(sizes);
    const ends = endsBy(reaches, { sizes: count, still, counted: false }, Math.log2(ratio));
    return {
      median: Math.min(Math.max(median * sizes.unit, 0), limit),
      in80: Number(below >= ends.low80 && below <= ends.high80),
      in95: Number(below >= ends.low95 && below <= ends.high95),
    };
  };
}

function leftOut() {
  const folders = [
    ["first", join(dataFolder, "curves")],
    ["language models", join(dataFolder, "curves-llm")],
    ["language models", new URL("curves", import.meta.url).pathname],
    ["language models", new URL("unseen", import.meta.url).pathname],
  ];
  const tasks = folders.flatMap(([kind = "", path = ""]) =>
    existsSync(path) ? tasksIn(path).map((one) => ({ kind, ...one })) : [],
  );
  /** @type {{ priors: readonly Prior[], reaches: Readonly<Record<string, Reaches>> }} */
  const { priors, reaches } = JSON.parse(readFileSync(new URL("leftOut.json", import.meta.url), "utf8"));
  /** Sources by curves, the fewest first, were dealt into as many lots as there are priors. */
  const sources = [...groupedBy(tasks, ({ task }) => task.curve.source)]
    .map(([source, own]) => /** @type {const} */ ([source, new Set(own.map(({ task }) => task.curve.id)).size]))
    .toSorted(([a, many], [b, more]) => many - more || (a < b ? -1 : 1))
    .map(([source]) => source);
  const rows = tasks.flatMap(({ kind, task, count }) => {
    const { source } = task.curve;
    const [prior, reach] = [priors[sources.indexOf(source) % priors.length], reaches[source]];
    if (prior === undefined || reach === undefined) throw new Error(`Nothing was learned without ${source}.`);
    return rowsOf(task, count, forecaster(task, count, prior, reach)).map((row) => ({ ...row, kind }));
  });
  const curves = new Set(tasks.map(({ task }) => task.curve)).size;
  console.log(`${curves} curves of ${sources.length} sources, in ${priors.length} lots that are left out in turn`);
  for (const [kind, goals] of Object.entries(GOALS)) {
    console.log(`\n## ${kind}\n`);
    printScores(
      rows.filter((row) => row.kind === kind),
      goals,
    );
  }
}
