import { likely, type FormsOf, type KindsOf, type Spread } from "./kind.ts";
import type { AlternativeKind } from "./words.ts";

/** Use of the tuned model. What is not certain may be a range; its likeliest value is billed. */
export interface Traffic {
  readonly requestsPerMonth: Spread;
  readonly inputTokens: Spread;
  /** Of the input tokens, those served from the provider's prompt cache. */
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

/** The traffic at its likeliest values. */
export function likelyTraffic(traffic: Traffic): LikelyTraffic {
  const { requestsPerMonth, inputTokens, outputTokens } = traffic;
  return {
    ...traffic,
    // A request is a whole one.
    requestsPerMonth: Math.round(likely(requestsPerMonth)),
    inputTokens: likely(inputTokens),
    outputTokens: likely(outputTokens),
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
  requestsPerMonth: {
    help: "requests a month: 240k, or least..likeliest..most",
    option: "--requests <n>",
    file: true,
    link: true,
  },
  inputTokens: { help: "tokens read by one request", option: "--input-tokens <n>", file: true, link: true },
  cachedInputTokens: {
    help: "of these, tokens from the prompt cache",
    option: "--cached-input-tokens <n>",
    file: true,
    link: true,
  },
  outputTokens: { help: "tokens written by one request", option: "--output-tokens <n>", file: true, link: true },
  batchShare: {
    help: "share of the requests, 0 to 1, that can wait for a batch",
    option: "--batch-share <share>",
    file: true,
  },
  months: { help: "months that the total covers (default: 1)", option: "--months <n>", file: true, link: true },
  deployedHoursPerMonth: {
    help: "hours of a month in which the deployment is up (default: all)",
    option: "--deployed-hours <n>",
  },
  growthPerMonth: { help: "growth from month to month: 0.05 is 5 %", option: "--growth <share>" },
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
  kind: { help: "what tuning would replace", option: null, link: "instead" },
  extraInputTokens: { help: "tokens that it adds to a request", option: null, link: "prompt-tokens" },
  monthlyCost: { help: "its fixed cost a month", option: null, link: "instead-cost" },
};
