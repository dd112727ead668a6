import { Option } from "commander";
import { countText, markdownTable, type Column } from "@tunecast/estimator/text";
import { day, oneOf } from "../ask/options.ts";
import type { Screen } from "../read/host.ts";
import { fitted } from "../show/fitted.ts";
import { hiddenNote } from "../show/note.ts";
import { styleOf } from "../show/style.ts";
import { textTable } from "../show/table.ts";

/** How a list of prices is written. */
export type Format = "table" | "json" | "csv" | "markdown";

export function formatOption(): Option {
  return new Option("--format <name>", "table, json, csv or markdown")
    .argParser(oneOf<Format>("table", "json", "csv", "markdown"))
    .default("table");
}

export function asOfOption(what: string): Option {
  return new Option("--as-of <day>", what).argParser(day);
}

/** A table under some lines; on a terminal as many rows as there is room for. */
export function tableOf(
  above: readonly string[],
  head: readonly Column[],
  rows: readonly (readonly string[])[],
  format: Format,
  screen: Screen,
): string {
  if (format === "markdown") return [...above, markdownTable(head, rows)].join("\n");
  const style = styleOf(screen);
  return fitted(screen, undefined, 0, ({ top = rows.length }) => {
    const left = rows.length - top;
    const more = `… and ${countText(left)} more: all of it with | less`;
    const { heading, rows: lines, hidden } = textTable(head, rows.slice(0, top), screen.columns);
    const rest = left > 0 ? [style.quiet(more)] : [];
    return [...above, style.strong(heading), ...lines, ...rest, ...hiddenNote(hidden, screen), ""].join("\n");
  });
}
