import { LARGEST_NOISE } from "../pilots/testSizes.ts";
import { LEARNED_CELLS } from "./learnedPrior.ts";

/** The path that a cell expects as a function of x = log₂(n / n_max), with value 0 at x = 0. */
export type Shape = (x: number) => number;

/** A grid of Gaussian models of one pilot set: the product of the lists, in the order of the fields (the last one runs fastest). */
interface Family {
  /**
   * What is Gaussian: `-Infinity` the relative gap u itself, a share e the logarithm ln(u − e·min u) over
   * the pilots (0: the plain logarithm; above 0: a power law that levels out at that share of the least gap).
   */
  readonly links: readonly number[];
  readonly shapes: readonly Shape[];
  /** Mean and standard deviation of the fall per doubling, in units of the link. */
  readonly slopes: readonly (readonly [mean: number, sd: number])[];
  /** Standard deviation of a run beyond its stated standard error (seeds, samples). */
  readonly noises: readonly number[];
  /** Standard deviation per √doubling of a random walk of the level, anchored at n_max. */
  readonly levelWalks: readonly number[];
  /** Standard deviation per √doubling of a random walk of the slope, anchored at n_max. */
  readonly slopeWalks: readonly number[];
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

/** Doublings over which a delayed start sets in. */
const ONSET = 0.5;

/** A delayed start: flat until d doublings beyond n_max (before it where d < 0), then a slope of 1; the plateau of a model that has not begun to learn. */
export function delayedShape(d: number): Shape {
  const risen = (x: number): number => ONSET * Math.log1p(Math.exp((x - d) / ONSET));
  return (x) => risen(x) - risen(0);
}

const NOISES = [0.001, 0.004, 0.015, 0.05, LARGEST_NOISE];

/** The doubling rule and its relatives; power laws u = E + b·(n + d)^−c; delayed starts. */
const FAMILIES: readonly Family[] = [
  {
    links: [0, -Infinity],
    shapes: [-0.5, -0.2, 0, 0.2, 0.45, 0.8, 1.4].map(dampedShape),
    slopes: [
      [0, 0.012],
      [0.03, 0.03],
      [0.1, 0.07],
      [0.25, 0.15],
    ],
    noises: NOISES,
    levelWalks: [0, 0.006, 0.02, 0.06],
    slopeWalks: [0, 0.006, 0.02, 0.06],
  },
  {
    links: [0, 0.4, 0.7, 0.9],
    shapes: [0, 0.1, 1].map(shiftedShape),
    slopes: [
      [0.05, 0.05],
      [0.2, 0.2],
      [0.6, 0.4],
    ],
    noises: NOISES,
    levelWalks: [0, 0.02, 0.06],
    slopeWalks: [0, 0.02, 0.06],
  },
  {
    links: [0],
    shapes: [-2, -1, 0, 1, 2, 3].map(delayedShape),
    slopes: [
      [0.05, 0.05],
      [0.2, 0.15],
      [0.6, 0.4],
    ],
    noises: NOISES,
    levelWalks: [0, 0.02, 0.06],
    slopeWalks: [0],
  },
];

/** What a cell takes the path of the curve to be, before the pilots. */
export interface Path {
  readonly shape: Shape;
  readonly slope: number;
  readonly slopeSd: number;
  readonly levelWalk: number;
  readonly slopeWalk: number;
}

/** One Gaussian model: a path, what is Gaussian, and how runs scatter about it. */
export interface Cell {
  /** Its family and its number in that family's grid, by which the learned weights name it. */
  readonly family: number;
  readonly number: number;
  readonly link: number;
  readonly noise: number;
  /** Index into `paths`: cells that differ in link and noise alone share one. */
  readonly path: number;
}

const decoded = decode(LEARNED_CELLS);

/** Every path of the prior. */
export const paths: readonly Path[] = decoded.paths;

/** Every cell of the prior. */
export const cells: readonly Cell[] = decoded.cells;

function decode(table: readonly (readonly number[])[]): { paths: Path[]; cells: Cell[] } {
  const found: Path[] = [];
  const places = new Map<string, number>();
  const read: Cell[] = [];
  for (const [family = 0, number = 0] of table) {
    const { links, shapes, slopes, noises, levelWalks, slopeWalks } = FAMILIES[family]!;
    let rest = number;
    const pick = (length: number): number => {
      const place = rest % length;
      rest = (rest - place) / length;
      return place;
    };
    const slopeWalk = slopeWalks[pick(slopeWalks.length)]!;
    const levelWalk = levelWalks[pick(levelWalks.length)]!;
    const noise = noises[pick(noises.length)]!;
    const slopeAt = pick(slopes.length);
    const shapeAt = pick(shapes.length);
    const [slope, slopeSd] = slopes[slopeAt]!;
    const key = [family, shapeAt, slopeAt, levelWalk, slopeWalk].join();
    const path = places.get(key) ?? found.length;
    if (path === found.length) {
      places.set(key, path);
      found.push({ shape: shapes[shapeAt]!, slope, slopeSd, levelWalk, slopeWalk });
    }
    read.push({ family, number, link: links[pick(links.length)]!, noise, path });
  }
  return { paths: found, cells: read };
}

/** Share of the prior that all cells have in even parts, because curves unlike those learned from exist. */
const EVEN_SHARE = 0.1;

/** The share of the scale at which the base weights stand, as a logarithm to the base 2, and the least one told apart. */
const BASE_SHARE = -2;
const LEAST_SHARE = 0.005;

/**
 * Prior weights of the cells, summing to 1: how curves go depends on how much there is left to gain. A score at 0.5 of its
 * scale may stand before its start, one at 0.02 is near its floor; a loss has no such share.
 *
 * @param share the mean gap of the pilots as a share of the scale; NaN where the scale has an open end
 */
export function cellWeights(share: number): Float64Array {
  const open = Number.isFinite(share) ? 0 : 1;
  const doublings = open === 1 ? 0 : Math.log2(Math.min(Math.max(share, LEAST_SHARE), 1)) - BASE_SHARE;
  const logs = Float64Array.from(cells, (_, cell) => {
    const [base = 0, forOpen = 0, perDoubling = 0] = LEARNED_CELLS[cell]?.slice(2) ?? [];
    return (base + open * forOpen + doublings * perDoubling) / 100;
  });
  const top = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const weights = logs.map((log) => Math.exp(log - top));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => ((1 - EVEN_SHARE) * weight) / all + EVEN_SHARE / cells.length);
}
