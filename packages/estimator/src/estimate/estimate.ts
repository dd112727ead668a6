import type { Answer, Offer, Refusal } from "../contract/answer.ts";
import { ageNotices, epochNotices, noticesOf } from "./notices.ts";
import { chosenOffers } from "./filter.ts";
import { isAltered } from "../prices/fingerprint.ts";
import type { Problem } from "../problem.ts";
import { byId } from "../check/order.ts";
import { billCurrency, sortedOffers } from "../contract/completeness.ts";
import { version as estimator } from "./version.ts";
import { normalised } from "../contract/normalised.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion, type CheckedQuestion } from "../contract/questionCheck.ts";
import { isRecord } from "../check/fields.ts";
import { explainEstimate } from "../words/estimateProblems.ts";
import { spoken } from "../words/notes.ts";
import { countRefusal, isSupervised, jobRefusal } from "../bill/acceptance.ts";
import { horizonOf } from "../bill/horizon.ts";
import { offerRules } from "../bill/rules/offerRules.ts";
import { deletedBefore, servingBill } from "../bill/serving.ts";
import { providerEpochs, stagesOf } from "../bill/stages.ts";
import { stagedBill } from "../bill/training.ts";
import { isOneOf, statusKinds } from "../prices/bookWords.ts";
import type { BookOffer } from "../prices/offers.ts";
import { once, onceADay } from "../prices/once.ts";
import { offerStatusOn } from "../prices/status.ts";
import { billFlaw, makeOffer, widened, type OfferParts } from "./offer.ts";

type Billed =
  | { readonly parts: OfferParts; readonly problem?: undefined }
  | { readonly parts?: OfferParts; readonly problem: Problem };

/** What an offer bills, line by line. Where a job is refused that can be reckoned, there are both. */
export function billed(entry: BookOffer, question: CheckedQuestion): Billed {
  const { asOf: day, job, ownPrices: overlay = {}, traffic } = question;
  const closed = closedOn(entry, day);
  if (closed !== null) return { problem: closed };
  const status = offerStatusOn(entry, day);
  const rules = offerRules(entry);
  if (!rules.ok) return { problem: rules.problem };
  const uncounted = countRefusal(entry, job);
  if (uncounted !== null) return { problem: uncounted };
  const own = providerEpochs(entry.epochs, "profile" in job ? job.profile.examples : job.examples);
  const stages = stagesOf(entry, job, question.epochs === "provider" ? (own ?? 3) : question.epochs);
  const training = stagedBill({ offer: entry, rules: rules.value.billing, day, overlay }, stages);
  if (!training.ok) return { problem: training.problem };
  const horizon = horizonOf(question, status);
  const hours = deletedBefore(rules.value.serving, horizon);
  const servingCase = { offer: entry, rules: rules.value.serving, job, traffic, horizon, day, overlay };
  const serving = servingBill(servingCase);
  const parts = { question, status, stages, own, training: training.value, servingCase, serving };
  const flaw = billFlaw(parts);
  if (flaw !== null) return { problem: flaw };
  const problem =
    (entry.method === "import" ? { kind: "not_training" } : null) ??
    jobRefusal(entry, stages, training.value.perStage) ??
    (hours === null ? null : { kind: "deployment_deleted", hours });
  return problem === null ? { parts } : { parts, problem };
}

const closedOn = /* @__PURE__ */ onceADay((offer: BookOffer, day): Problem | null => {
  const { kind, from, lastSeen, source } = offerStatusOn(offer, day);
  const provider = offer.provider.name;
  if (kind === "inference_off") return { kind: "retired", from };
  if (kind === "not_offered") return { kind, provider, since: from, lastSeen, source };
  if (kind === "no_new_jobs") return { kind: "closed_to_new_jobs", from };
  return isOneOf(statusKinds, kind) ? null : { kind: "unknown_status_word", status: kind };
});

/** Most refusals are the same whatever is asked. */
const sentenceOf = /* @__PURE__ */ once(explainEstimate);

/**
 * Typed numbers mean prompts and answers, unless a method, an offer or what only another method bills by is named. Prompts whose
 * completions the model draws are for reinforcement alone.
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

/**
 * The whole answer to "what will it cost?": every offer of the price book that can take the job on that day, with
 * its bill line by line, and every other one with the reason why not. Pure and synchronous: the same question gives
 * the same bytes on every machine. A question that cannot be answered gives `problem` and no offers; nothing is
 * thrown for what a person can type.
 */
export function estimate(question: Question): Answer {
  return endOf(offersOf(question));
}

/** What a generator comes to. */
export function endOf<T>(steps: Generator<unknown, T, void>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}

/**
 * The offers and refusals of `estimate`, one after another in the order of the price book, and the whole answer at the
 * end: for a page that has other things to do between two of them, or that needs only the first.
 */
export function* offersOf(question: Question): Generator<Offer | Refusal, Answer, void> {
  const checked = checkQuestion(question);
  const altered = checked.ok && isAltered(checked.value.prices);
  const chosen = checked.ok ? chosenOffers(checked.value) : checked;
  // What cannot be read cannot be repeated either: it may be no JSON.
  const input = checked.ok ? normalised({ ...checked.value, traffic: question.traffic }) : {};
  const head = { ...headOf(question, altered), input };
  if (!checked.ok) return unanswered(head, checked.problem);
  if (!chosen.ok) return unanswered(head, chosen.problem);
  const offers: Offer[] = [];
  const refused: Refusal[] = [];
  const { ends = [] } = checked.value;
  for (const entry of meantBy(checked.value, chosen.value.offers)) {
    const { parts, problem } = billed(entry, checked.value);
    const offerOf = (own: OfferParts): Offer =>
      ends
        .flatMap((end) => billed(entry, end).parts ?? [])
        .map(makeOffer)
        .reduce<Offer>(widened, makeOffer(own));
    if (problem === undefined) {
      const offer = offerOf(parts);
      offers.push(offer);
      yield offer;
      continue;
    }
    // A copy: what is done to an answer is not done to what is known of the offer.
    const reason = { id: entry.id, reason: { ...problem }, sentence: sentenceOf(problem) };
    const refusal = parts === undefined ? reason : { ...reason, wouldBe: offerOf(parts) };
    refused.push(refusal);
    yield refusal;
  }
  const notices = [
    ...ageNotices(offers, chosen.value.bookAge),
    ...noticesOf(checked.value, chosen.value),
    ...epochNotices(offers),
  ];
  const home = billCurrency({ offers, input });
  return { ...head, offers: sortedOffers(offers, home), refused: refused.sort(byId), notices: notices.map(spoken) };
}

type Head = Pick<Answer, "schemaVersion" | "asOf" | "estimator" | "prices" | "input">;

function unanswered(head: Head, reason: Problem): Answer {
  return { ...head, offers: [], refused: [], notices: [], problem: { reason, sentence: explainEstimate(reason) } };
}

function headOf(question: unknown, altered: boolean): Omit<Head, "input"> {
  const textAt = (value: unknown, name: string): string =>
    isRecord(value) && typeof value[name] === "string" ? value[name] : "";
  const book = isRecord(question) ? question["prices"] : undefined;
  const prices = { version: textAt(book, "version"), sha256: textAt(book, "sha256"), ...(altered && { altered }) };
  return { schemaVersion: 1, asOf: textAt(question, "asOf"), estimator, prices };
}

/** The canonical bytes of an answer: what library, command and page all print. */
export function answerText(answer: Answer): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
