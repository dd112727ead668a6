import { type BillOf, decimal } from "@tunecast/estimator/parts";
import { selfHostOffers } from "./offers.ts";
import type { SelfHostBook, SelfHostData, SelfHostQuestion, SingleData } from "../run/question.ts";
import { cardOf } from "./joinSelfHosted.ts";

/** Runs on rented GPUs that were joined to an answer. */
export interface SelfHostedRuns {
  readonly question: SelfHostQuestion;
  readonly book: SelfHostBook;
}

/**
 * The bill of a row of rented GPUs at any size of the job: the cheapest machines with these cards for that many examples
 * and epochs. The examples of `data` grow with those of the job.
 */
export function selfHostedBill({ question, book }: SelfHostedRuns): BillOf {
  const { data } = question;
  return (offer, stated) => {
    const card = cardOf(offer.variant ?? "", book.hardware);
    if (data === undefined || card === undefined) return () => null;
    return (examples, epochs) => {
      const sized = { ...question, epochs, gpu: card.id, data: times(data, examples / stated) };
      const rows = selfHostOffers(sized, book);
      const row = rows.ok ? rows.value.find(({ id }) => id === offer.id) : undefined;
      return row === undefined ? null : { cost: decimal(row.total.amount), refused: null };
    };
  };
}

function times(data: SelfHostData, factor: number): SelfHostData {
  if ("examples" in data) return { ...data, examples: Math.round(data.examples * factor) };
  const parts: readonly { readonly data: SingleData; readonly repeats?: number }[] =
    "mixture" in data ? data.mixture : [{ data }];
  return { mixture: parts.map(({ data: part, repeats = 1 }) => ({ data: part, repeats: repeats * factor })) };
}
