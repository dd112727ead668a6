import prior from "../../src/curve/data/prior.json" with { type: "json" };
import type { Sizes } from "../../src/curve/pilots/sizes.ts";

/**
 * The model of `posterior.ts` once more, as its comment states it: plain inverses, all covariances in one matrix, plain halving, and Φ by
 * its series. It takes the pilots as `readSizes` gives them, and the learned prior as data.
 */
export interface Reference {
  /** Gap, in mean gaps, below which the share `p` of runs lies x doublings beyond the largest pilot. */
  readonly runBelow: (x: number, p: number) => number;
  /** The same of the curve itself, without the noise of a run. */
  readonly curveBelow: (x: number, p: number) => number;
  /** Mean of the curve's gap, held from `least` to `most`. */
  readonly meanWithin: (x: number, least: number, most: number) => number;
  /** Change of the gap by the next doubling below which the share `p` lies. */
  readonly changeBelow: (p: number) => number;
  /** Probability that the doubling after the next gains less than 0.9 of the next. */
  readonly shrinking: number;
}

type Matrix = readonly (readonly number[])[];
type Kind = (typeof prior.kinds)[number];

/** A distribution: its share of all, and how much of it lies below a gap. */
interface Share {
  readonly weight: number;
  readonly below: (gap: number) => number;
  readonly at: (deviations: number) => number;
}

interface Member {
  readonly kind: Kind;
  readonly linear: boolean;
  readonly offset: number;
  readonly scatter: number;
  readonly log: number;
  /** Variance of the measured error of a run to come where the curve is z. */
  readonly noiseAt: (z: number) => number;
  /** Doublings that one beyond the largest pilot counts as. */
  readonly beyond: number;
  /** Mean of z at a place, and its covariance with z at another, given the pilots. */
  readonly meanAt: (x: number) => number;
  readonly covAt: (x: number, other: number) => number;
}

/** Nodes and weights of the seven-point rule for a standard normal: zeros of He7, and 7!/(7·He6)². */
export const SEVEN = [0, 1.154_405_394_739_968, 2.366_759_410_734_541, 3.750_439_717_725_742].flatMap((node) => {
  const he6 = node ** 6 - 15 * node ** 4 + 45 * node ** 2 - 15;
  const weight = 5040 / (7 * he6) ** 2;
  return node === 0 ? [[0, weight] as const] : [[node, weight] as const, [-node, weight] as const];
});

const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
const entry = (list: readonly number[] | undefined, i: number): number => list?.[i] ?? NaN;
const times = (row: readonly number[], column: readonly number[]): number =>
  sum(row.map((a, i) => a * entry(column, i)));

/** Inverse and determinant by Gauss and Jordan; covariances need no pivots. */
function inverseOf(matrix: Matrix): { readonly inverse: number[][]; readonly determinant: number } {
  const size = matrix.length;
  let rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))]);
  let determinant = 1;
  for (let i = 0; i < size; i += 1) {
    const pivot = entry(rows[i], i);
    determinant *= pivot;
    const own = (rows[i] ?? []).map((one) => one / pivot);
    rows = rows.map((row, k) => (k === i ? own : row.map((one, j) => one - entry(row, i) * entry(own, j))));
  }
  return { inverse: rows.map((row) => row.slice(size)), determinant };
}

/** Φ(t) = ½ + φ(t)·(t + t³/3 + t⁵/15 + …), exact to the last digits of a double. */
export function normalShare(t: number): number {
  if (Math.abs(t) > 9) return t > 0 ? 1 : 0;
  let [term, series] = [t, t];
  for (let odd = 3; Math.abs(term) > 1e-18; odd += 2) series += term *= (t * t) / odd;
  return 0.5 + (series * Math.exp(-0.5 * t * t)) / Math.sqrt(2 * Math.PI);
}

function membersOf({ x, gap, error, items, share, step, least, scale, nMax }: Sizes): Member[] {
  const isShare = !Number.isNaN(share);
  // Nine tenths where the scale ends: scores flatten.
  const beyond = isShare ? 0.9 : 1;
  const placed = (at: number): number => Math.min(at, 0) + beyond * Math.max(at, 0);
  const known = items ?? prior.items;
  const { size } = prior;
  // Small sets gain more by a doubling.
  const steeper = (size.middle / Math.min(Math.max(nMax, size.least), size.most)) ** size.power;
  return prior.kinds
    .filter(({ floor }) => scale.bounded || floor === 0)
    .map((kind) => ({ ...kind, fall: kind.fall * steeper }))
    .flatMap((kind) => {
      const linear = kind.straight || !scale.bounded;
      const offset = linear ? -Infinity : kind.floor * least;
      const course = (at: number): number =>
        kind.damping === 0 ? at : (1 - 2 ** (-kind.damping * at)) / (kind.damping * Math.LN2);
      /** The level, the slope, and a walk of the slope that leaves the largest pilot to both sides. */
      const covariance = (a: number, b: number): number => {
        const [near, far] = [Math.abs(a), Math.abs(b)].toSorted((one, two) => one - two) as [number, number];
        const walk = a * b > 0 ? kind.walk ** 2 * ((near ** 2 * far) / 2 - near ** 3 / 6) : 0;
        return 4 + kind.fallSd ** 2 * course(a) * course(b) + walk;
      };
      const binomial = (rate: number): number => {
        const p = Math.min(rate * share, 1 - 0.5 / (known + 1));
        return ((p * (1 - p)) / known + (items === null ? 0 : 0.25 / known ** 2)) / share ** 2;
      };
      const readings = gap.map((own, i) => {
        const counted = isShare && error[i] === 0;
        // Four errors more at the mean rate, 4/share items more.
        const expected = counted ? (own * share * known + 4) / (known + 4 / share) / share : own;
        const held = linear ? expected : Math.max(expected, counted ? 0 : entry(error, i) / 2, 1e-3);
        const variance = counted ? binomial(held) + step ** 2 / 12 : entry(error, i) ** 2;
        const place = offset > 0 ? own : held;
        const above = linear ? 1 : place - offset;
        return {
          z: linear ? own - 1 : Math.log(above) + (own - place) / above,
          // A count of one rate for all: its error is no larger than its gap.
          variance: Math.min(variance / above ** 2, 1),
          slope: above,
        };
      });
      const usual = (readings.at(-1)!.variance + readings.at(-2)!.variance) / 2;
      const noiseAt = (z: number): number => {
        if (!isShare || error.some((one) => one > 0)) return usual;
        return linear ? binomial(Math.max(z, 0)) : binomial(offset + Math.exp(z)) / Math.exp(2 * z);
      };
      const mean = (at: number): number => -kind.fall * course(at);
      const open = isShare ? 0 : 1;
      const doublings = isShare ? Math.log2(Math.min(Math.max(share, 0.005), 1)) + 2 : 0;
      return [0.003, 0.01, 0.03, 0.08, 0.2].map((scatter): Member => {
        const variances = readings.map(({ variance }) => variance);
        const beside = (at: number): number[] => x.map((own) => covariance(at, own));
        const noisy = x.map((a, i) =>
          x.map((b, j) => covariance(a, b) + (i === j ? scatter ** 2 + entry(variances, i) : 0)),
        );
        const { inverse, determinant } = inverseOf(noisy);
        const rest = readings.map(({ z }, i) => z - mean(entry(x, i)));
        const pull = inverse.map((row) => times(row, rest));
        const off = (Math.log(scatter / prior.scatter.middle) - open * prior.scatter.open) / prior.scatter.spread;
        const weight = kind.weight + open * kind.open + kind.perDoubling * doublings - 0.5 * off ** 2;
        const slopes = sum(readings.map(({ slope }) => Math.log(slope)));
        return {
          kind,
          linear,
          offset,
          scatter,
          noiseAt,
          beyond,
          log: weight - slopes - 0.5 * (times(rest, pull) + Math.log(determinant)),
          meanAt: (at) => mean(placed(at)) + times(beside(placed(at)), pull) + (linear ? 1 : 0),
          covAt: (a, b) => {
            const other = beside(placed(b));
            const known = inverse.map((row) => times(row, other));
            return covariance(placed(a), placed(b)) - times(beside(placed(a)), known);
          },
        };
      });
    });
}

function normal(weight: number, mean: number, sd: number): Share {
  return { weight, below: (gap) => normalShare((gap - mean) / sd), at: (deviations) => mean + deviations * sd };
}

function logNormal(weight: number, offset: number, mean: number, sd: number): Share {
  return {
    weight,
    below: (gap) => (gap <= offset ? 0 : normalShare((Math.log(gap - offset) - mean) / sd)),
    at: (deviations) => offset + Math.exp(mean + deviations * sd),
  };
}

function quantileOf(shares: readonly Share[], p: number): number {
  let low = Math.min(...shares.map(({ at }) => at(-9)));
  let high = Math.max(...shares.map(({ at }) => at(9)));
  for (let round = 0; round < 100; round += 1) {
    const middle = (low + high) / 2;
    if (sum(shares.map(({ weight, below }) => weight * below(middle))) < p) low = middle;
    else high = middle;
  }
  return high;
}

/** The posterior of some pilots, from which each answer is read. */
export function referenceOf(sizes: Sizes): Reference {
  const all = membersOf(sizes);
  const top = Math.max(...all.map(({ log }) => log));
  // One of less than 1e-4 of the best one changes no interval.
  const heavy = all.filter(({ log }) => Math.exp(log - top) > 1e-4);
  const total = sum(heavy.map(({ log }) => Math.exp(log - top)));
  const members = heavy.map((member) => ({ ...member, weight: Math.exp(member.log - top) / total }));
  const curveAt = (x: number): Share[] =>
    members.map(({ weight, linear, offset, meanAt, covAt }) => {
      const sd = Math.sqrt(covAt(x, x));
      return linear ? normal(weight, meanAt(x), sd) : logNormal(weight, offset, meanAt(x), sd);
    });
  const runAt = (x: number): Share[] =>
    members.flatMap(({ weight, linear, offset, meanAt, covAt, scatter, noiseAt }) => {
      const mean = meanAt(x);
      const variance = covAt(x, x) + scatter ** 2;
      const noise = noiseAt(mean);
      const sd = Math.sqrt(variance + noise);
      if (linear) return [normal(weight, mean, sd)];
      // Up to a fifth of the gap the noise of a count is a part of the logarithm's; above it, counts may be 0.
      if (noise < 0.04) return [logNormal(weight, offset, mean, sd)];
      return SEVEN.map(([node, share]) => {
        const z = mean + node * Math.sqrt(variance);
        return normal(weight * share, offset + Math.exp(z), Math.sqrt(noiseAt(z)) * Math.exp(z));
      });
    });
  return {
    runBelow: (x, p) => quantileOf(runAt(x), p),
    curveBelow: (x, p) => quantileOf(curveAt(x), p),
    meanWithin: (x, least, most) =>
      sum(
        curveAt(x).map(({ weight, at }) =>
          sum(SEVEN.map(([node, share]) => weight * share * Math.min(Math.max(at(node), least), most))),
        ),
      ),
    changeBelow: (p) =>
      quantileOf(
        members.flatMap(({ weight, linear, meanAt, covAt }) => {
          const [now, both, then] = [covAt(0, 0), covAt(0, 1), covAt(1, 1)];
          return SEVEN.map(([node, share]) => {
            const z = meanAt(0) + node * Math.sqrt(now);
            const next = meanAt(1) + (both / now) * (z - meanAt(0));
            const sd = Math.sqrt(then - both ** 2 / now);
            return linear ? normal(weight * share, next - z, sd) : logNormal(weight * share, -Math.exp(z), next, sd);
          });
        }),
        p,
      ),
    shrinking: sum(
      members.flatMap(({ kind, weight, linear, beyond, meanAt, covAt }) => {
        const sd = Math.sqrt(covAt(0, 0) + covAt(1, 1) - 2 * covAt(0, 1));
        const gapBy = (fall: number): number => (linear ? meanAt(0) - fall : Math.exp(meanAt(0) - fall));
        return SEVEN.map(([node, share]) => {
          const fall = meanAt(0) - meanAt(1) + node * sd;
          // A fall of the first doubling is one of 2^−damping as much by the second, of as many doublings as it counts as.
          const [next, after] = [gapBy(fall), gapBy(fall + fall * 2 ** (-kind.damping * beyond))];
          return next - after < 0.9 * (gapBy(0) - next) ? weight * share : 0;
        });
      }),
    ),
  };
}
