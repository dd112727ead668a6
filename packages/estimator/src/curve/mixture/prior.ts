import learned from "../data/prior.json" with { type: "json" };

/** A kind of curve: how ln(gap − offset), or the gap itself where it is straight, falls per doubling of the data, and how steadily. */
export interface Kind {
  readonly name: string;
  readonly straight: boolean;
  /** Mean and standard deviation of the fall per doubling at the largest pilot: the random effect of a source and a curve. */
  readonly fall: number;
  readonly fallSd: number;
  /** Each doubling falls 2^−damping times as much as the one before it: 0 is a power law. */
  readonly damping: number;
  /** Standard deviation per √doubling of a random walk of the fall, to both sides of the largest pilot. */
  readonly walk: number;
  /** Where the curve levels out, as a share of the least gap of the pilots. */
  readonly floor: number;
  /** Logarithms of the weight: base, on a scale with an open end, and per doubling of the gap's share of the scale. */
  readonly weight: number;
  readonly open: number;
  readonly perDoubling: number;
}

export interface Prior {
  readonly kinds: readonly Kind[];
  /** Small sets gain more by a doubling: a fall is (middle / n)^power times its mean, n of the largest pilot held between two sizes. */
  readonly size: Readonly<Record<"middle" | "least" | "most" | "power", number>>;
  /** Scatter of a run beyond its measured error, as a share of the gap: log-normal; the middle is `open` further on open scales, as a logarithm. */
  readonly scatter: { readonly middle: number; readonly spread: number; readonly open: number };
  readonly items: number;
}

/** Learned from public curves of 30 sources, 2026-11-28: forecasts at 2, 4 and 8 times the largest pilot are off least (bench/README.md). */
export const PRIOR: Prior = learned;
const SCATTERS = [0.003, 0.01, 0.03, 0.08, 0.2];

/** The share of the scale at which the base weights hold, as a logarithm to the base 2, and the least one told apart. */
const BASE_SHARE = -2;
const LEAST_SHARE = 0.005;

export interface Component {
  readonly kind: Kind;
  readonly scatter: number;
  readonly log: number;
}

/** The kinds of curve where the largest pilot has `n` examples: the fewer, the steeper they fall. */
export function kindsAt({ kinds, size: { middle, least, most, power } }: Prior, n: number): Kind[] {
  const times = (middle / Math.min(Math.max(n, least), most)) ** power;
  return kinds.map((kind) => ({ ...kind, fall: times * kind.fall }));
}

/** @param share the mean gap of the pilots as a share of the scale; NaN where the scale has an open end */
export function componentsOf({ kinds, scatter: { middle, spread, open } }: Prior, share: number): Component[] {
  const isOpen = Number.isNaN(share);
  const doublings = isOpen ? 0 : Math.log2(Math.min(Math.max(share, LEAST_SHARE), 1)) - BASE_SHARE;
  return kinds.flatMap((kind) =>
    SCATTERS.map((scatter) => {
      const off = (Math.log(scatter / middle) - (isOpen ? open : 0)) / spread;
      const log = kind.weight + (isOpen ? kind.open : 0) + kind.perDoubling * doublings - 0.5 * off * off;
      return { kind, scatter, log };
    }),
  );
}

/** Expected course of a component, 0 at x = 0 with a slope of 1, x in doublings of the largest pilot. */
export function courseOf({ damping }: Kind, x: number): number {
  return Math.abs(damping) < 1e-6 ? x : (1 - Math.exp(-damping * x * Math.LN2)) / (damping * Math.LN2);
}
