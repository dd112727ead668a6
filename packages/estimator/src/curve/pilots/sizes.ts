import { grouped } from "../../check/grouped.ts";
import { fail, ok, type Result } from "../../problem.ts";
import type { FitOptions } from "../curve.ts";
import type { Pilot } from "./pilot.ts";
import { gapOf, readScale, shareError, type Scale } from "./scale.ts";

/** Sizes of test sets that digits are read for: with fewer items no curve is measured, the noise of more is small beside that of runs. */
const FEWEST = 50;
const MOST = 2000;
const ROUND = [50, 200, 250, 300, 400, 500, 1000, 2000];

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
function decimalsOf(figures: readonly number[]): number {
  const isWritten = (decimals: number): boolean => figures.every((figure) => onLattice(figure, 10 ** decimals, SLIP));
  let decimals = 2;
  while (decimals < 9 && !isWritten(decimals)) decimals += 1;
  return decimals;
}

function onLattice(figure: number, steps: number, within: number): boolean {
  return Math.abs(figure - Math.round(figure * steps) / steps) <= within;
}

/**
 * The size of the test set that the digits of shares show; null where they show none. Were shares no multiples of 1/m, K of them printed
 * in steps of u would look so with probability (m·u)^K: 0.9533 and 0.98 point to 150. Two decimals allow any 100 or more: 200 is assumed.
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

/** R*: passes after which repeating loses its worth. */
const REPEAT_DECAY = 15.387756;

/** A tenth of the gap per doubling that a pilot is moved for its epochs: as much as a doubling itself is expected to bring. */
const EPOCH_DOUBT = 0.1;

/**
 * What `epochs` passes over a set are worth, in passes over data never seen before: 1 + R* · (1 − exp(−(epochs − 1) / R*)). Fitted for
 * training from scratch; in fine-tuning it is a guess that the fit widens for.
 * @source https://arxiv.org/abs/2305.16264 (Muennighoff et al., equation 5; constants of the published code, read 2026-11-24)
 */
export function effectiveEpochs(epochs: number): number {
  return epochs <= 1 ? epochs : 1 + REPEAT_DECAY * (1 - Math.exp(-(epochs - 1) / REPEAT_DECAY));
}

/** Pilots at the epochs of the largest one, ascending by n; one without epochs is taken to have those. */
function equalEpochs(pilots: readonly Pilot[], scale: Scale): { runs: Pilot[]; converted: boolean } {
  const ascending = (a: Pilot, b: Pilot): number => a.n - b.n || a.value - b.value;
  const sorted = pilots.toSorted(ascending);
  const reference = sorted.findLast(({ epochs }) => epochs !== undefined)?.epochs;
  if (reference === undefined || sorted.every(({ epochs }) => (epochs ?? reference) === reference))
    return { runs: sorted, converted: false };
  const moved = sorted.map((run) => {
    const factor = effectiveEpochs(run.epochs ?? reference) / effectiveEpochs(reference);
    const doubt = EPOCH_DOUBT * Math.abs(Math.log2(factor)) * gapOf(scale, run.value);
    return factor === 1 ? run : { ...run, n: run.n * factor, se: Math.hypot(run.se ?? 0, doubt) };
  });
  return { runs: moved.toSorted(ascending), converted: true };
}

/** Most runs that are kept apart, and the places that more are pooled into: half-octaves over twelve doublings. */
const MOST_RUNS = 48;
const PLACES = 24;

/** The pilots as the model sees them. Runs at one size are kept apart: their spread says how noisy a run is. */
export interface Sizes {
  /** x = log₂(n / n_max) of each run, ascending; the last is 0. */
  readonly x: readonly number[];
  /** u: gap of each run in units of `unit`, and the least of them. */
  readonly gap: readonly number[];
  readonly least: number;
  /** Stated standard error of each `gap`; 0 where none is known. */
  readonly error: readonly number[];
  /** Items of the test set, stated or read from the digits of the values; null where neither says any. */
  readonly items: number | null;
  readonly itemsStated: boolean;
  /** Step of the print, in units of `unit`; 0 where the scale has an open end. */
  readonly step: number;
  /** The mean gap as a share of the scale; NaN where the scale has an open end. */
  readonly share: number;
  readonly unit: number;
  /** Mean gap of each size, in the unit of the values, ascending by n. */
  readonly means: readonly { readonly n: number; readonly gap: number }[];
  readonly nMax: number;
  readonly nMin: number;
  readonly scale: Scale;
  /** The runs, converted to the epochs of the largest pilot, with the standard errors used; ascending by n. */
  readonly runs: readonly Pilot[];
  readonly converted: boolean;
  readonly pooled: boolean;
}

/**
 * Orders, converts and scales the pilots. A standard error of exactly 0 says that runs were alike, not that the score is exact: it counts
 * as not stated, or as large as the others. Problems: those of `readScale`, and `test_size_not_whole` (got).
 */
export function readSizes(given: readonly Pilot[], options: FitOptions): Result<Sizes> {
  const { testSize } = options;
  if (testSize !== undefined && !(Number.isInteger(testSize) && testSize > 0))
    return fail({ kind: "test_size_not_whole", got: testSize });
  const scaled = readScale(given, options);
  if (!scaled.ok) return scaled;
  const scale = scaled.value;
  const width = scale.upper - scale.lower;
  const isShare = Number.isFinite(width);
  const { runs: apart, converted } = equalEpochs(withoutZeroErrors(given), scale);
  const pooled = apart.length > MOST_RUNS;
  const measured = pooled ? pooledRuns(apart) : apart;
  const bare = isShare && given.every(({ se }) => se === undefined || se === 0);
  const shares = given.map(({ value }) => (value - scale.lower) / width);
  const stated = isShare && measured.some(({ se }) => se === undefined) ? (testSize ?? null) : null;
  const items = stated ?? (bare && !pooled ? testSizeOf(shares) : null);

  const nMax = measured.at(-1)?.n ?? 1;
  const gaps = measured.map(({ value }) => gapOf(scale, value));
  const unit = gaps.reduce((sum, gap) => sum + gap / gaps.length, 0);
  const runs = measured.map((run) =>
    run.se === undefined && stated !== null ? { ...run, se: shareError(scale, run.value, stated) ?? 0 } : run,
  );
  return ok({
    x: measured.map(({ n }) => Math.log2(n / nMax)),
    gap: gaps.map((gap) => gap / unit),
    least: Math.min(...gaps) / unit,
    error: measured.map(({ se = 0 }) => se / unit),
    items,
    itemsStated: stated !== null,
    step: isShare ? (width * 10 ** -decimalsOf(shares)) / unit : 0,
    share: isShare ? unit / width : NaN,
    unit,
    means: meansOf(measured, gaps),
    nMax,
    nMin: measured[0]?.n ?? 1,
    scale,
    runs,
    converted,
    pooled,
  });
}

function withoutZeroErrors(pilots: readonly Pilot[]): readonly Pilot[] {
  const errors = pilots.flatMap(({ se }) => (se === undefined || se === 0 ? [] : [se * se]));
  const usual = Math.sqrt(errors.reduce((sum, square) => sum + square / errors.length, 0));
  return pilots.map(({ se, ...bare }) => {
    const used = se === 0 ? usual : (se ?? 0);
    return used === 0 ? bare : { ...bare, se: used };
  });
}

/** Neighbours as one run each: their mean, with its standard error by their own and by their spread. */
function pooledRuns(runs: readonly Pilot[]): Pilot[] {
  const nMax = runs.at(-1)?.n ?? 1;
  const width = -Math.log2((runs[0]?.n ?? 1) / nMax) / PLACES;
  const placeOf = ({ n }: Pilot): number => Math.min(Math.floor(-Math.log2(n / nMax) / width), PLACES - 1);
  const places = grouped(runs, placeOf);
  return [...places.values()].map((own) => {
    const mean = (of: (run: Pilot) => number): number => own.reduce((sum, run) => sum + of(run) / own.length, 0);
    const value = mean((run) => run.value);
    const spread = own.length < 3 ? 0 : mean((run) => (run.value - value) ** 2) / (own.length - 1);
    const se = Math.sqrt(Math.max(mean((run) => (run.se ?? 0) ** 2) / own.length, spread));
    const pooled = { n: Math.exp(mean((run) => Math.log(run.n))), value };
    return se === 0 ? pooled : { ...pooled, se };
  });
}

function meansOf(runs: readonly Pilot[], gaps: readonly number[]): { n: number; gap: number }[] {
  return [...new Set(runs.map(({ n }) => n))].map((n) => {
    const own = gaps.filter((_, i) => runs[i]?.n === n);
    return { n, gap: own.reduce((sum, gap) => sum + gap / own.length, 0) };
  });
}

/** A gain of this share of the scale and of the gap or less, or of two standard errors, is no clear progress. */
export const NO_PROGRESS = { scale: 0.02, gap: 0.05 };

/** Whether the largest pilots are not clearly better than the smallest. */
export function standsStill(sizes: Sizes): boolean {
  return totalGain(sizes) <= noiseOf(sizes);
}

/** Whether a step between two sizes is clearly one to worse values. */
export function fallsClearly(sizes: Sizes): boolean {
  return totalGain(sizes) < -noiseOf(sizes);
}

function totalGain({ means }: Sizes): number {
  return means[0]!.gap - means.at(-1)!.gap;
}

/** Gains and losses up to this say nothing, in the unit of the values. */
function noiseOf({ scale, runs, means, nMin, nMax }: Sizes): number {
  const errorAt = (n: number): number => Math.max(...runs.filter((run) => run.n === n).map(({ se }) => se ?? 0));
  const error = Math.hypot(errorAt(nMin), errorAt(nMax));
  const width = scale.upper - scale.lower;
  return Math.max(Math.min(NO_PROGRESS.scale * width, NO_PROGRESS.gap * means[0]!.gap), 2 * error);
}
