import type { Offer } from "@tunecast/estimator";

/** The ends of the training's range as text: where it has no upper end, as far as it is known. */
export function trainingRange({ trainingRange: { low, high }, training }: Pick<Offer, "training" | "trainingRange">): {
  readonly low: string;
  readonly high: string;
} {
  return { low, high: high ?? training.amount };
}
