import type { Offer } from "@tunecast/estimator";

/**
 * The range of the training alone. The range of an offer is of its total, and what is not training is billed
 * from stated requests and has no range: the distance between the ends belongs to the training.
 */
export function trainingRange({ range, total, training }: Offer): { readonly low: number; readonly high: number } {
  const rest = Number(total.amount) - Number(training.amount);
  return { low: Number(range.low) - rest, high: Number(range.high) - rest };
}
