import { fields, fitting, isRecord, list, maybe, wrongKind, type Check } from "../../check/fields.ts";
import { groupOf } from "../../contract/fields/checks.ts";
import { decisionKinds, type DecisionQuestion } from "../../contract/fields/decision.ts";
import { evaluationKinds, judgeKinds, projectKinds, teacherKinds } from "../../contract/fields/project.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import { embeddingKinds, qualityKinds, wayFieldKinds } from "../../contract/fields/ways.ts";
import type { Problem } from "../../problem.ts";
import type { RangedDecision } from "./question.ts";

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

/** A decision about a model that is used. */
export type UsedDecision = RangedDecision & { readonly question: { readonly traffic: LikelyTraffic } };

/** Whether anybody will call the model. */
export function hasTraffic(asked: RangedDecision): asked is UsedDecision {
  return (asked.question.traffic?.requestsPerMonth ?? 0) > 0;
}
