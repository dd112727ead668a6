// @ts-check
import { readFileSync } from "node:fs";
import { gapMixture, posterior } from "../dist/curve/mixture/posterior.js";
import { quantiles, shareAndDensity } from "../dist/curve/mixture/mixture.js";
import { readSizes } from "../dist/curve/pilots/sizes.js";
import { tableRecords } from "../dist/curve/pilots/records.js";
import { seeded } from "../dist/curve/scores/random.js";
import { gapOf } from "./curvesTasks.mjs";

/**
 * Learns the prior of curves: a handful of figures, changed by chance one to three at a time and kept where the forecasts are off by
 * less. Deterministic.
 * @typedef {import("../src/curve/mixture/prior.ts").Prior} Prior
 * @typedef {{ kind: string, task: import("./curvesTasks.mjs").Task, pilots: number, sizes: import("../src/curve/pilots/sizes.ts").Sizes }} Question
 */

/** The figures of a prior: where they start, the size of a step (0: not learned), and how they move. */
const FIGURES = (
  tableRecords(readFileSync(new URL("priorFigures.csv", import.meta.url), "utf8"), ["figure"]) ?? []
).map(({ kind = "", figure = "", start, step, moves = "" }) => ({
  kind,
  figure,
  start: Number(start),
  step: Number(step),
  moves,
}));

/** How a figure moves by a step: as a logarithm, as itself, or as a share between 0.05 and 0.95. @type {Readonly<Record<string, (now: number, shift: number) => number>>} */
const MOVES = {
  log: (now, shift) => now * Math.exp(shift),
  plain: (now, shift) => now + shift,
  share: (now, shift) => Math.min(Math.max(now + shift, 0.05), 0.95),
};

/** @param {readonly number[]} values in the order of the figures @returns {Prior} */
function priorOf(values) {
  /** @type {Record<string, Record<string, number>>} */
  const read = {};
  for (const [at, { kind, figure, start }] of FIGURES.entries()) (read[kind] ??= {})[figure] = values[at] ?? start;
  const { scatter, items, ...kinds } = read;
  const none = { fall: 0, fallSd: 0, damping: 0, walk: 0, floor: 0, weight: 0, open: 0, perDoubling: 0 };
  return {
    kinds: Object.entries(kinds).map(([name, own]) => ({ name, straight: name === "doubling rule", ...none, ...own })),
    scatter: { middle: 0, spread: 1, open: 0, ...scatter },
    items: items?.["items"] ?? 0,
  };
}

const ROUNDS = 500;

/** How much a figure that has moved by its step costs: what curves hardly tell stays where it started. */
const PULL = 0.002;

/** Curves of other models than language models count half: users tune language models. */
const OTHERS = 0.5;

/** Weight of a cell by its pilots: those of more have fewer sources. A cell of fewer groups than five counts less. @type {Readonly<Record<number, number>>} */
const WEIGHTS = { 2: 1, 3: 1.2, 4: 1 };
const GROUPS = 5;

/** No group counts as forecast better than this: its targets are all but exact. */
const LEAST_ERROR = 0.05;

/** What the surprise at a target counts beside the error of its median: intervals are to be as wide as curves differ. */
const SURPRISE = 0.1;
const MOST_SURPRISE = 4;

/** Least gap whose logarithm counts, in mean gaps of the pilots. */
const LEAST_GAP = 1e-3;

/** A task as the product reads it. @param {import("./curvesTasks.mjs").Task} task @param {number} pilots */
export function questionOf(task, pilots) {
  const { direction, lower, upper, id } = task.curve;
  const read = readSizes(
    task.pilots.map(({ n, value, se }) => ({ n, value, ...(se !== null && { se }) })),
    { direction, lower, upper, unit: "other" },
  );
  if (!read.ok) throw new Error(`${id}: ${read.problem.kind}`);
  return { task, pilots, sizes: read.value };
}

/** The forecast of a target: the median as a gap, how much of the distribution lies below the true one, and how improbable that is. @param {Omit<Question, "kind">} question @param {Prior} prior */
export function forecaster({ task, sizes }, prior) {
  const given = posterior(sizes, prior);
  const { upper, lower } = task.curve;
  const limit = upper === null ? Infinity : upper - (lower ?? 0);
  return (/** @type {number} */ at) => {
    const { n, value } = task.targets[at] ?? { n: 1, value: 0 };
    const mixture = gapMixture(given, Math.log2(n / sizes.nMax), true);
    const [median = 0] = quantiles(mixture, [0.5]);
    const gap = Math.max(gapOf(task.curve, value) / sizes.unit, LEAST_GAP);
    const { share, density } = shareAndDensity(mixture, gap);
    return {
      median: Math.min(Math.max(median * sizes.unit, 0), limit),
      below: share,
      surprise: Math.min(-Math.log(density * gap), MOST_SURPRISE),
    };
  };
}

/** Mean logarithm of the relative error, and the surprise, over the cells and the groups in them. @param {readonly Question[]} questions @param {Prior} prior */
function errorOf(questions, prior) {
  /** @type {Map<string, Map<string, { pilots: number, off: number, last: number, surprise: number, weight: number }>>} */
  const cells = new Map();
  for (const question of questions) {
    const { task, pilots } = question;
    const forecast = forecaster(question, prior);
    const last = gapOf(task.curve, task.pilots.at(-1)?.value ?? 0);
    for (const [at, { ratio, value }] of task.targets.entries()) {
      const cell = cells.get(`${pilots} ${ratio}`) ?? new Map();
      cells.set(`${pilots} ${ratio}`, cell);
      const sum = cell.get(task.curve.group) ?? { pilots, off: 0, last: 0, surprise: 0, weight: 0 };
      cell.set(task.curve.group, sum);
      const gap = gapOf(task.curve, value);
      const { median, surprise } = forecast(at);
      sum.off += task.weight * Math.abs(median - gap);
      sum.surprise += task.weight * surprise;
      sum.weight += task.weight;
      sum.last += task.weight * Math.abs(last - gap);
    }
  }
  let [total, weights] = [0, 0];
  for (const cell of cells.values()) {
    const groups = [...cell.values()].filter(({ last }) => last > 0);
    const weight = (WEIGHTS[groups[0]?.pilots ?? 2] ?? 0) * Math.min(1, groups.length / GROUPS);
    for (const { off, last, surprise, weight: own } of groups)
      total += (weight / groups.length) * (Math.log(Math.max(off / last, LEAST_ERROR)) + (SURPRISE * surprise) / own);
    weights += weight;
  }
  return weights === 0 ? 0 : total / weights;
}

/** @param {readonly Question[]} questions @returns {Prior} */
export function learn(questions) {
  const [own = [], others = []] = [true, false].map((isOwn) =>
    questions.filter(({ kind }) => (kind === "language models") === isOwn),
  );
  const random = seeded(20_261_128);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  /** @param {readonly number[]} values */
  const lossOf = (values) => {
    const moved = FIGURES.reduce((sum, { start, step, moves: how }, at) => {
      const now = values[at] ?? start;
      return step === 0 ? sum : sum + ((how === "log" ? Math.log(now / start) : now - start) / step) ** 2;
    }, 0);
    const prior = priorOf(values);
    return errorOf(own, prior) + OTHERS * errorOf(others, prior) + PULL * moved;
  };
  let best = FIGURES.map(({ start }) => start);
  let least = lossOf(best);
  /** @type {readonly (readonly [at: number, shift: number])[]} */
  let moves = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // What was better is tried once more the same way.
    if (moves.length === 0)
      moves = Array.from({ length: 1 + Number(random() < 0.6) + Number(random() < 0.3) }, () => {
        const at = Math.floor(random() * FIGURES.length);
        return [at, normal() * (FIGURES[at]?.step ?? 0) * (random() < 0.5 ? 0.3 : 1)];
      });
    const tried = [...best];
    for (const [at, shift] of moves)
      tried[at] = Number(MOVES[FIGURES[at]?.moves ?? ""]?.(tried[at] ?? 0, shift).toPrecision(3));
    const found = lossOf(tried);
    if (found < least) [best, least] = [tried, found];
    else moves = [];
  }
  return priorOf(best);
}
