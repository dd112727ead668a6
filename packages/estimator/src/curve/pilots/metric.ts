/** The metrics of quality whose direction and bounds are known (`scale.ts` has them). */
export const metrics = [
  "accuracy",
  "precision",
  "recall",
  "f1",
  "win-rate",
  "bleu",
  "rouge",
  "error",
  "loss",
  "perplexity",
  "reward",
] as const;

export type Metric = (typeof metrics)[number];
