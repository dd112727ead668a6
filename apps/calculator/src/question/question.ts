import type { Alternative, Answer, OwnPrices, PriceBook, Profile, Question, Traffic } from "@tunecast/estimator";
import { histogramExamples, histogramTokens } from "@tunecast/estimator/profile";
import { type Inputs, type NumberField, numberFields, promptExamples } from "./inputs.ts";

export interface Sources {
  readonly inputs: Inputs;
  /** Of the counted file, in place of the typed counts. */
  readonly profile: Profile | null;
  /** Of the counted validation file; it counts beside a counted training file alone. */
  readonly validation?: Profile | null;
  readonly today: string;
  readonly prices: PriceBook;
  readonly ownPrices: OwnPrices | null;
}

export interface FieldProblem {
  readonly field: NumberField;
  readonly sentence: string;
}

/** What a figure cannot do without, and what it takes as it stands; the other fields stand in no figure's way. */
const needed: Readonly<Partial<Record<NumberField, string>>> = {
  examples: "how many examples there are",
  tokensPerExample: "how many tokens an example has",
  epochs: "how many times the data is passed over",
  inputTokens: "how many tokens a request sends",
  outputTokens: "how many tokens an answer has",
  months: "over how many months the total runs",
};
const ofTraffic: ReadonlySet<string> = new Set<NumberField>(["inputTokens", "outputTokens", "months"]);
const taken: ReadonlySet<string> = new Set<NumberField>(["requests", "cachedTokens", "saved", "insteadCost"]);

function isAside(field: NumberField): boolean {
  return needed[field] === undefined && !taken.has(field);
}

const noNumber = "Type a number of at least 0, such as 1500 or 1.5k.";

export function asideProblem(inputs: Inputs, field: NumberField): string | null {
  if (!isAside(field)) return null;
  return Number.isNaN(inputs[field]) ? noNumber : lonely(inputs, field);
}

function lonely(inputs: Inputs, field: NumberField): string | null {
  const { evalItems, evalCost, failedRuns } = inputs;
  if (field === "evalItems" && evalItems === null && evalCost !== null) return "Type how many questions the test has.";
  if (field === "evalCost" && evalCost === null && evalItems !== null) return "Type what one score costs.";
  if (field === "failedRuns" && failedRuns !== null && (failedRuns < 0 || failedRuns > 99))
    return "Type a number from 0 to 99.";
  return null;
}

/** The fields that are blank or cannot be read as a number; blank requests mean that nobody uses the model. */
export function fieldProblems(inputs: Inputs, counted: boolean): readonly FieldProblem[] {
  const open = numberFields.filter((field) => !isAside(field) && !isReplaced(field, inputs, counted));
  return open.flatMap((field) => {
    if (Number.isNaN(inputs[field])) return [{ field, sentence: noNumber }];
    const isNeeded = needed[field] !== undefined && (inputs.requests !== null || !ofTraffic.has(field));
    return isNeeded && inputs[field] === null ? [{ field, sentence: `Type ${needed[field]}.` }] : [];
  });
}

/** Fields of the page by the library's names, where these are others. */
const named: Readonly<Partial<Record<NumberField, string>>> = {
  requests: "requestsPerMonth",
  cachedTokens: "cachedInputTokens",
  saved: "extraInputTokens",
  insteadCost: "monthlyCost",
};

/** What the library has against a field of the page; null where it is against none. */
export function refusedField(refused: Answer["problem"]): FieldProblem | null {
  const name = String(refused?.reason["path"]).split(".").at(-1);
  const field = numberFields.find((each) => name === (named[each] ?? each));
  return refused === undefined || field === undefined ? null : { field, sentence: refused.sentence };
}

function isReplaced(field: NumberField, inputs: Inputs, counted: boolean): boolean {
  return (
    (counted && (field === "examples" || field === "tokensPerExample")) || (inputs.providerEpochs && field === "epochs")
  );
}

/** Said of figures that stay while the question has no answer. */
export const beforeText = "The figures are those of before.";

export function fieldsText(problems: readonly FieldProblem[], hasFigures: boolean): string {
  const [first] = problems;
  const what = problems.length === 1 ? (first?.sentence ?? "") : `${problems.length} fields have to be put right.`;
  return `${what} ${hasFigures ? beforeText : "The figures follow."}`;
}

/** The question of the page, for `estimate`; null while a field has to be put right. */
export function questionOf({ inputs, profile, validation = null, today, prices, ownPrices }: Sources): Question | null {
  const { examples, tokensPerExample, epochs, evaluations } = inputs;
  if (fieldProblems(inputs, profile !== null).length > 0) return null;
  const traffic = trafficOf(inputs);
  return {
    asOf: inputs.day ?? today,
    prices,
    ...(ownPrices !== null && { ownPrices }),
    job: {
      ...(profile === null
        ? { examples: examples ?? Number.NaN, tokensPerExample: tokensPerExample ?? Number.NaN }
        : { profile }),
      epochs: inputs.providerEpochs ? "provider" : (epochs ?? Number.NaN),
      ...(profile !== null && validation !== null && { validation: { profile: validation } }),
      ...(profile !== null && validation !== null && Number.isFinite(evaluations) && { evaluations: evaluations ?? 0 }),
    },
    ...(traffic !== null && { traffic }),
    ...(traffic !== null && { alternative: alternativeOf(inputs, profile) }),
  };
}

function trafficOf({ requests, inputTokens, outputTokens, cachedTokens, months }: Inputs): Traffic | null {
  if (requests === null || inputTokens === null || outputTokens === null || months === null) return null;
  return {
    requestsPerMonth: requests,
    inputTokens,
    ...(cachedTokens !== null && { cachedInputTokens: cachedTokens }),
    outputTokens,
    months,
  };
}

function alternativeOf(inputs: Inputs, profile: Profile | null): Alternative {
  return {
    kind: inputs.instead,
    extraInputTokens: extraTokens(inputs, profile),
    ...(inputs.insteadCost !== null && { monthlyCost: plainDecimal(inputs.insteadCost) }),
  };
}

/** Tokens of a prompt that carries a few of the data's own examples: what tuning saves when nobody says otherwise. */
export function promptTokens({ tokensPerExample }: Inputs, profile: Profile | null): number {
  const mean = profile === null ? (tokensPerExample ?? 0) : meanTokens(profile);
  return Math.round(promptExamples * mean);
}

/** Tokens that today's prompt adds to a request: stated, or those of a few examples. */
export function extraTokens(inputs: Inputs, profile: Profile | null): number {
  return inputs.saved ?? promptTokens(inputs, profile);
}

export function meanTokens({ counts }: Profile): number {
  const tokens = Object.values(counts)[0]?.tokens ?? [];
  return tokens.length === 0 ? 0 : histogramTokens(tokens) / histogramExamples(tokens);
}

/** A typed amount as decimal text, every digit of it and no exponent. */
export function plainDecimal(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: false, maximumFractionDigits: 20 });
}
