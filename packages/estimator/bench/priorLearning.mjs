// @ts-check
import { gapMixture, posterior } from "../dist/curve/mixture/posterior.js";
import { quantiles, shareAndDensity } from "../dist/curve/mixture/mixture.js";
import { readSizes } from "../dist/curve/pilots/sizes.js";
import { seeded } from "../dist/curve/scores/random.js";
import { gapOf } from "./curvesTasks.mjs";

/**
 * Learns the prior of curves: a handful of figures, changed by chance one to three at a time and kept where the forecasts are off by
 * less. Deterministic.
 * @typedef {import("../src/curve/mixture/prior.ts").Prior} Prior
 * @typedef {{ kind: string, task: import("./curvesTasks.mjs").Task, pilots: number, sizes: import("../src/curve/pilots/sizes.ts").Sizes }} Question
 */

/** How a figure moves by a step: as a logarithm, as itself, or as a share between 0.05 and 0.95. @type {Readonly<Record<string, (now: number, shift: number) => number>>} */
const MOVES = {
  log: (now, shift) => now * Math.exp(shift),
  plain: (now, shift) => now + shift,
  share: (now, shift) => Math.min(Math.max(now + shift, 0.05), 0.95),
};

/** What is learned: where a figure starts, the size of a step, and how it moves. A kind that sets in late or jumps is too rare to be learned in full. */
const KINDS = /** @type {const} */ ({
  "power law": {
    fall: [0.12, 0.5, "log"],
    fallSd: [0.12, 0.5, "log"],
    walk: [0.1, 0.5, "log"],
    damping: [0, 0.2, "plain"],
  },
  "levels out": {
    fall: [0.3, 0.5, "log"],
    fallSd: [0.3, 0.5, "log"],
    walk: [0.06, 0.5, "log"],
    floor: [0.5, 0.15, "share"],
    weight: [-0.7, 0.6, "plain"],
  },
  plateau: {
    fall: [0.02, 0.5, "log"],
    fallSd: [0.04, 0.5, "log"],
    walk: [0.02, 0.5, "log"],
    weight: [-1, 0.6, "plain"],
  },
  "sets in": { fall: [0.3], fallSd: [0.3], walk: [0.5], weight: [-3, 0.6, "plain"] },
  "doubling rule": {
    fall: [0.1, 0.5, "log"],
    fallSd: [0.1, 0.5, "log"],
    walk: [0.03, 0.5, "log"],
    weight: [-1.5, 0.6, "plain"],
  },
});
/** Of the weight of every kind but the first: on a scale with an open end, and per doubling of the gap's share of the scale. */
const WEIGHTED = /** @type {const} */ ({ open: [0, 0.6, "plain"], perDoubling: [0, 0.3, "plain"] });
const SCATTER = /** @type {const} */ ({
  middle: [0.015, 0.6, "log"],
  spread: [1, 0.3, "log"],
  open: [-0.5, 0.5, "plain"],
});
const ITEMS = /** @type {const} */ ([600, 1, "log"]);

/** @type {{ start: number, size: number, how: string }[]} */
const LEARNED = [];
/** The prior of the figures that are learned, in the order in which they are asked for. @param {(start: number, size?: number, how?: string) => number} figure @returns {Prior} */
function priorBy(figure) {
  const read = (/** @type {Readonly<Record<string, readonly [start: number, size?: number, how?: string]>>} */ table) =>
    Object.fromEntries(Object.entries(table).map(([name, [start, size, how]]) => [name, figure(start, size, how)]));
  const kinds = Object.entries(KINDS).map(([name, own], at) => {
    const none = { fall: 0, fallSd: 0, damping: 0, walk: 0, floor: 0, weight: 0, open: 0, perDoubling: 0 };
    return { name, straight: name === "doubling rule", ...none, ...read(own), ...(at > 0 && read(WEIGHTED)) };
  });
  return { kinds, scatter: /** @type {Prior["scatter"]} */ (read(SCATTER)), items: figure(...ITEMS) };
}
priorBy((start, size = 0, how = "") => (size > 0 && LEARNED.push({ start, size, how }), start));

/** @param {readonly number[]} values */
function priorOf(values) {
  let at = 0;
  return priorBy((start, size = 0) => (size > 0 ? (values[at++] ?? start) : start));
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
    const moved = LEARNED.reduce((sum, { start, size, how }, at) => {
      const now = values[at] ?? start;
      return sum + ((how === "log" ? Math.log(now / start) : now - start) / size) ** 2;
    }, 0);
    const prior = priorOf(values);
    return errorOf(own, prior) + OTHERS * errorOf(others, prior) + PULL * moved;
  };
  let best = LEARNED.map(({ start }) => start);
  let least = lossOf(best);
  /** @type {readonly (readonly [at: number, shift: number])[]} */
  let moves = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // What was better is tried once more the same way.
    if (moves.length === 0)
      moves = Array.from({ length: 1 + Number(random() < 0.6) + Number(random() < 0.3) }, () => {
        const at = Math.floor(random() * LEARNED.length);
        return [at, normal() * (LEARNED[at]?.size ?? 0) * (random() < 0.5 ? 0.3 : 1)];
      });
    const tried = [...best];
    for (const [at, shift] of moves)
      tried[at] = Number(MOVES[LEARNED[at]?.how ?? ""]?.(tried[at] ?? 0, shift).toPrecision(3));
    const found = lossOf(tried);
    if (found < least) [best, least] = [tried, found];
    else moves = [];
  }
  return priorOf(best);
}
