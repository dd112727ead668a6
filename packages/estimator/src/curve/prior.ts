import { LEARNED_CELLS } from "./learnedPrior.ts";

/** The path that a cell expects as a function of x = log₂(n / n_max), with value 0 and slope 1 at x = 0. */
export type Shape = (x: number) => number;

/**
 * A finite grid of Gaussian models of one pilot set. A cell is one choice of link, shape, slope prior and
 * noise; the grid is the product of the lists, in the order of the fields (the last one runs fastest).
 */
export interface Family {
  /**
   * What is Gaussian: `-Infinity` the relative gap u itself, a share e the logarithm ln(u − e·min u) over
   * the pilots (0: the plain logarithm; above 0: a power law that levels out at that share of the least gap).
   */
  readonly links: readonly number[];
  readonly shapes: readonly Shape[];
  /** Mean and standard deviation of the fall per doubling at n_max, in units of the link. */
  readonly slopes: readonly (readonly [mean: number, sd: number])[];
  /** Standard deviation of a run beyond its stated standard error (seeds, samples). */
  readonly noises: readonly number[];
  /** Standard deviation per √doubling of a random walk of the level, anchored at n_max. */
  readonly levelWalks: readonly number[];
  /** Standard deviation per √doubling of a random walk of the slope, anchored at n_max. */
  readonly slopeWalks: readonly number[];
  /** Prior weight of the cells; sums to 1. */
  readonly weights: Float64Array;
  /** Its logarithms. */
  readonly logWeights: Float64Array;
}

/**
 * Damped doubling: φ(x) = (1 − 2^(−ax)) / (a ln 2), φ = x for a = 0. Each doubling moves the expected value by 2^−a
 * times what the one before it did: a = 0 is the doubling rule, a > 0 a power law that saturates, a < 0 the
 * accelerating phase before the power law sets in.
 */
export function dampedShape(a: number): Shape {
  return a === 0 ? (x) => x : (x) => (1 - 2 ** (-a * x)) / (a * Math.LN2);
}

/** Power law of n + d·n_max: flat while n is far below d·n_max. d = 0 is the plain power law on a logarithmic link. */
export function shiftedShape(d: number): Shape {
  return (x) => (1 + d) * Math.log2((2 ** x + d) / (1 + d));
}

/** Share of the learned weights in the prior; the rest is spread evenly, because curves unlike those learned from exist. */
const LEARNED_SHARE = 0.85;

const WALKS = [0, 0.006, 0.02, 0.06];

/** The doubling rule and its relatives, with the learned prior: the model for any number of pilots. */
export const doublingFamily: Family = {
  links: [0, -Infinity],
  shapes: [-0.5, -0.2, 0, 0.2, 0.45, 0.8, 1.4].map(dampedShape),
  slopes: [
    [0, 0.012],
    [0.03, 0.03],
    [0.1, 0.07],
    [0.25, 0.15],
  ],
  noises: [0.001, 0.004, 0.015, 0.05, 0.15],
  levelWalks: WALKS,
  slopeWalks: WALKS,
  ...weighed(learnedWeights(4480)),
};

/**
 * Four-parameter power law u = E + b·(n + d)^−c, all cells alike: nothing in it was fitted to any curve, so
 * every curve is held out. Five sizes or more can tell its cells apart; with fewer it is left out.
 */
export const powerFamily: Family = {
  links: [0, 0.4, 0.7, 0.9],
  shapes: [0, 0.1, 1].map(shiftedShape),
  slopes: [
    [0.05, 0.05],
    [0.2, 0.2],
    [0.6, 0.4],
  ],
  noises: [0.001, 0.004, 0.015, 0.05, 0.15],
  levelWalks: [0, 0.02, 0.06],
  slopeWalks: [0, 0.02, 0.06],
  ...weighed(new Float64Array(1620).fill(1 / 1620)),
};

/** Scatters and walks on one side of this, as shares of the gap, are one and the same beside the noise of a small test set. */
const COARSE = 0.03;

/** The values of a list on each side of `COARSE` as one, their root mean square by prior weight. */
interface Halves {
  /** Which half each value of the list is in. */
  readonly into: readonly number[];
  readonly values: readonly number[];
}

function halves(list: readonly number[], weights: readonly number[]): Halves {
  const squares = [0, 0];
  const totals = [0, 0];
  const into = list.map((value) => Number(value > COARSE));
  list.forEach((value, i) => {
    const half = into[i] ?? 0;
    squares[half] = (squares[half] ?? 0) + (weights[i] ?? 0) * value * value;
    totals[half] = (totals[half] ?? 0) + (weights[i] ?? 0);
  });
  return { into, values: squares.map((square, half) => Math.sqrt(square / (totals[half] ?? 1))) };
}

/** The same prior with the noises and the walks in two halves each: for readings that are too noisy to tell more. */
export function coarser(family: Family): Family {
  const { noises, levelWalks, slopeWalks, weights } = family;
  const [walks, steps] = [levelWalks.length * slopeWalks.length, slopeWalks.length];
  const marginal = (length: number, at: (cell: number) => number): number[] => {
    const sums = Array.from({ length }, () => 0);
    weights.forEach((weight, cell) => (sums[at(cell)] = (sums[at(cell)] ?? 0) + weight));
    return sums;
  };
  const places = [
    (cell: number): number => Math.floor(cell / walks) % noises.length,
    (cell: number): number => Math.floor(cell / steps) % levelWalks.length,
    (cell: number): number => cell % steps,
  ] as const;
  const noise = halves(noises, marginal(noises.length, places[0]));
  const level = halves(levelWalks, marginal(levelWalks.length, places[1]));
  const slope = halves(slopeWalks, marginal(slopeWalks.length, places[2]));
  const lines = weights.length / (noises.length * walks);
  const sums = new Float64Array(lines * 8);
  weights.forEach((weight, cell) => {
    const line = Math.floor(cell / (noises.length * walks));
    const [a, b, c] = [noise.into[places[0](cell)]!, level.into[places[1](cell)]!, slope.into[places[2](cell)]!];
    sums[((line * 2 + a) * 2 + b) * 2 + c]! += weight;
  });
  return { ...family, noises: noise.values, levelWalks: level.values, slopeWalks: slope.values, ...weighed(sums) };
}

/**
 * Share of the power law in the forecast. The learned prior alone loses to a four-parameter power law at six
 * pilots, the power law alone loses to it on fine-tuning losses: an even pool of the two forecasts loses to neither.
 */
export function powerShare(sizes: number): number {
  return sizes >= 5 ? 0.5 : 0;
}

function weighed(weights: Float64Array): Pick<Family, "weights" | "logWeights"> {
  return { weights, logWeights: weights.map(Math.log) };
}

function learnedWeights(cells: number): Float64Array {
  const weights = new Float64Array(cells).fill((1 - LEARNED_SHARE) / cells);
  let total = 0;
  for (let i = 1; i < LEARNED_CELLS.length; i += 2) total += LEARNED_CELLS[i] ?? 0;
  for (let i = 0; i < LEARNED_CELLS.length; i += 2) {
    const cell = LEARNED_CELLS[i] ?? 0;
    weights[cell] = (weights[cell] ?? 0) + (LEARNED_SHARE * (LEARNED_CELLS[i + 1] ?? 0)) / total;
  }
  return weights;
}
