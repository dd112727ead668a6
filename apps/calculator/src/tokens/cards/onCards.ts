import { estimate, type Offer, type Problem, type Question, type Result } from "@tunecast/estimator";
import { holdsPairs, joinSelfHosted, ruleOf, selfHostedData } from "@tunecast/gpu";
import type { SelfHostBook, SelfHostData } from "@tunecast/gpu";
import { machinesOn, modelNamed } from "@tunecast/estimator/prices";
import { fail, ok } from "@tunecast/estimator/problem";
import { clouds, hardware, openModels, prices, uncounted } from "@tunecast/pricing";

/** A question without its price book, which the worker has itself, and the open model that is tuned on rented cards. */
export interface OnCards {
  readonly question: Omit<Question, "prices">;
  readonly model: string;
}

export const openModelIds: readonly string[] = openModels.map(({ id }) => id).toSorted();

/** The cheapest run of LoRA on rented cards that tunes the model for the question and serves it, as the command reckons it. */
export function cheapestOnCards({ question, model }: OnCards): Result<Offer> {
  const { job, traffic, hoursPerMonth, asOf } = question;
  const book: SelfHostBook = { models: openModels, uncounted, hardware, rates: machinesOn(clouds, asOf) };
  const objective = "profile" in job && holdsPairs(job.profile) ? "dpo" : "sft";
  const rule = ruleOf(modelNamed(book.models, model));
  const data: Result<SelfHostData> =
    "profile" in job
      ? selfHostedData(rule, job.profile, objective)
      : ok({ examples: job.examples, tokensPerExample: job.tokensPerExample });
  if (!data.ok) return data;
  const run = { model, method: "lora" as const, objective, data: data.value } as const;
  const epochs = typeof job.epochs === "number" ? job.epochs : 3;
  const bare = estimate({ ...question, prices, only: { providers: [] } });
  const use = traffic && { traffic, ...(hoursPerMonth !== undefined && { hoursPerMonth }) };
  const joined = joinSelfHosted(bare, { ...run, epochs }, book, use);
  if (!joined.ok) return joined;
  const { offers, refused } = joined.value;
  const found = offers.find(({ monthly }) => monthly !== null) ?? offers[0];
  const reason: Problem = refused[0]?.reason ?? { kind: "no_offer" };
  return found === undefined ? fail(reason) : ok(found);
}
