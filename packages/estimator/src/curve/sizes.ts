import { fail, ok, type Result } from "../problem.ts";
import type { FitOptions } from "./curve.ts";
import { effectiveEpochs } from "./epochs.ts";
import type { Pilot } from "./pilot.ts";
import { gapOf, readScale, shareError, type Scale } from "./scale.ts";

/** Most sizes that are kept apart: half-octaves over twelve doublings. Beyond it neighbours are pooled. */
const MOST_SIZES = 24;

/** A tenth of the gap per doubling that a pilot is moved for its epochs: as much as a doubling itself is expected to bring. */
const EPOCH_DOUBT = 0.1;

/** The pilots as the model sees them. Runs at one size are kept apart: their spread says how noisy a run is. */
export interface Sizes {
  /** x = log₂(n / n_max) of each size, ascending; the last is about 0. */
  readonly x: Float64Array;
  /** Size index of each run. */
  readonly sizeOf: Int32Array;
  /** u: gap of each run in units of `unit`. */
  readonly gap: Float64Array;
  /** Standard error of each `gap`; 0 where none is known. */
  readonly error: Float64Array;
  /** Mean gap over the sizes, in the unit of the values. */
  readonly unit: number;
  readonly nMax: number;
  readonly nMin: number;
  readonly scale: Scale;
  /** The runs, converted to the epochs of the largest pilot, with the standard errors used; ascending by n. */
  readonly runs: readonly Pilot[];
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
  const { runs, converted } = equalEpochs(withErrors(pilots, scale, testSize), scale);
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
  return ok({
    x,
    sizeOf,
    gap: Float64Array.from(runs, ({ value }) => gapOf(scale, value) / unit),
    error: Float64Array.from(runs, ({ se }) => (se ?? 0) / unit),
    unit,
    nMax,
    nMin: runs[0]?.n ?? 1,
    scale,
    runs,
    converted,
    pooled,
  });
}

function withErrors(pilots: readonly Pilot[], scale: Scale, testSize: number | undefined): Pilot[] {
  if (testSize === undefined) return [...pilots];
  return pilots.map((pilot) => {
    const se = pilot.se ?? shareError(scale, pilot.value, testSize);
    return se === null ? pilot : { ...pilot, se };
  });
}

/** Pilots at the epochs of the largest one, ascending by n; a pilot without epochs is taken to have those. */
function equalEpochs(pilots: readonly Pilot[], scale: Scale): { runs: Pilot[]; converted: boolean } {
  const ascending = (a: Pilot, b: Pilot): number => a.n - b.n || a.value - b.value;
  const sorted = pilots.toSorted(ascending);
  const reference = sorted.findLast(({ epochs }) => epochs !== undefined)?.epochs;
  if (reference === undefined || sorted.every(({ epochs }) => (epochs ?? reference) === reference))
    return { runs: sorted, converted: false };
  const runs = sorted.map((pilot) => {
    const factor = effectiveEpochs(pilot.epochs ?? reference) / effectiveEpochs(reference);
    const doubt = EPOCH_DOUBT * Math.abs(Math.log2(factor)) * gapOf(scale, pilot.value);
    return factor === 1 ? pilot : { ...pilot, n: pilot.n * factor, se: Math.hypot(pilot.se ?? 0, doubt) };
  });
  return { runs: runs.toSorted(ascending), converted: true };
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
