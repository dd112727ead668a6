import { isRow, type Row } from "../formats/row.ts";
import { isFault } from "../formats/example.ts";
import { shapeNamed, shapeOf } from "./table.ts";

/** Words in the names of columns that hold what is asked, and of those that hold the answer. */
const [asked, answered] = [
  /question|prompt|instruct|input|query|request|(?<!t)ask|source|user|customer|problem/iu,
  /answer|complet|output|response|reply|target|assistant|agent|label|solution/iu,
];

/** A text of at least so many words is more than a name or a mark. */
const fewestWords = 4;

/** What the columns of a row may stand for: `prompt=quiz,completion=solution`; null where none of them holds text. */
function usesIn(row: Row): string | null {
  const texts = Object.keys(row)
    .filter((column) => typeof row[column] === "string" && row[column] !== "" && !/[,="]/u.test(column))
    .slice(0, 64);
  const long = texts.filter((column) => String(row[column]).trim().split(/\s+/u).length >= fewestWords);
  const completion = texts.find((column) => answered.test(column)) ?? long[1];
  const isPrompt = (column: string): boolean => column !== completion && asked.test(column);
  const prompt = long.find(isPrompt) ?? texts.find(isPrompt) ?? long.find((one) => one !== completion);
  if (prompt !== undefined && completion !== undefined) return `prompt=${prompt},completion=${completion}`;
  const [text] = long.length > 0 ? long : texts.filter((column) => !/(?:^|_)(?:id|uuid|hash)$/iu.test(column));
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
    const columns = isRow(first) ? (isReadable(first) ? "" : usesIn(first)) : null;
    const own =
      columns === null
        ? inner
        : { uses: `rows=${path}${name}${columns === "" ? "" : `,${columns}`}`, length: (value as unknown[]).length };
    if (own !== null && own.length > (longest?.length ?? 0)) longest = own;
  }
  return longest;
}

/**
 * What the columns of a row of no known shape may stand for, as it is written behind `--columns`; null where it holds no text
 * that could be named. The user decides: nothing is read by a guess.
 */
export function guessedColumns(row: Row): string | null {
  const written = usesIn(row) ?? listIn(row)?.uses;
  if (written === undefined) return null;
  return `--columns ${/\s/u.test(written) ? `"${written}"` : written}`;
}
