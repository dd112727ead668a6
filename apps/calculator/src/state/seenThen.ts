import { estimate, type Offer, type Question } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";
import { dayText } from "../question/dayText.ts";

/** Of a link that names an earlier day: what the same offer would cost today; empty where that is the same. */
export function seenThenSentence(question: Question, offer: Offer, today: string): string {
  if (question.asOf >= today) return "";
  const now = estimate({ ...question, asOf: today, only: { models: [offer.id] } });
  // What keeps the question from an answer keeps it from one on any day.
  if (now.problem !== undefined) return "";
  const same = now.offers.find(({ id }) => id === offer.id);
  const seen = `These are the prices of ${dayText(question.asOf)}`;
  if (same === undefined) {
    const why = now.refused.find(({ id }) => id === offer.id)?.sentence ?? "";
    return `${seen}. Today this offer cannot be had. ${why}`.trim();
  }
  const money = ({ training, monthly }: Offer): string =>
    `${moneyText(training)} to train${monthly === null ? "" : ` and ${moneyText(monthly)} a month`}`;
  return money(same) === money(offer) ? "" : `${seen}. Today it would be ${money(same)}.`;
}
