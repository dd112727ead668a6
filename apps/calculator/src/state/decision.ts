import type { DecisionQuestion, Offer, Question, Way } from "@tunecast/estimator";
import { type Metric, isLowerBetter } from "@tunecast/estimator/lists";
import type { Inputs, Scores } from "../question/inputs.ts";
import { extraTokens, plainDecimal } from "../question/question.ts";

export type Untuned = NonNullable<DecisionQuestion["untuned"]>;

export interface DecisionSources {
  readonly inputs: Inputs;
  readonly question: Question;
  readonly offer: Offer;
  readonly untuned: Untuned;
  readonly onCards?: Offer | null;
}

/** The id of the tuned way among the scores of an address, whatever the offer. */
export const tunedKey = "tuned";

/**
 * The decision of the page: the tuned offer against today's way. That is the prompt that it would replace, with what it
 * adds in the provider's cache where one is sold.
 */
export function decisionQuestion(sources: DecisionSources): DecisionQuestion {
  const { inputs, question, offer, untuned, onCards = null } = sources;
  const ways = waysOf(inputs, question);
  return {
    question: { ...question, only: { models: [offer.id] } },
    untuned,
    offers: [offer.id],
    ...(onCards !== null && { onCards: [{ kind: "own_gpus" as const, offer: onCards }] }),
    ways,
    today: ways[0]?.id ?? "prompt",
    project: projectOf(inputs),
    quality: qualityOf(inputs.scores, inputs.metric, offer.id),
  };
}

function waysOf(inputs: Inputs, { job }: Question): readonly Way[] {
  const extra = Math.round(extraTokens(inputs, "profile" in job ? job.profile : null));
  const kind = inputs.instead === "prompt" ? "longer_prompt" : inputs.instead;
  const plain: Way = {
    id: kind,
    kind,
    extraInputTokens: extra,
    ...(inputs.insteadCost !== null && { monthly: plainDecimal(inputs.insteadCost) }),
  };
  const cached: Way = { ...plain, id: `${kind}_cached`, cachedInputTokens: extra + (inputs.cachedTokens ?? 0) };
  const rag = inputs.instead === "rag" || !stated(inputs.ragTokens) ? [] : [ragOf(inputs)];
  const { largerModel } = inputs;
  const larger: readonly Way[] =
    largerModel === null ? [] : [{ id: largerModel, kind: "larger_model", model: largerModel }];
  return [...(extra > 0 ? [cached] : []), plain, { id: "prompt", kind: "prompt" }, ...rag, ...larger];
}

function ragOf({ ragTokens, ragMonthly }: Inputs): Way {
  return {
    id: "rag",
    kind: "rag",
    extraInputTokens: ragTokens ?? 0,
    ...(stated(ragMonthly) && { monthly: plainDecimal(ragMonthly) }),
  };
}

/** Labels are paid for the examples that are not labelled yet: where nobody says how many are, a file's rows and no typed ones. */
function projectOf(inputs: Inputs): NonNullable<DecisionQuestion["project"]> {
  const { examplesOwned, labelCost, evalItems, evalCost, failedRuns } = inputs;
  return {
    ...(stated(labelCost) && { labelCost: plainDecimal(labelCost), ...(stated(examplesOwned) && { examplesOwned }) }),
    ...(stated(evalItems) &&
      stated(evalCost) &&
      evalItems >= 1 && { evaluation: { items: evalItems, costPerItem: plainDecimal(evalCost) } }),
    ...(stated(failedRuns) && failedRuns > 0 && failedRuns <= 100 && { failedRuns: plainDecimal(failedRuns / 100) }),
  };
}

function qualityOf(scores: Scores, metric: Metric, offer: string): NonNullable<DecisionQuestion["quality"]> {
  return Object.fromEntries(
    Object.entries(scores).flatMap(([way, score]) => {
      const quality = {
        score,
        metric,
        known: "stated" as const,
        ...(isLowerBetter(metric) && { lowerIsBetter: true }),
      };
      // A cache changes the bill and no answer.
      return way === tunedKey ? [[offer, quality]] : [way, `${way}_cached`].map((id) => [id, quality] as const);
    }),
  );
}

function stated(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
