/** What an evaluation tool said of one run. */
export interface RunResult {
  /** The file, as it was named. */
  readonly file: string;
  /** Which tool wrote it. */
  readonly tool: string;
  /** Examples that the run was trained on; null where the result does not say. */
  readonly n: number | null;
  /** The model that was evaluated, as the tool names it; null where it does not. */
  readonly model: string | null;
  /** Test set or task; null where it is not named. */
  readonly test: string | null;
  readonly metric: string;
  readonly value: number;
  /** Standard error as stated, or of the items; null where neither is known. */
  readonly se: number | null;
  /** What each test item scored; empty where only the mean is known. */
  readonly items: readonly ItemScore[];
}

/** One test item's score, in the unit of the metric. */
export interface ItemScore {
  readonly id: string;
  readonly score: number;
}

/** Mean of the items and its standard error, √(s²/m). */
export function meanOf(items: readonly ItemScore[]): { value: number; se: number | null } {
  const value = items.reduce((sum, { score }) => sum + score / items.length, 0);
  if (items.length < 2) return { value, se: null };
  const squares = items.reduce((sum, { score }) => sum + (score - value) ** 2, 0);
  return { value, se: Math.sqrt(squares / (items.length - 1) / items.length) };
}

/** Several scores of one item (repeats, samples) as their mean, in the order of the first ones. */
export function perItem(scores: readonly ItemScore[]): ItemScore[] {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { id, score } of scores) {
    const held = sums.get(id) ?? { sum: 0, count: 0 };
    held.sum += score;
    held.count += 1;
    sums.set(id, held);
  }
  return [...sums].map(([id, { sum, count }]) => ({ id, score: sum / count }));
}
