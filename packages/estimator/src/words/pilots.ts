import type { NextPilot } from "../curve/design/next.ts";
import type { Problem } from "../problem.ts";
import { countText, moneyText } from "./amount.ts";

type Words = (facts: Readonly<Record<string, unknown>>) => string;

/** Problems of scores, results and subsets. */
const PROBLEMS: Readonly<Record<string, Words>> = {
  no_answers: ({ file }) => `${text(file)} holds no answers: give JSON lines, a table or one answer a line.`,
  no_answer_column: ({ file, known }) =>
    `A row of ${text(file)} has no answer: name the column one of ${listed(known)}.`,
  item_twice: ({ file, item }) => `${text(file)} names the item ${text(item)} twice: each item counts once.`,
  answers_missing: ({ missing, item }) =>
    `${missing === 1 ? "1 gold item has" : `${text(missing)} gold items have`} no prediction (the first is ${text(item)}; ids must be the same in both files): score a prediction for every item, or take the item out of both.`,
  answers_unknown: ({ item }) =>
    `The prediction ${text(item)} belongs to no gold item: the files must name the same items.`,
  unknown_metric: ({ metric, known, file }) =>
    `${file === undefined ? "There is" : `${text(file)} has`} no metric "${text(metric)}": give one of ${listed(known)}.`,
  no_results: ({ file }) =>
    `${file === undefined ? "There are" : `${text(file)} holds`} no results that are known: give those of lm-evaluation-harness, promptfoo, inspect-ai or an OpenAI eval run, JSON with a value, or a CSV with id and score.`,
  several_metrics: ({ file, known }) =>
    `${file === undefined ? "The results have" : `${text(file)} has`} several metrics (${listed(known)}): name one with --metric.`,
  several_tests: ({ file, known }) => `${text(file)} has several tasks (${listed(known)}): name one with --task.`,
  several_models: ({ known }) =>
    `The results are of several models (${listed(known)}): a curve is of one model, so give one at a time.`,
  several_test_sets: ({ files }) =>
    `The results do not share their test items (${listed(files)}): score every pilot on one test set.`,
  no_run_size: ({ file }) =>
    `${text(file)} does not say how many examples its run was trained on: write the size before it, as in 500=${text(file)}.`,
  two_results: ({ n, files }) =>
    `Two results of the pilot of ${text(n)} examples are the same (${listed(files)}): name each run once.`,
  one_result_two_sizes: ({ sizes, files, guess }) =>
    guess === true
      ? `The results of ${together(sizes)} examples have the same score for every item (${listed(files)}): name each run's own result. If two models did answer alike, as those that only guess do, give their scores as a table to tunecast curve.`
      : `One result is given for ${together(sizes)} examples (${listed(files)}): name each run's own result.`,
  size_disagrees: ({ file, named, stated }) =>
    `${text(file)} states that its run was trained on ${together(stated)} examples, not on ${text(named)}: leave the size before it out, or name the right file.`,
  larger_than_file: ({ n, examples }) =>
    `A pilot of ${text(n)} examples is larger than the data, which have ${text(examples)}: check the sizes.`,
  test_too_large: ({ test, rows }) =>
    `A test split of ${text(test)} rows cannot be taken from ${text(rows)}: half of the rows, those that repeat others left out, is the most.`,
  subset_too_large: ({ n, training }) =>
    `A subset of ${text(n)} rows is larger than the ${text(training)} that are left to train on: give smaller sizes.`,
  no_rows: ({ unread }) =>
    `No row could be read as an example${unread === 0 ? "" : ` (${text(unread)} could not)`}: name the shape with --format or the columns.`,
  folder_not_empty: ({ path }) =>
    `${text(path)} holds files already: name another folder, so that no subset is of another cut.`,
  bad_before: ({ field, got, expected }) =>
    `The ${text(field)} is ${text(got)}; before any pilot it must be ${text(expected)}.`,
  below_chance: ({ value, chance, n }) =>
    `The pilot of ${text(n)} examples scored ${text(value)}, clearly below guessing (${text(chance)}): labels may be swapped, or answers not understood.`,
};

/** Which pilots to run, in one sentence (`npm run bench:pilots` compares designs on measured curves). */
export function pilotsSentence(examples: number): string {
  const [quarter, half] = [4, 2].map((part) => countText(Math.round(examples / part)));
  return `Run three pilots, on a quarter, a half and all of your examples (${quarter}, ${half} and ${countText(examples)}): on measured curves no other design that was tried decided right more often. A quarter and all alone did about as well, for a fourth less.`;
}

/** Which pilot to run next, or to stop, and what the pilots so far speak for. */
export function nextPilotSentence({ run, design, decision }: NextPilot, isPriced: boolean, currency = "USD"): string {
  const dollars = (amount: string): string => moneyText({ amount, currency });
  const size = `${countText(Math.round(decision.n))} examples`;
  const best = {
    stay: `stay with the model of ${size}`,
    all: `train on all ${size} at hand`,
    buy: `label up to ${size}, which brings ${dollars(decision.net)} more than it takes`,
  }[decision.kind];
  if (run !== null)
    return `Run the pilot of ${countText(run.n)} examples next${isPriced ? `, for ${dollars(run.cost)}` : ""}: a quarter, a half and all of your examples decide right as often as any design. Until then: ${best}.`;
  const why = design.every(({ done }) => done)
    ? "a quarter, a half and all of your examples are run"
    : "the next pilot costs more than twice the data is likely to bring";
  return `Stop: ${why}; ${best}.`;
}

/** A problem of pilots in one sentence; undefined where it is of another kind. */
export function pilotsProblemSentence(problem: Problem): string | undefined {
  return Object.hasOwn(PROBLEMS, problem.kind) ? PROBLEMS[problem.kind]?.(problem) : undefined;
}

function listed(list: unknown): string {
  return Array.isArray(list) ? list.map(String).slice(0, 12).join(", ") : text(list);
}

function together(sizes: unknown): string {
  return Array.isArray(sizes) ? sizes.join(" and ") : text(sizes);
}

/** A score in four digits is more than a pilot is worth; sizes are shown whole. */
function text(fact: unknown): string {
  if (typeof fact === "number") return Number.isInteger(fact) ? String(fact) : String(Number(fact.toPrecision(4)));
  return typeof fact === "string" ? fact : "";
}
