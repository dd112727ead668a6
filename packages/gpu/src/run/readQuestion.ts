import {
  type Problem,
  type Result,
  fail,
  isRecord,
  mixersNote,
  modelTaken,
  ok,
  resolveModel,
  wrongKind,
} from "@tunecast/estimator/parts";
import { checkedShape } from "../model/checkedShape.ts";
import type { ModelShape } from "../model/shape.ts";
import type { SelfHostBook, SelfHostQuestion } from "./question.ts";
import { questionProblem } from "./questionShape.ts";
import { resolveRun } from "./resolveRun.ts";
import type { Run } from "./run.ts";
import { type Gpu, cardNamed, takesRun, xla } from "./hardware.ts";

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
  const problem = bookProblem(book) ?? questionProblem(question);
  if (problem) return fail(problem);
  const shape = modelOf(question, book);
  if (!shape.ok) return shape;
  const unknown = [question.gpu, question.owned?.gpu].find(
    (gpu) => gpu !== undefined && !cardNamed(book.hardware, gpu),
  );
  if (unknown !== undefined)
    return fail({ kind: "unknown_gpu", gpu: unknown, known: book.hardware.map(({ id }) => id) });
  const gpu = question.gpu === undefined ? undefined : cardNamed(book.hardware, question.gpu);
  const asked = gpu?.kind === "tpu" ? { framework: xla, ...question } : question;
  const run = resolveRun(shape.value, asked);
  if (!run.ok) return run;
  const { profile, gpus } = run.value;
  if (gpu === undefined || takesRun(gpu, profile.id, gpus))
    return ok({ question: asked, shape: shape.value, gpu, run: run.value });
  const [second, change] =
    gpu.kind === "tpu"
      ? [`framework=${profile.id}`, "use framework=maxtext, or leave the framework out"]
      : [`gpus=${gpus}`, "use gpus=1: its memory belongs to one machine"];
  return fail({ kind: "conflicting_options", first: `gpu=${gpu.id}`, second, change });
}

const bookFields: readonly string[] = ["models", "uncounted", "hardware", "rates"] satisfies (keyof SelfHostBook)[];

/** What of a book is not what it should be: a name that nothing reads would leave its figures out unsaid. */
function bookProblem(book: unknown): Problem | null {
  if (!isRecord(book)) return wrongKind("book", "an object", book);
  const strange = Object.keys(book).find((field) => !bookFields.includes(field));
  if (strange !== undefined)
    return { kind: "unknown_field", field: `book.${strange}`, expected: `one of ${bookFields.join(", ")}` };
  const list = ["models", "hardware"].find((field) => !Array.isArray(book[field]));
  return list === undefined ? null : wrongKind(`book.${list}`, "a list", book[list]);
}

function modelOf({ model }: SelfHostQuestion, book: SelfHostBook): Result<ModelShape> {
  if (typeof model !== "string") return checkedShape(model);
  const found = resolveModel(book.models, model, book.uncounted);
  if (!found.ok) return found;
  const { model: known, context = known.context } = found.value;
  const notes = [...modelTaken(model, found.value), ...(known.mixers ? [mixersNote] : [])];
  return ok({ ...known, context, ...(notes.length > 0 && { notes }) });
}
