import { estimate, type Answer, type Job, type Offer, type Question } from "../src/index.ts";
import { book, model } from "./book.ts";

export const asOf = "2026-02-01";
export const job: Job = { examples: 1000, tokensPerExample: 100, epochs: 3 };
export const traffic = { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 100, months: 3 };

/** The answer to a question about one model that costs $3 per million tokens. */
export function ask(more: Partial<Question> = {}): Answer {
  return estimate({ asOf, prices: book([model()]), job, ...more });
}

/** The offer of an answer that has one and no more. */
export function only(answer: Answer): Offer {
  const [offer, ...others] = answer.offers;
  if (offer === undefined || others.length > 0 || answer.refused.length > 0)
    throw new Error(`Expected one offer, got ${answer.offers.length} and ${JSON.stringify(answer.refused)}.`);
  return offer;
}
