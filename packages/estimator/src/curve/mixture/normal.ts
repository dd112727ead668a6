/**
 * Writes Φ(t) and φ(t) of the standard normal into `out`. Absolute error of Φ below 1.5e-7.
 *
 * @source Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26, https://personal.math.ubc.ca/~cbm/aands/page_299.htm
 */
export function normalInto(t: number, out: Float64Array): void {
  const bell = Math.exp(-0.5 * t * t);
  const k = 1 / (1 + 0.231_641_887_873_881_6 * Math.abs(t)); // 0.3275911 / √2: the formula is for erf
  const poly =
    k * (0.254_829_592 + k * (-0.284_496_736 + k * (1.421_413_741 + k * (-1.453_152_027 + k * 1.061_405_429))));
  const tail = 0.5 * poly * bell;
  out[0] = t > 0 ? 1 - tail : tail;
  out[1] = bell * 0.398_942_280_401_432_7;
}

/** Nodes and weights of seven-point Gauss–Hermite quadrature for a standard normal: E f(Z) ≈ Σ w·f(node). */
export const HERMITE: readonly (readonly [node: number, weight: number])[] = [
  [-3.750_439_717_725_742, 5.482_688_559_722_184e-4],
  [-2.366_759_410_734_541, 0.030_757_123_967_586_52],
  [-1.154_405_394_739_968, 0.240_123_178_605_012_7],
  [0, 0.457_142_857_142_857_1],
  [1.154_405_394_739_968, 0.240_123_178_605_012_7],
  [2.366_759_410_734_541, 0.030_757_123_967_586_52],
  [3.750_439_717_725_742, 5.482_688_559_722_184e-4],
];
