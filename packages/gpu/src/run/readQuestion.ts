import {
  fail,
  isRecord,
  mixersNote,
  modelTaken,
  ok,
  resolveModel,
  wrongKind,
  amount,
  fields,
  fitting,
  having,
  list,
  maybe,
  oneWord,
  shown,
  text,
} from "@tunecast/estimator/parts";
import type { Problem, Result, Check } from "@tunecast/estimator/parts";
import { checkedShape, type ModelShape } from "../model/shape.ts";
import { shapeOfSize } from "../model/sized.ts";
import { generations } from "../physics/constants.ts";
import type { SelfHostBook, SelfHostQuestion, SelfHostData } from "./question.ts";
import { resolveRun } from "./resolveRun.ts";
import type { Run } from "./run.ts";
import { type Gpu, cardNamed, takesRun, xla } from "./hardware.ts";
import { measuredGroup, ownedGroup, runGroup, servingGroup } from "./fields.ts";
import type { FieldGroup } from "@tunecast/estimator/fields";
import { dataTokens } from "./lengths.ts";
import { runWords } from "../model/runWords.ts";
import { spokenOfRun } from "../words/notes.ts";

/** Largest number that is taken: products of several of them stay far below what a number holds. */
const most = 1e12;

function numbers(fits: (value: number) => boolean, expected: string): Check {
  return (value, option) =>
    typeof value === "number" && Number.isFinite(value) && value <= most && fits(value)
      ? null
      : { kind: "bad_number", option, got: shown(value), expected };
}

const count: Check = numbers((value) => Number.isInteger(value) && value >= 1, "a whole number of at least 1");
const countOrNone: Check = numbers((value) => Number.isInteger(value) && value >= 0, "a whole number of at least 0");
const share: Check = numbers((value) => value >= 0 && value <= 1, "a share from 0 to 1");
const failing: Check = numbers((value) => value >= 0 && value <= 0.99, "a share from 0 to 0.99");
/** Above 0 by a millionth at least: what is paid for is divided by it. */
const used: Check = numbers((value) => value >= 1e-6 && value <= 1, "a share above 0 and at most 1");
const tokens: Check = numbers((value) => value >= 0, "a number of at least 0");
const meanTokens: Check = numbers((value) => value >= 1, "a number of at least 1");

/** How often each length of a histogram occurs: pairs of tokens and examples, the shortest first. */
const histogram: Check = (value, path) => {
  if (!Array.isArray(value)) return wrongKind(path, "a list of [tokens, examples]", value);
  let before = 0;
  for (const [index, bar] of value.entries()) {
    const [length, examples]: readonly unknown[] = Array.isArray(bar) && bar.length === 2 ? bar : [];
    if (countOrNone(length, path) !== null || countOrNone(examples, path) !== null)
      return wrongKind(`${path}.${index}`, "a pair of whole numbers, [tokens, examples]", bar);
    if (Number(length) < before) return wrongKind(`${path}.${index}`, "no shorter than the pair before", bar);
    before = Number(length);
  }
  return null;
};

const typed = fields({ examples: count, tokensPerExample: meanTokens, longest: maybe(meanTokens) });
const range = fields({ low: share, high: numbers((value) => value >= 1, "a share of at least 1") });
const note = fields({
  kind: text,
  sentence: text,
  source: maybe(text),
  part: maybe(oneWord({ training: "not in the training's figures" })),
  facts: maybe(having({})),
});
const counted = fields({
  tokens: histogram,
  longest: maybe(meanTokens),
  tokenRange: maybe(range),
  notes: maybe(list(note)),
});
const part: Check = (value, path) => (isRecord(value) && "tokens" in value ? counted : typed)(value, path);
const repeats: Check = numbers((value) => value >= 1e-12, "a number above 0");
const mixture = fields({ mixture: list(fields({ data: part, repeats: maybe(repeats) })) });

const data: Check = (value, path) => {
  const problem = (isRecord(value) && "mixture" in value ? mixture : part)(value, path);
  if (problem !== null) return problem;
  const all = dataTokens(value as SelfHostData);
  return all.tokens > 0 && all.examples > 0
    ? null
    : { kind: "bad_number", option: path, got: "none", expected: "at least one example of at least one token" };
};

const years = numbers((value) => value >= 0.01 && value <= 100, "a number of years above 0 and at most 100");
const watts = numbers((value) => value >= 1 && value <= 1e6, "a number of watts from 1 to 1000000");

const serving: Check = (value, path) => {
  const problem = fields({ ...checksOf(servingGroup), utilisation: maybe(used) })(value, path);
  if (problem !== null || !isRecord(value)) return problem;
  const both = Number(value["inputTokens"]) + Number(value["outputTokens"]);
  const expected = "at least one token with the output";
  return both >= 1 ? null : { kind: "bad_number", option: `${path}.inputTokens`, got: String(both), expected };
};

const model: Check = fitting(
  (value) => typeof value === "string" || isRecord(value),
  "a name of the list or the shape of a model",
);

const { offload, ...words } = runWords;

const ofKind: Readonly<Partial<Record<string, Check>>> = {
  whole: countOrNone,
  count,
  flag: fitting((value) => typeof value === "boolean", "true or false"),
  above0: numbers((value) => value >= 0.001, "a number above 0 (at least 0.001)"),
  number: tokens,
  share,
  text,
  amount,
};

/** A check for each field of a group, by its kind. */
function checksOf({ kinds }: FieldGroup): Record<string, Check> {
  return Object.fromEntries(
    Object.entries<string>(kinds).map(([name, kind]) => {
      const check = ofKind[kind.replace("?", "")];
      if (check === undefined) throw new TypeError(`No check of a run is named ${kind}.`);
      return [name, kind.endsWith("?") ? maybe(check) : check];
    }),
  );
}

/** What is wrong with the fields of a question about GPUs, each taken alone. */
const questionFields = fields({
  model,
  data: maybe(data),
  stages: maybe(list(fields({ data, epochs: maybe(count) }))),
  ...checksOf(runGroup),
  failedShare: maybe(failing),
  framework: maybe(fitting((value) => typeof value === "string", "a name")),
  ...Object.fromEntries(Object.entries(words).map(([option, known]) => [option, maybe(oneWord(known))])),
  offload: maybe(list(oneWord(offload))),
  measured: maybe(fields(checksOf(measuredGroup))),
  owned: maybe(
    fields({ ...checksOf(ownedGroup), lifeYears: maybe(years), utilisation: maybe(used), watts: maybe(watts) }),
  ),
  serving: maybe(serving),
  rollouts: maybe(
    fields({ perPrompt: maybe(count), tokens: meanTokens, turns: maybe(count), addedTokens: maybe(tokens) }),
  ),
});

/** A question that can be answered: what it names is found, and its run has nothing left open. */
export interface Asked {
  readonly question: SelfHostQuestion;
  readonly shape: ModelShape;
  readonly gpu: Gpu | undefined;
  /** The run as its options say: on one card where none are counted. */
  readonly run: Run;
}

/** Finds the model and the cards of a question and fills in its run, or says which field cannot be answered. */
export function readQuestion(question: SelfHostQuestion, book: SelfHostBook): Result<Asked> {
  const problem =
    bookProblem(book) ??
    (isRecord(question) ? questionFields(question, "") : wrongKind("question", "an object", question));
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
  if (list !== undefined) return wrongKind(`book.${list}`, "a list", book[list]);
  const cards: readonly Gpu[] = book["hardware"] as SelfHostBook["hardware"];
  const at = cards.findIndex(({ architecture }) => !Object.hasOwn(generations, architecture));
  if (at < 0) return null;
  const expected = `one of ${Object.keys(generations).join(", ")}`;
  return wrongKind(`book.hardware.${at}.architecture`, expected, cards[at]?.architecture);
}

/** Names of checkpoints whose weights are stored in few bits. */
const storedIn = /[-_](gptq|awq|aqlm|nvfp4|mxfp4|fp8|int[48]|[48]bit)\b/iu;

function modelOf({ model, method }: SelfHostQuestion, book: SelfHostBook): Result<ModelShape> {
  if (typeof model !== "string") return checkedShape(model);
  const found = resolveModel(book.models, model, book.uncounted);
  if (!found.ok) {
    const shape = shapeOfSize(book.models, model, found.problem);
    return shape === undefined ? found : ok(shape);
  }
  const { model: known, context = known.context } = found.value;
  const stored = method === "qlora" ? undefined : storedIn.exec(model)?.[1];
  const notes = [
    ...modelTaken(model, found.value),
    ...(known.mixers ? [mixersNote] : []),
    ...(stored === undefined ? [] : [spokenOfRun({ kind: "quantised_file", method: stored.toLowerCase() })]),
  ];
  return ok({ ...known, context, ...(notes.length > 0 && { notes }) });
}
