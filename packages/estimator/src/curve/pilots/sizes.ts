import { fail, ok, type Result } from "../../problem.ts";
import type { FitOptions } from "../curve.ts";
import type { Pilot } from "./pilot.ts";
import { noisyRuns, type Run, type Runs } from "./runs.ts";
import { gapOf, readScale, type Scale } from "./scale.ts";

/** Most sizes that are kept apart: half-octaves over twelve doublings. Beyond it neighbours are pooled. */
const MOST_SIZES = 24;

/** The pilots as the model sees them. Runs at one size are kept apart: their spread says how noisy a run is. */
export interface Sizes {
  /** x = log₂(n / n_max) of each size, ascending; the last is about 0. */
  readonly x: Float64Array;
  /** Size index of each run. */
  readonly sizeOf: Int32Array;
  /** u: gap of each run in units of `unit`. */
  readonly gap: Float64Array;
  /** Standard error of each `gap`, without the noise of a count; 0 where none is known. */
  readonly error: Float64Array;
  /** Variance of each `gap` by the rounding of its print; 0 where a standard error is stated. */
  readonly rounding: Float64Array;
  /** 1 for a run whose noise is that of a count on the test set, should there be one. */
  readonly counted: Uint8Array;
  /** What the test set may be. */
  readonly testSizes: Runs["testSizes"];
  /** False where `testSizes` is read from digits. */
  readonly testSizeStated: boolean;
  /** The mean gap as a share of the scale; NaN where the scale has an open end. */
  readonly share: number;
  /** Mean gap over the sizes, in the unit of the values. */
  readonly unit: number;
  readonly nMax: number;
  readonly nMin: number;
  readonly scale: Scale;
  /** The runs, converted to the epochs of the largest pilot, with the standard errors used; ascending by n. */
  readonly runs: readonly Run[];
  readonly converted: boolean;
  readonly pooled: boolean;
}

/**
 * Orders, converts and scales the pilots.
 *
 * Problems: those of `readScale`, and `test_size_not_whole` (got).
 */
export function readSizes(pilots: readonly Pilot[], options: FitOptions): Result<Sizes> {
  const { testSize } = options;
  if (testSize !== undefined && !(Number.isInteger(testSize) && testSize > 0))
    return fail({ kind: "test_size_not_whole", got: testSize });
  const scaled = readScale(pilots, options);
  if (!scaled.ok) return scaled;
  const scale = scaled.value;
  const { runs, converted, testSizes, stated } = noisyRuns(pilots, scale, testSize);
  const nMax = runs.at(-1)?.n ?? 1;
  const { x, sizeOf, pooled } = placeRuns(runs, nMax);

  const sums = new Float64Array(x.length);
  const counts = new Float64Array(x.length);
  runs.forEach(({ value }, i) => {
    const size = sizeOf[i] ?? 0;
    sums[size] = (sums[size] ?? 0) + gapOf(scale, value);
    counts[size] = (counts[size] ?? 0) + 1;
  });
  const unit = sums.reduce((mean, sum, i) => mean + sum / (counts[i] ?? 1) / x.length, 0);
  const width = scale.upper - scale.lower;
  return ok({
    x,
    sizeOf,
    gap: Float64Array.from(runs, ({ value }) => gapOf(scale, value) / unit),
    error: Float64Array.from(runs, ({ error }) => error / unit),
    // A step of the print is uniform noise.
    rounding: Float64Array.from(runs, ({ step }) => (step / unit) ** 2 / 12),
    counted: Uint8Array.from(runs, ({ counted }) => Number(counted)),
    testSizes,
    testSizeStated: stated,
    share: Number.isFinite(width) ? unit / width : NaN,
    unit,
    nMax,
    nMin: runs[0]?.n ?? 1,
    scale,
    runs,
    converted,
    pooled,
  });
}

/** The same without the `count` smallest sizes, in units of the mean gap of those that are left. */
export function withoutSmallest(sizes: Sizes, count: number): Sizes {
  const kept = sizes.sizeOf.findIndex((size) => size >= count);
  const sizeOf = sizes.sizeOf.slice(kept).map((size) => size - count);
  const sums = new Float64Array(sizes.x.length - count);
  const runs = new Float64Array(sums.length);
  sizeOf.forEach((size, i) => {
    sums[size]! += sizes.gap[kept + i]!;
    runs[size]! += 1;
  });
  const mean = sums.reduce((total, sum, size) => total + sum / runs[size]! / sums.length, 0);
  return {
    ...sizes,
    x: sizes.x.slice(count),
    sizeOf,
    gap: sizes.gap.slice(kept).map((gap) => gap / mean),
    error: sizes.error.slice(kept).map((error) => error / mean),
    rounding: sizes.rounding.slice(kept).map((variance) => variance / (mean * mean)),
    counted: sizes.counted.slice(kept),
    share: sizes.share * mean,
    unit: sizes.unit * mean,
    nMin: sizes.runs[kept]!.n,
    runs: sizes.runs.slice(kept),
  };
}

function placeRuns(runs: readonly Pilot[], nMax: number): { x: Float64Array; sizeOf: Int32Array; pooled: boolean } {
  const places = runs.map(({ n }) => Math.log2(n / nMax));
  const pooled = new Set(places).size > MOST_SIZES;
  const width = -(places[0] ?? 0) / MOST_SIZES;
  const keyOf = (place: number): number => (pooled ? Math.min(Math.floor(-place / width), MOST_SIZES - 1) : place);
  const sizeOf = new Int32Array(runs.length);
  const sums: { place: number; runs: number }[] = [];
  let last: number | undefined;
  places.forEach((place, i) => {
    const key = keyOf(place);
    if (key !== last) sums.push({ place: 0, runs: 0 });
    last = key;
    const size = sums.at(-1);
    if (size !== undefined) {
      size.place += place;
      size.runs += 1;
    }
    sizeOf[i] = sums.length - 1;
  });
  return { x: Float64Array.from(sums, (size) => size.place / size.runs), sizeOf, pooled };
}
