import type { Amount } from "../money.ts";

/** The largest count that a question takes, and so the end of every search. */
export const largestCount = 1e12;

interface Probe {
  readonly at: number;
  readonly measure: number;
}

const nothing: Probe = { at: 0, measure: 0 };

/**
 * The largest whole number from 0 to `largestCount` whose measure is no more than the limit; the measure must never
 * fall. Guesses run along the line through what is known, since nearly every bill is one; each third one halves what
 * is left, so that rounding and minima end the search as well.
 */
export function largestWithin(measure: (count: number) => Amount, limit: Amount, near: number): number {
  const target = limit.toNumber();
  let [before, low, high]: [Probe, Probe, Probe | null] = [nothing, nothing, null];
  let guess = Math.min(near, largestCount);
  for (let step = 1; ; step++) {
    const found = measure(guess);
    const probe = { at: guess, measure: found.toNumber() };
    if (found.greaterThan(limit)) high = probe;
    else [before, low] = [low, probe];
    if (low.at === largestCount || high?.at === low.at + 1) return low.at;
    guess = high === null ? further(before, low, target) : between(low, high, target, step % 3 === 0);
  }
}

/** Beyond two counts that are within the limit. */
function further(before: Probe, low: Probe, target: number): number {
  const slope = (low.measure - before.measure) / (low.at - before.at);
  const wanted = slope > 0 ? low.at + (target - low.measure) / slope : 16 * low.at;
  return Math.min(Math.max(Math.floor(wanted), low.at + 1), largestCount);
}

function between(low: Probe, high: Probe, target: number, halve: boolean): number {
  const share = halve ? 1 / 2 : (target - low.measure) / (high.measure - low.measure);
  const wanted = Math.floor(low.at + share * (high.at - low.at));
  return Math.min(Math.max(wanted, low.at + 1), high.at - 1);
}

/** The largest whole number from 0 to `most` that passes; none passes above one that does not. @param near a guess */
export function largestPassing(passes: (count: number) => boolean, most: number, near: number): number {
  if (most === 0 || passes(most)) return most;
  let [low, high] = [0, most];
  let guess = Math.min(near, most - 1);
  for (let step = 1; high - low > 1; step++) {
    if (passes(guess)) low = guess;
    else high = guess;
    guess = step === 1 && low > 0 ? low + 1 : Math.min(2 * Math.max(low, 1), Math.floor((low + high) / 2));
  }
  return low;
}
