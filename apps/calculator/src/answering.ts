import { type Answer, offersOf, type Question } from "@tunecast/estimator";
import type { Breathe } from "./breathe.ts";

/**
 * What `estimate` says of a question, with a breath between two offers, so that the page is never kept from the reader.
 * Null once `isStale`: another question has been asked meanwhile.
 */
export async function answerInSlices(
  question: Question,
  breathe: Breathe,
  isStale: () => boolean,
): Promise<Answer | null> {
  const outcomes = offersOf(question);
  while (!isStale()) {
    const next = outcomes.next();
    if (next.done === true) return next.value;
    await breathe();
  }
  return null;
}
