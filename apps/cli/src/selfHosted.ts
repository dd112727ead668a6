import {
  joinSelfHosted,
  ok,
  type Answer,
  type CountedJob,
  type Profile,
  type Question,
  type Result,
  type SelfHostBook,
  type SelfHostedRuns,
  type SelfHostQuestion,
  type TypedJob,
} from "@tunecast/estimator";
import { given, oneOf } from "./options.ts";
import { countsBy, modelRule, runQuestion, selfHostBook } from "./selfHostOptions.ts";

/** An open model to train on rented GPUs beside the services. */
export interface SelfHosted {
  readonly model: string;
  readonly method: NonNullable<SelfHostQuestion["method"]>;
}

/** Reads `llama-3.1-8b:qlora`; LoRA where no method is named. */
export function selfHosted(text: string): SelfHosted {
  const [model = "", method = "lora"] = text.split(":");
  return { model, method: oneOf("full", "lora", "qlora", "head")(method) };
}

/** An answer, and the runs on rented GPUs that were joined to it. */
export interface Joined {
  readonly answer: Answer;
  readonly runs?: SelfHostedRuns;
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
  const data = await dataOf(job, model, book);
  if (data === undefined) return ok({ answer });
  const stages: NonNullable<SelfHostQuestion["stages"]>[number][] = [];
  for (const stage of job.stages ?? []) {
    const more = await dataOf(stage, model, book);
    if (more !== undefined) stages.push({ data: more, ...given({ epochs: stage.epochs }) });
  }
  const question = { ...runQuestion(model, data, { method, epochs }), ...(stages.length > 0 && { stages }) };
  const joined = joinSelfHosted(answer, question, book, use);
  return joined.ok ? ok({ answer: joined.value, runs: { question, book } }) : joined;
}

async function dataOf(
  set: TypedJob | CountedJob,
  model: string,
  book: SelfHostBook,
): Promise<SelfHostQuestion["data"]> {
  if ("profile" in set) return counted(set.profile, model, book);
  const { examples, tokensPerExample } = set;
  return { examples, tokensPerExample };
}

/** The counts by the model's own rule, as far as the profile holds them. */
async function counted(profile: Profile, model: string, { models }: SelfHostBook): Promise<SelfHostQuestion["data"]> {
  const listed = models.find(({ id, hf, aliases }) => [id, hf, ...aliases].includes(model));
  const own = countsBy(await modelRule(listed), profile);
  return own === undefined ? undefined : { tokens: own.tokens };
}
