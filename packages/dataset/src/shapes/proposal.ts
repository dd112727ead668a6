import { ok, type Result } from "@tunecast/estimator/problem";
import { isFault } from "../formats/example.ts";
import type { Bytes } from "../formats/held.ts";
import { has, isRow, type Row } from "../formats/row.ts";
import { readRows } from "../formats/rows.ts";
import { isModel } from "./checking/messages.ts";
import { messageFields, readChat, roleOf, speakerOf } from "./reading/chat.ts";
import { treeOf, type ColumnMapping } from "./reading/columns.ts";
import { shapeNamed, shapeOf } from "./table.ts";
import { holdsMedia, isText } from "./unread.ts";

const asked =
  /question|prompt|instruct|input|messages|query|request|(?<!t)ask|user|human|customer|problem|wrote|(?:^|_)(?:term|word)$/iu;
const answered =
  /answer|completion|output|response|reply|replie|target|assistant|agent|label|solution|ideal|said|sql|cypher|generation|translation|truth|gold|selected|definition/iu;
/** What is there to be told from the right answer, and what people were shown, as Mechanical Turk writes its results: `Input.target`. */
const unanswered = /wrong|incorrect|hallucinat|distract|reject|^input\./iu;
const classed = /intent|categor|class|sentiment|result|predict|annotat/iu;
/** What is read with a question, and what is trained on as it stands. */
const given = /context|passage|choice|option|evidence/iu;
const telling = /(?<!con)text|body|content|article|story|post|comment|review|note|essay|abstract|document|message/iu;

/** Names of the right answer, of any, and of a list of several. */
const sought = /(?:^|[_ .])(?:gold|expected|ideal|(?:correct|right)[_ ])/iu;
const logged = /(?:answer|completion|output|response|reply|ideal)s?$/iu;
const severalAnswers = /^(?:ideal|generations|answer|responses|completions|outputs)$/u;

/** Columns beside the texts: who wrote them, when and as what; and those without a name, which no option can say. */
const marks =
  /^$|(?:^|[._]|[a-z](?=[A-Z]))(?:[Ii][Dd]|[Uu][Uu][Ii][Dd]|[Hh]ash|[Bb]y|[Aa]t|[Dd]?[Tt]ype|[Mm]odel|[Ee]mail|[Oo]rigin)$|[._](?:name|version)$/u;

/** One of several columns that differ by a number: its name does not tell it from the others. */
const numbered = /\p{L}_?\d+(?:\.0)?$/u;

const instructing = /(?:^|[_ ])system(?:[_ ](?:prompt|message))?$/iu;

/** @param anyText whether a text of a few words may stand for all */
function usesIn(row: Row, anyText: boolean): ColumnMapping | null {
  const all = Object.keys(row).filter((column) => !marks.test(column));
  const named = all.filter(
    (column) => typeof row[column] === "string" && row[column] !== "" && !holdsMedia(row[column]),
  );
  const system = named.find((column) => instructing.test(column));
  const texts = named.filter((column) => column !== system && !numbered.test(column)).slice(0, 64);
  // A list or an object that is written out is no text.
  const said = texts.filter((column) => !/^\s*[[{]/u.test(String(row[column])));
  const long = said.filter((column) => isText(String(row[column])));
  const isBrief = anyText && (long.length === 0 || (all.length <= 2 && !long.some((column) => telling.test(column))));
  const near = isBrief ? said.filter((column) => /\p{L}/u.test(String(row[column]))) : long;
  const isNarrow = all.length <= mostBeside;
  const names = [sought, logged, answered, ...(isNarrow ? [classed] : [])];
  const answers = [...long, ...texts].filter((column) => !unanswered.test(column));
  const isAnswer = names.find((one) => answers.some((column) => one.test(column)));
  const label = all.find((column) => isNarrow && typeof row[column] === "number" && answered.test(column));
  // The place tells which is which only where little stands beside it; in a wider table the name has to.
  const placed = all.length <= 2 ? near : all.length <= mostPlaced ? long : [];
  const isOther = (one: string): boolean => !asked.test(one) && !given.test(one);
  const second = placed.length > 1 ? (placed.findLast(isOther) ?? placed.find((one) => /quer/iu.test(one))) : undefined;
  const called = answers.filter((column) => isAnswer?.test(column));
  const completion = called.find(isOther) ?? called[0] ?? second ?? label;
  const isPrompt = (column: string): boolean => column !== completion && asked.test(column);
  const rest = (all.length <= mostPlaced ? near : isNarrow ? long : []).find((one) => one !== completion);
  const prompt = long.find(isPrompt) ?? texts.find(isPrompt) ?? rest;
  const beside = system === undefined || system === "system" ? {} : { system };
  if (prompt !== undefined && completion !== undefined) return { prompt, completion, ...beside };
  const [text, other] = texts.length === 1 ? near : long.filter((column) => telling.test(column));
  // A question beside other columns is no text to train on without its answer, nor the first text of a list without the others.
  const isPart = text === undefined || other !== undefined || text.includes(".0.");
  return isPart || (asked.test(text) && texts.length > 1) ? null : { text };
}

function isReadable(row: Row): boolean {
  const shape = shapeNamed(shapeOf(row) ?? "");
  return shape !== undefined && !isFault(shape.read(row));
}

interface List {
  readonly uses: ColumnMapping;
  readonly rows: readonly Row[];
}

/** The longest list of rows within a document, and what its columns stand for where they have no known shape. */
function listIn(row: Row, path: string = ""): List | null {
  let longest: List | null = null;
  for (const [name, value] of Object.entries(row)) {
    if (/[,=".]/u.test(name)) continue;
    const inner = isRow(value) && path === "" ? listIn(value, `${name}.`) : null;
    const rows = Array.isArray(value) && value.every(isRow) ? value : [];
    const first = columnsOf(rows[0] ?? {});
    const columns = rows[0] !== undefined && isReadable(rows[0]) ? {} : (loggedIn(first) ?? usesIn(first, true));
    const own = columns === null ? inner : { uses: { rows: `${path}${name}`, ...columns }, rows };
    if (own !== null && own.rows.length > (longest?.rows.length ?? 0)) longest = own;
  }
  return longest;
}

const deepest = 8;
const mostColumns = 64;
const mostPlaced = 3;
const mostBeside = 6;
const mostWords = 5;

/** What lies in a row, by the path to it. A list of objects is known by its first one; a list of messages is one thing, also as text. */
function columnsOf(row: Row): Row {
  const walk = (written: unknown, path: readonly string[]): readonly (readonly [string, unknown])[] => {
    const value = typeof written === "string" && !written.includes('"role"') ? written : treeOf(written);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if ((path.length > 1 || severalAnswers.test(String(path))) && Array.isArray(value) && typeof first === "string")
      return [[[...path, "0"].join("."), first]];
    if (typeof first !== "object" || first === null || speakerOf(first as Row) !== undefined || path.length >= deepest)
      return [[path.join("."), value]];
    const inner = Array.isArray(value) ? [["0", first] as const] : Object.entries(first);
    // More are no columns: they are things by their ids.
    if (inner.length > mostColumns) return [];
    return inner.flatMap(([name, own]) => (/\.|^(?:tools|functions)$/u.test(name) ? [] : walk(own, [...path, name])));
  };
  return Object.fromEntries(Object.entries(row).flatMap(([name, value]) => walk(value, [name])));
}

/** Where a row that logs a request holds its messages, and where the answer: `request.messages`, `response.choices.0.message`. */
function loggedIn(columns: Row): ColumnMapping | null {
  const names = Object.keys(columns);
  const lists = names.filter((path) => Array.isArray(columns[path]) && !isFault(readChat({ messages: columns[path] })));
  const listed = lists.filter((path) => !path.endsWith("replies"));
  const whole = listed.filter((path) => messageFields.includes(path.split(".").at(-1) ?? ""));
  // A request and its answer may both be lists, as LangSmith keeps them; that of an agent's run repeats the request.
  const [sent, told, third] = whole;
  if (sent !== undefined && told !== undefined && third === undefined && answered.test(told) && !answered.test(sent)) {
    const isRepeated = JSON.stringify(columns[told]).startsWith(JSON.stringify(columns[sent]).slice(0, -1));
    return isRepeated ? { messages: told } : { prompt: sent, completion: told };
  }
  const asking = whole.length === 1 ? whole : listed;
  const saying = names.filter((path) => typeof columns[path] === "string" && !marks.test(path) && answered.test(path));
  const own = names.filter((path) => {
    const value = columns[path];
    if (typeof value === "string") return logged.test(path.split(".").at(-1) ?? "");
    return isRow(value) && (isModel(speakerOf(value)) || logged.test(path));
  });
  const longest = saying.toSorted((a, b) => String(columns[b]).length - String(columns[a]).length).slice(0, 1);
  const [[prompt, another], [completion, other]] = [asking, own.length > 0 ? own : longest];
  const last: unknown = prompt === undefined ? null : (columns[prompt] as readonly unknown[]).at(-1);
  const isTalk = isRow(last) && isModel(speakerOf(last));
  if (prompt !== undefined && another === undefined && (completion === undefined || isTalk))
    return own.length > 0 ? null : { messages: prompt };
  if (prompt === undefined || completion === undefined || another !== undefined || other !== undefined) return null;
  return { prompt, completion };
}

/**
 * What the columns of a row of no known shape may stand for; null where it holds no text that could be named.
 *
 * @param isWhole whether the row may be the whole file, so that its rows are in a list of it
 */
export function guessedColumns(row: Row, isWhole: boolean = true): ColumnMapping | null {
  // A turn of a conversation is no example by itself, and neither is a tool.
  if (row["type"] === "function" || roleOf(String(speakerOf(row))) !== undefined) return null;
  // A word beside a list is its class or its number; the text is in the list.
  const isFlat = Object.values(row).every((value) => typeof value !== "object" || value === null);
  const columns = columnsOf(row);
  const list = isWhole ? listIn(row) : null;
  const logged = loggedIn(columns);
  // In the first row of a list that is the whole file.
  const isFirst = Object.values(logged ?? {}).every((path) => path.startsWith(`${list?.uses["rows"] ?? ""}.0.`));
  return (isFirst ? null : logged) ?? list?.uses ?? usesIn(columns, isFlat);
}

function optionFor(guess: ColumnMapping | null): string {
  // A name with such a sign cannot be written behind the option; one of many words is the first text of a table without a header.
  const isNone = (column: string): boolean => /[,="]/u.test(column) || column.split(/\s+/u).length > mostWords;
  if (guess === null || Object.values(guess).some(isNone)) return "";
  const written = Object.entries(guess)
    .map((use) => use.join("="))
    .join(",");
  return `; perhaps --columns ${/\s/u.test(written) ? `"${written}"` : written}`;
}

const alone = "\0";

/** The columns of a row and what they may stand for: where it is the whole file, and behind a mark where it is one among others. */
export function strangeColumns(row: Row): string {
  const names = Object.keys(row).slice(0, 8).join(", ");
  const [whole, among] = [optionFor(guessedColumns(row)), optionFor(guessedColumns(row, false))];
  return whole === among ? names + whole : `${names}${whole}${alone}${names}${among}`;
}

/** What {@link strangeColumns} says of a row that is the whole file, or one among others. */
export const columnsSaid = (detail: string, isWhole: boolean): string => detail.split(alone).at(isWhole ? 0 : -1) ?? "";

/** The columns of a file, to say which is which. */
export interface FileColumns {
  /** Names, or paths to what lies within a column: `outputs.answer`. Where `proposal` has `rows`, those of the rows in that list. */
  readonly columns: readonly string[];
  /** What they may stand for by their names and values, a guess that a person confirms; null where no text could be named. */
  readonly proposal: ColumnMapping | null;
}

const firstRows = 50;

/** The columns that the first rows of a file have, whatever its format. Problems: those of `profileBytes`. */
export async function fileColumns(
  chunks: Bytes,
  { name }: { readonly name?: string } = {},
): Promise<Result<FileColumns>> {
  const rows: Row[] = [];
  const seen = { aborted: false };
  const sink = {
    record(row: unknown): void {
      if (isRow(row) && rows.length < firstRows) rows.push(row);
      seen.aborted = rows.length === firstRows;
    },
    fault: () => undefined,
  };
  const read = await readRows(chunks, sink, { name, signal: seen, columns: {} });
  if (!read.ok && !seen.aborted) return read;
  const proposal = rows.map((row) => guessedColumns(row, rows.length === 1)).find((guess) => guess !== null) ?? null;
  const own = proposal !== null && has(proposal, "rows") ? rows.flatMap((row) => listIn(row)?.rows ?? []) : rows;
  return ok({ columns: [...new Set(own.slice(0, firstRows).flatMap((row) => Object.keys(columnsOf(row))))], proposal });
}
