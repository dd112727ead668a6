import type { OwnPrices } from "@tunecast/estimator";

/** The kinds of entry that a file of own prices has, and what each is called. */
export const entryKinds = {
  discounts: "Discount",
  rates: "Negotiated rate",
  credits: "Credit",
  exchange: "Exchange rate",
} as const;

export type EntryKind = keyof typeof entryKinds;

/** The fields of each kind in the order of the form; the marked ones narrow it down and may be left open. */
const fieldsOf: Readonly<Record<EntryKind, string>> = {
  discounts: "provider percent kind? source",
  rates: "provider model? kind amount currency per source method? variant? service? from?",
  credits: "provider amount currency source",
  exchange: "from rate to date source",
};

/** Names of the fields of a kind. */
export function fieldNames(kind: EntryKind): readonly string[] {
  return fieldsOf[kind].replaceAll("?", "").split(" ");
}

/** One line of the form, as typed. */
export interface OwnEntry {
  readonly id: number;
  readonly kind: EntryKind;
  readonly fields: Readonly<Record<string, string>>;
}

/** All that it needs is typed. */
export function isComplete({ kind, fields }: OwnEntry): boolean {
  const needed = fieldsOf[kind].split(" ").filter((field) => !field.endsWith("?"));
  return needed.every((field) => (fields[field] ?? "").trim() !== "");
}

/** The file that these entries mean, as the command reads it; not checked yet. */
export function overlayOf(entries: readonly OwnEntry[]): unknown {
  const kinds = Object.keys(entryKinds) as EntryKind[];
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const of = entries.filter((entry) => entry.kind === kind);
      return of.length === 0 ? [] : [[kind, of.map(written)]];
    }),
  );
}

function written({ kind, fields }: OwnEntry): Readonly<Record<string, string>> {
  const typed = fieldNames(kind).map((field) => [field, (fields[field] ?? "").trim()] as const);
  return Object.fromEntries(typed.filter(([, text]) => text !== ""));
}

/** The entries of a checked file. */
export function entriesOf(prices: OwnPrices): readonly OwnEntry[] {
  return (Object.keys(entryKinds) as EntryKind[]).flatMap((kind) =>
    (prices[kind] ?? []).map((entry) => ({ id: 0, kind, fields: textsOf(entry) })),
  );
}

/** What of an entry stands in fields. */
function textsOf(entry: object): Readonly<Record<string, string>> {
  const parts: readonly (readonly [string, unknown])[] = Object.entries(entry);
  return Object.fromEntries(parts.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** Names of the columns of a table, `what` first: `discounts`, `rates`, `credits` or `exchange`. */
const columns: readonly string[] = ["what", ...new Set((Object.keys(entryKinds) as EntryKind[]).flatMap(fieldNames))];

/** A table to fill in: the names, and a line of each kind. */
export const tableTemplate: string = [
  columns,
  ...(
    [
      { what: "discounts", provider: "openai", percent: "12", source: "contract 2026-114" },
      { what: "exchange", from: "USD", to: "EUR", rate: "0.86", date: "2026-11-24", source: "our bank" },
    ] as readonly Readonly<Record<string, string>>[]
  ).map((line) => columns.map((column) => line[column] ?? "")),
]
  .map((cells) => cells.join(","))
  .join("\n")
  .concat("\n");

/** The lines of a table whose first line names its columns, with commas, semicolons or tabs; a sentence where it has none. */
export function entriesOfTable(text: string): readonly OwnEntry[] | string {
  const lines = text.split(/\r?\n/u).filter((line) => line.trim() !== "");
  const sign = ["\t", ";", ","].find((each) => lines[0]?.includes(each)) ?? ",";
  const [head = [], ...rows] = lines.map((line) => cellsOf(line, sign));
  if (!head.includes("what"))
    return `The first line has to name the columns; one of them is "what": ${Object.keys(entryKinds).join(", ")}.`;
  const strange = head.find((name) => !columns.includes(name));
  if (strange !== undefined) return `There is no column "${strange}"; the columns are ${columns.join(", ")}.`;
  const entries: OwnEntry[] = [];
  for (const [index, cells] of rows.entries()) {
    const { what = "", ...fields } = Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ""]));
    if (!isKind(what)) return `Line ${index + 2} is a "${what}"; known are ${Object.keys(entryKinds).join(", ")}.`;
    const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ""));
    entries.push({ id: 0, kind: what, fields: filled });
  }
  return entries;
}

function isKind(text: string): text is EntryKind {
  return Object.hasOwn(entryKinds, text);
}

/** The cells of a line; a quoted one may hold the sign itself and doubled quotes. */
function cellsOf(line: string, sign: string): readonly string[] {
  const cells = line.match(new RegExp(`(?:"(?:[^"]|"")*"|[^${sign}"])*(?:${sign}|$)`, "gu")) ?? [];
  return cells.slice(0, -1).map((cell) => {
    const plain = cell.endsWith(sign) ? cell.slice(0, -1).trim() : cell.trim();
    return plain.startsWith('"') ? plain.slice(1, -1).replaceAll('""', '"') : plain;
  });
}
