/** Most labels, and fewest rows of each on average, that are kept in proportion. */
const MOST_LABELS = 50;
const FEWEST_ROWS = 5;
const LABEL_LETTERS = 60;
const LENGTHS = 4;

/** What is kept in proportion: the answers where they are labels, else the lengths of the rows. */
export interface Strata {
  readonly by: "label" | "length";
  readonly of: readonly string[];
  readonly count: number;
}

/** The stratum of each row. */
export function strataOf(answers: readonly string[], lengths: readonly number[]): Strata {
  const labels = new Set(answers);
  const areLabels =
    labels.size >= 2 &&
    labels.size <= Math.min(MOST_LABELS, answers.length / FEWEST_ROWS) &&
    [...labels].every((label) => label.length <= LABEL_LETTERS);
  if (areLabels) return { by: "label", of: answers, count: labels.size };
  const sorted = lengths.toSorted((a, b) => a - b);
  const ends = Array.from(
    { length: LENGTHS - 1 },
    (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / LENGTHS)] ?? 0,
  );
  const of = lengths.map((length) => String(ends.filter((end) => length >= end).length));
  return { by: "length", of, count: new Set(of).size };
}
