// @ts-check
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fitCurve } from "@tunecast/estimator/curve";
import { standsStill } from "../dist/curve/pilots/sizes.js";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { chooseReaches, endsAt } from "./curvesEnds.mjs";
import { printScores, rowsOf } from "./curvesScore.mjs";
import { gapOf, groupedBy, readCurves, tasksOf } from "./curvesTasks.mjs";
import { forecaster, learn, questionOf } from "./priorLearning.mjs";

/**
 * Scores the curve, `npm run bench:curves`: without a folder on sources that are left out, by the priors in `leftOut.json`, each of which
 * was learned without its sources; `-- DIR` as it ships on a folder of curves; `-- --learn` learns all priors anew, the one that ships
 * too (half an hour of a core).
 */

const PILOTS = [2, 3, 4, 5, 6];

/** What is to be reached on sources left out: relative MAE at 2x/4x/8x. @type {Readonly<Record<string, Readonly<Record<number, readonly number[]>>>>} */
const GOALS = {
  "language models": { 2: [0.62, 0.52, 0.44], 3: [0.5, 0.45, 0.42], 4: [0.5, 0.43, 0.36] },
  first: { 3: [0.46, 0.44, 0.36], 4: [0.42, 0.34, 0.27] },
};

/** Most curves of a group that are learned from, and most pilots: more have few sources. */
const MOST_CURVES = 40;
const MOST_PILOTS = 4;

/** Lots of sources that are left out together. */
const LOTS = 7;

const folder = process.argv.slice(2).find((word) => !word.startsWith("--"));
if (folder === undefined) leftOut();
else
  printScores(
    readCurves(folder).flatMap((curve) =>
      PILOTS.flatMap((count) => tasksOf(curve, count).flatMap((task) => rowsOf(task, count, shipped(task)))),
    ),
  );

/** The curve as it ships. @param {import("./curvesTasks.mjs").Task} task */
function shipped({ curve, pilots, targets }) {
  const { direction, lower, upper } = curve;
  const fitted = fitCurve(
    pilots.map(({ n, value, se }) => ({ n, value, ...(se !== null && { se }) })),
    { direction, lower, upper, unit: "other" },
  );
  if (!fitted.ok) throw new Error(`${curve.id}: ${JSON.stringify(fitted.problem)}`);
  const { value: fit } = fitted;
  return (/** @type {number} */ at) => {
    const { n, value } = targets[at] ?? { n: 1, value: 0 };
    const { median, low80, high80, low95, high95 } = fit.predict(n);
    return {
      median: gapOf(curve, median),
      in80: Number(low80 <= value && value <= high80),
      in95: Number(low95 <= value && value <= high95),
    };
  };
}

function leftOut() {
  const own = (/** @type {string} */ name) => ["language models", new URL(name, import.meta.url).pathname];
  const folders = [
    ["first", join(dataFolder, "curves")],
    ["language models", join(dataFolder, "curves-llm")],
    own("curves"),
    own("unseen"),
  ];
  const questions = folders.flatMap(([kind = "", path = ""]) => {
    if (!existsSync(path)) return [];
    return [...groupedBy(readCurves(path), ({ group }) => group).values()].flatMap((curves) =>
      curves.flatMap((curve, place) =>
        PILOTS.flatMap((pilots) =>
          tasksOf(curve, pilots).map((task) => ({
            kind,
            learned: place % Math.ceil(curves.length / MOST_CURVES) === 0 && pilots <= MOST_PILOTS,
            source: curve.source,
            ...questionOf(task, pilots),
          })),
        ),
      ),
    );
  });
  /** Curves by source, the fewest first, dealt into the lots. */
  const sources = [...groupedBy(questions, ({ source }) => source)]
    .map(([source, asked]) => /** @type {const} */ ([source, new Set(asked.map(({ task }) => task.curve.id)).size]))
    .toSorted(([a, many], [b, more]) => many - more || (a < b ? -1 : 1))
    .map(([source]) => source);
  const lots = Array.from({ length: LOTS }, (_, lot) => sources.filter((_source, at) => at % LOTS === lot));
  const without = (/** @type {readonly string[]} */ lot) =>
    learn(questions.filter((one) => one.learned && !lot.includes(one.source)));
  const isLearning = process.argv.includes("--learn");
  const file = new URL("leftOut.json", import.meta.url);
  /** @type {import("./priorLearning.mjs").Prior[]} */
  const priors = isLearning ? lots.map(without) : JSON.parse(readFileSync(file, "utf8"));
  const rows = lots.flatMap((lot, at) => {
    const prior = priors[at];
    if (prior === undefined) throw new Error("A lot has no prior.");
    return questions
      .filter((one) => lot.includes(one.source))
      .flatMap((one) =>
        rowsOf(one.task, one.pilots, forecaster(one, prior)).map((row) => ({
          ...row,
          kind: one.kind,
          still: standsStill(one.sizes),
        })),
      );
  });
  const measured = rows.filter(({ kind, below }) => kind === "language models" && !Number.isNaN(below));
  for (const source of sources) {
    const reaches = chooseReaches(measured.filter((row) => row.source !== source));
    for (const row of rows.filter((one) => one.source === source)) {
      const { low95, low80, high80, high95 } = endsAt(reaches, row);
      row.in80 = Number(row.below >= low80 && row.below <= high80);
      row.in95 = Number(row.below >= low95 && row.below <= high95);
    }
  }
  const curves = new Set(questions.map(({ task }) => task.curve)).size;
  console.log(`${curves} curves of ${sources.length} sources, in ${LOTS} lots that are left out in turn`);
  for (const [kind, goals] of Object.entries(GOALS)) {
    console.log(`\n## ${kind}\n`);
    printScores(
      rows.filter((row) => row.kind === kind),
      goals,
    );
  }
  if (!isLearning) return;
  const write = (/** @type {URL} */ to, /** @type {unknown} */ data) =>
    writeFileSync(to, `${JSON.stringify(data, null, 2)}\n`);
  write(file, priors);
  write(new URL("../src/curve/data/prior.json", import.meta.url), without([]));
  write(new URL("../src/curve/data/reaches.json", import.meta.url), chooseReaches(measured));
}
