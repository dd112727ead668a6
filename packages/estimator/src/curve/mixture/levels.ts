import table from "../data/reaches.json" with { type: "json" };
import { standsStill, type Sizes } from "../pilots/sizes.ts";
import { normalInto } from "./mixture.ts";

/** The shares of a forecast of gaps that lie below the ends of its 95 % and its 80 % interval; the low ends are the better ones. */
export type Ends = Readonly<Record<"low95" | "low80" | "high80" | "high95", number>>;

/** How much farther out than that of a normal distribution an end of an interval is read. */
interface Reach {
  /** By sizes (a row for 2, 3, 4, and 5 or more) and distance (2, 4 and 8 times the largest pilot). */
  readonly factors: readonly (readonly number[])[];
  /** Beside it, at the better end, where three sizes or more stand still: a late start goes far. */
  readonly start: number;
}

export type Reaches = Readonly<Record<"of80" | "of95", Reach>>;

/**
 * Conformal factors: on curves of language models from sources left out of the learning, as many runs lie within as is said, in each
 * cell of sizes and distance; a cell of few sources is drawn towards the others (bench/README.md).
 */
const REACHES: Reaches = table;

/** Ends of 80 % and of 95 % of a normal distribution, standard deviations from its middle. */
const PLAIN = { of80: 1.281_552, of95: 1.959_964 };

/** `counted`: the noise of a known test set is in the forecast in full, so that its own ends are the least. */
export interface EndsQuestion extends Readonly<Record<"still" | "counted", boolean>> {
  readonly sizes: number;
}

/** Where the ends of the intervals of a run are read, x doublings beyond the largest pilot. */
export function endsOf(sizes: Sizes): (x: number) => Ends {
  const question = { sizes: sizes.means.length, still: standsStill(sizes), counted: sizes.items !== null };
  return (x) => endsBy(REACHES, question, x);
}

export function endsBy(reaches: Reaches, { sizes, still, counted }: EndsQuestion, x: number): Ends {
  const out = new Float64Array(2);
  const shareAt = (level: keyof Reaches, side: 1 | -1): number => {
    const { factors, start } = reaches[level];
    const row = factors[Math.min(sizes, factors.length + 1) - 2] ?? [];
    // Between two distances the logarithm of the factor is read straight; nearer than 2 and farther than 8 times it stays.
    const place = Math.min(Math.max(x - 1, 0), row.length - 1);
    const [low = 1, high = low] = row.slice(Math.floor(place), Math.floor(place) + 2);
    const factor =
      Math.exp((1 - (place % 1)) * Math.log(low) + (place % 1) * Math.log(high)) *
      (still && side < 0 && sizes > 2 ? start : 1);
    normalInto(side * PLAIN[level] * (counted ? Math.max(factor, 1) : factor), out);
    return out[0]!;
  };
  const [low80, high80] = [shareAt("of80", -1), shareAt("of80", 1)];
  return { low95: shareAt("of95", -1), low80, high80, high95: shareAt("of95", 1) };
}
