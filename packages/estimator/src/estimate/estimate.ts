import type { Answer, Offer, Refusal } from "../contract/answer.ts";
import { countRefusal, isSupervised, jobRefusal } from "../bill/acceptance.ts";
import { providerEpochs } from "../bill/epochs.ts";
import { horizonOf } from "../bill/horizon.ts";
import { offerRules, type OfferRules } from "../bill/rules/offerRules.ts";
import { deletedBefore, servingBill } from "../bill/serving.ts";
import { stagesOf } from "../bill/stages.ts";
import { stagedBill } from "../bill/training.ts";
import { epochNotices, noticesOf } from "./notices.ts";
import { makeOffer } from "./offer.ts";
import { chosenOffers } from "../prices/filter.ts";
import type { BookOffer } from "../prices/offers.ts";
import { isOneOf, statusKinds } from "../prices/bookWords.ts";
import { offerStatusOn, type Status } from "../prices/status.ts";
import type { Problem } from "../problem.ts";
import { byId } from "../order.ts";
import { byCompleteness } from "../contract/completeness.ts";
import { openPublished } from "../prices/openBook.ts";
import { version as estimator } from "../version.ts";
import { normalised } from "../contract/normalised.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion, type CheckedQuestion } from "../contract/questionCheck.ts";
import { isRecord } from "../check/fields.ts";
import { amountText } from "../money.ts";
import { explainEstimate } from "../words/estimateProblems.ts";
import { spoken } from "../words/notes.ts";

/**
 * The whole answer to "what will it cost?": every offer of the price book that can take the job on that day, with
 * its bill line by line, and every other one with the reason why not. Pure and synchronous: the same question gives
 * the same bytes on every machine. A question that cannot be answered gives `problem` and no offers; nothing is
 * thrown for what a person can type.
 */
export function estimate(question: Question): Answer {
  const outcomes = offersOf(question);
  for (;;) {
    const next = outcomes.next();
    if (next.done === true) return next.value;
  }
}

/**
 * The offers and refusals of `estimate`, one after another in the order of the price book, and the whole answer at the
 * end: for a page that has other things to do between two of them, or that needs only the first.
 */
export function* offersOf(question: Question): Generator<Offer | Refusal, Answer, void> {
  const checked = checkQuestion(question);
  // What cannot be read cannot be repeated either: it may be no JSON.
  if (!checked.ok) return unanswered(question, {}, checked.problem);
  const altered = openPublished(question.prices);
  const input = normalised(checked.value);
  const { since } = question.prices;
  if (since !== undefined && question.asOf < since)
    return unanswered(question, input, { kind: "needs_history", day: question.asOf, since });
  const chosen = chosenOffers(question.prices, question.only ?? {}, question.asOf);
  if (!chosen.ok) return unanswered(question, input, chosen.problem);
  const offers: Offer[] = [];
  const refused: Refusal[] = [];
  for (const offer of meantBy(checked.value, chosen.value)) {
    const outcome = outcomeOf(offer, checked.value);
    if ("reason" in outcome) refused.push(outcome);
    else offers.push(outcome);
    yield outcome;
  }
  offers.sort(byCompleteness);
  const notices = [...noticesOf(checked.value, chosen.value), ...epochNotices(offers)];
  return {
    ...headOf(question, altered),
    input,
    offers,
    refused: refused.sort(byId),
    notices: notices.map(spoken),
  };
}

/**
 * Typed numbers do not say what their examples are: they mean prompts and their answers, unless the method, the offer or
 * what only another method bills by is named. Prompts whose completions the model draws are for reinforcement alone.
 */
function meantBy({ job, only = {} }: CheckedQuestion, offers: readonly BookOffer[]): readonly BookOffer[] {
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

function unanswered(question: unknown, input: Answer["input"], reason: Problem): Answer {
  const problem = { reason, sentence: explainEstimate(reason) };
  return { ...headOf(question), input, offers: [], refused: [], notices: [], problem };
}

/** What every answer repeats of its question, however wrong that is. */
function headOf(
  question: unknown,
  altered: boolean = false,
): Pick<Answer, "schemaVersion" | "asOf" | "estimator" | "prices"> {
  const { asOf, prices } = recordOf(question);
  const { version, sha256 } = recordOf(prices);
  const book = { version: textOf(version), sha256: textOf(sha256), ...(altered && { altered }) };
  return { schemaVersion: 1, asOf: textOf(asOf), estimator, prices: book };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The canonical bytes of an answer: what library, command and page all print. */
export function answerText(answer: Answer): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}

/** The bill of one offer, or why there is none. */
function outcomeOf(offer: BookOffer, question: CheckedQuestion): Offer | Refusal {
  const status = offerStatusOn(offer, question.asOf);
  const closed = statusRefusal(offer, status);
  if (closed !== null) return refusal(offer, closed);
  const rules = offerRules(offer);
  if (!rules.ok) return refusal(offer, rules.problem);
  const uncounted = countRefusal(offer, question.job);
  if (uncounted !== null) return refusal(offer, uncounted);
  return billed(offer, question, status, rules.value);
}

function billed(offer: BookOffer, question: CheckedQuestion, status: Status, rules: OfferRules): Offer | Refusal {
  const { asOf: day, job, ownPrices: overlay = {}, traffic } = question;
  const own = providerEpochs(offer.epochs, "profile" in job ? job.profile.examples : job.examples);
  const epochs = question.epochs === "provider" ? (own ?? 3) : question.epochs;
  const stages = stagesOf(offer, job, epochs);
  const training = stagedBill({ offer, rules: rules.billing, day, overlay }, stages);
  if (!training.ok)
    return refusal(
      offer,
      withTokens(training.problem, (on) => stagedBill({ offer, rules: rules.billing, day: on, overlay }, stages)),
    );
  const horizon = horizonOf(traffic, day, status, question.hoursPerMonth);
  const servingCase = { offer, rules: rules.serving, job, traffic, horizon, day, overlay };
  const made = makeOffer({
    question,
    status,
    stages,
    own,
    training: training.value,
    servingCase,
    serving: servingBill(servingCase),
  });
  if (!made.ok) return refusal(offer, made.problem);
  const hours = deletedBefore(rules.serving, horizon);
  const reason =
    (offer.method === "import" ? { kind: "not_training" } : null) ??
    jobRefusal(offer, stages, training.value.perStage) ??
    (hours === null ? null : { kind: "deployment_deleted", hours });
  return reason === null ? made.value : { ...refusal(offer, reason), wouldBe: made.value };
}

/** A day before any price has its billed tokens all the same: those of the first day with one. */
function withTokens(problem: Problem, billOn: (day: string) => ReturnType<typeof stagedBill>): Problem {
  if (problem.kind !== "no_rate_yet") return problem;
  const then = billOn(String(problem["first"]));
  return then.ok ? { ...problem, billedTokens: amountText(then.value.tokens.typical) } : problem;
}

function statusRefusal({ provider }: BookOffer, { kind, from, lastSeen, source }: Status): Problem | null {
  if (kind === "inference_off") return { kind: "retired", from };
  if (kind === "not_offered") return { kind, provider: provider.name, since: from, lastSeen, source };
  if (kind === "no_new_jobs") return { kind: "closed_to_new_jobs", from };
  return isOneOf(statusKinds, kind) ? null : { kind: "unknown_status_word", status: kind };
}

function refusal({ id }: BookOffer, reason: Problem): Refusal {
  // A copy: what is done to an answer is not done to what is known of the offer.
  return { id, reason: { ...reason }, sentence: explainEstimate(reason) };
}
