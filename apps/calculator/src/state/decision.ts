import type { DecisionQuestion, Offer, Question, Way } from "@tunecast/estimator";
import type { Inputs } from "../question/inputs.ts";
import { extraTokens, plainDecimal } from "../question/question.ts";

export type Untuned = NonNullable<DecisionQuestion["untuned"]>;

export interface DecisionSources {
  readonly inputs: Inputs;
  readonly question: Question;
  readonly offer: Offer;
  readonly untuned: Untuned;
  readonly onCards?: Offer | null;
}

/** The name of a way's score: it begins with the model that was measured, since it says nothing of another one. */
export function scoreName(way: string, { id, model }: Pick<Offer, "id" | "model">): string {
  const name = way === id ? "tuned" : way.replace(/_cached$/u, "");
  // A way with a model of its own names it. Which card it runs on changes no answer.
  return name.includes("/") ? name.replace(/@.*$/u, "") : `${model}:${name}`;
}

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
    quality: qualityOf(inputs, offer, [
      offer.id,
      ...(onCards === null ? [] : [onCards.id]),
      ...ways.flatMap(({ id }) => id ?? []),
    ]),
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
  // A mean of requests has a fraction, and a way takes whole tokens.
  const cachedTokens = Math.floor(inputs.cachedTokens ?? 0);
  const cached: Way = { ...plain, id: `${kind}_cached`, cachedInputTokens: extra + cachedTokens };
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
    ...(stated(failedRuns) && failedRuns > 0 && failedRuns <= 99 && { failedRuns: plainDecimal(failedRuns / 100) }),
  };
}

/** The scores of the ways that are compared. A cache changes the bill and no answer. */
function qualityOf(
  { scores, metric }: Inputs,
  offer: Offer,
  ways: readonly string[],
): NonNullable<DecisionQuestion["quality"]> {
  const measured = ways.flatMap((way) => {
    const score = scores[scoreName(way, offer)];
    return score === undefined ? [] : [[way, { score, metric, known: "stated" as const }] as const];
  });
  return Object.fromEntries(measured);
}

function stated(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
