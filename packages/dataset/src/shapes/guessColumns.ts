import type { Row } from "../formats/row.ts";

/** Words in the names of columns that hold what is asked, and of those that hold the answer. */
const [asked, answered] = [
  /question|prompt|instruct|input|query|request|ask|source|user|customer/iu,
  /answer|complet|output|response|reply|target|assistant|agent|label/iu,
];

/**
 * What the columns of a row of no known shape may stand for, as it is written behind `--columns`; null where no two of them
 * hold text. The user decides: nothing is read by a guess.
 */
export function guessedColumns(row: Row): string | null {
  const texts = Object.keys(row)
    .filter((column) => typeof row[column] === "string" && row[column] !== "" && !/[,="]/u.test(column))
    .slice(0, 64);
  const completion = texts.find((column) => answered.test(column)) ?? texts[1];
  const prompt =
    texts.find((column) => column !== completion && asked.test(column)) ?? texts.find((one) => one !== completion);
  if (prompt === undefined || completion === undefined) return null;
  const written = `prompt=${prompt},completion=${completion}`;
  return `--columns ${/\s/u.test(written) ? `"${written}"` : written}`;
}
