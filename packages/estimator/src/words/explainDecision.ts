import type { Counts, Names, NoteFacts, Texts } from "../contract/notes.ts";
import type { Problem } from "../problem.ts";
import { among, explainEstimate, noMatch } from "./estimateProblems.ts";
import { said } from "./visible.ts";
import { nameOfWay } from "./plan/decision.ts";

type Beyond = Counts<"score" | "lower"> & Partial<Counts<"upper">>;

const ofADecision = {
  no_traffic: () => "Say how the model is used: requests a month, more than none, with their input and output tokens.",
  no_match: (facts: NoteFacts["no_match"]) => noMatch(facts),
  no_offer: () => "No offer has both a whole bill for the training and a price for its use: name one that has.",
  no_untuned_price: ({ way, name }: Texts<"way" | "offer" | "name">) =>
    `No price of the untuned model is known for ${name}, so it cannot be compared with ${nameOfWay(way)}. Compare it with a larger model, or choose an offer whose model is also sold untuned.`,
  same_way: ({ got }: Texts<"got">) => `Two ways are named "${got}": give one of them another name, by its id.`,
  unknown_way: ({ got, known }: Names<"got">) => `No way is named "${got}"${among(got, known)}`,
  unknown_direction: ({ metric, known }: Names<"metric">) =>
    `Is less ${metric} better? Name a metric of which that is known (${known.join(", ")}), or state lowerIsBetter in a question file.`,
  mixed_scores: ({ metric, least, greatest }: Texts<"metric"> & Counts<"least" | "greatest">) =>
    `The scores (${metric}) run from ${least} to ${greatest}: shares beside percents. Give all in one unit.`,
  score_beyond_bound: ({ metric, score, lower, upper }: Texts<"metric"> & Beyond) =>
    `The score ${score} is no ${metric}: it is ${upper === undefined ? `at least ${lower}` : `from ${lower} to ${upper}`}.`,
  unknown_offer: ({ got, known }: Texts<"got"> & Partial<Names>) =>
    known === undefined || known.length === 0
      ? `No offer of the price book has the id "${got}", or the filters leave it out.`
      : `No offer of the price book has the id "${got}"${among(got, known)}`,
  nothing_stays: () =>
    "Data that may not leave is trained on cards of one's own alone: name a model to train there (--self-host).",
  data_may_not_leave: () => "It would send the data to a provider, and the data may not leave.",
  month_unknown: ({ offer }: Texts<"offer">) =>
    `What a month of ${offer} costs is not known, so it is not held against the others.`,
  not_for_sale: ({ offer, status }: Texts<"offer" | "status">) =>
    `${offer} takes no new customers (${status.replaceAll("_", " ")}), and nothing else that was named can be bought.`,
  unknown_currency: ({ currency, known }: Names<"currency">) =>
    `No offer bills training in ${currency}, only in ${known.join(", ")}: pin an exchange rate in your own prices.`,
};

/** The sentence of a problem that `decide` can meet: a page that explains no other needs no more words. */
export function explainDecision(problem: Problem): string {
  return said(ofADecision, problem) ?? explainEstimate(problem);
}
