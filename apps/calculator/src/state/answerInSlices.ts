import { type Answer, offersOf, type Question } from "@tunecast/estimator";
import type { YieldToMain } from "./browser/yieldToMain.ts";

/**
 * What `estimate` says of a question, with a breath between two offers, so that the page is never kept from the reader.
 * Null once `isStale`: another question has been asked meanwhile.
 */
export async function answerInSlices(
  question: Question,
  yieldToMain: YieldToMain,
  isStale: () => boolean,
): Promise<Answer | null> {
  const outcomes = offersOf(question);
  while (!isStale()) {
    const next = outcomes.next();
    if (next.done === true) return next.value;
    await yieldToMain();
  }
  return null;
}
