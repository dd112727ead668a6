import { notFields } from "../../check/fields.ts";
import { amountText, decimal, sum, type Amount } from "../../money.ts";
import type { CostOf } from "../worth/dollars.ts";
import { expectedWidth } from "./width.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { published } from "../published.ts";

/** What a set of pilot runs is planned for. */
export interface PilotQuestion {
  /** Examples at hand: the largest pilot. */
  readonly examples: number;
  /** Training runs that may be spent, 2 to 12. */
  readonly runs: number;
  /** Dollars of one run on `n` examples at the chosen offer, decimal text. */
  readonly costOf?: CostOf;
  /** The score expected at the largest pilot, a fraction; default 0.8. Scales widths to points. */
  readonly score?: number;
  /** Items in the test set: their sampling error is part of every run. */
  readonly testSize?: number;
}

/** Runs at one size. */
export interface PilotSize {
  readonly n: number;
  readonly repeats: number;
  /** All repeats, dollars; null without `costOf`. */
  readonly cost: string | null;
  /** How much wider the interval would be, in points, without one of these runs; null where no line would be left. */
  readonly narrows: number | null;
}

/** A design: sizes, ascending, and what they buy. */
export interface PilotDesign {
  readonly sizes: readonly PilotSize[];
  /** Dollars; null without `costOf`. */
  readonly cost: string | null;
  /** Expected width of the 80 % interval at twice the examples, points. */
  readonly width: number;
}

/** Designs, narrowest first. */
export interface PilotPlan {
  /** Size that the widths are for: twice the examples. */
  readonly at: number;
  readonly designs: readonly PilotDesign[];
}

/** Most doublings between the smallest and the largest pilot. */
const MOST_DOUBLINGS = 5;

/** Smallest pilot worth running, examples. */
const FEWEST_EXAMPLES = 10;

/**
 * Designs for pilots: sizes halving from the examples at hand, the rest of the runs as repeats of the largest
 * sizes. Each is judged by the interval that it can be expected to leave at twice the examples.
 *
 * Problems: `bad_plan` (field, got, expected).
 */
export function proposePilots(question: PilotQuestion): Result<PilotPlan> {
  const flaw = notFields(question, "question");
  if (flaw !== null) return fail(flaw);
  const { examples, runs, score = 0.8, testSize } = question;
  if (!(Number.isInteger(examples) && examples >= 2 * FEWEST_EXAMPLES))
    return fail({
      kind: "bad_plan",
      field: "examples",
      got: String(examples),
      expected: `a whole number, ${2 * FEWEST_EXAMPLES} or more`,
    });
  if (!(Number.isInteger(runs) && runs >= 2 && runs <= 12))
    return fail({ kind: "bad_plan", field: "runs", got: String(runs), expected: "a whole number from 2 to 12" });
  if (!(score > 0 && score < 1))
    return fail({ kind: "bad_plan", field: "score", got: String(score), expected: "a fraction between 0 and 1" });
  if (testSize !== undefined && !(Number.isInteger(testSize) && testSize > 0))
    return fail({ kind: "bad_plan", field: "testSize", got: String(testSize), expected: "a whole number above 0" });
  const doublings = Math.min(MOST_DOUBLINGS, Math.floor(Math.log2(examples / FEWEST_EXAMPLES)));
  const most = Math.min(runs, doublings + 1);
  const designs: PilotDesign[] = [];
  for (let sizes = 2; sizes <= most; sizes += 1) designs.push(judgeDesign(layout(examples, sizes, runs), question));
  return ok({
    at: 2 * examples,
    designs: designs.toSorted((a, b) => a.width - b.width || decimal(a.cost ?? "0").comparedTo(b.cost ?? "0")),
  });
}

/** Sizes halving from the largest; runs left over repeat the largest sizes in turn. */
function layout(examples: number, sizes: number, runs: number): { n: number; repeats: number }[] {
  const spare = runs - sizes;
  return Array.from({ length: sizes }, (_, i) => {
    const fromTop = sizes - 1 - i;
    return { n: Math.round(examples / 2 ** fromTop), repeats: 1 + Math.floor((spare + sizes - 1 - fromTop) / sizes) };
  });
}

/** What runs at these sizes, ascending, would leave open at twice the examples, and what they cost. */
export function judgeDesign(layoutOf: readonly { n: number; repeats: number }[], question: PilotQuestion): PilotDesign {
  const { costOf } = question;
  const width = widthInPoints(layoutOf, question);
  const costs = layoutOf.map(({ n, repeats }) => decimal(costOf?.(n) ?? "0").times(repeats));
  const priced = (cost: Amount | undefined): string | null =>
    costOf === undefined || cost === undefined ? null : amountText(cost);
  const sizes = layoutOf.map(({ n, repeats }, i) => {
    const without = layoutOf
      .map((size, j) => (i === j ? { n, repeats: repeats - 1 } : size))
      .filter((size) => size.repeats > 0);
    return {
      n,
      repeats,
      cost: priced(costs[i]),
      narrows: without.length < 2 ? null : widthInPoints(without, question) - width,
    };
  });
  return published({ sizes, cost: priced(sum(costs)), width });
}

function widthInPoints(
  sizes: readonly { n: number; repeats: number }[],
  { examples, score = 0.8, testSize }: PilotQuestion,
): number {
  const gap = 1 - score;
  const largest = sizes.at(-1)?.n ?? 1;
  const error = testSize === undefined ? 0 : Math.sqrt((score * gap) / testSize) / gap;
  const design = sizes.map(({ n, repeats }) => ({ x: Math.log2(n / largest), repeats }));
  return 100 * gap * expectedWidth(design, Math.log2((2 * examples) / largest), error, gap);
}
