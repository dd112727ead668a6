import { isRecord, type JsonRecord } from "../records.ts";
import { meanOf, perItem, type ItemScore, type RunResult } from "../run.ts";

/** What a reader of one tool's files finds: the figures, without what the file's name says. */
export type Found = Omit<RunResult, "file" | "tool">;

/** Reads one tool's files. `metric` is what the user asked for; without it the first usual one. */
export interface Tool {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
  /** Every metric or task that the file holds; one is asked for where there are several. */
  readonly read: (value: unknown) => readonly Found[];
}

/** A finite number; null for anything else. */
export const numberOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
/** A text that is not empty; null for anything else. */
export const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
/** The objects of a list; none of what is no list. */
export const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
/** An object; an empty one for what is none. */
export const recordOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
/** A name or a number as text; null for anything else. */
export const nameOf = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null;

/** The scores of the items under one name; none where no item has one. */
export function ofItems(
  metric: string,
  lines: readonly JsonRecord[],
  idName: string,
  scoreOf: (line: JsonRecord) => unknown,
): Found[] {
  const scores = lines.flatMap((line, place): ItemScore[] => {
    const score = scoreOf(line);
    const figure = typeof score === "boolean" ? Number(score) : numberOf(score);
    return figure === null ? [] : [{ id: nameOf(line[idName]) ?? String(place + 1), score: figure }];
  });
  const items = perItem(scores);
  return items.length === 0 ? [] : [{ n: null, model: null, test: null, metric, ...meanOf(items), items }];
}
