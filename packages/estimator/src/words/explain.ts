import table from "./explain.json" with { type: "json" };
import { isRecord } from "../check/fields.ts";
import { own, spelt } from "../check/keys.ts";
import { curveProblemSentence } from "../curve/notes.ts";
import type { Counts, Field, Lists, Names, Texts } from "../contract/notes.ts";
import type { Problem } from "../problem.ts";
import { among, capital, nearest } from "./estimateProblems.ts";
import { explainDecision } from "./explainDecision.ts";
import { counted, countedAre, countText, moneyText } from "./amount.ts";
import { said } from "./visible.ts";

/** Problems of data or a profile; the command words those of files themselves. */
const ofData = {
  unknown_format: ({ format, known }: Names<"format">) => `No data format is named "${format}"${among(format, known)}`,
  unknown_target: ({ target, known }: Names<"target">) =>
    `No shape is named "${target}": give one of ${known.join(", ")}.`,
  unknown_column_use: ({ use }: Texts<"use">) =>
    `A column cannot stand for "${use}": name columns for prompt, completion and system, or for text, and the list of rows.`,
  columns_incomplete: ({ missing }: Texts<"missing">) =>
    `No column is named for the ${missing}: name one each for prompt and completion, and for system if there is one.`,
  column_nowhere: ({ column }: Texts<"column">) =>
    `No row has a column "${column}": name columns of the file, one each for prompt and completion, and for system if there is one.`,
  not_json: ({ message }: Partial<Texts<"message">>) =>
    `This is not JSON${message === undefined ? "" : ` (${message})`}.`,
  unknown_vocabulary: ({ vocabulary, known }: Names<"vocabulary">) =>
    `No vocabulary is named "${vocabulary}"${among(vocabulary, known)}`,
  unsupported_container: ({ got }: Texts<"got">) =>
    `The file is ${got}, which cannot be read: ${own(table.instead, got) ?? "unpack it first"}.`,
  parquet_unreadable: ({ reason }: Partial<Texts<"reason">>) =>
    `The Parquet file cannot be read${reason === undefined ? "" : ` (${reason})`}: write it anew.`,
  arrow_unreadable: ({ reason }: Partial<Texts<"reason">>) =>
    `The Arrow file cannot be read${reason === undefined ? "" : ` (${reason})`}: write it anew, without compression.`,
  parquet_too_large: ({ limit }: Counts<"limit">) =>
    `The file is larger than ${counted(limit, "byte")}, as it is or unpacked, which have to be held at once: split it.`,
  written_by_a_newer_version: ({ version, known }: Counts<"version" | "known">) =>
    `The profile was written by a newer version (${version}; this one reads ${known}): use that version.`,
  part_twice: ({ part, of }: Counts<"part" | "of">) =>
    `Part ${countText(part)} of ${countText(of)} is there twice: merge each part once.`,
  parts_differ: ({ got, expected }: Counts<"got" | "expected">) =>
    `A part of ${countText(got)} cannot be merged with parts of ${countText(expected)}.`,
  foreign_part: ({ part, of }: Counts<"part" | "of">) =>
    `Part ${countText(part)} of ${countText(of)} is of other data than the rest: merge the parts of the same files.`,
  source_twice: ({ sources }: Counts<"sources">) =>
    `The profiles share ${sources === 1 ? "a file" : `${countText(sources)} files`}, and each holds others, too: merge the profiles of single files.`,
  counts_contradict: () =>
    "The same data was counted twice with different results: it changed in between, so count it again.",
  rules_differ: ({ rule }: Texts<"rule">) =>
    `The profiles were not counted by the same rules (${rule}): profile both files with the same version and options.`,
  counting_failed: ({ reason }: Texts<"reason">) =>
    `Counting stopped (${reason}): load the page or run the command again.`,
  vocabulary_not_loaded: ({ vocabulary, message }: Texts<"vocabulary" | "message">) =>
    `The vocabulary ${vocabulary} could not be loaded (${message}).`,
  unreadable_tokenizer: () => "This tokenizer.json cannot be read: take the one that came with the model.",
  cancelled: () => "Counting was cancelled.",
};

const ofAPlan = {
  pilots_without_model: () => "Name the model that the pilots were run on: a quality belongs to its model.",
  other_model: ({ pilots, offer }: Texts<"pilots" | "offer">) =>
    `The pilots were run on ${pilots}: their quality says nothing about ${offer}.`,
  not_a_run_estimate: () => "This is no estimate of a run on GPUs: write one with tunecast gpu --format json.",
  log_without_entries: ({ tool }: Texts<"tool">) => `The log of ${tool} has no step yet.`,
  log_without_clock: ({ tool }: Texts<"tool">) =>
    `The log of ${tool} has no clock: give the wall time so far with --elapsed, or the log that LLaMA-Factory, ms-swift or a logger writes beside it.`,
  log_without_end: ({ tool }: Texts<"tool">) =>
    `Nothing says how many steps the run has: neither the log of ${tool} nor the estimate, which has no data.`,
  log_of_another_model: ({ log, model }: Texts<"model"> & Counts<"log">) =>
    `The log is of a model of ${(log / 1e9).toFixed(1)} billion parameters, the estimate of ${model}: give the log of that run.`,
  not_an_answer: () => "This is no answer of estimate: write one with --format json.",
  name_an_offer: ({ known }: Names) =>
    known.length === 0
      ? "The answer has no offer: estimate one that the job can be held against."
      : `The answer has ${counted(known.length, "offer")}: name the one that was run with --offer, such as ${known[0] ?? ""}.`,
  offer_not_there: ({ got, known }: Names<"got">) => `The answer has no offer "${got}"${among(got, known)}`,
  no_token_line: ({ offer }: Texts<"offer">) =>
    `${offer} bills no training tokens: there is nothing to hold a job's tokens against.`,
  job_shape_unknown: ({ provider, known }: Names<"provider">) =>
    `What a job object of ${provider} looks like is not published in a source known here: jobs of ${known.join(", ")} are read, and of any provider lines of a bill as FOCUS rows (with the columns BilledCost and BillingCurrency).`,
  not_a_job: ({ provider, source, got }: Texts<"provider" | "source" | "got">) =>
    `This is no job of ${provider} but ${got}: paste the job as its API, Python or a console prints it, a list of jobs, or lines of a bill${source === "" ? "" : ` (fields: ${source})`}.`,
  name_a_job: ({ jobs, within, known }: Names & Counts<"jobs" | "within">) =>
    `The list holds ${counted(jobs, "job")}, of which ${countText(within)} ${within === 1 ? "lies" : "lie"} within the range of the estimate: name one with --job (${known.slice(0, 8).join(", ")}).`,
  job_of_another: ({ provider, other }: Texts<"provider" | "other">) =>
    `The job is one of ${other}, the estimate one of ${provider}: hold it against an estimate of its own provider.`,
  job_of_another_model: ({ job, offer }: Texts<"job" | "offer">) =>
    `The job tuned ${job}, the estimate is of ${offer}.`,
  job_in_other_currency: ({ job, offer }: Texts<"job" | "offer">) =>
    `The job states money in ${job} alone, the estimate is in ${offer}.`,
  lines_in_currencies: ({ currencies }: Lists<"currencies">) =>
    `The lines of the bill are in several currencies (${currencies.join(", ")}): give those of one.`,
  lines_of_several: ({ column, got }: Texts<"column"> & Lists<"got">) =>
    `The lines of the bill are of several (${column}: ${got.slice(0, 5).join(", ")}): give those of one job.`,
  job_without_count: ({ status, inCharacters }: Texts<"status"> & { readonly inCharacters: boolean }) =>
    inCharacters
      ? "The job counts characters and no tokens, which this estimate does not hold."
      : `The job states neither tokens nor money${status === "" ? "" : ` (${status})`}: ${/succe|complete/iu.test(status) ? "give" : "retrieve it when it has finished, or give"} lines of the bill.`,
  budget_below_run: ({ budget, least, currency, offer }: Field<"budget" | "least" | "currency" | "offer">) =>
    `${moneyText({ amount: budget, currency })} buys no training run at any offer: the examples of the question cost ${moneyText({ amount: least, currency })} at ${offer}.`,
  scratch_without_tokens: ({ model, known }: Field<"model"> & Names) =>
    `Say how many tokens ${model} reads from scratch, such as ${model}:15T, or name one of ${known.join(", ")}.`,
  bad_allocation: ({ got, expected }: Field<"got" | "expected">) =>
    `${got}: ${own(table.allocations, expected) ?? expected}.`,
};

const ofSelfHosting = {
  unknown_gpu: ({ gpu, known }: Names<"gpu">) => `No card is named "${gpu}"${nearest(gpu, known)}`,
  uncounted_model: ({ model, reason }: Texts<"model" | "reason">) =>
    `${model} is known and not counted: ${own(table.uncounted, reason) ?? reason}.`,
  model_reads_more: ({ model, sense }: Texts<"model" | "sense">) =>
    `${model} ${own(table.senses, sense) ?? `reads or writes ${sense}: what reads it, and the tokens that ${sense} becomes, are not counted. Where it has a language model, the path of its config.json gives that alone`}.`,
  unknown_framework: ({ framework, known }: Names<"framework">) =>
    `No framework is named "${framework}"${nearest(framework, known)}`,
  bad_rank: ({ got, expected }: Texts<"got" | "expected">) => `The rank must be ${expected}, not ${got}.`,
  bad_number: ({ option, got, expected }: Texts<"option" | "got" | "expected">) =>
    `${capital(spelt(option))} must be ${expected}, not ${got}.`,
  bad_parallelism: ({ reason, change }: Partial<Texts<"reason" | "change">>) =>
    `${capital(spelt(reason ?? "the cards cannot be divided this way"))}${change === undefined ? "" : `: ${change}`}.`,
  bad_model_config: ({ field, reason }: Partial<Texts<"field" | "reason">>) =>
    `The config.json cannot be right: ${[field, reason].filter(Boolean).join(" ")}.`,
  unsupported_architecture: ({ family, reason }: Texts<"reason"> & Partial<Texts<"family">>) =>
    `Models ${family === undefined ? "of this kind" : `of the family ${family}`} cannot be computed: ${reason}.`,
  conflicting_options: ({ first, second, change }: Texts<"first" | "second" | "change">) =>
    `${capital(spelt(first))} and ${spelt(second)} exclude each other: ${spelt(change)}.`,
  no_rollouts: ({ objective }: Texts<"objective">) =>
    `${objective} learns from completions that the model draws itself: state their mean tokens (rollouts.tokens), and the completions of a prompt where they are not ${objective === "ppo" ? 1 : objective === "rloo" ? 2 : 8}.`,
  no_data: () => "State the examples and their tokens, or name a data file, to get hours and cost.",
  does_not_fit: ({ model, gpu }: Texts<"model"> & Partial<Texts<"gpu">>) =>
    `${model} does not fit on ${gpu ?? "any card of the list"} this way.`,
};

/** A problem of any package as a sentence. A kind without words lists its facts; what has its sentence already gives it back. */
export function explain(stated: Problem | { readonly reason: Problem; readonly sentence: string }): string {
  const given: unknown = stated;
  if (!isRecord(given)) return unexplained;
  const { kind, sentence } = given;
  if (typeof sentence === "string") return sentence;
  if (typeof kind !== "string") return unexplained;
  try {
    return worded({ ...given, kind });
  } catch {
    // A problem that was stored or sent may have lost its facts.
    return `${unexplained} (${kind})`;
  }
}

const unexplained = "The problem cannot be explained: it is none, or its facts are missing.";

function worded(problem: Problem): string {
  const isOfRun = problem["context"] !== undefined || problem["rule"] !== undefined;
  return (
    (isOfRun ? said(ofARun, problem) : undefined) ??
    said(ofData, problem) ??
    said(ofSelfHosting, problem) ??
    said(ofAPlan, problem) ??
    curveProblemSentence(problem) ??
    explainDecision(problem)
  );
}

type TooLong = Texts<"model"> & Counts<"context"> & Partial<Counts<"maxTokens" | "rows" | "longest">>;

/** Two kinds of problems of a run or its counting, which are others of an offer. */
const ofARun = {
  over_context: ({ model, context, maxTokens, rows, longest }: TooLong) => {
    if (rows === undefined)
      return `${model} reads at most ${counted(context, "token")}, not ${countText(maxTokens ?? 0)}: lower the longest sequence, or say that positions are scaled for it (--set stretched=true).`;
    return `${countedAre(rows, "row")} longer than the ${counted(context, "token")} that ${model} reads (the longest has ${countText(longest ?? 0)}): shorten such rows, or set max tokens to cut them.`;
  },
  unknown_rule: ({ rule, known }: Names<"rule">) =>
    `No counting rule is named "${rule}": write a template and a vocabulary, such as openai/o200k_base; the templates are ${known.join(", ")}.`,
};
