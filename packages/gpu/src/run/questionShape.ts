import {
  type Check,
  type Problem,
  amount,
  each,
  fields,
  fitting,
  having,
  isRecord,
  list,
  maybe,
  oneWord,
  shown,
  text,
  wrongKind,
} from "@tunecast/estimator/parts";
import { runKinds } from "./fields.ts";
import { dataTokens } from "./lengths.ts";
import { profileNamed, profiles } from "./profiles.ts";
import type { SelfHostData } from "./question.ts";
import { runWords } from "../model/runWords.ts";

/** Largest number that is taken: products of several of them stay far below what a number holds. */
const most = 1e12;

/** A number of this kind. @param expected what was expected, in words */
function numbers(fits: (value: number) => boolean, expected: string): Check {
  return (value, option) =>
    typeof value === "number" && Number.isFinite(value) && value <= most && fits(value)
      ? null
      : { kind: "bad_number", option, got: shown(value), expected };
}

const count: Check = numbers((value) => Number.isInteger(value) && value >= 1, "a whole number of at least 1");
const countOrNone: Check = numbers((value) => Number.isInteger(value) && value >= 0, "a whole number of at least 0");
const share: Check = numbers((value) => value >= 0 && value <= 1, "a share from 0 to 1");
/** Above 0 by a millionth at least: what is paid for is divided by it. */
const used: Check = numbers((value) => value >= 1e-6 && value <= 1, "a share above 0 and at most 1");
const measure: Check = numbers((value) => value >= 0.001, "a number above 0 (at least 0.001)");
const tokens: Check = numbers((value) => value >= 0, "a number of at least 0");
const meanTokens: Check = numbers((value) => value >= 1, "a number of at least 1");
const yes: Check = fitting((value) => typeof value === "boolean", "true or false");

const framework: Check = (value, path) =>
  typeof value !== "string"
    ? wrongKind(path, "a name", value)
    : profileNamed(value)
      ? null
      : { kind: "unknown_framework", framework: value, known: profiles.map(({ id }) => id) };

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
const counted = fields({
  tokens: histogram,
  longest: maybe(meanTokens),
  tokenRange: maybe(range),
  notes: maybe(
    list(
      fields({
        kind: text,
        sentence: text,
        source: maybe(text),
        part: maybe(oneWord({ training: "not in the training's figures" })),

        facts: maybe(having({})),
      }),
    ),
  ),
});
const part: Check = (value, path) => (isRecord(value) && "tokens" in value ? counted : typed)(value, path);
const repeats: Check = numbers((value) => value >= 1e-12, "a number above 0");
const mixture = fields({ mixture: list(fields({ data: part, repeats: maybe(repeats) })) });

const data: Check = (value, path) => {
  const problem = (isRecord(value) && "mixture" in value ? mixture : part)(value, path);
  if (problem !== null) return problem;
  // Checked above: nothing but data has come this far.
  const all = dataTokens(value as SelfHostData);
  return all.tokens > 0 && all.examples > 0
    ? null
    : { kind: "bad_number", option: path, got: "none", expected: "at least one example of at least one token" };
};

const owned = fields({
  gpu: text,
  gpus: count,
  price: amount,
  currency: maybe(text),
  lifeYears: maybe(numbers((value) => value >= 0.01 && value <= 100, "a number of years above 0 and at most 100")),
  utilisation: maybe(used),
  kwhPrice: amount,
  watts: maybe(numbers((value) => value >= 1 && value <= 1e6, "a number of watts from 1 to 1000000")),
});

const servingFields = fields({
  ...each("inputTokens outputTokens", tokens),
  utilisation: maybe(used),
  requestsPerMonth: maybe(tokens),
});

const serving: Check = (value, path) => {
  const problem = servingFields(value, path);
  if (problem !== null || !isRecord(value)) return problem;
  const both = Number(value["inputTokens"]) + Number(value["outputTokens"]);
  return both >= 1
    ? null
    : {
        kind: "bad_number",
        option: `${path}.inputTokens`,
        got: String(both),
        expected: "at least one token with the output",
      };
};

const model: Check = fitting(
  (value) => typeof value === "string" || isRecord(value),
  "a name of the list or the shape of a model",
);

const { offload, ...words } = runWords;

/** The check of each kind that a run has. */
const ofKind: Readonly<Partial<Record<string, Check>>> = {
  whole: countOrNone,
  count,
  flag: yes,
  above0: measure,
  number: tokens,
  share,
  text,
};

const run = Object.fromEntries(
  Object.entries<string>(runKinds).map(([name, entry]) => {
    const check = ofKind[entry.replace("?", "")];
    if (check === undefined) throw new TypeError(`No check of a run is named ${entry}.`);
    return [name, maybe(check)];
  }),
);

const shape = fields({
  model,
  data: maybe(data),
  stages: maybe(list(fields({ data, epochs: maybe(count) }))),
  ...run,
  // Rank 0 has a problem of its own.
  framework: maybe(framework),
  ...Object.fromEntries(Object.entries(words).map(([option, known]) => [option, maybe(oneWord(known))])),
  offload: maybe(list(oneWord(offload))),
  measured: maybe(fields({ tokensPerSecond: maybe(measure), peakGiB: maybe(measure) })),
  owned: maybe(owned),
  serving: maybe(serving),
  rollouts: maybe(
    fields({ perPrompt: maybe(count), tokens: meanTokens, turns: maybe(count), addedTokens: maybe(tokens) }),
  ),
});

/** What is wrong with the fields of a question about GPUs, each taken alone; null where nothing is. */
export function questionProblem(question: unknown): Problem | null {
  return isRecord(question) ? shape(question, "") : wrongKind("question", "an object", question);
}
