// @ts-check
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { chooseReaches, endsAt } from "./curvesEnds.mjs";
import { FORECAST, printScores, rowsOf } from "./curvesScore.mjs";
import { groupedBy, readCurves, tasksOf } from "./curvesTasks.mjs";
import { forecaster, learn, questionOf } from "./priorLearning.mjs";

/**
 * Scores the curve on sources that it was not learned from: the prior is learned from all other sources, and so is how far out the ends
 * of its intervals are read: `npm run bench:curves` (half an hour of a core). With `--learn` it also writes the prior and the reaches that ship, learned from everything.
 */

const PILOTS = [2, 3, 4, 5, 6];

/** What is to be reached on sources left out: relative MAE at 2x/4x/8x. @type {Readonly<Record<string, Readonly<Record<number, readonly number[]>>>>} */
const GOALS = {
  "language models": { 2: [0.62, 0.52, 0.44], 3: [0.5, 0.45, 0.42], 4: [0.5, 0.43, 0.36] },
  first: { 3: [0.46, 0.44, 0.36], 4: [0.42, 0.34, 0.27] },
};

/** Of the many curves of these groups every so manieth is learned from. @type {Readonly<Record<string, number>>} */
const THINNED = { tabular: 8, "FT-loss": 3 };

/** Learned from are curves with so many pilots or fewer: more have few sources. */
const MOST_PILOTS = 4;

/** Lots of sources that are left out together. */
const LOTS = 7;

const folders = [
  { kind: "first", folder: join(dataFolder, "curves") },
  { kind: "language models", folder: join(dataFolder, "curves-llm") },
  { kind: "language models", folder: new URL("curves", import.meta.url).pathname },
  { kind: "language models", folder: new URL("unseen", import.meta.url).pathname },
].filter(({ folder }) => existsSync(folder));

const questions = folders.flatMap(({ kind, folder }) => {
  /** @type {Map<string, number>} */
  const met = new Map();
  return readCurves(folder).flatMap((curve) => {
    const place = met.get(curve.group) ?? 0;
    met.set(curve.group, place + 1);
    const kept = place % (THINNED[curve.group] ?? 1) === 0;
    return PILOTS.flatMap((pilots) =>
      tasksOf(curve, pilots).map((task) => ({
        kind,
        learned: kept && pilots <= MOST_PILOTS,
        source: curve.source,
        ...questionOf(task, pilots),
      })),
    );
  });
});
const curvesBySource = [...groupedBy(questions, ({ source }) => source)]
  .map(([source, own]) => /** @type {const} */ ([source, new Set(own.map(({ task }) => task.curve.id)).size]))
  .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
/** @param {readonly string[]} without */
const learnedWithout = (without) => {
  const [own = [], others = []] = [true, false].map((isOwn) =>
    questions.filter(
      (one) => one.learned && (one.kind === "language models") === isOwn && !without.includes(one.source),
    ),
  );
  return learn(own, others);
};

const learnsAll = process.argv.includes("--learn");
if (learnsAll) writeData("prior", learnedWithout([]));
console.log(
  `${curvesBySource.reduce((sum, [, curves]) => sum + curves, 0)} curves of ${curvesBySource.length} sources left out\n`,
);
const rows = Array.from({ length: LOTS }, (_, lot) => {
  const fold = curvesBySource.flatMap(([source], i) => (i % LOTS === lot ? [source] : []));
  const prior = learnedWithout(fold);
  return questions
    .filter((one) => fold.includes(one.source))
    .flatMap((one) => rowsOf(one.task, one.pilots, forecaster(one, prior)).map((row) => ({ ...row, kind: one.kind })));
}).flat();
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
if (learnsAll) writeData("reaches", chooseReaches(measured));

/** Writes data that ship. @param {string} name @param {unknown} data */
function writeData(name, data) {
  writeFileSync(new URL(`../src/curve/data/${name}.json`, import.meta.url), `${JSON.stringify(data, null, 2)}\n`);
}
