import type { Assumption } from "../../contract/answer.ts";
import { countText } from "../../words/amount.ts";
import { dataTokens, longestRow, readsOn, rowsOver, setsOf, trainedTokens } from "./lengths.ts";
import type { SelfHostData, SelfHostQuestion } from "./question.ts";
import type { Run } from "./run.ts";

/** What the reader should know of the data before trusting a figure: how it was counted, what is cut, what is not known. */
export function dataAssumptions(run: Run, question: SelfHostQuestion): Assumption[] {
  const sets = setsOf(question);
  const notes = new Map(sets.flatMap(notesOf).map((note) => [note.sentence, note]));
  return [...notes.values(), ...cut(run, sets, question), ...lengths(run, question)];
}

function notesOf(data: SelfHostData): readonly Assumption[] {
  if ("mixture" in data) return data.mixture.flatMap((part) => notesOf(part.data));
  return "tokens" in data ? (data.notes ?? []) : [];
}

/** Rows lose their end where somebody asked for a shorter maximum: the answer, which is what is learned. */
function cut(run: Run, sets: readonly SelfHostData[], question: SelfHostQuestion): Assumption[] {
  const all = sets.reduce((sum, data) => sum + dataTokens(data).tokens, 0);
  const trained = sets.reduce((sum, data) => sum + trainedTokens(run, data), 0);
  const counts = sets.map((data) => rowsOver(run, data));
  const [rows, over] = [counts.reduce((sum, one) => sum + one.rows, 0), counts.reduce((sum, one) => sum + one.over, 0)];
  const longest = longestRow(run.objective, question)?.tokens ?? 0;
  // Of the two rows of a pair the longer one can be over where their mean is not.
  const unseen = `The longest row has ${countText(longest)} tokens and loses its end after ${countText(run.maxTokens)}.`;
  if (over === 0) return longest > run.maxTokens && !readsOn(run) ? [{ kind: "rows_cut", sentence: unseen }] : [];
  const share = (100 * (all - trained)) / all;
  const percent = share < 1 ? "less than 1 %" : `${share.toFixed(0)} %`;
  return [
    {
      kind: "rows_cut",
      sentence: `${countText(Math.round(over))} of ${countText(Math.round(rows))} rows are longer than ${countText(run.maxTokens)} tokens and lose their end, which holds the answer: ${percent} of the tokens are neither trained nor paid for.`,
    },
  ];
}

/** Rows longer than usual, which are taken whole, and rows of which only the mean is known. */
function lengths(run: Run, question: SelfHostQuestion): Assumption[] {
  const longest = longestRow(run.objective, question);
  if (longest === undefined || readsOn(run)) return [];
  const most = countText(run.maxTokens);
  if (longest.isMean)
    return run.packing !== "packed" || 2 * longest.tokens > run.maxTokens
      ? [
          {
            kind: "mean_length",
            sentence: `Only a mean length is known, so no row is taken to be longer than ${most} tokens: name a data file, or set max tokens to the longest row.`,
          },
        ]
      : [];
  if (!isForLongRows(run, question)) return [];
  const where = run.packing === "packed" ? "so a pack holds as many" : "and memory is counted for it";
  return [{ kind: "longest_row", sentence: `No row is cut: the longest has ${most} tokens, ${where}.` }];
}

/** The maximum was not stated and a row is longer than the usual one. */
export function isForLongRows({ objective, maxTokens }: Run, question: SelfHostQuestion): boolean {
  const longest = longestRow(objective, question);
  return question.maxTokens === undefined && longest !== undefined && longest.tokens === maxTokens;
}
