import type { Assumption } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import type { DataReading } from "./lengths.ts";
import { isRunningText } from "./objectives.ts";
import type { Run } from "./run.ts";

/** What the reader should know of the data before trusting a figure: how it was counted, what is cut, what is not known. */
export function lengthNotes(run: Run, reading: DataReading, isCutAsked: boolean): Assumption[] {
  const counted = new Map(reading.notes.map((note) => [note.sentence, note]));
  return [...counted.values(), ...cut(run, reading), ...longest(run, reading, isCutAsked)];
}

/** Rows lose their end where somebody asked for a shorter maximum: the answer, which is what is learned. */
function cut(run: Run, { tokens, trained, rows, over, longest: row }: DataReading): Assumption[] {
  const after = run.maxTokens;
  // Of the two rows of a pair the longer one can be over where their mean is not.
  if (over === 0)
    return row !== undefined && row.tokens > after && !isRunningText(run.objective)
      ? [spokenOfRun({ kind: "rows_cut", longest: row.tokens, after })]
      : [];
  const percent = (100 * (tokens - trained)) / tokens;
  return [spokenOfRun({ kind: "rows_cut", over: Math.round(over), rows: Math.round(rows), after, percent })];
}

/** Rows longer than usual, which are taken whole, and rows of which only the mean is known. */
function longest(run: Run, reading: DataReading, isCutAsked: boolean): Assumption[] {
  const { longest: row } = reading;
  if (row === undefined || isRunningText(run.objective)) return [];
  const packed = run.packing === "packed";
  if (row.isMean)
    return !packed || 2 * row.tokens > run.maxTokens
      ? [spokenOfRun({ kind: "mean_length", after: run.maxTokens })]
      : [];
  return isForLongRows(run, reading, isCutAsked)
    ? [spokenOfRun({ kind: "longest_row", tokens: run.maxTokens, packed })]
    : [];
}

/** The maximum was not stated and a row is longer than the usual one. */
export function isForLongRows({ maxTokens }: Run, { longest: row }: DataReading, isCutAsked: boolean): boolean {
  return !isCutAsked && row !== undefined && row.tokens === maxTokens;
}
