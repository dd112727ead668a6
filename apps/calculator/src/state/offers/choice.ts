import { type Answer, estimate, noteOf, type Offer, type Question } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import type { Acceptance } from "./acceptance.ts";
import { listedOffers } from "./offerList.ts";

/** The offer that the three answers are about. */
export interface Choice {
  readonly offer: Offer | null;
  /** Why it is not the one that was asked for. */
  readonly note: string | null;
}

/**
 * The named offer; without a name, or where it is refused, the cheapest that anybody can order today, at a price
 * that a person saw at the provider's own page, with nothing left uncounted, no example cut off and all answers known. With
 * a counted file it is not one that would refuse rows of it; converting costs nothing, so that an offer that takes the file
 * once it is converted is as good as any.
 */
export function chosenOffer(
  answer: Answer | null,
  id: string | null,
  accepts: ((offer: Offer) => Acceptance) | null = null,
): Choice {
  if (answer === null) return { offer: null, note: null };
  const named = id === null ? undefined : answer.offers.find((offer) => offer.id === id);
  if (named !== undefined) return { offer: named, note: null };
  const cheapest = listedOffers(answer.offers, { find: "", sort: "total" });
  const refuses = (each: Offer): boolean => accepts !== null && accepts(each) === "refuses";
  const sound = cheapest.filter((each) => isSound(each) && !refuses(each));
  const whole = cheapest.find((each) => tooLongNote(each) === null);
  const offer = sound.find(isCompared) ?? sound[0] ?? whole ?? cheapest[0] ?? null;
  return { offer, note: id === null ? null : whyNot(answer, id) };
}

/** Compares with the untuned model. A deployment by the hour does too, but nobody would choose it for a few requests. */
function isCompared({ breakEven, perThousandRequests }: Offer): boolean {
  return breakEven !== null && perThousandRequests !== null;
}

/** Statuses of an offer that anybody can order; `listed` has a price and no statement that would close it. */
const orderable: ReadonlySet<string> = new Set(["open", "listed"]);

/** Open to everybody, supervised, every rate first-hand, every part of the bill priced and every example used whole. */
function isSound(offer: Offer): boolean {
  const { status, method, lines } = offer;
  return (
    orderable.has(status.kind) &&
    method.startsWith("sft") &&
    lines.some(({ kind }) => kind === "training") &&
    lines.every(({ rate }) => rate.confidence === "primary") &&
    noteOf(offer, "not_counted") === undefined &&
    tooLongNote(offer) === null
  );
}

function whyNot(answer: Answer, id: string): string {
  const refusal = answer.refused.find((each) => each.id === id);
  return refusal === undefined
    ? `The price book has no offer ${id}; another is shown.`
    : `${id} cannot take this job, so another is shown. ${refusal.sentence}`;
}

/** One offer of a question, or the sentence that says why it cannot be had. */
export function offerAlone(question: Question, id: string): Offer | string {
  const { problem, offers, refused } = estimate({ ...question, only: { models: [id] } });
  const found = offers.find((offer) => offer.id === id);
  return found ?? problem?.sentence ?? refused.find((one) => one.id === id)?.sentence ?? "";
}
