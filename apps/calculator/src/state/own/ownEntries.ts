import type { OwnPrices } from "@tunecast/estimator";
import { readNumber } from "../../question/numberText.ts";
import { plainDecimal } from "../../question/question.ts";
import entryKinds from "./entryKinds.json" with { type: "json" };

export type EntryKind = keyof typeof entryKinds;
export const kinds = Object.keys(entryKinds) as readonly EntryKind[];

/** The fields of a kind in the order of the form; those marked with a question mark narrow it down and may be left open. */
export function fieldNames(kind: EntryKind): readonly string[] {
  return entryKinds[kind].fields.replaceAll("?", "").split(" ");
}

export interface OwnEntry {
  readonly id: number;
  readonly kind: EntryKind;
  readonly fields: Readonly<Record<string, string>>;
}

/** The fields that an entry cannot do without and lacks: until then it is in no figure. */
export function lackingOf({ kind, fields }: OwnEntry): readonly string[] {
  const needed = entryKinds[kind].fields.split(" ").filter((field) => !field.endsWith("?"));
  return needed.filter((field) => (fields[field] ?? "").trim() === "");
}

export function overlayOf(entries: readonly OwnEntry[]): unknown {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const of = entries.filter((entry) => entry.kind === kind);
      return of.length === 0 ? [] : [[kind, of.map(written)]];
    }),
  );
}

function written({ kind, fields }: OwnEntry): Readonly<Record<string, string>> {
  const typed = fieldNames(kind).map((field) => [field, filed(field, (fields[field] ?? "").trim())] as const);
  return Object.fromEntries(typed.filter(([, text]) => text !== ""));
}

/** What was typed as a price file has it: `2,40` is 2.4, `eur` is EUR. */
function filed(field: string, text: string): string {
  if (["currency", "from", "to"].includes(field)) return text.toUpperCase();
  const number = text.includes(",") && ["amount", "percent", "rate"].includes(field) ? readNumber(text) : null;
  return number === null || Number.isNaN(number) ? text : plainDecimal(number);
}

export function entriesOf(prices: OwnPrices): readonly OwnEntry[] {
  return kinds.flatMap((kind) => (prices[kind] ?? []).map((entry) => ({ id: 0, kind, fields: textsOf(entry) })));
}

function textsOf(entry: object): Readonly<Record<string, string>> {
  const parts: readonly (readonly [string, unknown])[] = Object.entries(entry);
  return Object.fromEntries(parts.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
