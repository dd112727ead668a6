import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { plainText } from "../checks/sketch.ts";
import type { Example, Message } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import type { RowOptions } from "../profile/profileBytes.ts";
import { readExamples } from "../shapes/readExamples.ts";
import { jsonText } from "../shapes/reading/content.ts";
import { familiesOf } from "./families.ts";
import { grouped, type FamilyRows } from "./order.ts";
import { planCut, type CutPlan, type CutQuestion } from "./plan.ts";
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
export async function cutBytes(chunks: Bytes, options: CutOptions): Promise<Result<Cut>> {
  const lines: string[] = [];
  const prompts: string[] = [];
  const answers: string[] = [];
  const read = await readExamples(chunks, options, ({ example, row, text }) => {
    lines.push(text === null || text.includes("\n") ? jsonText(row) : text.trim());
    prompts.push(plainText(promptOf(example)));
    answers.push(textOf(example.messages.slice(example.answer)).trim());
  });
  if (!read.ok) return read;
  const { unread } = read.value;
  if (lines.length === 0) return fail({ kind: "no_rows", unread });
  const family = familiesOf(prompts, options.similar ?? SIMILAR);
  const strata = strataOf(
    answers,
    lines.map((line) => line.length),
  );
  const groups = grouped([...lines.keys()], (row) => family[row] as number);
  const families = [...groups.values()].map((own): FamilyRows => ({
    rows: own,
    stratum: strata.of[own[0] ?? 0] ?? "",
  }));
  const plan = planCut(families, options);
  if (!plan.ok) return plan;
  const several = families.filter((own) => own.rows.length > 1);
  return ok({
    ...plan.value,
    lines,
    unread,
    stratified: { by: strata.by, strata: strata.count },
    alike: { rows: several.reduce((sum, own) => sum + own.rows.length, 0), families: several.length },
    distinct: families.length,
    repeated: strata.by === "label" ? repeatedPrompts(prompts, answers) : null,
  });
}

/** Of the pairs of rows with one prompt, those that differ in their label: the mean over the prompts. */
function repeatedPrompts(
  prompts: readonly string[],
  answers: readonly string[],
): { prompts: number; disagreement: number } {
  const said = grouped([...prompts.keys()], (row) => prompts[row] as string);
  const several = [...said.values()]
    .filter((rows) => rows.length > 1)
    .map((rows) => rows.map((row) => answers[row] ?? ""));
  const disagreement = several.reduce((sum, labels) => sum + disagreeing(labels) / several.length, 0);
  return { prompts: several.length, disagreement };
}

function disagreeing(labels: readonly string[]): number {
  const pairs = labels.length * (labels.length - 1);
  const alike = [...grouped(labels, (label) => label).values()].reduce(
    (sum, { length }) => sum + length * (length - 1),
    0,
  );
  return 1 - alike / pairs;
}
