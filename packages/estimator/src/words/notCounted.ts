import { own } from "../check/keys.ts";
import type { Assumption } from "../contract/answer.ts";
import type { NotCounted, NoteKind } from "../contract/notes.ts";

const parts: { readonly [K in NotCounted["what"]]: string } = {
  prices: "Prices",
  checkpoint: "Storage of the checkpoint",
  load: "Further deployments for this traffic",
  cards: "Further cards for a model of unknown size",
  grader_tokens: "Tokens of a model grader",
  pictures: "Pictures",
  pictures_of_run: "Pictures",
  serving: "Serving",
  towers: "The part of the model that reads other things than text",
};

/** Notices of data that are missing from every figure. */
const lacks: Readonly<Partial<Record<NoteKind, string>>> = {
  bad_rows: "Rows that could not be read",
  missing_parts: "Parts of the file that are not here",
  unread_columns: "Columns of text or media that were not read",
};

/** What a total leaves out. */
export interface LeftOut {
  /** Each in a few words. */
  readonly notCounted: readonly string[];
  /** True where some of it belongs to the training. */
  readonly inTraining: boolean;
}

/** What a total leaves out, by the assumptions of its offer and the notices of its answer. */
export function leftOutOf(assumptions: readonly Assumption[], notices: readonly { readonly kind: string }[]): LeftOut {
  const open = assumptions.filter(({ kind }) => kind === "not_counted");
  const missing = [...new Set(notices.flatMap(({ kind }) => lackOf(kind)))];
  return {
    notCounted: [...open.flatMap(namesOf), ...missing],
    inTraining: missing.length > 0 || open.some(({ part }) => part === "training"),
  };
}

function lackOf(kind: string): string[] {
  const name = own(lacks, kind);
  return name === undefined ? [] : [name];
}

function namesOf({ facts: { names, what } = {} }: Assumption): readonly string[] {
  if (Array.isArray(names)) return names.map(String);
  return [(typeof what === "string" ? own(parts, what) : undefined) ?? "A part of the model"];
}
