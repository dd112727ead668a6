import table from "./notes.json" with { type: "json" };
import { own, spelt } from "../check/keys.ts";
import { grouped } from "../check/decimalText.ts";
import type { Problem } from "../problem.ts";

/** A caution about a fit, as data; `noteSentence` words it, and its table has the kinds. */
export interface CurveNote {
  readonly kind: string;
  readonly [fact: string]: string | number | boolean;
}

export type Facts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

const NOTES: Readonly<Record<string, (facts: Facts) => string>> = {
  short_range: ({ range, needed }) =>
    `The largest pilot is only ${factText(range)} times the smallest; below ${factText(needed)} times the slope is hardly measured.`,
  non_monotone: ({ from, to }) =>
    `The value got worse from ${factText(from)} to ${factText(to)}: noise, or a recipe that does not suit one of the sizes; a repeat would tell.`,
  late_start: ({ from, to }) =>
    `The step from ${factText(from)} to ${factText(to)} brought most of the gain: the model may just have begun to learn the task or its format, so the slope before it says little. One larger pilot tells.`,
  no_progress: ({ from, to }) =>
    `No clear progress from ${factText(from)} to ${factText(to)} examples: this may be the plateau before the start, from which scores jump; one larger pilot tells. The intervals leave room for it.`,
  at_bound: ({ bound }) =>
    `A pilot stands at the bound ${factText(bound)}; the test set is too easy to measure gains there. Its size, where it is stated, says how far from the bound the truth may be.`,
  test_size_guessed: ({ items }) =>
    `Neither standard errors nor the size of the test set were given; by the digits of the values it had about ${factText(items)} items. Stating its size makes the intervals surer.`,
  target_beyond_bound: ({ target, lower, upper, meant }) =>
    `The target ${factText(target)} is ${beyondText(lower, upper)}, where no value can be: no size reaches it, whatever the line says; it may be in another unit${meantText(meant)}.`,
  target_passed: ({ target, n, value, meant }) =>
    `The smallest pilot (${factText(value)} at ${factText(n)} examples) is already past the target ${factText(target)}${meant === undefined ? "" : `, whose unit does not look like that of the values${meantText(meant)}`}.`,
  at_chance: ({ value, chance }) =>
    `The largest pilot (${factText(value)}) is not clearly better than guessing (${factText(chance)}): it has not begun to learn, and its slope says little.`,
  below_chance: ({ value, chance }) =>
    `The largest pilot (${factText(value)}) is clearly below guessing (${factText(chance)}): labels may be swapped, or answers not understood; look at its answers before running more.`,
  pooled_sizes: ({ sizes }) => `There are many sizes; neighbours were pooled into ${factText(sizes)}.`,
  rule_beyond_bound: ({ n, rule, bound }) =>
    `At ${factText(n)} the plain doubling line would give ${factText(rule)}, beyond the bound ${factText(bound)}.`,
  rule_disagrees: ({ n, rule, median, low80, high80, why }) =>
    `At ${factText(n)} the plain line gives ${factText(rule)}, the forecast ${factText(median)} (80 %: ${factText(low80)} to ${factText(high80)}): ${own(table.why, String(why)) ?? ""}.`,
};

const PROBLEMS: Readonly<Record<string, (facts: Facts) => string>> = {
  column_missing: ({ column }) =>
    column === "n"
      ? "The table has no column of sizes, in examples: name it n, examples or train_size."
      : "The table has no column of scores: name it value, score or by its metric, such as accuracy.",
  many_scores: ({ got }) =>
    `Several columns could be the scores (${factText(got)}): say the metric, or name the one that counts value.`,
  long_row: ({ file, got, expected, ...place }) =>
    `${file === undefined ? "" : `${factText(file)}: `}${where(place)}The row has ${factText(got)} cells, the first row ${factText(expected)}: put what holds a comma in quotes.`,
  not_a_number: ({ column, got, ...place }) =>
    `${where(place)}${factText(column)} is ${got === undefined ? "missing" : `"${factText(got)}", which is not a number`}.${/±|\+\/?-/u.test(factText(got)) ? " Give the mean in value and its standard error in se: ± may stand for that or for the spread of single runs." : ""}${column === "n" && /^\d+\.\d{3}$/u.test(factText(got)) ? " It can be read in two ways: write it without the point." : ""}`,
  pilot_out_of_range: ({ column, got, ...place }) =>
    `${where(place)}${factText(column)} is ${factText(got)}; it must be ${column === "se" ? "0 or more" : "above 0"}.${column === "n" && got === 0 ? " The untuned model is no pilot: leave it out." : ""}`,
  many_curves: ({ column, got }) =>
    `The column "${factText(column)}" has several names (${factText(got)}): a curve is of one model by one metric on one test set; give one at a time.`,
  too_few_pilots: ({ got, needed }) =>
    `A curve needs ${factText(needed)} pilots or more, got ${factText(got)}: run another one at half the size.`,
  one_size: ({ n }) => `All pilots have the size ${factText(n)}; a curve needs two sizes.`,
  mixed_units: ({ least, greatest }) =>
    `Values run from ${factText(least)} to ${factText(greatest)}: fractions and percentages mixed? Use one, or name the unit.`,
  bounds_crossed: ({ lower, upper }) =>
    `The lower bound ${factText(lower)} is not below the upper bound ${factText(upper)}.`,
  value_beyond_bound: ({ value, n, lower, upper, metric }) => {
    const change =
      metric === undefined ? "name the metric, its direction or its bounds" : "check it, or name its bounds";
    return `The value ${factText(value)} at n = ${factText(n)} is ${beyondText(lower, upper)}; ${change}.`;
  },
  constant_unbounded: ({ value }) =>
    `All pilots have the value ${factText(value)} and no bound is given, so there is nothing to measure gains by.`,
  at_best: ({ value }) =>
    `All pilots stand at the best value possible, ${factText(value)}: nothing is left to gain on this test set.`,
  test_size_not_whole: ({ got }) => `The test-set size is ${factText(got)}; it must be a whole number above 0.`,
  bad_size: ({ got }) => `The size is ${factText(got)}; it must be a number above 0.`,
  bad_target: ({ got }) => `The target is ${factText(got)}; it must be a number.`,
  bad_dollars: ({ field, got }) =>
    `The option ${spelt(factText(field))} is ${factText(got)}; it must be dollars above 0.`,
  bad_plan: ({ field, got, expected }) =>
    `The option ${spelt(factText(field))} is ${factText(got)}; it must be ${factText(expected)}.`,
};

/** A note in one sentence; its kind where it is not known. */
export function noteSentence(note: CurveNote): string {
  return own(NOTES, note.kind)?.(note) ?? own<string>(table.withoutFacts, note.kind) ?? note.kind;
}

/** A problem of this folder in one sentence; undefined where it belongs to another. */
export function curveProblemSentence(problem: Problem): string | undefined {
  return own(PROBLEMS, problem.kind)?.(problem) ?? own<string>(table.withoutFacts, problem.kind);
}

function where({ line, pilot }: Facts): string {
  return line === undefined ? `Pilot ${factText(pilot)}: ` : `Line ${factText(line)}: `;
}

function beyondText(lower: Facts[string], upper: Facts[string]): string {
  if (upper === Infinity) return `below ${factText(lower)}`;
  return lower === -Infinity ? `above ${factText(upper)}` : `outside ${factText(lower)} to ${factText(upper)}`;
}

function meantText(meant: Facts[string]): string {
  return meant === undefined ? "" : `: perhaps ${factText(meant)} was meant`;
}

/** Four digits are more than any pilot is worth; sizes are shown whole. */
export function factText(fact: Facts[string]): string {
  if (typeof fact !== "number") return Array.isArray(fact) ? fact.join(", ") : String(fact);
  return Math.abs(fact) >= 1000 ? grouped(String(Math.round(fact))) : String(Number(fact.toPrecision(4)));
}
