import { own } from "../check/keys.ts";
import type { CurveReport, CurveScale, Interval80 } from "../curve/curve.ts";
import { decimal } from "../money.ts";
import { dollarsPerPoint } from "../curve/worth/costs.ts";
import { counted, countText, moneyText } from "./amount.ts";
import type { OthersGain } from "../curve/before/before.ts";
import { smallestGain, testSetSize, type Comparison, type TestSetSize } from "../curve/design/testSet.ts";
import type { NextPilot } from "../curve/design/next.ts";
import { factText as text, type Facts } from "../curve/notes.ts";
import type { Problem } from "../problem.ts";

const PROBLEMS: Readonly<Record<string, (facts: Facts) => string>> = {
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
      ? `The results of ${listed(sizes, " and ")} examples have the same score for every item (${listed(files)}): name each run's own result. If two models did answer alike, as those that only guess do, give their scores as a table to tunecast curve.`
      : `One result is given for ${listed(sizes, " and ")} examples (${listed(files)}): name each run's own result.`,
  bad_score: ({ file, item }) =>
    `${text(file)}: the item ${text(item)} has no score that is a number; run it again if it ran into an error.`,
  size_disagrees: ({ file, named, stated }) =>
    `${text(file)} states that its run was trained on ${listed(stated, " and ")} examples, not on ${text(named)}: leave the size before it out, or name the right file.`,
  larger_than_file: ({ n, examples }) =>
    `A pilot of ${text(n)} examples is larger than the data, which have ${text(examples)}: check the sizes.`,
  test_too_large: ({ test, rows }) =>
    `A test split of ${text(test)} rows cannot be taken from ${text(rows)}: half of the rows, those that repeat others left out, is the most. Give a smaller --test.`,
  subset_too_large: ({ n, training }) =>
    `A subset of ${text(n)} rows is larger than the ${text(training)} that are left to train on: give smaller sizes.`,
  no_rows: ({ unread }) =>
    `No row could be read as an example${unread === 0 ? "" : ` (${text(unread)} could not)`}: name the shape with --format or the columns.`,
  folder_not_empty: ({ path }) =>
    `${text(path)} holds files already: name another folder, so that no subset is of another cut.`,
  bad_before: ({ field, got, expected }) =>
    got === "undefined"
      ? `Before any pilot the ${text(field)} is needed: ${text(expected)}.`
      : `The ${text(field)} is ${text(got)}; before any pilot it must be ${text(expected)}.`,
  below_chance: ({ value, chance, n }) =>
    `The pilot of ${text(n)} examples scored ${text(value)}, clearly below guessing (${text(chance)}): labels may be swapped, or answers not understood.`,
};

/** Which pilots to run, in one sentence (`npm run bench:pilots` compares designs on measured curves). */
export function pilotsSentence(examples: number): string {
  const [quarter, half] = [4, 2].map((part) => countText(Math.round(examples / part)));
  return `Run three pilots, on a quarter, a half and all of your examples (${quarter}, ${half} and ${countText(examples)}): on measured curves no other design that was tried decided right more often. A quarter and all alone did about as well, for a fourth less.`;
}

/** Which pilot to run next, or to stop, and what the pilots so far speak for. */
export function nextPilotSentence(answer: NextPilot, notCounted: readonly string[], currency = "USD"): string {
  const { run, design, decision } = answer;
  const dollars = (amount: string): string => moneyText({ amount, currency });
  const isPriced = !notCounted.includes("training");
  const size = `${countText(Math.round(decision.n))} examples`;
  const labels = counted(Math.round(decision.n) - (design.at(-1)?.n ?? 0), "label");
  const gains = `${isPriced ? "" : "at most "}${dollars(decision.net)} more than it takes`;
  const best = {
    stay: `stay with the model of ${size}`,
    all: `train on all ${size} at hand`,
    buy: notCounted.includes("labels")
      ? `label up to ${size} if ${labels}${isPriced ? "" : " and the training"} cost less than ${dollars(decision.net)}`
      : `label up to ${size}, which brings ${gains}`,
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
  return own(PROBLEMS, problem.kind)?.(problem);
}

function listed(list: Facts[string], mark = ", "): string {
  return Array.isArray(list) ? list.slice(0, 12).join(mark) : text(list);
}

/** One sentence when a test set of `testItems` cannot show the gain, null when it can. */
export function testSetSentence(comparison: Comparison, testItems: number): string | null {
  const needed = testSetSize(comparison);
  if (!needed.ok || testItems >= needed.value.unpaired) return null;
  const { unpaired, paired } = needed.value;
  const points = (share: number): string => String(Number((100 * share).toPrecision(2)));
  const see = smallestGain(comparison.score, testItems);
  if (see === null) return null;
  const shown =
    see.unpaired > 1 - comparison.score
      ? "no gain that is possible from this score"
      : `a gain of ${points(see.unpaired)} points or more, not one of ${points(comparison.gain)}`;
  const set = testItems === 1 ? "One test item shows" : `${countText(testItems)} test items show`;
  const begin = `${set} ${shown}: that takes ${countText(unpaired)} items`;
  return testItems >= paired
    ? `${begin}, or both models compared item by item on the same test set, for which ${countText(paired)} are enough.`
    : `${begin}, or ${countText(paired)} when both models are compared item by item.`;
}

/** On how many items a gain shows, in one sentence. */
export function testItemsSentence(gain: number, { unpaired, paired }: TestSetSize): string {
  return `A gain of ${Number((100 * gain).toPrecision(3))} points shows with probability 0.8 on ${countText(unpaired)} test items, or on ${countText(paired)} when both models are compared item by item.`;
}

/** What others' runs gained, always under that name: never a forecast of the reader's own. The first sentence is the answer. */
export function othersSentences({ from, to, gain, unit, curves, ofKind, sources, needed }: OthersGain): string[] {
  const share = unit === "points";
  const size = (value: number): string => Math.abs(value).toFixed(share ? 1 : 3);
  const sense = (value: number): string => `${share ? "points " : ""}${value < 0 ? "worse" : "better"}`;
  const figure = (value: number): string => (Number(size(value)) === 0 ? "nothing" : `${size(value)} ${sense(value)}`);
  const middle =
    gain.median < 0 ? `were ${figure(gain.median)}` : `gained ${size(gain.median)} ${share ? "points" : "of loss"}`;
  return [
    `Others' runs, not a forecast of yours: from ${countText(from)} to ${countText(to)} examples half of them ${middle} or more (8 in 10: ${figure(gain.low80)} to ${figure(gain.high80)}; 5 in 10: ${figure(gain.low50)} to ${figure(gain.high50)}).`,
    ...(needed === null ? [] : [neededSentence(needed, share)]),
    `${counted(curves, "public curve")} of ${counted(sources.length, "source")}${ofKind === null ? "" : `, ${countText(ofKind)} of them of your kind of task`}: kinds and sizes gain so much alike that all count, every source as much as another.`,
    "Scaled to what your score leaves to gain. Two pilots of your own replace this.",
  ];
}

/** How many examples a gain took others, who were followed to 64 times the data. */
function neededSentence({ gain, median, low80, high80 }: NonNullable<OthersGain["needed"]>, share: boolean): string {
  const examples = (n: number): string => (Number.isFinite(n) ? countText(Math.ceil(n)) : "more than 64 times as many");
  const wanted = `${gain} ${share ? "points" : "less loss"}`;
  if (Number.isFinite(median))
    return `${wanted} took half of them ${examples(median)} examples or fewer (8 in 10: ${examples(low80)} to ${examples(high80)}).`;
  const few = Number.isFinite(low80) ? `; one in ten took ${examples(low80)} or fewer` : "";
  return `${wanted} took more than half of them ${examples(median)} examples${few}.`;
}

/** A gain of fewer points is hardly one, and of fewer than the least none that is told from it. */
const HARDLY = 0.05;
const LEAST = 0.001;

/** What follows from sets that were the worse the larger they were. */
export const noMoreOfThese = "More of these examples will not help; look at the new ones.";

/** Whether every larger set was worse: then no gain of more is priced. */
export function isWorsening(notes: CurveReport["notes"]): boolean {
  return notes.some(({ kind }) => kind === "worsening");
}

/** What is said of sets that were the worse the larger they were; which way is better is asked where nobody said it. */
export function worseText(notes: CurveReport["notes"]): string {
  return notes.some(({ kind }) => kind === "direction_assumed")
    ? "The values fall as the data grow: name the metric or the direction. If they ought to rise, every larger set was worse."
    : `Every larger set was worse: ${noMoreOfThese.replace(/^M/u, "m")}`;
}

/** What the pilots say of twice the data, and whether it is worth `cost`, the price of that doubling, where it is known. */
export function curveSentence(report: CurveReport, cost: string | null = null, currency = "USD"): string {
  const { fit, notes, scale } = report;
  const to = countText(Math.round(2 * fit.rule.n));
  const sign = scale.better === "higher" ? 1 : -1;
  const gains = [fit.gainPerDoubling.low80, fit.gainPerDoubling.high80]
    .map((change) => (sign * change) / scale.point)
    .toSorted((a, b) => a - b);
  const [low = 0, high = 0] = gains;
  const median = (sign * fit.gainPerDoubling.median) / scale.point;
  const rule = (sign * fit.rule.gainPerDoubling) / scale.point;
  const unit = scale.share ? " points" : "";
  if (isWorsening(notes))
    return `${worseText(notes)} The straight line says ${figure(Math.abs(rule), scale.share)}${unit} worse at ${to}.`;
  const eight = gainRange([low, high], scale.share);
  const line = rule < 0 ? sided(rule, scale.share) : figure(rule, scale.share);
  // The note is of eight times the largest pilot, two doublings farther; figures have seven digits.
  const note = notes.find(({ kind }) => kind === "rule_beyond_bound");
  const change = fit.rule.gainPerDoubling;
  const beyond = Math.sign(change) * (Number(note?.["rule"]) - 2 * change - Number(note?.["bound"]));
  const possible = beyond > 1e-6 ? ", more than is possible" : "";
  return `Doubling to ${to} examples will probably ${brings(median, scale)} (8 in 10: ${eight}); the straight line says ${line}${possible}.${money(report, cost, currency)}`;
}

/** `1.3 to 5.8`, or `0.4 worse to 2.1 better`. */
export function gainRange(ends: readonly [low: number, high: number], share: boolean): string {
  return ends.map((end) => (ends[0] < 0 ? sided(end, share) : figure(end, share))).join(" to ");
}

/** `1.8 points (0.8 to 2.9), $435.96 a point on average`: what the next doubling is likely to bring. */
export function likelyGain(
  { median, low80, high80, share }: Interval80 & Pick<CurveScale, "share">,
  each: string,
): string {
  const size = figure(Math.abs(median), share);
  const sized = share ? `${median < 0 ? "−" : ""}${size} points` : `${size} ${median < 0 ? "worse" : "better"}`;
  return `${sized} (${gainRange([low80, high80], share)}), ${each} ${unitOf(share)} on average`;
}

export function unitOf(share: boolean): string {
  return share ? "a point" : "a whole unit";
}

function brings(median: number, { share }: CurveReport["scale"]): string {
  const size = figure(Math.abs(median), share);
  const least = share ? HARDLY : 0;
  if (Number(size) === 0 || Math.abs(median) < least) return "change little";
  if (share) return median > 0 ? `bring ${size} points` : `cost ${size} points`;
  return `be ${size} ${median > 0 ? "better" : "worse"}`;
}

function money({ fit, next, scale }: CurveReport, cost: string | null, currency: string): string {
  if (cost === null) return "";
  const price = moneyText({ amount: cost, currency });
  if (next !== null && next.pPays !== null) {
    const worth = decimal(next.worth).greaterThanOrEqualTo(cost) ? "worth it" : "not worth it";
    return ` It costs ${price}: ${worth} at ${moneyText({ amount: next.valuePerPoint, currency })} ${unitOf(scale.share)} (${inTen(next.pPays)} that it pays).`;
  }
  const each = dollarsPerPoint(cost, fit.meanGain);
  if (each === null) return ` It costs ${price} and gains nothing on average.`;
  const dollars = moneyText({ amount: each, currency });
  return ` It costs ${price}, ${dollars} ${unitOf(scale.share)} on average: worth it above that${fit.pShrinking > 0.9 ? "; later doublings bring less" : ""}.`;
}

function inTen(probability: number): string {
  const tenths = Math.round(10 * probability);
  if (probability < 0.1) return "less than 1 in 10";
  return probability > 0.9 ? "more than 9 in 10" : `${tenths} in 10`;
}

export function sided(gain: number, share: boolean): string {
  if (Number(figure(Math.abs(gain), share)) === 0) return "nothing";
  return `${figure(Math.abs(gain), share)} ${gain < 0 ? "worse" : "better"}`;
}

/** Points to a tenth, fewer to one figure; a loss to two figures. */
export function figure(size: number, share: boolean): string {
  if (size === 0) return share ? "0.0" : "0";
  if (share) return size < HARDLY ? String(Number(Math.max(size, LEAST).toPrecision(1))) : size.toFixed(1);
  return String(Number(size.toPrecision(2)));
}
