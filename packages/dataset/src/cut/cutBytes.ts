import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { columnNowhere, NamedColumns, withoutList } from "../shapes/reading/columns.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { isFault, type Example, type Message } from "../formats/example.ts";
import type { Bytes } from "../formats/gunzip.ts";
import { readingProblem, readRow, shapeAs } from "../shapes/readRow.ts";
import { isRow } from "../formats/row.ts";
import { readRows } from "../formats/rows.ts";
import { costsRow, type RowSink } from "../formats/sink.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { families } from "./families.ts";
import type { FamilyRows } from "./order.ts";
import { planCut, type CutPlan, type CutQuestion } from "./plan.ts";
import { Boilerplate, plainText, shingles, sketch } from "../checks/sketch.ts";
import { strataOf } from "./strata.ts";

/** What to cut, and how to read. */
export interface CutOptions extends RowOptions, CutQuestion {
  /** Share of the text in common from which two prompts are nearly the same; default 0.7, a word changed in a sentence of ten. */
  readonly similar?: number | undefined;
}

/** A file divided: the plan, the rows as JSON lines, and what was found on the way. */
export interface Cut extends CutPlan {
  /** The rows that could be read, as lines of JSON without a line end; the plan numbers them. */
  readonly lines: readonly string[];
  /** Rows that could not be read as examples, and are in no part. */
  readonly unread: number;
  readonly stratified: { readonly by: "label" | "length"; readonly strata: number };
  /** Rows that are the same or nearly the same as another one. */
  readonly alike: { readonly rows: number; readonly families: number };
  /** Rows that say something of their own: one a family. Repeats add little, so a curve over rows is one over these. */
  readonly distinct: number;
  /** Prompts that stand in several rows word for word, and how often two rows of one differ in their label; null where answers are no labels. */
  readonly repeated: { readonly prompts: number; readonly disagreement: number } | null;
}

const SIMILAR = 0.7;

class RowsOfExamples implements RowSink {
  unread = 0;
  readonly lines: string[] = [];
  readonly prompts: string[] = [];
  readonly answers: string[] = [];
  readonly named: NamedColumns;
  readonly #options: RowOptions;

  constructor(options: RowOptions) {
    this.#options = options;
    this.named = new NamedColumns(options.columns);
  }

  fault(code: string, _line: number, detail?: string): void {
    if (costsRow(code, detail)) this.unread += 1;
  }

  record(value: unknown, _line: number, text: string | null): void {
    if (!isRow(value)) return void (this.unread += 1);
    this.named.see(value);
    const shape = shapeAs(value, this.#options);
    const example = readRow(value, shape, this.#options.columns);
    if (isFault(example)) return void (this.unread += 1);
    this.lines.push(text === null || text.includes("\n") ? jsonText(value) : text.trim());
    this.prompts.push(plainText(promptOf(example)));
    this.answers.push(textOf(example.messages.slice(example.answer)).trim());
  }
}

/** What the model is asked, without the system's text that all rows share; the whole text where nothing is asked. */
function promptOf({ messages, answer }: Example): string {
  const asked = textOf(messages.slice(0, answer).filter(({ role }) => role !== "system" && role !== "developer"));
  return asked.trim() === "" ? textOf(messages) : asked;
}

function textOf(messages: readonly Message[]): string {
  return messages.map(({ text, rest }) => [text, ...(rest ?? [])].join("\n")).join("\n");
}

/**
 * Divides a data file into a test split and nested training subsets. Rows whose prompts are the same or nearly the same stay
 * on one side, so that no test item is learned by heart; labels (or lengths, where answers are no labels) keep their
 * proportions in every part. The same bytes and seed give the same parts. Holds the whole file.
 *
 * Problems: those of `planCut`, `readingProblem` and `readRows`, `column_nowhere`, and `no_rows` (unread).
 */
export async function cutBytes(chunks: Bytes, given: CutOptions): Promise<Result<Cut>> {
  const wrong = readingProblem(given);
  const options = withoutList(given);
  if (wrong !== null) return fail(wrong);
  const rows = new RowsOfExamples(options);
  const read = await readRows(chunks, rows, options);
  if (!read.ok) return read;
  const nowhere = columnNowhere(rows.named.missing);
  if (nowhere !== null) return fail(nowhere);
  const { lines, prompts, answers, unread } = rows;
  if (lines.length === 0) return fail({ kind: "no_rows", unread });
  const family = familiesOf(prompts, options.similar ?? SIMILAR);
  const strata = strataOf(
    answers,
    lines.map((line) => line.length),
  );
  const groups = new Map<number, number[]>();
  family.forEach((first, row) => {
    const own = groups.get(first);
    if (own === undefined) groups.set(first, [row]);
    else own.push(row);
  });
  const grouped = [...groups.values()].map((own): FamilyRows => ({ rows: own, stratum: strata.of[own[0] ?? 0] ?? "" }));
  const plan = planCut(grouped, options);
  if (!plan.ok) return plan;
  const several = grouped.filter((own) => own.rows.length > 1);
  return ok({
    ...plan.value,
    lines,
    unread,
    stratified: { by: strata.by, strata: strata.count },
    alike: { rows: several.reduce((sum, own) => sum + own.rows.length, 0), families: several.length },
    distinct: grouped.length,
    repeated: strata.by === "label" ? repeatedPrompts(prompts, answers) : null,
  });
}

/** Of the pairs of rows with one prompt, those that differ in their label: the mean over the prompts. */
function repeatedPrompts(
  prompts: readonly string[],
  answers: readonly string[],
): { prompts: number; disagreement: number } {
  const said = new Map<string, string[]>();
  prompts.forEach((prompt, row) => {
    const labels = said.get(prompt);
    if (labels === undefined) said.set(prompt, [answers[row] ?? ""]);
    else labels.push(answers[row] ?? "");
  });
  const several = [...said.values()].filter((labels) => labels.length > 1);
  const disagreement = several.reduce((sum, labels) => sum + disagreeing(labels) / several.length, 0);
  return { prompts: several.length, disagreement };
}

/** Share of the pairs of labels that differ. */
function disagreeing(labels: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const pairs = labels.length * (labels.length - 1);
  const alike = [...counts.values()].reduce((sum, count) => sum + count * (count - 1), 0);
  return 1 - alike / pairs;
}

function familiesOf(prompts: readonly string[], similar: number): Int32Array {
  const boilerplate = new Boilerplate();
  for (const prompt of prompts) boilerplate.add(shingles(prompt));
  const sketches = prompts.map((prompt) => {
    const own = boilerplate.without(shingles(prompt));
    return own.length === 0 ? null : sketch(own);
  });
  return families(prompts, sketches, similar);
}
