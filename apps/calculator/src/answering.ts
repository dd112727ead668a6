import { type Answer, estimate, type PriceBook, type Question } from "@tunecast/estimator";

/** Lets the page paint and take input between two slices of work. */
export type Breathe = () => Promise<void>;

/**
 * What `estimate` says of a question, one provider at a time, so that no slice keeps the page from the reader. The
 * offers and refusals are those of the whole book, in no order of their own. Null once `isStale`: another question
 * has been asked meanwhile.
 */
export async function answerInSlices(
  question: Question,
  breathe: Breathe,
  isStale: () => boolean,
): Promise<Answer | null> {
  const { prices } = question;
  let whole = estimate({ ...question, prices: { ...prices, providers: prices.providers.slice(0, 1) } });
  if (whole.problem !== undefined) return whole;
  for (const file of prices.providers.slice(1)) {
    await breathe();
    if (isStale()) return null;
    whole = joined(whole, estimate({ ...question, prices: { ...prices, providers: [file] } }));
  }
  return whole;
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

/** The book with one model alone: enough to price an offer of it again and again. */
export function bookOf(prices: PriceBook, provider: string, model: string): PriceBook {
  const providers = prices.providers
    .filter((file) => file.provider === provider)
    .map((file) => ({ ...file, models: file.models.filter(({ id }) => id === model) }));
  return { ...prices, providers };
}
