import { countRefusal, isSupervised, jobRefusal } from "../bill/acceptance.ts";
import { horizonOf } from "../bill/horizon.ts";
import { offerRules } from "../bill/rules/offerRules.ts";
import { deletedBefore, servingBill } from "../bill/serving.ts";
import { providerEpochs, stagesOf } from "../bill/stages.ts";
import { stagedBill } from "../bill/training.ts";
import type { Offer } from "../contract/answer.ts";
import type { CheckedQuestion } from "../contract/questionCheck.ts";
import { isOneOf, statusKinds } from "../prices/bookWords.ts";
import type { BookOffer } from "../prices/offers.ts";
import { offerStatusOn, type Status } from "../prices/status.ts";
import type { Problem } from "../problem.ts";
import { makeOffer } from "./offer.ts";

/** The bill of one offer; where it cannot take the job, why not, with the bill it would be if there is one. */
export type Outcome =
  | { readonly offer: Offer; readonly problem?: undefined }
  | { readonly offer?: Offer; readonly problem: Problem };

export function outcomeOf(entry: BookOffer, question: CheckedQuestion): Outcome {
  const { asOf: day, job, ownPrices: overlay = {}, traffic, hoursPerMonth } = question;
  const status = offerStatusOn(entry, day);
  const rules = offerRules(entry);
  const closed = closedBy(status, entry.provider.name) ?? (rules.ok ? countRefusal(entry, job) : rules.problem);
  if (closed !== null || !rules.ok) return { problem: closed ?? { kind: "unknown_rule" } };
  const own = providerEpochs(entry.epochs, "profile" in job ? job.profile.examples : job.examples);
  const stages = stagesOf(entry, job, question.epochs === "provider" ? (own ?? 3) : question.epochs);
  const training = stagedBill({ offer: entry, rules: rules.value.billing, day, overlay }, stages);
  if (!training.ok) return { problem: training.problem };
  const horizon = horizonOf(traffic, day, status, hoursPerMonth);
  const hours = deletedBefore(rules.value.serving, horizon);
  const servingCase = { offer: entry, rules: rules.value.serving, job, traffic, horizon, day, overlay };
  const serving = servingBill(servingCase);
  const made = makeOffer({ question, status, stages, own, training: training.value, servingCase, serving });
  if (!made.ok) return { problem: made.problem };
  const problem =
    (entry.method === "import" ? { kind: "not_training" } : null) ??
    jobRefusal(entry, stages, training.value.perStage) ??
    (hours === null ? null : { kind: "deployment_deleted", hours });
  return problem === null ? { offer: made.value } : { offer: made.value, problem };
}

function closedBy({ kind, from, lastSeen, source }: Status, provider: string): Problem | null {
  if (kind === "inference_off") return { kind: "retired", from };
  if (kind === "not_offered") return { kind, provider, since: from, lastSeen, source };
  if (kind === "no_new_jobs") return { kind: "closed_to_new_jobs", from };
  return isOneOf(statusKinds, kind) ? null : { kind: "unknown_status_word", status: kind };
}

/**
 * Typed numbers do not say what their examples are: they mean prompts and their answers, unless the method, the offer or
 * what only another method bills by is named. Prompts whose completions the model draws are for reinforcement alone.
 */
export function meantBy({ job, only = {} }: CheckedQuestion, offers: readonly BookOffer[]): readonly BookOffer[] {
  const stages = [job, ...(job.stages ?? [])];
  if (job.rollouts !== undefined) return offers.filter(({ method }) => method.startsWith("rft"));
  const graded = stages.some(({ hours, graderInputTokens, graderOutputTokens }) =>
    [hours, graderInputTokens, graderOutputTokens].some((stated) => stated !== undefined),
  );
  if ("profile" in job || only.methods !== undefined || graded) return offers;
  const supervised = new Set(offers.filter(({ method }) => isSupervised(method)).map(({ model }) => model));
  const { models = [] } = only;
  return offers.filter(
    ({ id, method, model }) =>
      isSupervised(method) || models.includes(id) || (models.length > 0 && !supervised.has(model)),
  );
}
