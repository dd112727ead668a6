import type { Offer } from "@tunecast/estimator";

/** The ends of the training's range as numbers to draw: where it has no upper end, as far as it is known. */
export function trainingRange({ trainingRange: { low, high }, training }: Pick<Offer, "training" | "trainingRange">): {
  readonly low: number;
  readonly high: number;
} {
  return { low: Number(low), high: Number(high ?? training.amount) };
}
