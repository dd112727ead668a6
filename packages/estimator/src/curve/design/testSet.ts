import { notFields } from "../../check/fields.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { published } from "../published.ts";

/** Two-sided 5 % and power 80 %, rounded as the tables print them. */
const SIGNIFICANCE = 1.96;
const POWER = 0.84;

/** Share of the disagreement of two independent models that two sizes of one model keep: they err on the same hard items. */
const KEPT_DISAGREEMENT = 0.5;

/** A comparison of two models on one test set, in fractions. */
export interface Comparison {
  /** The score now, a share of items right: 0.8. */
  readonly score: number;
  /** The gain to be seen: 0.02 for two points. */
  readonly gain: number;
  /** Share of items that one model gets right and the other wrong; default: half of what independent models would, 2p(1 − p). */
  readonly disagreement?: number;
}

/** Test items that show a gain with probability 0.8 at the 5 % level. */
export interface TestSetSize {
  /** Two scores on test sets drawn apart: (1.96 + 0.84)²/g² times p(1 − p) + q(1 − q) at q = p + g, but no less than 2p(1 − p). */
  readonly unpaired: number;
  /** Both models on the same items, compared item by item (McNemar): (1.96√ψ + 0.84√(ψ − g²))²/g². */
  readonly paired: number;
  readonly disagreement: number;
}

/**
 * Test-set size for a gain. Problems: `bad_plan` (field, got, expected).
 * @source Connor, Sample size for testing differences in proportions for the paired-sample design (1987), https://doi.org/10.2307/2531961
 */
export function testSetSize(asked: Comparison): Result<TestSetSize> {
  const flaw = notFields(asked, "question");
  if (flaw !== null) return fail(flaw);
  const { score, gain, disagreement } = asked;
  const bad = (field: string, got: number, expected: string): Result<TestSetSize> =>
    fail({ kind: "bad_plan", field, got: String(got), expected });
  if (!(score > 0 && score < 1)) return bad("score", score, "a fraction between 0 and 1");
  if (!(gain > 0 && score + gain <= 1)) return bad("gain", gain, "above 0 and no more than 1 − score");
  if (disagreement !== undefined && !(disagreement >= gain && disagreement <= 1))
    return bad("disagreement", disagreement, "a fraction no less than the gain");
  const now = score * (1 - score);
  const then = (score + gain) * (1 - score - gain);
  const differ = disagreement ?? Math.max(KEPT_DISAGREEMENT * 2 * now, gain);
  // Rounded up, but not because of the last digit of a double.
  const items = (root: number): number => Math.ceil((root / gain) ** 2 - 1e-6);
  return ok(
    published({
      unpaired: items((SIGNIFICANCE + POWER) * Math.sqrt(now + Math.max(now, then))),
      paired: items(SIGNIFICANCE * Math.sqrt(differ) + POWER * Math.sqrt(differ - gain * gain)),
      disagreement: differ,
    }),
  );
}

/** The least gain, a fraction, that `testItems` show with probability 0.8; null for a score outside 0 to 1 or less than one item. */
export function smallestGain(
  score: number,
  testItems: number,
): { readonly unpaired: number; readonly paired: number } | null {
  if (!(score > 0 && score < 1) || !(testItems >= 1)) return null;
  const now = score * (1 - score);
  const usual = (SIGNIFICANCE + POWER) * Math.sqrt((2 * now) / testItems);
  // The gain g at which p(1 − p) + (p + g)(1 − p − g) = g² × items / (1.96 + 0.84)².
  const squares = testItems / (SIGNIFICANCE + POWER) ** 2 + 1;
  const linear = 1 - 2 * score;
  const growing = (linear + Math.sqrt(linear ** 2 + 8 * now * squares)) / (2 * squares);
  return { unpaired: Math.max(usual, growing), paired: usual * Math.sqrt(KEPT_DISAGREEMENT) };
}
