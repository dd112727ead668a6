import type { Answer, Offer, Refusal } from "../contract/answer.ts";
import { ageNotices, epochNotices, noticesOf } from "./notices.ts";
import { meantBy, outcomeOf } from "./outcome.ts";
import { chosenOffers } from "./filter.ts";
import { openPublished } from "../prices/offers.ts";
import type { Problem } from "../problem.ts";
import { byId } from "../order.ts";
import { billCurrency, byCompleteness } from "../contract/completeness.ts";
import { version as estimator } from "../version.ts";
import { normalised } from "../contract/normalised.ts";
import type { Question } from "../contract/question.ts";
import { checkQuestion } from "../contract/questionCheck.ts";
import { isRecord } from "../check/fields.ts";
import { explainEstimate } from "../words/estimateProblems.ts";
import { spoken } from "../words/notes.ts";

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
  const altered = checked.ok && openPublished(checked.value.prices);
  const chosen = checked.ok ? chosenOffers(checked.value) : checked;
  // What cannot be read cannot be repeated either: it may be no JSON.
  const input = checked.ok ? normalised(checked.value) : {};
  const head = { ...headOf(question, altered), input };
  if (!checked.ok) return unanswered(head, checked.problem);
  if (!chosen.ok) return unanswered(head, chosen.problem);
  const offers: Offer[] = [];
  const refused: Refusal[] = [];
  for (const entry of meantBy(checked.value, chosen.value.offers)) {
    const { offer, problem } = outcomeOf(entry, checked.value);
    if (problem === undefined) {
      offers.push(offer);
      yield offer;
      continue;
    }
    // A copy: what is done to an answer is not done to what is known of the offer.
    const refusal = { id: entry.id, reason: { ...problem }, sentence: explainEstimate(problem) };
    refused.push(offer === undefined ? refusal : { ...refusal, wouldBe: offer });
    yield refused.at(-1) ?? refusal;
  }
  const home = billCurrency({ offers, input });
  offers.sort((a, b) => byCompleteness(a, b, home));
  const notices = [
    ...ageNotices(offers, chosen.value.bookAge),
    ...noticesOf(checked.value, chosen.value),
    ...epochNotices(offers),
  ];
  return { ...head, offers, refused: refused.sort(byId), notices: notices.map(spoken) };
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
