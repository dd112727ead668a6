/** What a tuned model is compared with: examples in the prompt, a longer prompt, retrieved passages. */
export const alternativeKinds = ["few_shot", "prompt", "rag"] as const;
export type AlternativeKind = (typeof alternativeKinds)[number];

/** The kinds of ways without a tuned model, cheapest to try first. */
export const wayKinds = [
  "prompt",
  "longer_prompt",
  "few_shot",
  "chain",
  "rag",
  "larger_model",
  "domain_model",
  "own_gpus",
  "scratch",
] as const;
export type WayKind = (typeof wayKinds)[number];

/** How a score is known. */
export const knownKinds = ["measured", "stated"] as const;
export type Known = (typeof knownKinds)[number];

/** Which way a metric is better. */
export const directions = ["higher", "lower"] as const;
export type Direction = (typeof directions)[number];

/** The unit of the values of a metric. */
export const metricUnits = ["fraction", "percent", "other"] as const;
export type MetricUnit = (typeof metricUnits)[number];
