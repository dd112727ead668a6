// @ts-check
import { covariance, designsAt } from "../dist/curve/mixture/cells.js";
import { backward, factorize, forward } from "../dist/curve/mixture/cholesky.js";
import { cells, paths } from "../dist/curve/mixture/prior.js";
import { linkOffset, readRuns } from "../dist/curve/mixture/readings.js";
import { readSizes } from "../dist/curve/pilots/sizes.js";
import { gapOf } from "./curvesTasks.mjs";

/**
 * What every cell of the prior says of a forecasting task: how probable the pilots are, and where it expects the targets.
 * @typedef {import("./curvesTasks.mjs").Task} Task
 * @typedef {{ x: number, gap: number, ratio: number, mean: Float64Array, sd: Float64Array, logDensity: Float64Array }} CellTarget
 * @typedef {{ task: Task, pilots: number, share: number, unit: number, last: number, top: number, logLikelihood: Float64Array, offset: Float64Array, targets: CellTarget[] }} CellTask
 */

/** The product's factor on every standard deviation. */
const HELD_OUT = 1.03;

/** A target that a cell cannot hold is this improbable to it. */
const LEAST_LOG = -60;

/** @param {Task} task @param {number} pilots @returns {CellTask} */
export function cellTask(task, pilots) {
  const { curve } = task;
  const read = readSizes(
    task.pilots.map(({ n, value, se }) => ({ n, value, se: se ?? 1e-9 })),
    { direction: curve.direction, lower: curve.lower, upper: curve.upper, unit: "other" },
  );
  if (!read.ok) throw new Error(`${curve.id}: ${read.problem.kind}`);
  const sizes = read.value;
  const count = sizes.x.length;
  const designs = designsAt(sizes.x);
  const targets = task.targets.map(({ n, ratio, value }) => ({
    x: Math.log2(n / sizes.nMax),
    gap: gapOf(curve, value) / sizes.unit,
    ratio,
    mean: new Float64Array(cells.length),
    sd: new Float64Array(cells.length).fill(1),
    logDensity: new Float64Array(cells.length).fill(LEAST_LOG),
  }));
  const logLikelihood = new Float64Array(cells.length).fill(-Infinity);
  const offset = new Float64Array(cells.length);
  const [factor, pull, known] = [new Float64Array(count * count), new Float64Array(count), new Float64Array(count)];
  cells.forEach(({ link, noise, path: place }, cell) => {
    const [path, design] = [paths[place], designs[place]];
    offset[cell] = linkOffset(link, sizes);
    const reading = readRuns(sizes, offset[cell] ?? 0, noise, null);
    if (reading === null || path === undefined || design === undefined) return;
    factor.set(design.clean);
    for (let i = 0; i < count; i += 1) {
      factor[i * count + i] = (factor[i * count + i] ?? 0) + (reading.variance[i] ?? 0);
      pull[i] = (reading.z[i] ?? 0) + path.slope * (design.phi[i] ?? 0);
    }
    const logDeterminant = factorize(factor, count);
    forward(factor, pull, count);
    logLikelihood[cell] = reading.constant - 0.5 * (squares(pull) + logDeterminant);
    backward(factor, pull, count);
    for (const target of targets) {
      const phi = path.shape(target.x);
      let mean = -path.slope * phi + (link === -Infinity ? 1 : 0);
      for (let i = 0; i < count; i += 1) {
        known[i] = covariance(target.x, sizes.x[i] ?? 0, phi, design.phi[i] ?? 0, path);
        mean += (known[i] ?? 0) * (pull[i] ?? 0);
      }
      forward(factor, known, count);
      const variance = covariance(target.x, target.x, phi, phi, path) - squares(known) + reading.runVariance;
      const sd = HELD_OUT * Math.sqrt(Math.max(variance, 1e-14));
      target.mean[cell] = mean;
      target.sd[cell] = sd;
      const above = link === -Infinity ? 1 : target.gap - (offset[cell] ?? 0);
      if (above <= 0) continue;
      const off = ((link === -Infinity ? target.gap : Math.log(above)) - mean) / sd;
      target.logDensity[cell] = Math.max(
        -0.5 * off * off - Math.log(sd) - (link === -Infinity ? 0 : Math.log(above)),
        LEAST_LOG,
      );
    }
  });
  const top = logLikelihood.reduce((most, log) => Math.max(most, log), -Infinity);
  return {
    task,
    pilots,
    share: sizes.share,
    unit: sizes.unit,
    last: gapOf(curve, task.pilots.at(-1)?.value ?? 0),
    top,
    logLikelihood: logLikelihood.map((log) => log - top),
    offset,
    targets,
  };
}

/** @param {Float64Array} list */
function squares(list) {
  let sum = 0;
  for (const one of list) sum += one * one;
  return sum;
}
