import table from "./estimateProblems.json" with { type: "json" };
import { own } from "../check/keys.ts";
import { nearestNames } from "../check/nearest.ts";
import type { Counts, Field, Lists, Names, Texts, NoteFacts } from "../contract/notes.ts";
import type { Problem } from "../problem.ts";
import { counted, countedAre, countText } from "./amount.ts";
import { printable, said } from "./visible.ts";

/** Rows that no method here learns an answer from, by their shape. @source https://cloud.google.com/vertex-ai/generative-ai/docs/models/tune-embeddings (read 2026-11-28) */
const rowsWithoutAnswers: Readonly<Record<string, string>> = {
  embedding:
    "Texts to compare are for an embedding or reranking model: no chat job takes them. Vertex AI tunes text-embedding-005 on them, sentence-transformers and FlagEmbedding do on your own cards; neither is priced here.",
  classification:
    "Texts with labels are for a classifier. To train each label as the answer to its text, name both columns, such as prompt=text,completion=label or prompt=messages,completion=labels.topic; rows of another shape belong in a file of their own.",
};

/** Whether the shape of the rows is all there is to say. */
export function isOfRows({ kind, format }: Problem): boolean {
  return kind === "unsupported_shape" && own(rowsWithoutAnswers, String(format)) !== undefined;
}

const limits = ({ least, most, above }: Partial<Counts<"least" | "most" | "above">>): string =>
  above !== undefined
    ? `more than ${countText(above)}`
    : most !== undefined && least === undefined
      ? `at most ${countText(most)}`
      : `at least ${countText(least ?? 0)}`;

/** A name that nothing has stands in the fact that the kind is called by. */
const ofNames = Object.fromEntries(
  Object.entries(table.unknownNames).map(([name, start]) => [
    `unknown_${name}`,
    ({ known, [name]: got = "" }: Names<string>) => `${start} "${got}"${among(got, known)}`,
  ]),
);

const ofTheQuestion = {
  bad_day: ({ day }: Texts<"day">) => `"${day}" is not a day that exists: write it as YYYY-MM-DD.`,
  not_whole: ({ field, got, least }: Field<"got"> & Counts<"least">) =>
    `${capital(field)} must be a whole number of at least ${countText(least)}, not ${got}.`,
  not_number: ({ field, got }: Field<"got">) => `${capital(field)} must be a number, not ${got}.`,
  not_decimal: ({ field, got }: Field<"got">) =>
    `${capital(field)} must be a plain decimal such as 200 or 0.48, not ${got}.`,
  out_of_range: (facts: Field & Counts<"got"> & Partial<Counts<"least" | "most" | "above">>) =>
    `${capital(facts.field)} must be ${limits(facts)}, not ${Math.abs(facts.got) < 1e15 ? countText(facts.got) : facts.got}.`,
  wrong_kind: ({ field, expected, got }: Field<"expected" | "got">) =>
    `${capital(field)} must be ${expected}, not ${got}.`,
  contradictory_range: ({ field, low, high, typical }: Field<"low" | "high"> & Partial<Texts<"typical">>) =>
    `The range of ${field} runs from ${low} to ${high}${typical === undefined ? ": write the lowest first, the highest last" : `, and ${typical} is stated: it must lie in the range`}.`,
  unknown_field: ({ field, path = field, expected }: Field<"expected">) =>
    `The question has no field "${path}": expected ${expected}.`,
  not_a_profile: ({ field }: Field) =>
    `This is not a profile that tunecast wrote: ${field} is missing or of the wrong kind.`,
  profile_without_natures: () =>
    "The profile does not say what its rows can train: readProfile of @tunecast/dataset adds that.",
  no_examples: () => "The data hold no example that could be read, so there is nothing to price.",
  needs_traffic: ({ field }: Field) =>
    `${capital(field)} needs the traffic to compare with: state the requests per month.`,
  unknown_model: ({ model, known, provider }: Names<"model"> & Partial<Texts<"provider">>) =>
    provider === undefined
      ? `No model or offer is named "${model}"${suggested(known)}`
      : `"${model}" is a provider: --provider ${provider} (only.providers) keeps its offers.`,
  bad_prices: ({ path, expected, got }: Texts<"path" | "expected" | "got">) =>
    `This is no price book: ${path} must be ${expected}, not ${got}. Give the "prices" of @tunecast/pricing.`,
  needs_history: ({ day, since }: Texts<"day" | "since">) =>
    `These prices begin on ${since}: for ${day} give the "prices" of @tunecast/pricing/history, which go back to the first known.`,
  bad_overlay: ({ path, expected, got }: Texts<"path" | "expected" | "got">) =>
    `In your own prices, ${path}: expected ${expected}, got ${got}. Nothing of it was applied.`,
};

type NotOffered = Texts<"provider" | "since" | "source"> & Partial<Texts<"lastSeen">>;
type NoRateYet = Texts<"first" | "day"> & Partial<Texts<"amount" | "currency" | "per" | "looked" | "billedTokens">>;
type RuleParameter = Texts<"rule" | "parameter"> & Partial<Names<"expected" | "got">>;
type UnsupportedShape = Texts<"format" | "method"> & Partial<Counts<"wanted" | "examples">>;

const ofAnOffer = {
  retired: ({ from }: Texts<"from">) => `Retired: the model has not answered since ${from}.`,
  not_offered: ({ provider, since, lastSeen, source }: NotOffered) =>
    `Not on ${provider}'s list of what can be tuned since ${since}${lastSeen === undefined ? "" : `, last seen on it ${lastSeen}`} (${source}).`,
  unknown_status_word: ({ status }: Texts<"status">) =>
    `Its status is one that this version does not know (${status}): use a newer version.`,
  closed_to_new_jobs: ({ from }: Texts<"from">) => `No new training jobs are taken since ${from}.`,
  stale_price: ({ seen, days }: Texts<"seen"> & Counts<"days">) =>
    `Its price was last seen on ${seen}, ${counted(days, "day")} before the day asked for: left out unless you ask for stale prices (only.includeStale=true).`,
  no_rate_yet: ({ first, day, amount, currency, per, looked, billedTokens }: NoRateYet) =>
    [
      `No price is known for ${day}: the earliest one${amount === undefined ? "" : `, ${amount} ${currency} per ${per},`} is from ${first}.`,
      ...(billedTokens === undefined ? [] : [`Billed would be ${counted(billedTokens, "token")}.`]),
      ...(looked === undefined ? [] : [`Looked for in vain: ${looked}.`]),
    ].join(" "),
  price_unknown: ({ rate, where }: Texts<"rate" | "where">) =>
    `Offered, but no price for ${spaced(rate)} was found; look at ${where}.`,
  unknown_rule: ({ tag }: Texts<"tag">) =>
    `Billed by a rule that this version does not know (${tag}): use a newer version.`,
  rule_parameter: ({ rule, parameter, known, expected, got }: RuleParameter) =>
    known === undefined
      ? `Its billing rule ${rule} cannot be read: ${parameter} must be ${expected}, not ${got}.`
      : `Its billing rule ${rule} has no parameter "${parameter}"${among(parameter, known)}`,
  rule_misplaced: ({ rule, list }: Texts<"rule" | "list">) =>
    `Its rule ${rule} does not belong among the rules of ${list}.`,
  rules_contradict: ({ rules }: Lists<"rules">) => `Its billing rules ${rules.join(" and ")} contradict each other.`,
  no_quantity_rule: () => "No billing rule says what the training rate is multiplied by.",
  unread_rate: ({ rate }: Texts<"rate">) =>
    `The price list has a rate for ${spaced(rate)} that none of its billing rules reads: the bill would lack it.`,
  unknown_token_rule: ({ rule }: Texts<"rule">) =>
    `The profile holds no count that ${rule} could be worked out from: profile the file again.`,
  too_few_examples: ({ examples, least }: Counts<"examples" | "least">) =>
    `${counted(examples, "example")}; this provider takes at least ${countText(least)}.`,
  too_many_examples: ({ examples, most }: Counts<"examples" | "most">) =>
    `${counted(examples, "example")}; this provider takes at most ${countText(most)}.`,
  file_too_large: (facts: Counts<"megabytes" | "most"> & Partial<Texts<"way">>) => fileTooLarge(facts),
  over_context: ({ examples, most }: Counts<"examples" | "most">) =>
    `${countedAre(examples, "example")} longer than ${counted(most, "token")}, and longer ones are rejected.`,
  unsupported_shape: ({ format, method, wanted, examples }: UnsupportedShape) =>
    own(rowsWithoutAnswers, format) ??
    `Data of the shape ${format} cannot be used for ${method}.${wanted !== undefined && wanted > 0 ? ` ${countText(wanted)} of its ${counted(examples ?? 0, "answer")} are wanted: convert writes those as examples.` : ""}`,
  epochs_not_taken: ({ epochs, least, most }: Counts<"epochs" | "least"> & Partial<Counts<"most">>) =>
    `${counted(epochs, "epoch")}; this provider takes ${least} to ${most ?? "any number"}.`,
  job_too_large: ({ tokens, most }: Texts<"tokens"> & Counts<"most">) =>
    `${counted(tokens, "token")} in one job; this provider takes at most ${countText(most)}.`,
  no_tools: ({ examples, of }: Counts<"examples" | "of">) =>
    `Its rows have no place for tools and their calls, and ${examples === of ? "all" : `${countText(examples)} of the`} ${counted(of, "example")} ${of === 1 || examples === 1 ? "has" : "have"} some: they would have to be written as text.`,
  no_pictures: ({ pictures }: Counts<"pictures">) =>
    `This model takes no pictures, and the data hold ${counted(pictures, "picture")}.`,
  not_stated: ({ what }: Texts<"what">) =>
    own(table.notStated, what) ?? `${capital(what)} must be stated to price this.`,
  not_training: () => "Serves weights that were tuned elsewhere; it does not train.",
  deployment_deleted: ({ hours }: Counts<"hours">) =>
    `A deployment of this tier is deleted after ${hours} hours, so it cannot carry months of traffic.`,
  currency_without_rate: ({ currency }: Texts<"currency">) =>
    `Part of the bill is in ${currency}: pin an exchange rate in your own prices to add it up.`,
};

export function fileTooLarge({ megabytes, most, way }: Counts<"megabytes" | "most"> & Partial<Texts<"way">>): string {
  return `The data have ${countText(megabytes)} MB; this provider takes at most ${countText(most)} in one file${own(table.oversized, way) ?? "."}`;
}

/** The sentence of a problem that `estimate` itself can meet; a kind without words of its own lists its facts. */
export function explainEstimate(problem: Problem): string {
  if (problem["stage"] !== undefined) {
    const { stage, ...facts } = problem;
    const alone = " Every stage is trained by the method of its offer: price this one on its own.";
    return `Stage ${String(stage)}: ${explainEstimate(facts)}${problem.kind === "unsupported_shape" ? alone : ""}`;
  }
  return (
    said(ofTheQuestion, problem) ?? said(ofNames, problem) ?? said(ofAnOffer, problem) ?? printable(listed, problem)
  );
}

function listed({ kind, ...facts }: Problem): string {
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  const list = known.map(
    ([name, value]) => `${spaced(name)} ${Array.isArray(value) ? value.join(", ") : String(value)}`,
  );
  return `${capital(spaced(kind))}${list.length > 0 ? `: ${list.join("; ")}` : ""}.`;
}

export function spaced(fact: string): string {
  return fact.replaceAll("_", " ");
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The names that were perhaps meant; where none is near, all of the few that there are. */
export function among(word: string, known: readonly string[]): string {
  const end = nearest(word, known);
  return end === "." && known.length > 0 ? `; known are ${known.join(", ")}.` : end;
}

export function noMatch({ filters }: NoteFacts["no_match"]): string {
  const said = filters.map(
    ({ filter, words }) => `${filter}: ${words.length === 0 ? "an empty list, which keeps nothing" : words.join(", ")}`,
  );
  return `No offer of the price book passes all filters at once (${said.join("; ")}).`;
}

/** The names that were perhaps meant, at most three, as the end of a sentence. */
export function nearest(word: string, known: readonly string[]): string {
  return suggested(nearestNames(word, known));
}

function suggested(names: readonly string[]): string {
  return names.length > 0 ? `; did you mean ${names.join(", ").replace(/, (?=[^,]*$)/u, " or ")}?` : ".";
}
