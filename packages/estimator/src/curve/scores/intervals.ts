import type { Random } from "./random.ts";

/** A figure with its standard error and central 95 % interval, all in its own unit. */
export interface Scored {
  readonly value: number;
  readonly se: number;
  readonly low95: number;
  readonly high95: number;
  /** `exact`: Clopper and Pearson, for a count of right items; `bootstrap`: items drawn again; `delta`: from the standard error. */
  readonly how: "exact" | "bootstrap" | "delta";
}

/** Draws of a bootstrap: its 2.5 % ends move by a hundredth of the width from seed to seed. */
const DRAWS = 1000;

/**
 * A share of right items with its exact interval: the p at which so many right items or more, and so many or fewer, have
 * probability 0.025.
 *
 * @source Clopper, Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934), https://doi.org/10.1093/biomet/26.4.404
 */
export function exactShare(right: number, items: number): Scored {
  const value = right / items;
  const high95 = right === items ? 1 : quantile((p) => 1 - atLeast(right + 1, items, p), 0.025, true);
  const low95 = right === 0 ? 0 : quantile((p) => atLeast(right, items, p), 0.025, false);
  return { value, se: Math.sqrt((value * (1 - value)) / items), low95, high95, how: "exact" };
}

/** Where a monotone probability passes `level`, by bisection. */
function quantile(probability: (p: number) => number, level: number, falling: boolean): number {
  let [low, high] = [0, 1];
  for (let round = 0; round < 50; round += 1) {
    const middle = 0.5 * (low + high);
    if (probability(middle) > level === falling) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

/** P(X ≥ right) of a binomial, summed from its mode outwards on the shorter side. */
function atLeast(right: number, items: number, p: number): number {
  if (right <= 0) return 1;
  if (right > items) return 0;
  if (right <= items * p) return 1 - below(items - right + 1, items, 1 - p);
  return below(right, items, p);
}

/** P(X ≥ from) where `from` is above the mean, so that its terms fall. */
function below(from: number, items: number, p: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let term = Math.exp(
    logFactorial(items) -
      logFactorial(from) -
      logFactorial(items - from) +
      from * Math.log(p) +
      (items - from) * Math.log1p(-p),
  );
  let sum = 0;
  for (let count = from; count <= items; count += 1) {
    sum += term;
    if (term < 1e-17 * sum) break;
    term *= ((items - count) / (count + 1)) * (p / (1 - p));
  }
  return Math.min(sum, 1);
}

const factorials: number[] = [0];

function logFactorial(n: number): number {
  for (let at = factorials.length; at <= n; at += 1) factorials.push((factorials[at - 1] ?? 0) + Math.log(at));
  return factorials[n] ?? 0;
}

/**
 * A figure of a list of items with its percentile bootstrap interval.
 *
 * @param statistic the figure of the items at these places, each perhaps several times
 */
export function bootstrap(items: number, statistic: (places: Int32Array) => number, random: Random): Scored {
  const places = Int32Array.from({ length: items }, (_, place) => place);
  const value = statistic(places);
  const draws = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    for (let i = 0; i < items; i += 1) places[i] = Math.floor(random() * items);
    draws[draw] = statistic(places);
  }
  draws.sort();
  const mean = draws.reduce((sum, one) => sum + one / DRAWS, 0);
  const se = Math.sqrt(draws.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (DRAWS - 1));
  return {
    value,
    se,
    low95: draws[Math.floor(0.025 * DRAWS)]!,
    high95: draws[Math.ceil(0.975 * DRAWS) - 1]!,
    how: "bootstrap",
  };
}
