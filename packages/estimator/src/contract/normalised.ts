import { histogramTokens, type Profile } from "./profile.ts";
import type { CountedJob, Question, TypedJob } from "./question.ts";

const dataFields = ["examples", "tokensPerExample", "profile"];

/**
 * The question as the answer repeats it: defaults filled in, keys in a fixed order, without the price book. A profile
 * is named by its counts; it holds no file name to begin with.
 */
export function normalised(question: Question): Readonly<Record<string, unknown>> {
  const { asOf, job, traffic, alternative, only, overlay, hoursPerMonth = 730 } = question;
  const { validation, stages, epochs = 3, ...rest } = job;
  return {
    asOf,
    job: {
      ...dataOf(job),
      epochs,
      ...(validation !== undefined && { validation: dataOf(validation) }),
      ...(stages !== undefined && {
        stages: stages.map((stage) => ({ ...dataOf(stage), ...sorted(without({ ...stage }, dataFields)) })),
      }),
      ...sorted(without(rest, dataFields)),
    },
    ...(traffic !== undefined && { traffic: sorted({ cachedInputTokens: 0, ...traffic }) }),
    ...(alternative !== undefined && { alternative: sorted({ ...alternative }) }),
    ...(only !== undefined && { only: sorted({ ...only }) }),
    ...(overlay !== undefined && { overlay }),
    hoursPerMonth,
  };
}

function dataOf(set: TypedJob | CountedJob): object {
  return "profile" in set
    ? { profile: summary(set.profile) }
    : { examples: set.examples, tokensPerExample: set.tokensPerExample };
}

function summary({ format, rows, examples, badRows, messages, images, counts }: Profile): object {
  const tokens = Object.fromEntries(
    Object.keys(counts)
      .sort()
      .map((rule) => [rule, histogramTokens(counts[rule]?.tokens ?? [])]),
  );
  return { format, rows, examples, badRows, messages, images, tokens };
}

function sorted(record: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function without(record: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
