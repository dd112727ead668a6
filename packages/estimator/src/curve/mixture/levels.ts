import { normalInto } from "./normal.ts";
import { standsStill } from "../progress.ts";
import type { Sizes } from "../pilots/sizes.ts";
import { meansOf } from "./windows.ts";

/** The shares of a forecast of gaps that lie below the ends of its 95 % and its 80 % interval; the low ends are the better ones. */
export interface Ends {
  readonly low95: number;
  readonly low80: number;
  readonly high80: number;
  readonly high95: number;
}

/**
 * By how much farther out than that of a normal distribution an end is read, as logarithms of factors that add up: always, for two
 * sizes, for six or more, per 5 % of the mean gap that the last two sizes are uncertain by, and for the better end where three sizes
 * or more stand still, because a late start goes far.
 */
export type Reach = readonly [always: number, two: number, many: number, noise: number, start: number];

/** The reaches of 80 % and of 95 %. */
export type Reaches = Readonly<Record<"of80" | "of95", Reach>>;

/**
 * Chosen so that on sources left out of the learning, of both kinds of curves, as many runs lie within as is said: the mixture is
 * too wide beside exact pilots and too narrow beside noisy ones. `npm run bench:curves` chooses them anew, and scores each source
 * with what was chosen on the others (2026-11-26).
 */
const REACHES: Reaches = {
  of80: [-0.238, -0.007, 0.194, 0.248, 0.224],
  of95: [-0.259, 0.11, 0.216, 0.198, 0.459],
};

/** Ends of 80 % and of 95 % of a normal distribution, standard deviations from its middle. */
export const PLAIN = { of80: 1.281_552, of95: 1.959_964 };

/** Uncertainty beyond which a size tells so little that more makes no difference, as a share of the mean gap. */
const MOST_NOISE = 0.1;

/** What the ends of a forecast hang on. */
export interface EndsQuestion {
  readonly sizes: number;
  /** Mean standard error of the last two sizes as a share of the mean gap; 0 where none is known. */
  readonly noise: number;
  readonly still: boolean;
  /** How probable it is that the values are counts on a test set, whose noise the mixture has in full: then its own ends hold. */
  readonly counted: number;
}

/** Where the ends of the intervals of a run are read. */
export function endsOf(sizes: Sizes): Ends {
  const error = meansOf(sizes)
    .slice(-2)
    .reduce((sum, one) => sum + one.error / 2, 0);
  const counted = sizes.testSizes.reduce((sum, { items, weight }) => sum + (items < Infinity ? weight : 0), 0);
  return endsBy(REACHES, { sizes: sizes.x.length, noise: error / sizes.unit, still: standsStill(sizes), counted });
}

/** The same by other reaches. */
export function endsBy(reaches: Reaches, question: EndsQuestion): Ends {
  const out = new Float64Array(2);
  const shareAt = (level: keyof Reaches, side: 1 | -1): number => {
    const terms = reachTerms(question, side < 0);
    const log = reaches[level].reduce((sum, own, i) => sum + own * (terms[i] ?? 0), 0);
    normalInto(side * PLAIN[level] * Math.exp(log), out);
    return out[0] ?? 0;
  };
  return {
    low95: shareAt("of95", -1),
    low80: shareAt("of80", -1),
    high80: shareAt("of80", 1),
    high95: shareAt("of95", 1),
  };
}

/** What the parts of a reach are multiplied by at the better or the worse end. */
export function reachTerms({ sizes, noise, still, counted }: EndsQuestion, better: boolean): number[] {
  const late = still && better && sizes > 2;
  const terms = [1, Number(sizes === 2), Number(sizes > 5), Math.min(noise, MOST_NOISE) / 0.05, Number(late)];
  return terms.map((term) => term * (1 - counted));
}
