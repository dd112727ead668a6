import type { Offer } from "../contract/answer.ts";
import { decimal } from "../money.ts";
import { selfHostOffers } from "../gpu/offer/offers.ts";
import type { SelfHostBook, SelfHostData, SelfHostQuestion, SingleData } from "../gpu/run/question.ts";
import { cardOf } from "./joinSelfHosted.ts";
import type { BillAt } from "./sizedBill.ts";

/** Runs on rented GPUs that were joined to an answer. */
export interface SelfHostedRuns {
  readonly question: SelfHostQuestion;
  readonly book: SelfHostBook;
}

/**
 * The bill of a row of rented GPUs at any size of the job: the cheapest machines with these cards for so many examples
 * and epochs. @param stated examples of the question; those of `data` grow with them
 */
export function selfHostedBill({ question, book }: SelfHostedRuns, offer: Offer, stated: number): BillAt {
  const { data } = question;
  const card = cardOf(offer.variant ?? "", book.hardware);
  if (data === undefined || card === undefined) return () => null;
  return (examples, epochs) => {
    const sized = { ...question, epochs, gpu: card.id, data: times(data, examples / stated) };
    const rows = selfHostOffers(sized, book);
    const row = rows.ok ? rows.value.find(({ id }) => id === offer.id) : undefined;
    return row === undefined ? null : { cost: decimal(row.total.amount), refused: null };
  };
}

function times(data: SelfHostData, factor: number): SelfHostData {
  if ("examples" in data) return { ...data, examples: Math.round(data.examples * factor) };
  const parts: readonly { readonly data: SingleData; readonly repeats?: number }[] =
    "mixture" in data ? data.mixture : [{ data }];
  return { mixture: parts.map(({ data: part, repeats = 1 }) => ({ data: part, repeats: repeats * factor })) };
}
