import { fail, ok, type Result } from "../../problem.ts";
import { resolveModel } from "../../names/resolveModel.ts";
import { mixersNote, modelTaken } from "../../words/modelNames.ts";
import { checkedShape } from "../model/checkedShape.ts";
import type { ModelShape } from "../model/shape.ts";
import { named, type Gpu } from "./hardware.ts";
import type { SelfHostBook, SelfHostQuestion } from "./question.ts";
import { questionProblem } from "./questionShape.ts";
import { resolveRun } from "./resolveRun.ts";
import type { Run } from "./run.ts";

/** A question that can be answered: what it names is found, and its run has nothing left open. */
export interface Asked {
  readonly question: SelfHostQuestion;
  readonly shape: ModelShape;
  /** The only card asked about; undefined where any will do. */
  readonly gpu: Gpu | undefined;
  /** The run as its options say: on one card where none are counted. */
  readonly run: Run;
}

/** Finds the model and the cards of a question and fills in its run, or says which field cannot be answered. */
export function readQuestion(question: SelfHostQuestion, book: SelfHostBook): Result<Asked> {
  const problem = questionProblem(question);
  if (problem) return fail(problem);
  const shape = modelOf(question, book);
  if (!shape.ok) return shape;
  const unknown = [question.gpu, question.owned?.gpu].find((gpu) => gpu !== undefined && !named(book.hardware, gpu));
  if (unknown !== undefined)
    return fail({ kind: "unknown_gpu", gpu: unknown, known: book.hardware.map(({ id }) => id) });
  const run = resolveRun(shape.value, question);
  if (!run.ok) return run;
  const gpu = question.gpu === undefined ? undefined : named(book.hardware, question.gpu);
  return ok({ question, shape: shape.value, gpu, run: run.value });
}

function modelOf({ model }: SelfHostQuestion, book: SelfHostBook): Result<ModelShape> {
  if (typeof model !== "string") return checkedShape(model);
  const found = resolveModel(book.models, model, book.uncounted);
  if (!found.ok) return found;
  const { model: known, context = known.context } = found.value;
  const notes = [...modelTaken(model, found.value), ...(known.notes ?? []), ...(known.mixers ? [mixersNote] : [])];
  return ok({ ...known, context, ...(notes.length > 0 && { notes }) });
}
