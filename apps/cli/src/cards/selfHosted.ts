import type { Answer, BudgetOptions, Question, Result } from "@tunecast/estimator";
import { holdsPairs, joinSelfHosted, ruleOf, selfHostedBill, selfHostedData, withRefusal } from "@tunecast/gpu";
import { modelNamed } from "@tunecast/estimator/prices";
import { ok } from "@tunecast/estimator/problem";
import { given, type SelfHosted } from "../ask/options.ts";
import { runQuestion, selfHostBook } from "../ask/selfHostOptions.ts";

/** An answer, and what the runs on rented GPUs that were joined to it cost. */
export interface Joined {
  readonly answer: Answer;
  readonly selfHosted?: BudgetOptions["selfHosted"];
}

/** The answer with runs on rented GPUs in the same table. */
export async function withSelfHosted(
  answer: Answer,
  { job, traffic, hoursPerMonth }: Question,
  { model, method }: SelfHosted,
): Promise<Result<Joined>> {
  const book = await selfHostBook(answer.asOf);
  const epochs = typeof job.epochs === "number" ? job.epochs : 3;
  const use = traffic === undefined ? undefined : { traffic, ...given({ hoursPerMonth }) };
  const objective = "profile" in job && holdsPairs(job.profile) ? "dpo" : "sft";
  const rule = ruleOf(modelNamed(book.models, model));
  const sets = [job, ...(job.stages ?? [])].map((set) =>
    "profile" in set
      ? selfHostedData(rule, set.profile, objective)
      : ok({ examples: set.examples, tokensPerExample: set.tokensPerExample }),
  );
  const wrong = sets.find((set) => !set.ok);
  if (wrong?.ok === false) return ok({ answer: withRefusal(answer, `self-hosted/${model}:${method}`, wrong.problem) });
  const [data, ...further] = sets.flatMap((set) => (set.ok ? [set.value] : []));
  const stages = further.map((one, at) => ({ data: one, ...given({ epochs: job.stages?.[at]?.epochs }) }));
  const question = {
    ...runQuestion(model, data, { method, objective, epochs }),
    ...(stages.length > 0 && { stages }),
  };
  const joined = joinSelfHosted(answer, question, book, use);
  return joined.ok ? ok({ answer: joined.value, selfHosted: selfHostedBill({ question, book }) }) : joined;
}

/** The rules by which files are counted for a run: its model's own. */
export async function rulesOf({ model }: SelfHosted, day: string): Promise<readonly string[]> {
  const { models } = await selfHostBook(day);
  return [ruleOf(modelNamed(models, model))];
}
