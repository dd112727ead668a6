import { decisionKinds, type DecisionQuestion } from "../../contract/fields/decision.ts";
import { likely, type Figure } from "../../contract/fields/kind.ts";
import { likelyTraffic, type LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Question } from "../../contract/question.ts";
import { likelyEpochs } from "../../contract/questionCheck.ts";
import { fields, fitting, isRecord, list, maybe, wrongKind, type Check } from "../../check/fields.ts";
import { groupOf } from "../../contract/fields/checks.ts";
import { evaluationKinds, judgeKinds, projectKinds, teacherKinds } from "../../contract/fields/project.ts";
import { embeddingKinds, qualityKinds, wayFieldKinds } from "../../contract/fields/ways.ts";
import type { Problem } from "../../problem.ts";

const cardRun = fields({
  kind: fitting((value) => value === "own_gpus" || value === "scratch", "own_gpus or scratch"),
  offer: fitting((value) => isRecord(value) && Array.isArray(value["lines"]), "an offer of an answer"),
});

const way = groupOf(wayFieldKinds, { embedding: maybe(groupOf(embeddingKinds)) });
const evaluation = groupOf(evaluationKinds, { judge: maybe(groupOf(judgeKinds)) });
const project = groupOf(projectKinds, {
  teacher: maybe(groupOf(teacherKinds)),
  evaluation: maybe(evaluation),
});

const quality = groupOf(qualityKinds);
const qualities: Check = (value, path) => {
  if (!isRecord(value)) return wrongKind(path, "an object of scores by their ways", value);
  const wrong = Object.entries(value).map(([id, one]) => quality(one, `${path}.${id}`));
  return wrong.find((problem) => problem !== null) ?? null;
};

const shape = groupOf(decisionKinds, {
  // Checked by `estimate`, beside its book.
  question: () => null,
  untuned: () => null,
  onCards: maybe(list(cardRun)),
  ways: maybe(list(way)),
  project: maybe(project),
  quality: maybe(qualities),
});

/** What is wrong with the parts of a decision that are its own; `estimate` checks the question within. */
export function decisionProblem(asked: DecisionQuestion): Problem | null {
  return shape(asked, "");
}

export type UsedDecision = RangedDecision & { readonly question: { readonly traffic: LikelyTraffic } };

export function hasTraffic(asked: RangedDecision): asked is UsedDecision {
  return (asked.question.traffic?.requestsPerMonth ?? 0) > 0;
}

/** A decision with the ranges of its question apart from the likeliest values, which the bills are made of. */
export interface RangedDecision extends Omit<DecisionQuestion, "priceFactor"> {
  readonly question: LikelyQuestion;
  readonly traffic: TrafficRanges;
  readonly training: TrainingRanges;
}

export type LikelyQuestion = Question & { readonly traffic?: LikelyTraffic | undefined };

export interface TrafficRanges {
  readonly requestsPerMonth?: Figure;
  readonly inputTokens?: Figure;
  readonly outputTokens?: Figure;
  readonly growthPerMonth?: number;
}

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
