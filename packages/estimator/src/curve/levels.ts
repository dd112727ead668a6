/** The shares of a forecast that lie below the lower ends of its 80 % and its 95 % interval. */
export interface Ends {
  readonly of80: number;
  readonly of95: number;
}

const PLAIN: Ends = { of80: 0.1, of95: 0.025 };

/** With four sizes or more the model is a little too sure of its far ends: jumps come that no cell holds. */
const FOUR_OR_MORE: Ends = { of80: 0.1, of95: 0.0179 };

/** With two sizes the model is too unsure three doublings ahead. */
const TWO_FAR_AHEAD: Ends = { of80: 0.1314, of95: 0.0344 };

/**
 * Where the ends of the intervals of a run are read, by the number of sizes and the doublings ahead: so that on sources left
 * out of the learning, of both kinds of curves, as many runs lie within as is said (`npm run bench:curves`; chosen 2026-11-25
 * on 525 curves of 18 sources).
 */
export function endsOf(sizes: number, x: number): Ends {
  if (sizes >= 4) return FOUR_OR_MORE;
  const far = sizes === 2 ? Math.min(Math.max(x - 2, 0), 1) : 0;
  return {
    of80: PLAIN.of80 + far * (TWO_FAR_AHEAD.of80 - PLAIN.of80),
    of95: PLAIN.of95 + far * (TWO_FAR_AHEAD.of95 - PLAIN.of95),
  };
}
