import { fail, ok, type Result } from "../../problem.ts";
import { checkedShape } from "../model/checkedShape.ts";
import { named, type Gpu } from "./hardware.ts";
import type { SelfHostBook, SelfHostQuestion } from "./question.ts";
import { questionProblem } from "./questionShape.ts";
import type { ModelShape } from "../model/shape.ts";

/** The model and the card of a question, or which of its fields cannot be answered. */
export function checkedQuestion(
  question: SelfHostQuestion,
  book: SelfHostBook,
): Result<{ shape: ModelShape; gpu: Gpu | undefined }> {
  const problem = questionProblem(question);
  if (problem) return fail(problem);
  const read = modelOf(question, book);
  if (!read.ok) return read;
  const unknown = [question.gpu, question.owned?.gpu].find((gpu) => gpu !== undefined && !named(book.hardware, gpu));
  if (unknown !== undefined)
    return fail({ kind: "unknown_gpu", gpu: unknown, known: book.hardware.map(({ id }) => id) });
  return ok({ shape: read.value, gpu: question.gpu === undefined ? undefined : named(book.hardware, question.gpu) });
}

function modelOf({ model }: SelfHostQuestion, book: SelfHostBook): Result<ModelShape> {
  if (typeof model !== "string") return checkedShape(model);
  const known = named(book.models, model);
  return known ? ok(known) : fail({ kind: "unknown_model", model, known: book.models.map(({ id }) => id) });
}
