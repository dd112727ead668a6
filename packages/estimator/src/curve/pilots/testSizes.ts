/** Sizes of test sets that digits are read for: with fewer items no curve is measured, the noise of more is small beside that of runs. */
const FEWEST = 50;
const MOST = 2000;

/** Sizes that people choose; others are believed on more evidence. */
const ROUND = [50, 100, 200, 250, 300, 400, 500, 1000, 2000];

/** Fewest items of a test set of no round size: the habit of typing fives would else look like sets of 20, 40 or 60. */
const LEAST_ODD = 100;

/** Shares that are no counts would look like ones of a size with less than this probability. */
const BY_CHANCE = 0.02;

/** The step of a short print, the items that it is taken for a count of, and the most runs: the scatter of more says how noisy they are. */
const SHORT = 0.01;
const SHORT_ITEMS = 200;
const MOST_SHORT = 24;

/** Rounding errors of shares: they come from percentages and from 1 − error. */
const SLIP = 1e-12;

/** Decimals that the figures need, from 2 to 9: a score that happens to be 0.7 was not measured more coarsely than one of 0.71. */
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
 * The size of the test set that the digits of shares show; null where they show none. The share of m items is a multiple of 1/m. Were
 * it none, K different shares printed in steps of u would look like one with probability (m·u)^K: 0.9533 and 0.98 point to 150
 * items. A print of two decimals allows any size of 100 or more; 200 are assumed, which leaves room for 100.
 */
export function testSizeOf(shares: readonly number[]): number | null {
  const seen = [...new Set(shares)].filter((share) => share > 0 && share < 1);
  const unit = 10 ** -decimalsOf(seen);
  const odd = Array.from({ length: MOST - LEAST_ODD + 1 }, (_, i) => LEAST_ODD + i);
  const shown = (items: number, tried: number): boolean =>
    items >= FEWEST &&
    tried * (items * unit) ** seen.length < BY_CHANCE &&
    seen.every((share) => onLattice(share, items, 0.5 * unit + SLIP));
  const found = ROUND.find((items) => shown(items, 1)) ?? odd.find((items) => shown(items, items / LEAST_ODD));
  return found ?? (unit === SHORT && shares.length <= MOST_SHORT ? SHORT_ITEMS : null);
}
