import { estimate, type Offer, type Question, type Result } from "@tunecast/estimator";
import { cheapestOnCards, type TunedOnCards } from "@tunecast/gpu";
import { machinesOn } from "@tunecast/estimator/prices";
import { clouds, hardware, openModels, prices, uncounted } from "@tunecast/pricing";

/** A question without its price book, which the worker has itself, and the open model that is tuned on rented cards. */
export interface OnCards extends Pick<TunedOnCards, "model" | "failedShare"> {
  readonly question: Omit<Question, "prices">;
}

export const openModelIds: readonly string[] = openModels.map(({ id }) => id).toSorted();

/** The cheapest run of LoRA on rented cards that tunes the model for the question and serves it. */
export function runOnCards({ question, model, failedShare }: OnCards): Result<Offer> {
  const book = { models: openModels, uncounted, hardware, rates: machinesOn(clouds, question.asOf) };
  const bare = estimate({ ...question, prices, only: { providers: [] } });
  return cheapestOnCards(bare, question, { model, ...(failedShare !== undefined && { failedShare }) }, book);
}
