import { fail, ok, type Result } from "../../problem.ts";
import { published } from "../published.ts";

/** A share with its standard error, both as fractions; null where nothing was there to count. */
export interface Measured {
  readonly value: number;
  readonly se: number;
}

/** What a confusion table says of one class, or of all. */
export interface ClassMetrics {
  readonly precision: Measured | null;
  readonly recall: Measured | null;
  readonly f1: Measured | null;
}

/** Metrics of a confusion table. */
export interface ConfusionMetrics {
  readonly items: number;
  readonly accuracy: Measured;
  readonly classes: readonly ClassMetrics[];
  /** Plain mean over the classes of F1; a class never met and never predicted counts as 0. */
  readonly macroF1: Measured;
}

/**
 * Accuracy, precision, recall and F1 with standard errors, from a confusion table: row = the true class, column = the
 * class predicted, cells = test items. Two classes are `[[tp, fn], [fp, tn]]`, the first one the positive.
 *
 * Errors are those of drawing the test items again: binomial for shares, the delta method over the multinomial
 * cells for F1 = 2t/(2t + w), t right and w wrong with the class on either side, whose variance is
 * 4tw(t + w)/(2t + w)⁴.
 *
 * Problems: `bad_confusion` (expected).
 */
export function confusionMetrics(table: readonly (readonly number[])[]): Result<ConfusionMetrics> {
  const size = table.length;
  const counts = table.flat();
  if (size < 2 || table.some((row) => row.length !== size))
    return fail({ kind: "bad_confusion", expected: "square, of two classes or more" });
  if (counts.some((count) => !(Number.isInteger(count) && count >= 0)))
    return fail({ kind: "bad_confusion", expected: "whole numbers of items" });
  const items = counts.reduce((sum, count) => sum + count, 0);
  if (items === 0) return fail({ kind: "bad_confusion", expected: "of one item or more" });
  const right = table.map((row, i) => row[i] ?? 0);
  const actual = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const predicted = table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const hits = right.reduce((sum, count) => sum + count, 0);
  return ok(
    published({
      items,
      accuracy: share(hits, items) ?? { value: 0, se: 0 },
      classes: right.map((t, i) => ({
        precision: share(t, predicted[i] ?? 0),
        recall: share(t, actual[i] ?? 0),
        f1: f1(t, (actual[i] ?? 0) + (predicted[i] ?? 0) - 2 * t),
      })),
      macroF1: macroF1(table, right, actual, predicted),
    }),
  );
}

/** A share of `of` items, its standard error √(p(1 − p)/m). */
function share(count: number, of: number): Measured | null {
  if (of === 0) return null;
  const value = count / of;
  return { value, se: Math.sqrt((value * (1 - value)) / of) };
}

function f1(right: number, wrong: number): Measured | null {
  const whole = 2 * right + wrong;
  return whole === 0
    ? null
    : { value: (2 * right) / whole, se: Math.sqrt(4 * right * wrong * (right + wrong)) / whole ** 2 };
}

function macroF1(
  table: readonly (readonly number[])[],
  right: readonly number[],
  actual: readonly number[],
  predicted: readonly number[],
): Measured {
  const size = table.length;
  const wholes = right.map((_, k) => (actual[k] ?? 0) + (predicted[k] ?? 0));
  // Slope of F1 of class k in a cell: an item right with the class moves t, an item wrong with it moves w.
  const whenRight = right.map((t, k) => slope(2 * ((wholes[k] ?? 0) - 2 * t), wholes[k] ?? 0));
  const whenWrong = right.map((t, k) => slope(-2 * t, wholes[k] ?? 0));
  let squares = 0;
  let sum = 0;
  let items = 0;
  table.forEach((row, i) => {
    row.forEach((count, j) => {
      const gradient = (i === j ? (whenRight[i] ?? 0) : (whenWrong[i] ?? 0) + (whenWrong[j] ?? 0)) / size;
      squares += count * gradient * gradient;
      sum += count * gradient;
      items += count;
    });
  });
  const value = right.reduce((total, t, k) => total + (wholes[k] === 0 ? 0 : (2 * t) / (wholes[k] ?? 1)) / size, 0);
  return { value, se: Math.sqrt(Math.max(squares - (sum * sum) / items, 0)) };
}

function slope(rise: number, whole: number): number {
  return whole === 0 ? 0 : rise / whole ** 2;
}
