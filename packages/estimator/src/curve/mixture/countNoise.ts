import type { Sizes } from "../pilots/sizes.ts";

/** How a score on so many test items scatters, in units of the mean gap. */
export interface CountNoise {
  /** Items of the test set. */
  readonly items: number;
  /** The mean gap as a share of the scale: a gap u is a share of u × this. */
  readonly share: number;
}

/** Prior of the fall of ln gap per doubling, for the line that expected counts are read from; wide. */
const FALL = { mean: 0.12, sd: 0.15 };

/** Scatter of a run about that line beyond its count, as a share of the gap. */
const OFF_LINE = 0.15;

/** A pilot's own count is worth as much as the line when it has this many errors: 1 / (0.25)², the line being right to a quarter. */
const LINE_ERRORS = 16;

/** Variance of a measured gap whose true value is `gap`: p(1 − p)/m; at the far bound half an item short of it. */
export function countVariance({ items, share }: CountNoise, gap: number): number {
  const p = Math.min(Math.max(gap * share, 0), 1 - 0.5 / (items + 1));
  return (p * (1 - p)) / (items * share * share);
}

/**
 * Variance of the measured gap of a run to come: that of the count, and a quarter of a squared item, by which the
 * bell without steps reaches as far as the counts that it stands for (0, 1, 2 …).
 */
export function runVariance(noise: CountNoise, gap: number): number {
  const item = 1 / (noise.items * noise.share);
  return countVariance(noise, gap) + 0.25 * item * item;
}

/**
 * What gap to expect at each size, never 0: the mean one there, and the power law through all of them, each by what it
 * knows. The noise of a count must be read at the expected value: read at the measured one, the luckiest pilot seems the
 * surest, and one without errors seems exact.
 */
export function expectedGaps({ x, sizeOf, gap }: Sizes, noise: CountNoise): Float64Array {
  const line = powerLine(x, sizeOf, gap, noise);
  const item = 1 / (noise.items * noise.share);
  const most = (1 - 0.5 / (noise.items + 1)) / noise.share;
  const errors = new Float64Array(x.length);
  const runs = new Float64Array(x.length);
  gap.forEach((own, i) => {
    errors[sizeOf[i]!]! += own / item;
    runs[sizeOf[i]!]! += 1;
  });
  return Float64Array.from(x, (place, size) => {
    const items = runs[size]! / item + LINE_ERRORS / line(place);
    return Math.min((errors[size]! + LINE_ERRORS) / items, most);
  });
}

/** Least squares of ln gap on x with the errors of counts, re-weighted until they are those of the line itself. */
function powerLine(x: Float64Array, sizeOf: Int32Array, gap: Float64Array, noise: CountNoise): (x: number) => number {
  let level = 0;
  let fall = FALL.mean;
  for (let round = 0; round < 12; round += 1) {
    const precision = 1 / (FALL.sd * FALL.sd);
    let [all, across, square, along, cross] = [0, 0, precision, 0, -precision * FALL.mean];
    for (let i = 0; i < gap.length; i += 1) {
      const place = x[sizeOf[i]!]!;
      const expected = Math.exp(level - fall * place);
      const weight = 1 / (countVariance(noise, expected) / (expected * expected) + OFF_LINE * OFF_LINE);
      const reading = level - fall * place + Math.min(gap[i]! / expected - 1, 2);
      all += weight;
      across += weight * place;
      square += weight * place * place;
      along += weight * reading;
      cross += weight * place * reading;
    }
    const determinant = all * square - across * across;
    level = (square * along - across * cross) / determinant;
    fall = -(all * cross - across * along) / determinant;
  }
  return (place) => Math.exp(Math.min(Math.max(level - fall * place, -20), 20));
}
