import type { Interval } from "./tracked.ts";

/** A step, and the seconds since the run began. */
export interface Timed {
  readonly step: number;
  readonly seconds: number;
}

/** How a run goes on: seconds of the whole run, of one step, and of the pauses between steps. */
export interface Pace {
  readonly whole: Interval;
  readonly perStep: number;
  readonly pauses: { readonly count: number; readonly seconds: number } | null;
}

/**
 * How far off the whole was, as shares of it, with `1 − share done + 0.05` left: what four of five public logs stay within
 * from 5 % of their steps on (`npm run bench:tracked`). Before the first evaluation nobody knows how long it takes: the
 * upper end has room for it.
 */
const off = { low: -0.06, high: 0.4 } as const;
const restOfAll = 0.05;

/** Of the steps: before so many are done the range is wider still. */
export const early = 0.05;

/**
 * The pace of a run from the steps that it has done: the median between entries is what a step takes, what is far above it is a
 * pause, and pauses come at equal distances.
 *
 * @param points at least one, by step
 * @param steps of the whole run
 */
export function paceOf(points: readonly Timed[], steps: number): Pace {
  const last = points.at(-1) ?? { step: 0, seconds: 0 };
  const gaps = gapsOf(points);
  const usual = medianPace(gaps);
  const paused = gaps.slice(1).filter((gap) => isPause(gap, usual));
  const lost = paused.map(({ steps: n, seconds }) => seconds - n * usual);
  const pausedSeconds = lost.reduce((sum, seconds) => sum + seconds, 0);
  const perStep = (last.seconds - pausedSeconds) / Math.max(1, last.step);
  const left = Math.max(0, steps - last.step);
  const each = lost.length === 0 ? 0 : pausedSeconds / lost.length;
  const typical = last.seconds + left * perStep + pausesLeft(paused, last, steps) * each;
  const share = Math.min(1, last.step / steps);
  const room = left === 0 ? 0 : (1 - share + restOfAll) * Math.sqrt(Math.max(1, early / Math.max(share, 1e-6)));
  return {
    whole: {
      low: Math.max(last.seconds, typical * (1 + Math.max(-0.9, off.low * room))),
      typical,
      high: typical * (1 + off.high * room),
    },
    perStep,
    pauses: lost.length === 0 ? null : { count: lost.length, seconds: each },
  };
}

interface Gap {
  /** The step that it begins at, and the steps and seconds until the next entry. */
  readonly from: number;
  readonly steps: number;
  readonly seconds: number;
}

function gapsOf(points: readonly Timed[]): Gap[] {
  return points.map(({ step, seconds }, at) => {
    const before = points[at - 1] ?? { step: 0, seconds: 0 };
    return { from: before.step, steps: Math.max(1, step - before.step), seconds: seconds - before.seconds };
  });
}

/** The median seconds of a step, each gap by its steps. */
function medianPace(gaps: readonly Gap[]): number {
  const sorted = gaps
    .map(({ steps, seconds }) => ({ steps, pace: seconds / steps }))
    .toSorted((a, b) => a.pace - b.pace);
  const half = sorted.reduce((sum, { steps }) => sum + steps, 0) / 2;
  let below = 0;
  for (const { steps, pace } of sorted) if ((below += steps) >= half) return pace;
  return 0;
}

/** Twice the usual time, several steps long, and no hiccup. */
function isPause({ steps, seconds }: Gap, usual: number): boolean {
  return seconds - steps * usual > Math.max(steps * usual, 5 * usual, 3);
}

/** A pause that would come with the last steps is no part of the run: its log ends with them. */
const beforeEnd = 0.99;

/** Pauses still to come, at the mean distance of those that were. */
function pausesLeft(paused: readonly Gap[], last: Timed, steps: number): number {
  const final = paused.at(-1);
  if (final === undefined) return 0;
  const distance = Math.max(1, (final.from + final.steps / 2) / paused.length);
  return Math.max(
    0,
    Math.floor((beforeEnd * steps) / distance) - Math.max(paused.length, Math.floor(last.step / distance)),
  );
}
