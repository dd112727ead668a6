import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { stratifiedOrder, streamOf, type FamilyRows } from "./order.ts";

/** What is cut out of a file. */
export interface CutQuestion {
  /** Rows of the test split. */
  readonly test: number;
  /** Rows of the training subsets, or `auto`: all, a half, a quarter, an eighth. */
  readonly sizes: readonly number[] | "auto";
  /** Draws of each subset but the largest possible one, which is all. */
  readonly repeats: number;
  readonly seed: number;
}

/** A training subset: the numbers of its rows. */
export interface Subset {
  /** Rows. */
  readonly n: number;
  /** Which draw, from 1. The largest subset of all rows is drawn once. */
  readonly repeat: number;
  readonly rows: readonly number[];
}

/** The rows of the test split and of every subset. */
export interface CutPlan {
  readonly test: readonly number[];
  readonly subsets: readonly Subset[];
  /** Rows that may be trained on. */
  readonly training: number;
}

/** Fewest rows of a subset that is chosen unasked, and how many there are at most. */
const FEWEST = 10;
const AUTO_SIZES = 4;

/** A family larger than this share of the test split would be too much of it, and is trained on. */
const LARGEST_SHARE = 0.05;

/**
 * Divides families of rows into a test split and nested, stratified training subsets. No family is on both sides.
 *
 * Problems: `bad_plan` (field, got, expected), `test_too_large` (test, rows), `subset_too_large` (n, training).
 */
export function planCut(families: readonly FamilyRows[], question: CutQuestion): Result<CutPlan> {
  const { test, sizes, repeats, seed } = question;
  const rows = families.reduce((sum, family) => sum + family.rows.length, 0);
  if (2 * test > rows) return fail({ kind: "test_too_large", test, rows });
  const [tested, trained] = divided(stratifiedOrder(families, streamOf(seed, 0)), test);
  if (tested.length < test) return fail({ kind: "test_too_large", test, rows });
  const training = rows - tested.length;
  const chosen = sizes === "auto" ? autoSizes(training) : [...new Set(sizes)].toSorted((a, b) => a - b);
  const large = chosen.find((n) => n > training);
  if (large !== undefined) return fail({ kind: "subset_too_large", n: large, training });
  const subsets = Array.from({ length: repeats }, (_, at) => at + 1).flatMap((repeat) => {
    const order = stratifiedOrder(trained, streamOf(seed, repeat)).flatMap((family) => family.rows);
    return chosen.flatMap((n) => (n === training && repeat > 1 ? [] : [{ n, repeat, rows: order.slice(0, n) }]));
  });
  return ok({ test: tested.toSorted((a, b) => a - b), subsets, training });
}

/** Whole families into the test split, as they come, until it is full. */
function divided(order: readonly FamilyRows[], test: number): [number[], FamilyRows[]] {
  const tested: number[] = [];
  const trained: FamilyRows[] = [];
  const largest = Math.max(1, LARGEST_SHARE * test);
  for (const family of order)
    if (family.rows.length <= Math.min(largest, test - tested.length)) tested.push(...family.rows);
    else trained.push(family);
  return [tested, trained];
}

function autoSizes(training: number): number[] {
  const sizes = Array.from({ length: AUTO_SIZES }, (_, halvings) => Math.round(training / 2 ** halvings));
  return sizes.filter((n, at) => at === 0 || n >= FEWEST).toSorted((a, b) => a - b);
}
