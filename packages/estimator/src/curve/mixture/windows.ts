import { gapMixture } from "./forecast.ts";
import { joined, scaled, type Mixture } from "./mixture.ts";
import { posterior, type Posterior } from "./posterior.ts";
import { withoutSmallest, type Sizes } from "../pilots/sizes.ts";

/** How many of the smallest sizes a window may leave out. */
const MOST_LEFT_OUT = 2;

/** Doublings that the sizes of a window span at least: nearer ones measure no slope. */
const LEAST_SPAN = Math.log2(1.6);

/** A posterior of the larger pilots. */
export interface Window {
  readonly posterior: Posterior;
  /** Its unit of gaps in that of all sizes. */
  readonly unit: number;
}

/** The window of all sizes, then the others. */
export type Windows = readonly [Window, ...Window[]];

/**
 * The posteriors of all sizes, of all but the smallest one and of all but the smallest two, as far as two sizes are left that
 * span a doubling and gain more than their standard error: others measure no slope. Early pilots often lie on another stretch
 * of the curve than the one to come, and one posterior is too sure that they do not: on sources left out, four pilots forecast
 * no better than the last two or three of them alone, and the even sum of the three better than each (`npm run bench:curves`).
 * What a doubling gains and is worth is read from all sizes: users who decide by it decide right more often (`npm run bench:pilots`).
 */
export function windowsOf(sizes: Sizes): Windows {
  const fewer = windowStarts(meansOf(sizes)).map((start): Window => {
    const window = withoutSmallest(sizes, start);
    return { posterior: posterior(window), unit: window.unit / sizes.unit };
  });
  return [{ posterior: posterior(sizes), unit: 1 }, ...fewer];
}

/** A size: log₂(n / n_max), the mean gap there and its standard error, 0 where it is not known. */
export interface SizeMean {
  readonly x: number;
  readonly gap: number;
  readonly error: number;
}

/** How many of the smallest sizes the windows beside that of all sizes leave out. Sizes ascend. */
export function windowStarts(means: readonly SizeMean[]): number[] {
  const last = means.at(-1);
  const starts: number[] = [];
  for (let start = 1; start <= MOST_LEFT_OUT && means.length - start >= 2; start += 1) {
    const first = means[start];
    if (first === undefined || last === undefined || last.x - first.x < LEAST_SPAN) continue;
    // Sizes that all stand at the bound have no gap to measure others by.
    if (means.slice(start).every(({ gap }) => gap <= 0)) continue;
    const error = Math.hypot(first.error, last.error);
    if (error === 0 || first.gap - last.gap > error) starts.push(start);
  }
  return starts;
}

/** The sizes with their mean gaps and standard errors, in the unit of the values. */
export function meansOf({ x, sizeOf, gap, unit, runs }: Sizes): SizeMean[] {
  return Array.from(x, (place, size): SizeMean => {
    const own = runs.flatMap(({ se }, i) => (sizeOf[i] === size ? [{ gap: gap[i]! * unit, se: se ?? 0 }] : []));
    const mean = own.reduce((sum, run) => sum + run.gap / own.length, 0);
    return { x: place, gap: mean, error: Math.hypot(...own.map(({ se }) => se)) / own.length };
  });
}

/** The gap at x doublings beyond the largest pilot: of a run there when `noise` is true, of the curve itself otherwise. */
export function gapAhead(windows: Windows, x: number, noise: boolean): Mixture {
  return joined(
    windows.map((window) => scaled(gapMixture(window.posterior, x, noise), window.unit, 1 / windows.length)),
  );
}
