/** The shares of a forecast that lie below the lower ends of its 80 % and its 95 % interval. */
export interface Ends {
  readonly of80: number;
  readonly of95: number;
}

const PLAIN: Ends = { of80: 0.1, of95: 0.025 };

/** By the least number of sizes: the ends 1, 2 and 3 doublings ahead. */
const ENDS: readonly (readonly [sizes: number, ahead: readonly Ends[]])[] = [
  [
    6,
    [
      { of80: 0.065, of95: 0.02 },
      { of80: 0.082, of95: 0.019 },
      { of80: 0.069, of95: 0.024 },
    ],
  ],
  [
    3,
    [
      { of80: 0.127, of95: 0.037 },
      { of80: 0.114, of95: 0.048 },
      { of80: 0.107, of95: 0.036 },
    ],
  ],
  [
    1,
    [
      { of80: 0.11, of95: 0.026 },
      { of80: 0.101, of95: 0.022 },
      { of80: 0.132, of95: 0.035 },
    ],
  ],
];

/**
 * Where the ends of the intervals of a run are read, by the number of sizes and the doublings ahead, straight lines between: so
 * that on sources left out of the learning, of both kinds of curves, as many runs lie within as is said. `npm run bench:curves`
 * chooses them anew, and scores each source with ends that were chosen on the others (2026-11-25, 525 curves of 18 sources).
 * Three pilots or more that stand still keep the plain ends: a late start is rare and goes far.
 */
export function endsOf(sizes: number, x: number, still: boolean): Ends {
  if (still && sizes >= 3) return PLAIN;
  const [, ahead] = ENDS.find(([least]) => sizes >= least) ?? [0, []];
  const at = Math.min(Math.max(x, 0), ahead.length);
  const from = Math.floor(at);
  const [before = PLAIN, after = before] = [ahead[from - 1], ahead[from]];
  return {
    of80: before.of80 + (at - from) * (after.of80 - before.of80),
    of95: before.of95 + (at - from) * (after.of95 - before.of95),
  };
}
