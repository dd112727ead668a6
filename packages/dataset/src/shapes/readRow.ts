import { fail, ok, type Problem, type Result } from "@tunecast/estimator/problem";
import { fault, isFault, type Example, type Reading } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { costsRow, isRow, type Row, type RowSink } from "../formats/row.ts";
import { readRows, type ReadOptions, type RowsRead } from "../formats/rows.ts";
import {
  NamedColumns,
  columnNowhere,
  columnsProblem,
  readMapped,
  withoutList,
  type ColumnMapping,
} from "./reading/columns.ts";
import { shapeNamed, shapeOf, shapes } from "./table.ts";

export interface RowExample {
  readonly example: Example;
  readonly row: Row;
  readonly line: number;
  readonly text: string | null;
  readonly shape: string;
}

interface Reads {
  readonly format?: string | undefined;
  readonly columns?: ColumnMapping | undefined;
}

export async function readExamples(
  chunks: Bytes,
  given: ReadOptions & Reads,
  take: (found: RowExample) => void,
): Promise<Result<{ readonly read: RowsRead; readonly unread: number }>> {
  const wrong = readingProblem(given);
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const named = new NamedColumns(options.columns);
  let unread = 0;
  const sink: RowSink = {
    record(row, line, text) {
      if (isRow(row)) named.see(row);
      const shape = isRow(row) ? shapeAs(row, options) : undefined;
      const example = isRow(row) ? readRow(row, shape, options.columns) : fault("not_object", "row");
      if (isFault(example)) unread += 1;
      else take({ example, row: row as Row, line, text, shape: shape ?? "" });
    },
    fault(code, _line, detail) {
      if (costsRow(code, detail)) unread += 1;
    },
  };
  const read = await readRows(chunks, sink, options);
  if (!read.ok) return read;
  const nowhere = columnNowhere(named.missing);
  return nowhere === null ? ok({ read: read.value, unread }) : fail(nowhere);
}

const [asked, answered] = [
  /question|prompt|instruct|input|query|request|(?<!t)ask|source|user|customer|problem/iu,
  /answer|complet|output|response|reply|target|assistant|agent|label|solution|sql|cypher/iu,
];

const logged = /^(?:answer|completion|output|response|reply|ideal)s?$/iu;

const fewestWords = 4;
const instructing = /^system(?:[_ ](?:prompt|message))?$/iu;

/** @param anyText whether a text of a few words may stand for all */
function usesIn(row: Row, anyText: boolean): string | null {
  const named = Object.keys(row).filter(
    (column) => typeof row[column] === "string" && row[column] !== "" && !/[,="]/u.test(column),
  );
  const system = named.find((column) => instructing.test(column));
  const texts = named.filter((column) => column !== system).slice(0, 64);
  const long = texts.filter((column) => String(row[column]).trim().split(/\s+/u).length >= fewestWords);
  const short =
    anyText && long.length === 0 ? texts.filter((column) => !/(?:^|_)(?:id|uuid|hash)$/iu.test(column)) : [];
  const label = Object.keys(row).find((column) => typeof row[column] === "number" && answered.test(column));
  // Two columns of a few words each are a question and its answer, in any language.
  const second = short.length === 2 ? short[1] : long[1];
  const completion = texts.find((column) => answered.test(column)) ?? second ?? label;
  const isPrompt = (column: string): boolean => column !== completion && asked.test(column);
  const rest = [...long, ...short].find((one) => one !== completion);
  const prompt = long.find(isPrompt) ?? texts.find(isPrompt) ?? rest;
  const beside = system === undefined || system === "system" ? "" : `,system=${system}`;
  if (prompt !== undefined && completion !== undefined) return `prompt=${prompt},completion=${completion}${beside}`;
  const [text] = long.length > 0 ? long : short;
  return text === undefined ? null : `text=${text}`;
}

function isReadable(row: Row): boolean {
  const shape = shapeNamed(shapeOf(row) ?? "");
  return shape !== undefined && !isFault(shape.read(row));
}

/** The longest list of rows within a document, and what its columns stand for where they have no known shape. */
function listIn(row: Row, path: string = ""): { readonly uses: string; readonly length: number } | null {
  let longest: { uses: string; length: number } | null = null;
  for (const [name, value] of Object.entries(row)) {
    if (/[,=".]/u.test(name)) continue;
    const inner = isRow(value) && path === "" ? listIn(value, `${name}.`) : null;
    const first: unknown = Array.isArray(value) && value.every(isRow) ? value[0] : undefined;
    const columns = isRow(first) ? (isReadable(first) ? "" : usesIn(first, true)) : null;
    const uses = `rows=${path}${name}${columns === "" ? "" : `,${columns}`}`;
    const own = columns === null ? inner : { uses, length: (value as unknown[]).length };
    if (own !== null && own.length > (longest?.length ?? 0)) longest = own;
  }
  return longest;
}

/** Where a row that logs a request holds its messages, and where the answer: `request.messages`, `response.choices.0.message`. */
function loggedIn(row: Row): string | null {
  const [asking, answering]: [string[], string[]] = [[], []];
  const walk = (value: unknown, path: readonly string[]): void => {
    const [first]: unknown[] = Array.isArray(value) ? value : [];
    if (isRow(first) && typeof first["role"] === "string") return void asking.push(path.join("."));
    const isAnswer =
      typeof value === "string" ? logged.test(path.at(-1) ?? "") : isRow(value) && value["role"] === "assistant";
    if (isAnswer) return void answering.push(path.join("."));
    if (typeof value !== "object" || value === null || path.length > 4) return;
    for (const [name, inner] of Array.isArray(value) ? [["0", first] as const] : Object.entries(value))
      if (!/[,=".]/u.test(name)) walk(inner, [...path, name]);
  };
  walk(row, []);
  return asking.length === 1 && answering.length === 1 ? `prompt=${asking[0]},completion=${answering[0]}` : null;
}

/** With the fields of its objects as columns: `{inputs: {question}}` has a column `inputs.question`. */
function withInner(row: Row): Row {
  const columns = Object.entries(row).flatMap(([name, value]) =>
    isRow(value) && !name.includes(".")
      ? Object.entries(value).map(([inner, own]) => [`${name}.${inner}`, own])
      : [[name, value]],
  );
  return Object.fromEntries(columns) as Row;
}

/** What the columns of a row of no known shape may stand for, as it is written behind `--columns`; null where it holds no text that could be named. */
export function guessedColumns(row: Row): string | null {
  // A word beside a list is its class or its number; the text is in the list.
  const isFlat = Object.values(row).every((value) => typeof value !== "object" || value === null);
  const written = usesIn(row, false) ?? loggedIn(row) ?? listIn(row)?.uses ?? usesIn(withInner(row), isFlat);
  if (written === null) return null;
  return `--columns ${/\s/u.test(written) ? `"${written}"` : written}`;
}

export function readRow(row: Row, shape: string | undefined, columns: ColumnMapping | undefined): Reading {
  if (columns !== undefined) return readMapped(row, columns);
  const known = shape === undefined ? undefined : shapeNamed(shape);
  return known === undefined ? fault("unknown_shape", strangeColumns(row)) : known.read(row);
}

export function shapeAs(row: Row, { format, columns }: Reads): string | undefined {
  if (columns === undefined) return format ?? shapeOf(row);
  return columns["text"] === undefined ? "question-answer" : "text";
}

export function strangeColumns(row: Row): string {
  const guess = guessedColumns(row);
  return `${Object.keys(row).slice(0, 8).join(", ")}${guess === null ? "" : `; perhaps ${guess}`}`;
}

/** What {@link strangeColumns} says, for a row among others: a list within a row can be named where the row is the whole file. */
export const amongRows = (columns: string): string => columns.replace(/; perhaps --columns "?rows=.*$/u, "");

export function readingProblem({ format, columns }: Reads): Problem | null {
  if (format !== undefined && shapeNamed(format) === undefined)
    return { kind: "unknown_format", format, known: shapes };
  return columns === undefined ? null : columnsProblem(columns);
}
