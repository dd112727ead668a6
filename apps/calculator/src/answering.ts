import { type Answer, estimate, type ProviderFile, type Question } from "@tunecast/estimator";

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
  let whole: Answer | null = null;
  for (const file of question.prices.providers) {
    if (whole !== null) await breathe();
    if (isStale()) return null;
    const part = estimate(ofProvider(question, file));
    if (part.problem !== undefined) return part;
    whole = whole === null ? part : joined(whole, part);
  }
  return whole;
}

/** The question to one provider. Own prices of the others would name nothing in this book, which is refused. */
function ofProvider({ overlay, prices, ...question }: Question, file: ProviderFile): Question {
  const own = <Entry extends { readonly provider: string }>(entries: readonly Entry[] = []): readonly Entry[] =>
    entries.filter(({ provider }) => provider === file.provider);
  return {
    ...question,
    prices: { ...prices, providers: [file] },
    ...(overlay !== undefined && {
      overlay: {
        ...overlay,
        rates: own(overlay.rates),
        discounts: own(overlay.discounts),
        credits: own(overlay.credits),
      },
    }),
  };
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
