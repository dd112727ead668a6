/**
 * What a score may be: a share of right answers among so many test items, or (`Infinity`) a figure whose noise no
 * test set explains.
 */
export interface TestSize {
  readonly items: number;
  /** Probability; those of a list sum to 1. */
  readonly weight: number;
}

/** The greatest scatter of a run, as a share of its gap, that a cell of the prior has. */
export const LARGEST_NOISE = 0.15;

/** Sizes weighed one by one. With fewer items no curve is measured; the noise of more is small beside that of runs. */
const FEWEST = 50;
const MOST = 2000;

/** Fewest items of a test set of no round size: the habit of typing fives would else look like sets of 20, 40 or 60. */
const LEAST_ODD = 100;

/** Sizes that people choose: half of the prior of a count is theirs in even parts, the other half is log-uniform. */
const ROUND = [50, 100, 200, 250, 300, 400, 500, 1000, 2000];

/** Prior probability of a plain count, and of a score on a finite set that is none (F1, a mean over seeds). */
const COUNT = 0.75;
const NO_COUNT = 0.01;

/** Upper ends of the classes in which sizes are told apart: within one the noise differs by a factor of 1.8. */
const CLASSES = [150, 500, MOST];

/** Classes with less weight than this change no interval. */
const LEAST_WEIGHT = 0.005;

/** How often scores are printed with so many decimals; 9 stands for all that a number holds. */
const PRINTED: readonly (readonly [decimals: number, share: number])[] = [
  [2, 0.3],
  [3, 0.25],
  [4, 0.25],
  [6, 0.05],
  [9, 0.15],
];

/** Most runs whose digits are read: they have told all by then. */
const MOST_RUNS = 24;

/** Rounding errors of shares: they come from percentages and from 1 − error. */
const SLIP = 1e-12;

/**
 * Decimals that the figures need, from 2 to 9: a score that happens to be 0.7 was not measured more coarsely than
 * one of 0.71.
 */
export function decimalsOf(figures: readonly number[]): number {
  for (let decimals = 2; decimals < 9; decimals += 1)
    if (figures.every((figure) => onLattice(figure, 10 ** decimals, SLIP * Math.max(1, Math.abs(figure)))))
      return decimals;
  return 9;
}

function onLattice(figure: number, steps: number, within: number): boolean {
  return Math.abs(figure - Math.round(figure * steps) / steps) <= within;
}

/**
 * The test sizes that the digits of the shares allow, by Bayes' rule. The share of m items is a multiple of 1/m. Were
 * it none, K shares printed in units of u would all look like one with probability (m·u)^K only: 0.97, 0.95 and 0.98
 * point to 100 items, or to any size and two decimals printed; 0.9533 and 0.98 point to 150.
 *
 * A finite set that no digits show is thought of only near a bound, where its noise is more than runs have been seen to
 * scatter: less is in the learned prior.
 *
 * @param shares values between 0 and 1
 * @param gap mean distance of the shares to the bound that they run to, above 0
 */
export function testSizesOf(shares: readonly number[], gap: number): TestSize[] {
  // A value met again is no second witness: a model that has learned nothing always scores alike.
  const seen = [...new Set(shares)].slice(0, MOST_RUNS);
  const decimals = decimalsOf(seen);
  const unit = 10 ** -decimals;
  // Either the print ends at these decimals, or it goes on and the shares need no more.
  const ended = endingShare(decimals);
  // The scatter of many runs says more of their noise than a guess at the test set.
  const few = shares.length <= MOST_RUNS;
  const middles = CLASSES.map((end, at) => Math.sqrt(end * (CLASSES[at - 1] ?? FEWEST)));
  const weights = middles.map((items) =>
    few && (1 - gap) / (gap * items) > LARGEST_NOISE ** 2 ? (ended * NO_COUNT) / CLASSES.length : 0,
  );
  const noise = weights.map((weight, at) => weight / (middles[at] ?? 1));
  for (let items = FEWEST; items <= MOST; items += 1) {
    if (!seen.every((share) => onLattice(share, items, 0.5 * unit + SLIP))) continue;
    const exact = ended < 1 && seen.every((share) => onLattice(share, items, SLIP));
    const likelihood =
      ended * Math.max(1 / (items * unit), 1) ** seen.length +
      (exact ? (1 - ended) * (1 / (items * unit)) ** seen.length : 0);
    const weight = COUNT * sizePrior(items) * likelihood;
    const at = CLASSES.findIndex((end) => items <= end);
    weights[at] = (weights[at] ?? 0) + weight;
    noise[at] = (noise[at] ?? 0) + weight / items;
  }
  const endless = ended * (1 - COUNT - NO_COUNT);
  const total = weights.reduce((sum, weight) => sum + weight, endless);
  const sizes = [
    { items: Infinity, weight: endless / total },
    // The size whose noise is the mean one of its class.
    ...weights.map((weight, at) => ({ items: weight / (noise[at] ?? 1), weight: weight / total })),
  ].filter(({ weight }) => weight >= LEAST_WEIGHT);
  const kept = sizes.reduce((sum, { weight }) => sum + weight, 0);
  return sizes.map(({ items, weight }) => ({ items, weight: weight / kept }));
}

function sizePrior(items: number): number {
  const any = items < LEAST_ODD ? 0 : 0.5 / (items * Math.log(MOST / LEAST_ODD));
  return any + (ROUND.includes(items) ? 0.5 / ROUND.length : 0);
}

/** Of the prints that show so many decimals, the share that has no more. */
function endingShare(decimals: number): number {
  const shown = PRINTED.find(([printed]) => printed >= decimals) ?? [decimals, 1];
  const all = PRINTED.reduce((sum, [printed, share]) => (printed >= shown[0] ? sum + share : sum), 0);
  return shown[1] / all;
}

/** How far printed standard errors may be off √(p(1 − p)/m): as much as half a step of their third figure. Others agree so well by chance only. */
const SAME_ERROR = 0.003;

/** No score of a language model was counted on more items. */
const MOST_ITEMS = 100_000;

/**
 * The test size m by which stated standard errors are √(p(1 − p)/m) throughout; null where none does. At 0 and 1
 * that formula gives 0, which is no statement of an exact measurement.
 *
 * @param shares value and standard error of each run, on the scale from 0 to 1
 */
export function testSizeOfErrors(shares: readonly { readonly share: number; readonly error: number }[]): number | null {
  const inside = shares.filter(({ share }) => share > 0 && share < 1);
  if (inside.length === 0 || inside.some(({ error }) => error === 0)) return null;
  const sizes = inside.map(({ share, error }) => (share * (1 - share)) / (error * error));
  const items = Math.round(sizes.reduce((sum, size) => sum + size / sizes.length, 0));
  const fits = shares.every(
    ({ share, error }) => Math.abs(error - Math.sqrt((share * (1 - share)) / items)) <= SAME_ERROR * error,
  );
  return items >= 1 && items <= MOST_ITEMS && fits ? items : null;
}
