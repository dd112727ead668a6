import { effectiveEpochs } from "./epochs.ts";
import type { Pilot } from "./pilot.ts";
import { gapOf, shareError, type Scale } from "./scale.ts";
import { decimalsOf, testSizeOfErrors, testSizesOf, type TestSize } from "./testSizes.ts";

/** A tenth of the gap per doubling that a pilot is moved for its epochs: as much as a doubling itself is expected to bring. */
const EPOCH_DOUBT = 0.1;

/** A pilot, and what its noise is made of. All in the unit of the values. */
export interface Run extends Pilot {
  /** Standard error without the noise of a count; 0 where none is known. */
  readonly error: number;
  /** Whether it has the noise of a count on the test set, should there be one. */
  readonly counted: boolean;
  /** Step of the print, where the scale is bounded and no standard error is stated; else 0. */
  readonly step: number;
}

/** The runs and the test set behind them. */
export interface Runs {
  /** Converted to the epochs of the largest pilot, ascending by n. */
  readonly runs: readonly Run[];
  readonly converted: boolean;
  /** What the test set may be. */
  readonly testSizes: readonly TestSize[];
  /** False where `testSizes` is read from digits. */
  readonly stated: boolean;
}

const UNKNOWN: readonly TestSize[] = [{ items: Infinity, weight: 1 }];

/**
 * What each pilot's noise is made of: its standard error where one is stated, else the count on the test set whose size
 * is stated, else a count on one whose size is read from the digits of all values. Standard errors that are
 * √(p(1 − p)/m) for one m state that m. An error of exactly 0 says that the runs were alike, not that the score is exact:
 * it counts as not stated, or as large as the others where there are others.
 */
export function noisyRuns(given: readonly Pilot[], scale: Scale, testSize: number | undefined): Runs {
  const width = scale.upper - scale.lower;
  const share = Number.isFinite(width);
  const placed = given.map(({ value, se }) => ({ share: (value - scale.lower) / width, error: (se ?? 0) / width }));
  const counted = share && given.every(({ se }) => se !== undefined) ? testSizeOfErrors(placed) : null;
  const pilots = counted === null ? withoutZeroErrors(given) : given;
  const allStated = pilots.every(({ se }) => se !== undefined);
  const items = counted ?? (share && !allStated ? testSize : undefined);
  const unstated = share && pilots.every(({ se }) => se === undefined);
  const testSizes =
    items !== undefined
      ? [{ items, weight: 1 }]
      : unstated
        ? testSizesOf(
            placed.map((one) => one.share),
            pilots.reduce((sum, { value }) => sum + gapOf(scale, value) / width / pilots.length, 0),
          )
        : UNKNOWN;
  const printed = placed.flatMap((one, i) => (counted !== null || pilots[i]?.se === undefined ? [one.share] : []));
  const step = share ? width * 10 ** -decimalsOf(printed) : 0;
  const runs = pilots.map((pilot): Run => {
    const own = counted === null ? pilot.se : undefined;
    const shown = pilot.se ?? (items === undefined ? null : shareError(scale, pilot.value, items));
    return {
      ...pilot,
      ...(shown === null ? {} : { se: shown }),
      error: own ?? 0,
      counted: own === undefined,
      step: own === undefined ? step : 0,
    };
  });
  return { ...equalEpochs(runs, scale), testSizes, stated: items !== undefined };
}

/** Errors of 0 replaced by the mean square of the others; left out where there are none. */
function withoutZeroErrors(pilots: readonly Pilot[]): readonly Pilot[] {
  if (pilots.every(({ se }) => se !== 0)) return pilots;
  const errors = pilots.flatMap(({ se }) => (se === undefined || se === 0 ? [] : [se * se]));
  const usual = Math.sqrt(errors.reduce((sum, square) => sum + square / errors.length, 0));
  return pilots.map((pilot) => {
    if (pilot.se !== 0) return pilot;
    const { se: _, ...bare } = pilot;
    return usual === 0 ? bare : { ...bare, se: usual };
  });
}

/** Runs at the epochs of the largest one, ascending by n; one without epochs is taken to have those. */
function equalEpochs(runs: readonly Run[], scale: Scale): { runs: Run[]; converted: boolean } {
  const ascending = (a: Pilot, b: Pilot): number => a.n - b.n || a.value - b.value;
  const sorted = runs.toSorted(ascending);
  const reference = sorted.findLast(({ epochs }) => epochs !== undefined)?.epochs;
  if (reference === undefined || sorted.every(({ epochs }) => (epochs ?? reference) === reference))
    return { runs: sorted, converted: false };
  const moved = sorted.map((run) => {
    const factor = effectiveEpochs(run.epochs ?? reference) / effectiveEpochs(reference);
    const doubt = EPOCH_DOUBT * Math.abs(Math.log2(factor)) * gapOf(scale, run.value);
    if (factor === 1) return run;
    return { ...run, n: run.n * factor, se: Math.hypot(run.se ?? 0, doubt), error: Math.hypot(run.error, doubt) };
  });
  return { runs: moved.toSorted(ascending), converted: true };
}
