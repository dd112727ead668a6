import type { Block, Report, Table } from "@tunecast/estimator/report";
import { refuse } from "../show/messages.ts";
import { sourceText } from "../show/report.ts";

/** `--as-of` is the field `asOf`, `--no-packing` is `noPacking`. */
export function fieldName(option: string): string {
  return option.replace(/^--/u, "").replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
}

/** A sentence of the command as an agent reads it: fields where it names options, questions where it names commands. */
export function wordsOf(sentence: string, names: Readonly<Record<string, string>> = {}): string {
  const fieldOf = (option: string): string =>
    Object.entries(names).find(([, one]) => one === option)?.[0] ?? fieldName(option);
  return sentence
    .replaceAll(/^tunecast: /gmu, "")
    .replaceAll(/`?\btunecast ([a-z]+)(?: [^.`\n:;]*)?`?/gu, "ask about $1")
    .replaceAll(/--help(?: all)?\b/gu, "the fields of the question")
    .replaceAll(/--set ([\w.]+)(?:=\S+)?/gu, 'set ["$1=…"]')
    .replaceAll(/--[a-z]+(?:-[a-z]+)*/gu, (option) => fieldOf(option))
    .replaceAll(/(?:[;,] |\. )?[Ee]xit(?:s with| code)[^.;]*/gu, "")
    .replaceAll(/\boptions?\b/gu, (word) => word.replace("option", "field"));
}

/** What a tool answers: a page of at most 4 kB, and how to get the next one. */
export interface AgentAnswer {
  readonly answer: string;
  readonly figures?: readonly object[];
  readonly rows?: readonly object[];
  readonly notes?: readonly string[];
  readonly sources?: readonly string[];
  readonly more?: string;
}

export const answerSchema = {
  type: "object",
  properties: {
    answer: { type: "string", description: "the answer in sentences" },
    figures: { type: "array", items: { type: "object" } },
    rows: { type: "array", items: { type: "object" } },
    notes: { type: "array", items: { type: "string" } },
    sources: { type: "array", items: { type: "string" }, description: "of the prices, with the day seen" },
    more: { type: "string", description: "what was left out, and how to ask for it" },
  },
  required: ["answer"],
} as const;

export const mostBytes = 4000;

type Entry = readonly ["rows", object] | readonly ["notes" | "sources" | "lines", string];

/** The entries of a report: rows that answer the question, what must be said with them, sources, then the rest. */
export function entriesOf({ blocks, sources }: Report): readonly Entry[] {
  const tables = blocks.flatMap((block) =>
    block.kind === "table" ? [{ rows: rowsOf(block), enough: block.enough }] : [],
  );
  const notes = blocks.flatMap((block) => notesOf(block));
  const cited = sources.map((one): Entry => ["sources", sourceText(one)]);
  return [
    ...tables.flatMap(({ rows, enough }) => rows.slice(0, enough)),
    ...notes.filter(({ small }) => !small).map(({ text }): Entry => ["notes", text]),
    ...cited.slice(0, 3),
    ...tables.flatMap(({ rows, enough }) => rows.slice(enough)),
    ...notes.filter(({ small }) => small).map(({ text }): Entry => ["notes", text]),
    ...cited.slice(3),
  ];
}

export function linesOf(text: string): readonly Entry[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line): Entry => ["lines", line]);
}

/** A page of the entries from one on, as many as there is room for. */
export function paged(
  head: { readonly answer: string; readonly figures?: readonly object[] },
  entries: readonly Entry[],
  from: unknown,
): AgentAnswer {
  const isPlace = typeof from === "number" && Number.isInteger(from) && from >= 0 && from < Math.max(1, entries.length);
  if (!isPlace)
    return refuse(
      `The field from must be a whole number below ${entries.length}: the entry that the page begins with.`,
    );
  const pageTo = (end: number): AgentAnswer => {
    const shown = entries.slice(from, end);
    const of = (list: Entry[0]): readonly unknown[] => shown.filter(([one]) => one === list).map(([, value]) => value);
    const left = entries.length - end;
    return {
      ...head,
      answer: [head.answer, ...of("lines")].filter((one, at) => at > 0 || one !== "").join("\n"),
      ...Object.fromEntries(
        (["rows", "notes", "sources"] as const).flatMap((list) => (of(list).length > 0 ? [[list, of(list)]] : [])),
      ),
      ...(left > 0 && { more: `${left} more entries: ask the same with from: ${end}.` }),
    };
  };
  let end = entries.length;
  // At least one entry, so that the last page is reached.
  while (end > from + 1 && new TextEncoder().encode(JSON.stringify(pageTo(end))).length > mostBytes) end--;
  return pageTo(end);
}

function rowsOf({ title, columns, rows }: Table): readonly Entry[] {
  return rows.map(({ id, cells }, index): Entry => {
    const named = columns.flatMap(({ title: name, align }, at) =>
      (cells[at] ?? "") === ""
        ? []
        : [[name.replaceAll("\n", " ").trim() || (align === "left" ? "what" : "amount"), cells[at]]],
    );
    return ["rows", { ...(title !== "" && index === 0 && { table: title }), id, ...Object.fromEntries(named) }];
  });
}

function notesOf(block: Block): readonly { readonly text: string; readonly small: boolean }[] {
  const lead = block.title === "" ? "" : `${block.title}: `;
  if (block.kind === "notes")
    return block.items.map(({ text, options = [], small = false }) => ({
      text: lead + (options.length === 0 ? text : `${text} Give ${options.join(", ")}.`),
      small,
    }));
  // Commands to type next are for a person.
  if (block.kind === "steps")
    return block.items.flatMap(({ text, command }) =>
      command === undefined ? [{ text: lead + text, small: false }] : [],
    );
  return [];
}
