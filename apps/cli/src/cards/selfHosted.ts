import type { Answer, BudgetOptions, CountedJob, Problem, Question, Result, TypedJob } from "@tunecast/estimator";
import {
  holdsPairs,
  joinSelfHosted,
  ruleOf,
  selfHostedBill,
  selfHostedData,
  withRefusal,
  type SelfHostData,
  type SelfHostQuestion,
} from "@tunecast/gpu";
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
  const dataOf = (set: TypedJob | CountedJob): Result<SelfHostData> =>
    "profile" in set
      ? selfHostedData(rule, set.profile, objective)
      : ok({ examples: set.examples, tokensPerExample: set.tokensPerExample });
  const refused = (problem: Problem): Result<Joined> =>
    ok({ answer: withRefusal(answer, `self-hosted/${model}:${method}`, problem) });
  const data = dataOf(job);
  if (!data.ok) return refused(data.problem);
  const stages: NonNullable<SelfHostQuestion["stages"]>[number][] = [];
  for (const stage of job.stages ?? []) {
    const more = dataOf(stage);
    if (!more.ok) return refused(more.problem);
    stages.push({ data: more.value, ...given({ epochs: stage.epochs }) });
  }
  const question = {
    ...runQuestion(model, data.value, { method, objective, epochs }),
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
