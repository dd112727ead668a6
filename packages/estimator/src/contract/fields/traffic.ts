import { both, likely, type FormsOf, type KindsOf, type Spread, type Stated } from "./kind.ts";
import type { AlternativeKind } from "./words.ts";

/** Use of the tuned model. What is not certain may be a range: its likeliest value is billed, its ends are in the range of the bill. */
export interface Traffic {
  readonly requestsPerMonth: Spread;
  readonly inputTokens: Spread;
  readonly cachedInputTokens?: number | undefined;
  readonly outputTokens: Spread;
  /** Share of the requests, 0 to 1, that can wait for the provider's batch service. */
  readonly batchShare?: number | undefined;
  readonly months: number;
  /** Hours of a month in which the deployment is up, where it is paid by the hour; all of them where not given. */
  readonly deployedHoursPerMonth?: number | undefined;
  /** Growth of the requests from month to month: 0.05 is 5 %. A decision reads it. */
  readonly growthPerMonth?: number | undefined;
}

/** The traffic as it is billed. */
export interface LikelyTraffic extends Traffic {
  readonly requestsPerMonth: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The traffic at its likeliest values, or at the ends of what is stated; no more of a request is cached than it reads. */
export function likelyTraffic(traffic: Traffic, end: Stated = "likely"): LikelyTraffic {
  const { requestsPerMonth, inputTokens, cachedInputTokens, outputTokens } = traffic;
  const at = (one: Spread): number => (end === "likely" || typeof one === "number" ? likely(one) : one[end]);
  const input = at(inputTokens);
  return {
    ...traffic,
    requestsPerMonth: Math.round(at(requestsPerMonth)),
    inputTokens: input,
    ...(cachedInputTokens !== undefined && { cachedInputTokens: Math.min(cachedInputTokens, input) }),
    outputTokens: at(outputTokens),
  };
}

export const trafficKinds: KindsOf<Traffic> = {
  requestsPerMonth: "wholeSpread",
  inputTokens: "spread",
  cachedInputTokens: "number?",
  outputTokens: "spread",
  batchShare: "share?",
  months: "above0",
  deployedHoursPerMonth: "number?",
  growthPerMonth: "growth?",
};

export const trafficForms: FormsOf<Traffic> = {
  requestsPerMonth: ["requests a month: 240k, or least..likeliest..most", "--requests <n>", both],
  inputTokens: ["tokens read by one request (default: a file's mean)", "--input-tokens <n>", both],
  cachedInputTokens: ["of these, tokens from the prompt cache", "--cached-input-tokens <n>", both],
  outputTokens: ["tokens written by one request (default: a file's mean)", "--output-tokens <n>", both],
  batchShare: ["share of the requests, 0 to 1, that can wait for a batch", "--batch-share <share>", { file: true }],
  months: ["months that the total covers (default: 1)", "--months <n>", both],
  deployedHoursPerMonth: ["hours of a month in which the deployment is up (default: all)", "--deployed-hours <n>"],
  growthPerMonth: ["growth from month to month: 0.05 is 5 %", "--growth <share>"],
};

/** Today's way without tuning: the base model of the same offer with a longer prompt, for input tokens and a fixed monthly cost. */
export interface Alternative {
  readonly kind: AlternativeKind;
  /** Input tokens of one request on top of `traffic.inputTokens`. */
  readonly extraInputTokens: number;
  /** Fixed cost per month (an index, a vector store), decimal string in the offer's currency. */
  readonly monthlyCost?: string | undefined;
}

export const alternativeKindsOf: KindsOf<Alternative> = {
  kind: "alternativeKind",
  extraInputTokens: "number",
  monthlyCost: "amount?",
};

export const alternativeForms: FormsOf<Alternative> = {
  kind: ["what tuning would replace", null, { link: "instead" }],
  extraInputTokens: ["tokens that it adds to a request", null, { link: "prompt-tokens" }],
  monthlyCost: ["its fixed cost a month", null, { link: "instead-cost" }],
};
