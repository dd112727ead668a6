/** A distribution of a gap u: u ~ N(mean, sd²) where the offset is `-Infinity`, else ln(u − offset) ~ N(mean, sd²). */
export type Bell = Readonly<Record<"weight" | "mean" | "sd" | "offset", number>>;

export type Mixture = readonly Bell[];

/** The gap of a bell at `z`; e^50 stands for anything larger. */
export function gapAt(offset: number, z: number): number {
  return offset === -Infinity ? z : offset + Math.exp(Math.min(z, 50));
}

/** P(u ≤ at). */
export function shareBelow(mixture: Mixture, at: number): number {
  return shareAndDensity(mixture, at).share;
}

/** P(u ≤ at), and the density of u there. */
export function shareAndDensity(
  mixture: Mixture,
  at: number,
  out: Float64Array = new Float64Array(2),
): { share: number; density: number } {
  let share = 0;
  let density = 0;
  for (const { weight, mean, sd, offset } of mixture) {
    const linear = offset === -Infinity;
    const above = at - offset;
    if (above <= 0) continue;
    const t = ((linear ? at : Math.log(above)) - mean) / sd;
    if (t > 8) share += weight;
    else if (t > -8) {
      normalInto(t, out);
      share += weight * out[0]!;
      density += (weight * out[1]!) / (linear ? sd : sd * above);
    }
  }
  return { share, density };
}

/** The gaps below which the shares `ps` lie, exact to 1e-9 of the gap: bisection, with Newton's step wherever it halves the last one. */
export function quantiles(mixture: Mixture, ps: readonly number[]): number[] {
  const ends = [-8, 8].map((deviations) =>
    mixture.map(({ mean, sd, offset }) => gapAt(offset, mean + deviations * sd)),
  );
  const [lowest, highest] = [Math.min(...(ends[0] ?? [])), Math.max(...(ends[1] ?? []))];
  const centre = mixture.reduce(
    (sum, { weight, mean, offset }) => sum + weight * Math.min(gapAt(offset, mean), 1e6),
    0,
  );
  const out = new Float64Array(2);
  return ps.map((p) => {
    let [low, high, at, step] = [lowest, highest, centre, highest - lowest];
    do {
      const { share, density } = shareAndDensity(mixture, at, out);
      if (share < p) low = at;
      else high = at;
      const newton = at + (p - share) / density;
      const next = newton > low && newton < high && Math.abs(newton - at) < 0.5 * step ? newton : 0.5 * (low + high);
      step = Math.abs(next - at);
      at = next;
    } while (step > 1e-9 * (1e-3 + Math.abs(at)));
    return at;
  });
}

/** Mean of u, held between `least` and `most`, by seven-point quadrature in each bell. */
export function meanWithin(mixture: Mixture, least: number, most: number): number {
  let total = 0;
  for (const { weight, mean, sd, offset } of mixture)
    for (const [node, share] of HERMITE)
      total += weight * share * Math.min(Math.max(gapAt(offset, mean + node * sd), least), most);
  return total;
}

/**
 * Writes Φ(t) and φ(t) of the standard normal into `out`; Φ is off by less than 1.5e-7.
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
  [-3.750439717725742, 5.482688559722184e-4],
  [-2.366759410734541, 0.03075712396758652],
  [-1.154405394739968, 0.2401231786050127],
  [0, 0.4571428571428571],
  [1.154405394739968, 0.2401231786050127],
  [2.366759410734541, 0.03075712396758652],
  [3.750439717725742, 5.482688559722184e-4],
];
