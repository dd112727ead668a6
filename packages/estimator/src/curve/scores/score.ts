import { fail, ok, type Result } from "../../problem.ts";
import { meanOf } from "../results/read.ts";
import { published } from "../published.ts";
import { isRecord } from "../../check/fields.ts";
import { jsonOf, jsonRecords, tableRecords, type JsonRecord } from "../../check/records.ts";

export interface GivenAnswer {
  /** Name of the item; its place in the file, from 1, where it has none. */
  readonly id: string;
  readonly text: string;
}

/** Which side of the comparison a file holds: the same column names mean other things. */
export type Side = "predictions" | "gold";

const IDS = ["id", "custom_id", "item", "item_id", "doc_id"];

const ANSWERS: Readonly<Record<Side, readonly string[]>> = {
  predictions: "prediction predicted pred output response completion generated answer label text".split(" "),
  gold: "gold reference target expected label answer completion output ideal response text".split(" "),
};

/**
 * The answers of a file: JSON lines or an array of objects, chat rows (the last assistant message), results of a batch, a CSV table, or
 * one answer a line. Problems: `no_answers` (file), `no_answer_column` (file, known), `item_twice` (file, item),
 * `long_row` (file, line, got, expected: more cells than the first row has).
 */
export function readAnswers(text: string, side: Side, file: string): Result<GivenAnswer[]> {
  const known = ANSWERS[side];
  const json = jsonRecords(text);
  const table = json === null ? tableRecords(text, known) : ok(null);
  if (!table.ok) return fail({ ...table.problem, file });
  const records: readonly JsonRecord[] | null = json ?? table.value;
  // A file ends with a line end: what stands after it is no answer.
  const lines = text.trimEnd().split(/\r\n|\n|\r/);
  // JSON lines with a broken one among them are no answers as they stand.
  const isBroken = records === null && lines.some((line) => isRecord(jsonOf(line)));
  const answers = records?.map((record) => answerOf(record, known)) ?? (isBroken ? [null] : lines);
  if (records === null && text.trim() === "") return fail({ kind: "no_answers", file });
  const given: GivenAnswer[] = [];
  const seen = new Set<string>();
  for (const [at, answer] of answers.entries()) {
    if (answer === null) return fail({ kind: "no_answer_column", file, known });
    const id = IDS.map((name) => records?.[at]?.[name]).find(
      (one) => typeof one === "string" || typeof one === "number",
    );
    const item = String(id ?? at + 1);
    if (seen.has(item)) return fail({ kind: "item_twice", file, item });
    seen.add(item);
    given.push({ id: item, text: answer.trim() });
  }
  return given.length === 0 ? fail({ kind: "no_answers", file }) : ok(given);
}

function answerOf(record: JsonRecord, known: readonly string[]): string | null {
  const { messages, response } = record;
  if (isRecord(response) && isRecord(response["body"])) {
    const { choices } = response["body"];
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    return contentOf(isRecord(choice) ? choice["message"] : undefined);
  }
  const chat = Array.isArray(messages)
    ? messages.findLast((one) => isRecord(one) && one["role"] === "assistant")
    : null;
  for (const name of known) {
    // Beside a chat an answer of its own is what counts; a text is the chat once more.
    if (name === "text" && chat) break;
    const value: unknown = Array.isArray(record[name]) ? record[name][0] : record[name];
    if (["string", "number", "boolean"].includes(typeof value)) return String(value);
  }
  return contentOf(chat);
}

function contentOf(message: unknown): string | null {
  return isRecord(message) && typeof message["content"] === "string" ? message["content"] : null;
}

/** A figure with its standard error and central 95 % interval: Wilson's for a share of right items, else 1.96 standard errors. */
export type Scored = Readonly<Record<"value" | "se" | "low95" | "high95", number>>;

/** What predictions score, in shares from 0 to 1. */
export interface Scores {
  readonly items: number;
  /** Whether the gold answers are labels: few, and met again and again. */
  readonly labels: boolean;
  /** By name: `exact-match` and `rouge-l` always; of labels also `accuracy` and `f1-macro`. */
  readonly metrics: Readonly<Record<string, Scored>>;
  /** Of labels: precision, recall and F1 of each, by its share of the gold answers. */
  readonly classes: readonly ClassScores[];
  /** What each item scored by each metric that is a mean over items, in the order of the gold file. */
  readonly itemScores: Readonly<Record<string, readonly { readonly id: string; readonly score: number }[]>>;
}

export interface ClassScores {
  readonly label: string;
  readonly items: number;
  readonly precision: Scored | null;
  readonly recall: Scored;
  readonly f1: Scored;
}

/** Labels are answers of at most so many kinds and letters, met so often each. */
const MOST_LABELS = 50;
const LABEL_LETTERS = 60;
const LEAST_MEETINGS = 3;
const REACH = 1.96;

/**
 * Scores predictions against the gold answers, item by item: by name where both files name them, else by place.
 * Problems: `answers_missing` (missing: how many gold items have no prediction, item: the first), `answers_unknown` (item).
 */
export function scoreAnswers(
  predictions: readonly GivenAnswer[],
  gold: readonly GivenAnswer[],
  { caseSensitive = false }: { readonly caseSensitive?: boolean } = {},
): Result<Scores> {
  const given = new Map(predictions.map(({ id, text }) => [id, text]));
  const missing = gold.filter(({ id }) => !given.has(id));
  if (missing[0] !== undefined) return fail({ kind: "answers_missing", missing: missing.length, item: missing[0].id });
  const known = new Set(gold.map(({ id }) => id));
  const unknown = predictions.find(({ id }) => !known.has(id));
  if (unknown !== undefined) return fail({ kind: "answers_unknown", item: unknown.id });
  const plain = (text: string): string => {
    const one = text.trim().replaceAll(/\s+/gu, " ");
    return caseSensitive ? one : one.toLowerCase();
  };
  const wanted = gold.map(({ text }) => plain(text));
  const said = gold.map(({ id }) => plain(given.get(id) ?? ""));
  const exact = gold.map(({ id }, place) => ({ id, score: Number(wanted[place] === said[place]) }));
  const overlap = gold.map(({ id }, place) => ({ id, score: rougeL(said[place] ?? "", wanted[place] ?? "") }));
  const right = exact.reduce((sum, { score }) => sum + score, 0);
  const share = shareOf(right, gold.length);
  const labels = areLabels(wanted);
  const ofLabels = labels ? labelScores(wanted, said) : null;
  const mean = meanOf(overlap.map(({ score }) => score));
  return ok(
    published({
      items: gold.length,
      labels,
      metrics: {
        ...(ofLabels && { accuracy: share, "f1-macro": ofLabels.macro }),
        "exact-match": share,
        "rouge-l": within(mean.value, mean.se ?? 0),
      },
      classes: ofLabels?.classes ?? [],
      itemScores: { ...(labels && { accuracy: exact }), "exact-match": exact, "rouge-l": overlap },
    }),
  );
}

function areLabels(wanted: readonly string[]): boolean {
  const kinds = new Set(wanted);
  return (
    kinds.size >= 2 &&
    kinds.size <= Math.min(MOST_LABELS, wanted.length / LEAST_MEETINGS) &&
    [...kinds].every((kind) => kind.length <= LABEL_LETTERS)
  );
}

/** A share of right items with its interval. @source Wilson, JASA 22 (1927), https://doi.org/10.1080/01621459.1927.10502953 */
export function shareOf(right: number, items: number): Scored {
  const value = right / items;
  const variance = (value * (1 - value)) / items;
  const [middle, half] = [value + REACH ** 2 / (2 * items), REACH * Math.sqrt(variance + (REACH / (2 * items)) ** 2)];
  const [low95 = 0, high95 = 1] = [middle - half, middle + half].map((end) =>
    Math.min(Math.max(end / (1 + REACH ** 2 / items), 0), 1),
  );
  return { value, se: Math.sqrt(variance), low95, high95 };
}

function within(value: number, se: number): Scored {
  return { value, se, low95: Math.max(value - REACH * se, 0), high95: Math.min(value + REACH * se, 1) };
}

/**
 * Scores of each label and the plain mean of their F1 = 2 right / (predicted + actual), whose error is that of drawing the items again, by
 * the delta method. A prediction that is no label is wrong, and a false alarm of none.
 */
function labelScores(
  wanted: readonly string[],
  said: readonly string[],
): { readonly macro: Scored; readonly classes: ClassScores[] } {
  const kinds = new Map([...new Set(wanted)].map((label) => [label, { label, right: 0, actual: 0, predicted: 0 }]));
  for (const [place, label] of wanted.entries()) {
    const [gold, guess] = [kinds.get(label), kinds.get(said[place] ?? "")];
    if (gold) gold.actual += 1;
    if (guess) guess.predicted += 1;
    if (gold && gold === guess) gold.right += 1;
  }
  /** What one more item with the label does to the label's F1: where it is answered right, and where not. */
  const changes = (label: string, isRight: boolean): number => {
    const { right = 0, actual = 0, predicted = 0 } = kinds.get(label) ?? {};
    const whole = actual + predicted;
    return whole === 0 ? 0 : (2 * (isRight ? whole - 2 * right : -right)) / whole ** 2;
  };
  const each = wanted.map((label, place) => {
    const answer = said[place] ?? "";
    return answer === label ? changes(label, true) : changes(label, false) + changes(answer, false);
  });
  // F1 is one of shares, so the changes by all items add up to 0.
  const squares = each.reduce((all, one) => all + one * one, 0);
  const classes = [...kinds.values()].map(({ label, right, actual, predicted }): ClassScores => {
    const whole = actual + predicted;
    const wrong = whole - 2 * right;
    return {
      label,
      items: actual,
      precision: predicted === 0 ? null : shareOf(right, predicted),
      recall: shareOf(right, actual),
      f1: within((2 * right) / whole, Math.sqrt(4 * right * wrong * (right + wrong)) / whole ** 2),
    };
  });
  const mean = classes.reduce((all, { f1 }) => all + f1.value / classes.length, 0);
  return {
    macro: within(mean, Math.sqrt(squares) / classes.length),
    classes: classes.toSorted((a, b) => b.items - a.items || (a.label < b.label ? -1 : 1)),
  };
}

/** ROUGE-L: F1 of the longest common subsequence of words (letters, marks, digits; lower case, no stemming). @source https://aclanthology.org/W04-1013 */
export function rougeL(predicted: string, gold: string): number {
  const [a = [], b = []] = [predicted, gold].map((text) => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
  const row = new Int32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const above = row[j]!;
      row[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!);
      diagonal = above;
    }
  }
  const common = row[b.length]!;
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}
