// @ts-check
import { cells } from "../dist/curve/mixture/prior.js";

/**
 * Learns the weights of the cells: the targets are to be most probable given the pilots. Deterministic.
 * @typedef {import("./priorTasks.mjs").CellTask} CellTask
 */

/** Logarithms that a cell has: base, for open scales, per doubling of the gap's share (`cellWeights` adds them up). */
const PARTS = 3;

const ROUNDS = 110;
const STEP = 0.2;
/** The parts that hang on the scale move more slowly and are drawn to 0. */
const PART_STEP = 0.08;
const PULL = 1e-3;
const EVEN_SHARE = 0.1;

/** What the parts are multiplied by. @param {number} share @returns {[number, number, number]} */
export function gateOf(share) {
  return Number.isFinite(share) ? [1, 0, Math.log2(Math.min(Math.max(share, 0.005), 1)) + 2] : [1, 1, 0];
}

/** Each group of curves weighs as the square root of its number times its emphasis, in every cell of the score. @param {readonly (CellTask & { emphasis: number })[]} tasks */
function weightsOf(tasks) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  /** @param {CellTask} task @param {number} ratio */
  const key = ({ task: { curve }, pilots }, ratio) => `${pilots} ${curve.group} ${ratio}`;
  for (const one of tasks)
    for (const { ratio } of one.targets) sums.set(key(one, ratio), (sums.get(key(one, ratio)) ?? 0) + one.task.weight);
  const weights = tasks.map((one) =>
    one.targets.map(({ ratio }) => (one.emphasis * one.task.weight) / Math.sqrt(sums.get(key(one, ratio)) ?? 1)),
  );
  const all = weights.flat().reduce((sum, weight) => sum + weight, 0);
  return weights.map((own) => own.map((weight) => weight / all));
}

/**
 * Prior weights of a task's cells under the learned logarithms, with those of the softmax beside them.
 * @param {Float64Array} logs part by part @param {number} share @param {Float64Array} soft is overwritten @param {Float64Array} prior is overwritten
 */
export function priorInto(logs, share, soft, prior) {
  const count = cells.length;
  const gate = gateOf(share);
  let top = -Infinity;
  for (let cell = 0; cell < count; cell += 1) {
    const log = (logs[cell] ?? 0) + gate[1] * (logs[count + cell] ?? 0) + gate[2] * (logs[2 * count + cell] ?? 0);
    soft[cell] = log;
    if (log > top) top = log;
  }
  let all = 0;
  for (let cell = 0; cell < count; cell += 1) all += soft[cell] = Math.exp((soft[cell] ?? 0) - top);
  for (let cell = 0; cell < count; cell += 1) {
    soft[cell] = (soft[cell] ?? 0) / all;
    prior[cell] = (1 - EVEN_SHARE) * (soft[cell] ?? 0) + EVEN_SHARE / count;
  }
}

/** The learned logarithms, part by part, by Adam's rule. @param {readonly (CellTask & { emphasis: number })[]} tasks @returns {Float64Array} */
export function learn(tasks) {
  const count = cells.length;
  const logs = new Float64Array(PARTS * count);
  const [first, second] = [new Float64Array(PARTS * count), new Float64Array(PARTS * count)];
  const weights = weightsOf(tasks);
  const likelihoods = tasks.map(({ logLikelihood }) => logLikelihood.map(Math.exp));
  const densities = tasks.map(({ targets }) =>
    targets.map(({ logDensity }) => {
      const top = logDensity.reduce((most, log) => Math.max(most, log), -Infinity);
      return logDensity.map((log) => Math.exp(log - top));
    }),
  );
  for (let round = 1; round <= ROUNDS; round += 1) {
    const slope = slopeOf(tasks, { logs, weights, likelihoods, densities });
    for (let at = 0; at < logs.length; at += 1) {
      const part = at >= count;
      const own = (slope[at] ?? 0) - (part ? PULL * (logs[at] ?? 0) : 0);
      first[at] = 0.9 * (first[at] ?? 0) + 0.1 * own;
      second[at] = 0.99 * (second[at] ?? 0) + 0.01 * own * own;
      const [mean, square] = [(first[at] ?? 0) / (1 - 0.9 ** round), (second[at] ?? 0) / (1 - 0.99 ** round)];
      logs[at] = (logs[at] ?? 0) + ((part ? PART_STEP : STEP) * mean) / (Math.sqrt(square) + 1e-7);
    }
  }
  return logs;
}

/**
 * Slope of Σ w·log p(target | pilots) in the logarithms.
 * @param {readonly CellTask[]} tasks
 * @param {{ logs: Float64Array, weights: number[][], likelihoods: Float64Array[], densities: Float64Array[][] }} state
 */
function slopeOf(tasks, { logs, weights, likelihoods, densities }) {
  const count = cells.length;
  const slope = new Float64Array(PARTS * count);
  const [soft, prior, posterior, pull] = [0, 1, 2, 3].map(() => new Float64Array(count));
  if (soft === undefined || prior === undefined || posterior === undefined || pull === undefined) return slope;
  tasks.forEach(({ share }, at) => {
    priorInto(logs, share, soft, prior);
    const likelihood = likelihoods[at] ?? soft;
    let all = 0;
    for (let cell = 0; cell < count; cell += 1) all += posterior[cell] = (prior[cell] ?? 0) * (likelihood[cell] ?? 0);
    pull.fill(0);
    (densities[at] ?? []).forEach((density, target) => {
      const weight = weights[at]?.[target] ?? 0;
      let met = 0;
      for (let cell = 0; cell < count; cell += 1) met += (posterior[cell] ?? 0) * (density[cell] ?? 0);
      for (let cell = 0; cell < count; cell += 1)
        pull[cell] = (pull[cell] ?? 0) + weight * (posterior[cell] ?? 0) * ((density[cell] ?? 0) / met - 1 / all);
    });
    let mean = 0;
    for (let cell = 0; cell < count; cell += 1) {
      // From the logarithm of the mixed prior to that of the softmax.
      pull[cell] = ((pull[cell] ?? 0) * (1 - EVEN_SHARE) * (soft[cell] ?? 0)) / (prior[cell] ?? 1);
      mean += pull[cell] ?? 0;
    }
    const [, open, doublings] = gateOf(share);
    for (let cell = 0; cell < count; cell += 1) {
      const own = (pull[cell] ?? 0) - (soft[cell] ?? 0) * mean;
      slope[cell] = (slope[cell] ?? 0) + own;
      if (open !== 0) slope[count + cell] = (slope[count + cell] ?? 0) + open * own;
      if (doublings !== 0) slope[2 * count + cell] = (slope[2 * count + cell] ?? 0) + doublings * own;
    }
  });
  return slope;
}
