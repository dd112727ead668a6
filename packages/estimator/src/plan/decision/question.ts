import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { likely, type Figure } from "../../contract/fields/kind.ts";
import { likelyTraffic, type LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Question } from "../../contract/question.ts";
import { likelyEpochs } from "../../contract/questionCheck.ts";

/** A decision with the ranges of its question apart from the likeliest values, which the bills are made of. */
export interface RangedDecision extends Omit<DecisionQuestion, "priceFactor"> {
  readonly question: LikelyQuestion;
  readonly traffic: TrafficRanges;
  readonly training: TrainingRanges;
}

/** A question whose traffic and passes are plain numbers. */
export type LikelyQuestion = Question & { readonly traffic?: LikelyTraffic | undefined };

export interface TrafficRanges {
  readonly requestsPerMonth?: Figure;
  readonly inputTokens?: Figure;
  readonly outputTokens?: Figure;
  readonly growthPerMonth?: number;
}

/** What of the training and of its price is not certain. */
export interface TrainingRanges {
  readonly epochs?: Figure;
  readonly priceFactor?: Figure;
}

/** Takes the ranges out of a checked question. */
export function withRanges({ priceFactor, ...asked }: DecisionQuestion): RangedDecision {
  const { traffic: use, job } = asked.question;
  const traffic = use === undefined ? undefined : likelyTraffic(use);
  const { epochs } = job;
  return {
    ...asked,
    question: { ...asked.question, traffic, job: { ...job, epochs: likelyEpochs(job) } },
    traffic: use === undefined ? {} : rangesOf(use),
    training: {
      ...(typeof epochs === "object" && { epochs: { ...epochs, typical: likely(epochs) } }),
      ...(priceFactor !== undefined && { priceFactor }),
    },
  };
}

function rangesOf(use: NonNullable<Question["traffic"]>): TrafficRanges {
  const { requestsPerMonth, inputTokens, outputTokens, growthPerMonth } = use;
  const { requestsPerMonth: typical } = likelyTraffic(use);
  return {
    requestsPerMonth: typeof requestsPerMonth === "object" ? { ...requestsPerMonth, typical } : requestsPerMonth,
    inputTokens,
    outputTokens,
    ...(growthPerMonth !== undefined && { growthPerMonth }),
  };
}
