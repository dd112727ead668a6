import {
  joinSelfHosted,
  ok,
  type Answer,
  type Question,
  type Result,
  type SelfHostQuestion,
} from "@tunecast/estimator";
import { given, oneOf } from "./options.ts";
import { modelRule, runQuestion, selfHostBook } from "./selfHostOptions.ts";

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

/** The answer with runs on rented GPUs in the same table. */
export async function withSelfHosted(
  answer: Answer,
  { job, traffic, hoursPerMonth }: Question,
  { model, method }: SelfHosted,
): Promise<Result<Answer>> {
  const book = await selfHostBook(answer.asOf);
  const epochs = typeof job.epochs === "number" ? job.epochs : 3;
  const run = { method, epochs };
  const use = traffic === undefined ? undefined : { traffic, ...given({ hoursPerMonth }) };
  if ("examples" in job) {
    const { examples, tokensPerExample } = job;
    return joinSelfHosted(answer, runQuestion(model, { examples, tokensPerExample }, run), book, use);
  }
  const { counts } = job.profile;
  const listed = book.models.find(({ id, hf, aliases }) => [id, hf, ...aliases].includes(model));
  const own = counts[await modelRule(listed)] ?? counts["plain/o200k_base"] ?? Object.values(counts)[0];
  if (own === undefined) return ok(answer);
  return joinSelfHosted(answer, runQuestion(model, { tokens: own.tokens }, run), book, use);
}
