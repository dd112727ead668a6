import { type Answer, estimate, type PriceBook, type Question } from "@tunecast/estimator";
import { overlayFor } from "@tunecast/estimator/prices";
import type { Breathe } from "./breathe.ts";

/** Models that are answered for in one slice. */
const modelsAtOnce = 8;

/**
 * What `estimate` says of a question, some models at a time, so that no slice keeps the page from the reader. The
 * offers and refusals are those of the whole book, in no order of their own. Null once `isStale`: another question
 * has been asked meanwhile.
 */
export async function answerInSlices(
  question: Question,
  breathe: Breathe,
  isStale: () => boolean,
): Promise<Answer | null> {
  let whole: Answer | null = null;
  for (const part of partsOf(question.prices)) {
    if (whole !== null) await breathe();
    if (isStale()) return null;
    const answer = estimate(askedOf(question, part));
    if (answer.problem !== undefined) return answer;
    whole = whole === null ? answer : joined(whole, answer);
  }
  return whole;
}

/** A book in parts of some models of one provider, each small enough for one slice of work. */
export function partsOf(prices: PriceBook): PriceBook[] {
  const { check: _check, ...stamp } = prices; // a part is not the book that the fingerprint was made of
  return prices.providers.flatMap((file) => {
    const starts = Array.from({ length: Math.ceil(file.models.length / modelsAtOnce) }, (_, at) => at * modelsAtOnce);
    return starts.map((at) => ({
      ...stamp,
      providers: [{ ...file, models: file.models.slice(at, at + modelsAtOnce) }],
    }));
  });
}

/** The question to a part of its book. Own prices of the rest would name nothing there, which is refused. */
export function askedOf({ overlay, ...question }: Question, prices: PriceBook): Question {
  return { ...question, prices, ...(overlay !== undefined && { overlay: overlayFor(overlay, prices) }) };
}

function joined(a: Answer, b: Answer): Answer {
  const news = b.notices.filter(({ sentence }) => !a.notices.some((notice) => notice.sentence === sentence));
  return {
    ...a,
    offers: [...a.offers, ...b.offers],
    refused: [...a.refused, ...b.refused],
    notices: [...a.notices, ...news],
  };
}
