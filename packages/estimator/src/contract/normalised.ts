import { isRecord } from "../check/fields.ts";
import type { AnsweredQuestion } from "./answer.ts";
import { usualEpochs, type CountedJob, type TypedJob } from "./fields/job.ts";
import type { Question } from "./question.ts";

const dataFields = ["examples", "tokensPerExample", "profile"];

/** The question as the answer repeats it: defaults filled in, keys in a fixed order at every depth, without price book or file names. */
export function normalised(question: Question): AnsweredQuestion {
  const { asOf, job, traffic, alternative, only, ownPrices, hoursPerMonth = 730 } = question;
  const { validation, stages, epochs = usualEpochs, ...rest } = job;
  const filters = only === undefined ? {} : inOrder(only);
  return {
    asOf,
    job: {
      ...dataOf(job),
      epochs,
      ...(validation !== undefined && { validation: dataOf(validation) }),
      ...(stages !== undefined && {
        stages: stages.map((stage) => ({ ...dataOf(stage), ...inOrder(without(stage, dataFields)) })),
      }),
      ...inOrder(without(rest, dataFields)),
    },
    ...(traffic !== undefined && { traffic: inOrder({ cachedInputTokens: 0, ...traffic }) }),
    ...(alternative !== undefined && { alternative: inOrder(alternative) }),
    ...(Object.keys(filters).length > 0 && { only: filters }),
    ...(ownPrices !== undefined && { ownPrices: inOrder(ownPrices) }),
    hoursPerMonth,
  };
}

function dataOf(set: TypedJob | CountedJob): TypedJob | CountedJob {
  return "profile" in set
    ? // Which file it was is no part of the question: the same data give the same bytes, however they were read.
      { profile: inOrder(without(set.profile, ["sources"])) as CountedJob["profile"] }
    : { examples: set.examples, tokensPerExample: set.tokensPerExample };
}

/** A value with the keys of its objects sorted, those of nothing left out; lists keep their order, which means something. */
function inOrder<T>(value: T): T {
  // A histogram is thousands of pairs of numbers.
  if (Array.isArray(value))
    return (
      value.some((item) => typeof item === "object" && item !== null)
        ? value.map((item: unknown) => inOrder(item))
        : [...value]
    ) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, inOrder(field)]),
  ) as T;
}

function without<T extends object>(record: T, keys: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key))) as Partial<T>;
}
