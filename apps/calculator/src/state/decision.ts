import {
  type Decision,
  type DecisionQuestion,
  type Offer,
  type Question,
  type Result,
  type Way,
} from "@tunecast/estimator";
import { decideInSteps } from "@tunecast/estimator/answer";
import { type Metric, isLowerBetter } from "@tunecast/estimator/lists";
import type { Inputs, Scores } from "../question/inputs.ts";
import { plainDecimal, promptTokens } from "../question/question.ts";
import type { YieldToMain } from "./yieldToMain.ts";

/** Models that are sold untuned. */
export type Untuned = NonNullable<DecisionQuestion["untuned"]>;

/** What a decision is made of. */
export interface DecisionSources {
  readonly inputs: Inputs;
  readonly question: Question;
  /** The tuned offer that the page is about. */
  readonly offer: Offer;
  readonly untuned: Untuned;
  /** A run on rented cards; null where none is held against the others. */
  readonly onCards?: Offer | null;
}

/** Names of the ways of the page: the ids under which scores are kept. */
export const wayIds = {
  prompt: "prompt",
  fewShot: "few_shot",
  cached: "few_shot_cached",
  rag: "rag",
  tuned: "tuned",
} as const;

/** All ways to have the job done, side by side, with a breath between two steps: null where nobody uses the model. */
export async function decisionOf(
  { inputs, question, offer, untuned, onCards = null }: DecisionSources,
  yieldToMain: YieldToMain,
): Promise<Result<Decision> | null> {
  if ((question.traffic?.requestsPerMonth ?? 0) === 0) return null;
  const steps = decideInSteps({
    question: { ...question, only: { models: [offer.id] } },
    untuned,
    offers: [offer.id],
    ...(onCards !== null && { onCards: [{ kind: "own_gpus" as const, offer: onCards }] }),
    ways: waysOf(inputs, question),
    today: todayOf(inputs),
    project: projectOf(inputs),
    quality: qualityOf(inputs.scores, inputs.metric, offer.id),
  });
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
    await yieldToMain();
  }
}

/** The way that tuning is held against: the one that the answers at the top are held against. */
function todayOf({ instead }: Inputs): string {
  return instead === "prompt" ? "longer_prompt" : instead;
}

function waysOf(inputs: Inputs, { job }: Question): readonly Way[] {
  const extra = Math.round(inputs.saved ?? promptTokens(inputs, "profile" in job ? job.profile : null));
  const fixed = inputs.insteadCost === null ? {} : { monthly: plainDecimal(inputs.insteadCost) };
  const today: Way = {
    id: todayOf(inputs),
    kind: inputs.instead === "prompt" ? "longer_prompt" : inputs.instead,
    extraInputTokens: extra,
    ...fixed,
  };
  const cached: Way = {
    ...today,
    id: `${todayOf(inputs)}_cached`,
    cachedInputTokens: extra + (inputs.cachedTokens ?? 0),
  };
  const rag = inputs.instead === "rag" || !stated(inputs.ragTokens) ? [] : [ragOf(inputs)];
  const larger =
    inputs.largerModel === null
      ? []
      : [{ id: inputs.largerModel, kind: "larger_model" as const, model: inputs.largerModel }];
  return [today, ...(extra > 0 ? [cached] : []), { id: wayIds.prompt, kind: "prompt" }, ...rag, ...larger];
}

function ragOf({ ragTokens, ragMonthly }: Inputs): Way {
  return {
    id: wayIds.rag,
    kind: "rag",
    extraInputTokens: ragTokens ?? 0,
    ...(stated(ragMonthly) && { monthly: plainDecimal(ragMonthly) }),
  };
}

function projectOf({
  examplesOwned,
  labelCost,
  evalItems,
  evalCost,
}: Inputs): NonNullable<DecisionQuestion["project"]> {
  return {
    ...(stated(examplesOwned) && { examplesOwned }),
    ...(stated(labelCost) && { labelCost: plainDecimal(labelCost) }),
    ...(stated(evalItems) &&
      stated(evalCost) &&
      evalItems >= 1 && { evaluation: { items: evalItems, costPerItem: plainDecimal(evalCost) } }),
  };
}

function qualityOf(scores: Scores, metric: Metric, offer: string): NonNullable<DecisionQuestion["quality"]> {
  return Object.fromEntries(
    Object.entries(scores).map(([way, score]) => [
      way === wayIds.tuned ? offer : way,
      { score, metric, known: "stated" as const, ...(isLowerBetter(metric) && { lowerIsBetter: true }) },
    ]),
  );
}

function stated(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
