import type { Inputs, Column, Columns } from "./terms.ts";

/**
 * The step of each of `dimensions` coordinates of an additive recurrence, u(k) = fraction of (start + k × step): the points
 * fill the cube more evenly than random ones, so that fewer draws do. The steps are the powers of 1 / φ, where φ is the root of
 * x^(d + 1) = x + 1.
 *
 * @source Martin Roberts, The unreasonable effectiveness of quasirandom sequences (2018),
 * https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/
 */
export function recurrenceSteps(dimensions: number): number[] {
  let root = 1;
  // Halved, and by products alone: engines differ in the last digit of a power.
  for (let width = 1; width > Number.EPSILON; width /= 2)
    if (product(root + width, dimensions + 1) <= 1 + root + width) root += width;
  let step = 1;
  return Array.from({ length: dimensions }, () => (step /= root));
}

function product(base: number, times: number): number {
  return times === 0 ? 1 : base * product(base, times - 1);
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** The value of a triangular distribution below which the share `u` lies. */
export function triangular(low: number, typical: number, high: number, u: number): number {
  const width = high - low;
  if (width === 0) return typical;
  const rise = (typical - low) / width;
  return u < rise ? low + Math.sqrt(u * width * (typical - low)) : high - Math.sqrt((1 - u) * width * (high - typical));
}

/** `count` draws of all inputs, each on its own: triangular over its range with the likeliest value as its peak. */
export function drawsOf(inputs: Inputs, seed: number, count: number): Columns {
  const steps = recurrenceSteps(inputs.size);
  return new Map<string, Column>(
    [...inputs].map(([name, { low, typical, high }], index): [string, Column] => {
      const [least, peak, most] = [low.toNumber(), typical.toNumber(), high.toNumber()];
      if (least === most) return [name, peak];
      const start = fraction(Math.abs(seed) * 0.754877666 + (index + 1) * 0.569840296);
      const step = steps[index] ?? 0;
      const values = new Float64Array(count);
      for (let draw = 0; draw < count; draw += 1)
        values[draw] = triangular(least, peak, most, fraction(start + draw * step));
      return [name, values];
    }),
  );
}

/** The quantiles of values in any order, by linear interpolation; infinities stand for "never" and stay. */
export function quantilesOf(column: Column): (share: number) => number {
  if (typeof column === "number") return () => column;
  const values = column.slice().sort();
  return (share) => {
    const place = share * (values.length - 1);
    const [low, high] = [values[Math.floor(place)]!, values[Math.ceil(place)]!];
    return low === high ? low : low + (place - Math.floor(place)) * (high - low);
  };
}

/** How much of the variance of an outcome an input alone makes. */
export interface Influence {
  readonly input: string;
  readonly share: number;
  /** True where a value within its range turns the comparison: what costs less now costs more then. */
  readonly turns: boolean;
  /** The value at which both cost the same, the others at their likeliest; null where none does. */
  readonly edge: number | null;
}

/**
 * The share of each input in the variance of an outcome: its variance where it alone is drawn, over the sum of these. Exact for sums;
 * where inputs multiply, what they make together is shared out in proportion. The largest first.
 */
export function influences(inputs: Inputs, draws: Columns, outcome: (at: Columns) => Column): Influence[] {
  const typical = typicalColumns(inputs);
  const variances = [...inputs]
    .filter(([, { low, high }]) => !low.equals(high))
    .map(([input]) => {
      const alone = outcome(new Map(typical).set(input, draws.get(input) ?? 0));
      const variance = typeof alone === "number" ? 0 : varianceOf(alone);
      return { input, variance, edge: edgeOf(input, inputs, typical, outcome) };
    });
  const whole = variances.reduce((all, { variance }) => all + variance, 0);
  if (whole === 0) return [];
  return variances
    .map(({ input, variance, edge }) => ({ input, share: variance / whole, turns: edge !== null, edge }))
    .sort((a, b) => b.share - a.share || (a.input < b.input ? -1 : 1));
}

export function typicalColumns(inputs: Inputs): Map<string, Column> {
  return new Map([...inputs].map(([name, reading]) => [name, reading.typical.toNumber()]));
}

/** Where an outcome changes its sign between the likeliest value of an input and an end of its range, by halving. */
function edgeOf(input: string, inputs: Inputs, typical: Columns, outcome: (at: Columns) => Column): number | null {
  const range = inputs.get(input);
  if (range === undefined) return null;
  const at = new Map(typical);
  const isMore = (value: number): boolean => Number(outcome(at.set(input, value))) > 0;
  const likeliest = range.typical.toNumber();
  const isMoreNow = isMore(likeliest);
  const end = [range.low, range.high].map((one) => one.toNumber()).find((one) => isMore(one) !== isMoreNow);
  if (end === undefined) return null;
  let [same, other] = [likeliest, end];
  for (let round = 0; round < 60; round += 1) {
    const middle = (same + other) / 2;
    if (isMore(middle) === isMoreNow) same = middle;
    else other = middle;
  }
  return (same + other) / 2;
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((all, value) => all + value, 0) / values.length;
  return values.reduce((all, value) => all + (value - mean) ** 2, 0) / values.length;
}
