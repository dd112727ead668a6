import { grouped } from "@tunecast/estimator/parts";
import { seeded, shuffled, type Random } from "@tunecast/estimator/pilots";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { plainText } from "../checks/sketch.ts";
import { spokenText, type Example } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { sum } from "../profile/histogram.ts";
import { readExamples, type RowOptions } from "../shapes/readRow.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { familiesOf, nearlyAll } from "./near.ts";

interface FamilyRows {
  readonly rows: readonly number[];
  readonly stratum: string;
}

const rowsIn = (families: readonly FamilyRows[]): number => sum(families.map(({ rows }) => rows.length));

/** The families in an order of which every beginning holds the strata in their proportions: each stratum is shuffled and its rows are spread evenly from 0 to 1, then all are merged. */
function stratifiedOrder(families: readonly FamilyRows[], random: Random): FamilyRows[] {
  const strata = grouped(families, ({ stratum }) => stratum);
  const placed = [...strata.values()].flatMap((own) => {
    const rows = rowsIn(own);
    const start = random();
    let before = 0;
    return shuffled(own, random).map((family) => {
      const place = (before + start) / rows;
      before += family.rows.length;
      return { family, place };
    });
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ family }) => family);
}

interface CutQuestion {
  readonly test: number;
  /** Rows of the training subsets, or `auto`: all, a half, a quarter, an eighth. */
  readonly sizes: readonly number[] | "auto";
  readonly repeats: number;
  readonly seed: number;
}

interface CutPlan {
  readonly test: readonly number[];
  readonly subsets: readonly { readonly n: number; readonly repeat: number; readonly rows: readonly number[] }[];
  readonly training: number;
}

const FEWEST = 10;
const AUTO_SIZES = 4;

/** A family larger than this share of the test split would be too much of it, and is trained on. */
const LARGEST_SHARE = 0.05;

/** Divides families of rows into a test split and nested, stratified training subsets. No family is on both sides. Problems: `bad_plan` (field, got, expected), `test_too_large` (test, rows), `subset_too_large` (n, training). */
export function planCut(families: readonly FamilyRows[], question: CutQuestion): Result<CutPlan> {
  const { test, sizes, repeats, seed } = question;
  const rows = rowsIn(families);
  const streamOf = (use: number): Random => seeded(Math.imul(seed, 1000) + use);
  if (2 * test > rows) return fail({ kind: "test_too_large", test, rows });
  const [tested, trained] = divided(stratifiedOrder(families, streamOf(0)), test);
  if (tested.length < test) return fail({ kind: "test_too_large", test, rows });
  const training = rows - tested.length;
  const chosen = sizes === "auto" ? autoSizes(training) : [...new Set(sizes)].toSorted((a, b) => a - b);
  const large = chosen.find((n) => n > training);
  if (large !== undefined) return fail({ kind: "subset_too_large", n: large, training });
  const subsets = Array.from({ length: repeats }, (_, at) => at + 1).flatMap((repeat) => {
    const order = stratifiedOrder(trained, streamOf(repeat)).flatMap((family) => family.rows);
    return chosen.flatMap((n) => (n === training && repeat > 1 ? [] : [{ n, repeat, rows: order.slice(0, n) }]));
  });
  return ok({ test: tested.toSorted((a, b) => a - b), subsets, training });
}

function divided(order: readonly FamilyRows[], test: number): [number[], FamilyRows[]] {
  const tested: number[] = [];
  const trained: FamilyRows[] = [];
  const largest = Math.max(1, LARGEST_SHARE * test);
  for (const family of order)
    if (family.rows.length <= Math.min(largest, test - tested.length)) tested.push(...family.rows);
    else trained.push(family);
  return [tested, trained];
}

function autoSizes(training: number): number[] {
  const sizes = Array.from({ length: AUTO_SIZES }, (_, halvings) => Math.round(training / 2 ** halvings));
  return sizes.filter((n, at) => at === 0 || n >= FEWEST).toSorted((a, b) => a - b);
}

const MOST_LABELS = 50;
const FEWEST_ROWS = 5;
const LABEL_LETTERS = 60;
const QUARTERS = [0.25, 0.5, 0.75];

function strataOf(answers: readonly string[], lengths: readonly number[]) {
  const labels = new Set(answers);
  const areLabels =
    labels.size >= 2 &&
    labels.size <= Math.min(MOST_LABELS, answers.length / FEWEST_ROWS) &&
    [...labels].every((label) => label.length <= LABEL_LETTERS);
  if (areLabels) return { by: "label" as const, of: answers, count: labels.size };
  const sorted = lengths.toSorted((a, b) => a - b);
  const ends = QUARTERS.map((share) => sorted[Math.floor(share * sorted.length)] ?? 0);
  const of = lengths.map((length) => String(ends.filter((end) => length >= end).length));
  return { by: "length" as const, of, count: new Set(of).size };
}

export interface CutOptions extends RowOptions, CutQuestion {
  /** Share of the text in common from which two prompts are nearly the same; default 0.7, a word changed in a sentence of ten. */
  readonly similar?: number | undefined;
}

export interface Cut extends CutPlan {
  /** The rows that could be read, as lines of JSON without a line end; the plan numbers them. */
  readonly lines: readonly string[];
  readonly unread: number;
  readonly stratified: { readonly by: "label" | "length"; readonly strata: number };
  readonly alike: { readonly rows: number; readonly families: number };
  /** Rows that say something of their own: one a family. Repeats add little, so a curve over rows is one over these. */
  readonly distinct: number;
  /** Prompts that stand in several rows word for word, and how often two rows of one differ in their label; null where answers are no labels. */
  readonly repeated: { readonly prompts: number; readonly disagreement: number } | null;
}

function promptOf({ messages, answer }: Example): string {
  const asked = spokenText(messages.slice(0, answer));
  return asked.trim() === "" ? spokenText(messages, true) : asked;
}

/**
 * Divides a data file into a test split and nested training subsets. Rows whose prompts are the same or nearly the same stay
 * on one side, so that no test item is learned by heart; labels (or lengths, where answers are no labels) keep their
 * proportions in every part. The same bytes and seed give the same parts. Holds the whole file.
 * Problems: those of `planCut`, `readingProblem` and `readRows`, `column_nowhere`, and `no_rows` (unread).
 */
export async function cutBytes(chunks: Bytes, options: CutOptions): Promise<Result<Cut>> {
  const lines: string[] = [];
  const prompts: string[] = [];
  const answers: string[] = [];
  const read = await readExamples(chunks, options, ({ example, row, text }) => {
    lines.push(text === null || text.includes("\n") ? jsonText(row) : text.trim());
    prompts.push(plainText(promptOf(example)));
    answers.push(spokenText(example.messages.slice(example.answer), true).trim());
  });
  if (!read.ok) return read;
  const { unread } = read.value;
  if (lines.length === 0) return fail({ kind: "no_rows", unread });
  const family = familiesOf(prompts, options.similar ?? nearlyAll);
  const lengths = lines.map(({ length }) => length);
  const strata = strataOf(answers, lengths);
  const groups = grouped([...lines.keys()], (row) => family[row] as number);
  const families = [...groups.values()].map((rows): FamilyRows => ({ rows, stratum: strata.of[rows[0] ?? 0] ?? "" }));
  const plan = planCut(families, options);
  if (!plan.ok) return plan;
  const several = families.filter((own) => own.rows.length > 1);
  return ok({
    ...plan.value,
    lines,
    unread,
    stratified: { by: strata.by, strata: strata.count },
    alike: { rows: rowsIn(several), families: several.length },
    distinct: families.length,
    repeated: strata.by === "label" ? repeatedPrompts(prompts, answers) : null,
  });
}

function repeatedPrompts(prompts: readonly string[], answers: readonly string[]): Cut["repeated"] {
  const said = grouped([...prompts.keys()], (row) => prompts[row] as string);
  const several = [...said.values()].filter((rows) => rows.length > 1);
  const labelsOf = (rows: readonly number[]): string[] => rows.map((row) => answers[row] ?? "");
  const disagreement = sum(several.map((rows) => disagreeing(labelsOf(rows)) / several.length));
  return { prompts: several.length, disagreement };
}

function disagreeing(labels: readonly string[]): number {
  const pairsOf = (rows: number): number => rows * (rows - 1);
  const alike = sum([...grouped(labels, (label) => label).values()].map(({ length }) => pairsOf(length)));
  return 1 - alike / pairsOf(labels.length);
}
