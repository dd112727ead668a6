// @ts-check
import { gapMixture, posterior } from "../dist/curve/mixture/posterior.js";
import { quantiles, shareAndDensity } from "../dist/curve/mixture/mixture.js";
import { readSizes } from "../dist/curve/pilots/sizes.js";
import { seeded } from "../dist/curve/scores/random.js";
import { gapOf, groupedBy } from "./curvesTasks.mjs";

/**
 * Learns the prior of curves: a handful of figures, changed by chance one or two or three at a time and kept where the forecasts are off by
 * less. Deterministic.
 * @typedef {import("../src/curve/mixture/prior.ts").Prior} Prior
 * @typedef {{ task: import("./curvesTasks.mjs").Task, pilots: number, sizes: import("../src/curve/pilots/sizes.ts").Sizes }} Question
 */

/** Where the search starts: a power law, one that levels out half way below the pilots, a plateau, a start or a jump, and the doubling rule itself. @type {Prior} */
const START = {
  kinds: [
    kind("power law", 0.12, 0.12, 0.1, 0, 0),
    kind("levels out", 0.3, 0.3, 0.06, 0.5, -0.7),
    kind("plateau", 0.02, 0.04, 0.02, 0, -1),
    kind("sets in", 0.3, 0.3, 0.5, 0, -3),
    { ...kind("doubling rule", 0.1, 0.1, 0.03, 0, -1.5), straight: true },
  ],
  scatter: { middle: 0.015, spread: 1, open: -0.5 },
  items: 600,
};

/** @param {string} name @param {number} fall @param {number} fallSd @param {number} walk @param {number} floor @param {number} weight */
function kind(name, fall, fallSd, walk, floor, weight) {
  return { name, straight: false, fall, fallSd, damping: 0, walk, floor, weight, open: 0, perDoubling: 0 };
}

/** The figures of a prior that are learned, with the size of a step; those that are above 0 move as logarithms. */
const LEARNED = [
  ...[0, 1, 2, 4].flatMap((at) => ["fall", "fallSd", "walk"].map((name) => step(["kinds", at, name], 0.5, "log"))),
  step(["kinds", 0, "damping"], 0.2, "plain"),
  step(["kinds", 1, "floor"], 0.15, "share"),
  ...[1, 2, 3, 4].flatMap((at) => [
    step(["kinds", at, "weight"], 0.6, "plain"),
    step(["kinds", at, "open"], 0.6, "plain"),
    step(["kinds", at, "perDoubling"], 0.3, "plain"),
  ]),
  step(["scatter", "middle"], 0.6, "log"),
  step(["scatter", "spread"], 0.3, "log"),
  step(["scatter", "open"], 0.5, "plain"),
  step(["items"], 1, "log"),
];

/** @param {readonly (string | number)[]} path @param {number} size @param {"log" | "plain" | "share"} how */
function step(path, size, how) {
  return /** @type {const} */ ([path, size, how]);
}

const ROUNDS = 500;

/** How much a figure that has moved by its step costs: what curves hardly tell stays where it started. */
const PULL = 0.001;

/** Curves of other models than language models count half: users tune language models. */
const OTHERS = 0.5;

/** Cells of more pilots have fewer sources. @type {Readonly<Record<number, number>>} */
const WEIGHTS = { 2: 1, 3: 1.2, 4: 1, 5: 0.5, 6: 0.3 };

/** A cell of fewer groups counts less. */
const GROUPS = 5;

/** No group counts as forecast better than this: its targets are all but exact. */
const LEAST_ERROR = 0.05;

/** What the surprise at a target counts beside the error of its median: intervals are to be as wide as curves differ. */
const SURPRISE = 0.1;
const MOST_SURPRISE = 4;

/** Least gap whose logarithm counts, in mean gaps of the pilots. */
const LEAST_GAP = 1e-3;

/** A task as the product reads it. @param {import("./curvesTasks.mjs").Task} task @param {number} pilots @returns {Question} */
export function questionOf(task, pilots) {
  const { curve } = task;
  const read = readSizes(
    task.pilots.map(({ n, value, se }) => ({ n, value, ...(se === null ? {} : { se }) })),
    { direction: curve.direction, lower: curve.lower, upper: curve.upper, unit: "other" },
  );
  if (!read.ok) throw new Error(`${curve.id}: ${read.problem.kind}`);
  return { task, pilots, sizes: read.value };
}

/** The forecast of a target: the median as a gap, how much of the distribution lies below the true one, and how improbable that is. @param {Question} question @param {Prior} prior */
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
  /** @type {Map<string, { pilots: number, off: number, last: number, surprise: number, weight: number }>} */
  const sums = new Map();
  for (const question of questions) {
    const { task, pilots } = question;
    const forecast = forecaster(question, prior);
    const last = gapOf(task.curve, task.pilots.at(-1)?.value ?? 0);
    task.targets.forEach(({ ratio, value }, at) => {
      const key = `${pilots} ${ratio} ${task.curve.group}`;
      const sum = sums.get(key) ?? { pilots, off: 0, last: 0, surprise: 0, weight: 0 };
      const gap = gapOf(task.curve, value);
      const { median, surprise } = forecast(at);
      sum.off += task.weight * Math.abs(median - gap);
      sum.surprise += task.weight * surprise;
      sum.weight += task.weight;
      sum.last += task.weight * Math.abs(last - gap);
      sums.set(key, sum);
    });
  }
  let [total, weights] = [0, 0];
  for (const [, groups] of groupedBy([...sums], ([key]) => key.split(" ").slice(0, 2).join(" "))) {
    const logs = groups.flatMap(([, { off, last, surprise, weight }]) =>
      last > 0 ? [Math.log(Math.max(off / last, LEAST_ERROR)) + (SURPRISE * surprise) / weight] : [],
    );
    const weight = (WEIGHTS[groups[0]?.[1].pilots ?? 2] ?? 0) * Math.min(1, logs.length / GROUPS);
    total += (weight * logs.reduce((sum, log) => sum + log, 0)) / logs.length;
    weights += weight;
  }
  return weights === 0 ? 0 : total / weights;
}

/** @param {Prior} prior @param {readonly (string | number)[]} path @returns {number} */
const figureAt = (prior, path) => path.reduce((/** @type {any} */ at, name) => at[name], prior);

/** The prior with a figure in another one's place. @param {Prior} prior @param {readonly (string | number)[]} path @param {number} figure @returns {Prior} */
function changed(prior, path, figure) {
  const copy = structuredClone(prior);
  const holder = path.slice(0, -1).reduce((/** @type {any} */ at, name) => at[name], copy);
  holder[path.at(-1) ?? ""] = figure;
  return copy;
}

/** @param {readonly Question[]} own curves of language models @param {readonly Question[]} others @returns {Prior} */
export function learn(own, others) {
  const random = seeded(20_261_128);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  /** @param {Prior} prior */
  const loss = (prior) =>
    errorOf(own, prior) +
    OTHERS * errorOf(others, prior) +
    PULL *
      LEARNED.reduce((sum, [path, size, how]) => {
        const [now, before] = [figureAt(prior, path), figureAt(START, path)];
        return sum + ((how === "log" ? Math.log(now / before) : now - before) / size) ** 2;
      }, 0);
  let [best, least] = [START, loss(START)];
  /** @type {{ path: readonly (string | number)[], how: string, shift: number }[]} */
  let moves = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // What was better is tried once more the same way.
    if (moves.length === 0)
      moves = Array.from({ length: 1 + Number(random() < 0.6) + Number(random() < 0.3) }, () => {
        const [path, size, how] = LEARNED[Math.floor(random() * LEARNED.length)] ?? step(["items"], 1, "log");
        return { path, how, shift: normal() * size * (random() < 0.5 ? 0.3 : 1) };
      });
    const tried = moves.reduce((prior, { path, how, shift }) => {
      const now = figureAt(prior, path);
      const next = how === "log" ? now * Math.exp(shift) : now + shift;
      return changed(
        prior,
        path,
        Number((how === "share" ? Math.min(Math.max(next, 0.05), 0.95) : next).toPrecision(3)),
      );
    }, best);
    const found = loss(tried);
    if (found < least) [best, least] = [tried, found];
    else moves = [];
  }
  return best;
}
