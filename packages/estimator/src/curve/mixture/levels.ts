import table from "../data/reaches.json" with { type: "json" };
import type { Sizes } from "../pilots/sizes.ts";
import { standsStill } from "../progress.ts";
import { normalInto } from "./normal.ts";

/** The shares of a forecast of gaps that lie below the ends of its 95 % and its 80 % interval; the low ends are the better ones. */
export interface Ends {
  readonly low95: number;
  readonly low80: number;
  readonly high80: number;
  readonly high95: number;
}

/** How much farther out than that of a normal distribution an end of an interval is read. */
export interface Reach {
  /** By sizes (a row for 2, 3, 4, and 5 or more) and distance (2, 4 and 8 times the largest pilot). */
  readonly factors: readonly (readonly number[])[];
  /** Beside it, at the better end, where three sizes or more stand still: a late start goes far. */
  readonly start: number;
}

/** The reaches of 80 % and of 95 %. */
export type Reaches = Readonly<Record<"of80" | "of95", Reach>>;

/**
 * Conformal factors: chosen so that on curves of language models from sources left out of the learning as many runs lie within as
 * is said, in each cell of sizes and distance; a cell of few sources is drawn towards the others. `npm run bench:curves -- --learn` makes them.
 */
const REACHES: Reaches = table;

/** Ends of 80 % and of 95 % of a normal distribution, standard deviations from its middle. */
export const PLAIN = { of80: 1.281_552, of95: 1.959_964 };

/** What the ends of a forecast hang on. */
export interface EndsQuestion {
  readonly sizes: number;
  readonly still: boolean;
  /** How probable it is that the values are counts on a test set, whose noise the mixture has in full: then its own ends are the least. */
  readonly counted: number;
}

/** Where the ends of the intervals of a run are read, x doublings beyond the largest pilot. */
export function endsOf(sizes: Sizes): (x: number) => Ends {
  const counted = sizes.testSizes.reduce((sum, { items, weight }) => sum + (items < Infinity ? weight : 0), 0);
  const question = { sizes: sizes.x.length, still: standsStill(sizes), counted };
  return (x) => endsBy(REACHES, question, x);
}

/** The same by other reaches. */
export function endsBy(reaches: Reaches, question: EndsQuestion, x: number): Ends {
  const out = new Float64Array(2);
  const shareAt = (level: keyof Reaches, side: 1 | -1): number => {
    const factor = reachAt(reaches[level], question, x, side < 0);
    const farther = factor ** (1 - question.counted) * Math.max(factor, 1) ** question.counted;
    normalInto(side * PLAIN[level] * farther, out);
    return out[0] ?? 0;
  };
  return {
    low95: shareAt("of95", -1),
    low80: shareAt("of80", -1),
    high80: shareAt("of80", 1),
    high95: shareAt("of95", 1),
  };
}

/** Between two distances the logarithm of the factor is read straight; nearer than 2 and farther than 8 times it stays. */
function reachAt({ factors, start }: Reach, { sizes, still }: EndsQuestion, x: number, better: boolean): number {
  const row = factors[Math.min(sizes, factors.length + 1) - 2] ?? [];
  const place = Math.min(Math.max(x - 1, 0), row.length - 1);
  const [from, share] = [Math.floor(place), place % 1];
  const [low = 1, high = low] = row.slice(from, from + 2);
  return low ** (1 - share) * high ** share * (still && better && sizes > 2 ? start : 1);
}
