import { counted } from "@tunecast/estimator/report";
import type { CheckReport } from "@tunecast/dataset";
import { noteOf, type Offer, type PriceBook, type Answer, estimate, type Question } from "@tunecast/estimator";
import { tooLongNote, defaultOffer } from "@tunecast/estimator/answer";
import { once } from "@tunecast/estimator/parts";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";
import type { Found } from "../liveAnswer.ts";
import acceptanceNames from "./acceptance.json" with { type: "json" };

export interface Choice {
  readonly offer: Offer | null;
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
  needsUntuned: boolean = false,
): Choice {
  if (answer === null || question === null) return { offer: null, note: null };
  const named = id === null ? undefined : answer.offers.find((offer) => offer.id === id);
  if (named !== undefined) return { offer: named, note: null };
  const offer = defaultOffer(answer, question, (each) => accepts(each) === "refuses", needsUntuned);
  return { offer, note: id === null ? null : whyNot(answer, id) };
}

function whyNot(answer: Answer, id: string): string {
  const refusal = answer.refused.find((each) => each.id === id);
  return refusal === undefined
    ? `The price book has no offer ${id}; another is shown.`
    : `${id} is left out, so another is shown. ${refusal.sentence}`;
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

export type Acceptance = keyof typeof acceptanceNames;

const rulesOfBook = once((prices: PriceBook) => new Map(bookOffers(prices).map((one) => [one.id, fileRulesOf(one)])));

/** The rules for the files of an offer; null where its provider publishes none. */
export function rulesOf(id: string, prices: PriceBook): FileRules | null {
  return rulesOfBook(prices).get(id) ?? null;
}

/**
 * What an offer says to the counted file. Only its own check can say that it takes it as it is: without a report it is not
 * checked yet, or unknown where the provider publishes no rules.
 */
export function acceptanceOf(offer: Offer, prices: PriceBook, report: CheckReport | undefined): Acceptance {
  const convert = noteOf(offer, "convert_first") !== undefined;
  if (report?.verdict === "error") return convert ? "convert" : "refuses";
  if (convert) return "convert";
  if (tooLongNote(offer) !== null && report?.cut === null) return "refuses";
  if (report !== undefined) return "as_it_is";
  if (noteOf(offer, "rows_rejected") !== undefined) return "refuses";
  return rulesOf(offer.id, prices) === null ? "unknown" : "unchecked";
}

export function acceptanceText(acceptance: Acceptance, report: CheckReport | undefined): string {
  if (acceptance !== "refuses" || report === undefined) return acceptanceNames[acceptance];
  const rows = Math.max(
    0,
    ...report.findings.filter(({ severity, line }) => severity === "error" && line !== null).map(({ count }) => count),
  );
  return rows === 0 ? "refuses the file" : `refuses ${counted(rows, "row")}`;
}
