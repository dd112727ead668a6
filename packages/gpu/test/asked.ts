import type { SelfHostAnswer } from "../src/answer.ts";
import { offersFor } from "../src/offer/offers.ts";
import { readQuestion } from "../src/run/readQuestion.ts";
import { selfHost } from "../src/selfHost.ts";
import type { SelfHostQuestion } from "../src/run/question.ts";
import { book } from "./book.ts";

export const data = { examples: 8000, tokensPerExample: 620 };
export const base: SelfHostQuestion = { model: "llama-3.1-8b", method: "qlora", data, epochs: 3 };

/** The answer to a question that differs from the usual one. */
export function answer(question: Partial<SelfHostQuestion> = {}, from = book): SelfHostAnswer {
  const result = selfHost({ ...base, ...question }, from);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** The rows of a question's job on rented cards. */
export function rowsOnCards(question: SelfHostQuestion, from = book): ReturnType<typeof offersFor> {
  const asked = readQuestion(question, from);
  return asked.ok ? offersFor(asked.value, from) : asked;
}
