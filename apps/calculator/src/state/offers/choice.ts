import { type Answer, estimate, type Offer, type Question } from "@tunecast/estimator";
import { defaultOffer } from "@tunecast/estimator/answer";
import type { Found } from "../liveAnswer.ts";
import type { Acceptance } from "./acceptance.ts";

/** The offer that the three answers are about. */
export interface Choice {
  readonly offer: Offer | null;
  /** Why it is not the one that was asked for. */
  readonly note: string | null;
}

/**
 * The named offer; without a name, or where it is refused, the one that `decide` takes. With a counted file it is not one that
 * would refuse rows of it; converting costs nothing, so that an offer that takes the file once it is converted is as good as any.
 */
export function chosenOffer(
  answer: Answer | null,
  question: Question | null,
  id: string | null,
  accepts: (offer: Offer) => Acceptance = () => "unknown",
): Choice {
  if (answer === null || question === null) return { offer: null, note: null };
  const named = id === null ? undefined : answer.offers.find((offer) => offer.id === id);
  if (named !== undefined) return { offer: named, note: null };
  const offer = defaultOffer(answer, question, (each) => accepts(each) === "refuses");
  return { offer, note: id === null ? null : whyNot(answer, id) };
}

function whyNot(answer: Answer, id: string): string {
  const refusal = answer.refused.find((each) => each.id === id);
  return refusal === undefined
    ? `The price book has no offer ${id}; another is shown.`
    : `${id} cannot take this job, so another is shown. ${refusal.sentence}`;
}

/** One offer of a question with the answer that holds it alone, or the sentence that says why it cannot be had. */
export function offerAlone(question: Question, id: string): Found | string {
  const answer = estimate({ ...question, only: { models: [id] } });
  const { problem, offers, refused } = answer;
  const offer = offers.find((one) => one.id === id);
  return offer === undefined
    ? (problem?.sentence ?? refused.find((one) => one.id === id)?.sentence ?? "")
    : { offer, answer };
}
