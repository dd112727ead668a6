import { changeMixture, gapMixture } from "./forecast.ts";
import { joined, scaled, type Mixture } from "./mixture.ts";
import { posterior, type Posterior } from "./posterior.ts";
import { withoutSmallest, type Sizes } from "./sizes.ts";

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
 * span a doubling. Early pilots often lie on another stretch of the curve than the one to come, and one posterior is too sure
 * that they do not: on sources left out, four pilots forecast no better than the last two or three of them alone, and the even
 * sum of the three better than each (`npm run bench:curves`).
 */
export function windowsOf(sizes: Sizes): Windows {
  const fewer = windowStarts(sizes.x).map((start): Window => {
    const window = withoutSmallest(sizes, start);
    return { posterior: posterior(window), unit: window.unit / sizes.unit };
  });
  return [{ posterior: posterior(sizes), unit: 1 }, ...fewer];
}

/** How many of the smallest sizes the windows beside that of all sizes leave out. */
export function windowStarts(x: ArrayLike<number>): number[] {
  const starts: number[] = [];
  for (let start = 1; start <= MOST_LEFT_OUT && x.length - start >= 2; start += 1)
    if (x[x.length - 1]! - x[start]! >= LEAST_SPAN) starts.push(start);
  return starts;
}

function pooled(windows: Windows, mixtureOf: (posterior: Posterior) => Mixture): Mixture {
  return joined(windows.map((window) => scaled(mixtureOf(window.posterior), window.unit, 1 / windows.length)));
}

/** The gap at x doublings beyond the largest pilot: of a run there when `noise` is true, of the curve itself otherwise. */
export function gapAhead(windows: Windows, x: number, noise: boolean): Mixture {
  return pooled(windows, (one) => gapMixture(one, x, noise));
}

/** Change of the gap from the largest pilot to x doublings beyond it, without the noise of a run: negative where the curve improves. */
export function changeAhead(windows: Windows, x: number): Mixture {
  return pooled(windows, (one) => changeMixture(one, x));
}
