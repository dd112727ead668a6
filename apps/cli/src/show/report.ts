import { counted, filled, firstRows, legendOf, notesOf, tableOf } from "@tunecast/estimator/report";
import type { Block, Note, Report, ReportSource, Table } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import { printed, type Outcome, type Screen } from "../read/host.ts";
import { fitted, type Shape } from "./fitted.ts";
import { widthOf } from "./note.ts";
import { textTable, visibleLine, wrapped, styleOf } from "./table.ts";

/** A table of cells; every row answers. */
export function tableBlock(columns: Table["columns"], rows: readonly (readonly string[])[], title = ""): Table {
  const cells = rows.map((own) => ({ id: own[0] ?? "", cells: own }));
  return tableOf(title, columns, cells, { title });
}

interface PlainParts {
  readonly asked?: readonly string[];
  readonly tables?: readonly Table[];
  readonly notes?: readonly (Note | string)[];
}

/** A report of tables, and sentences below them. */
export function plainReport(headline: string, { asked = [], tables = [], notes = [] }: PlainParts): Report {
  return { headline, asked, figures: [], blocks: filled([...tables, notesOf("notes", notes)]), sources: [] };
}

/** A report of sentences, the first of which is the answer. */
export function sentencesReport([headline = "", ...notes]: readonly string[]): Report {
  return plainReport(headline, { notes });
}

export interface ReportOptions {
  /** Rows of its tables at most; all where undefined. */
  readonly top?: number | undefined;
  /** True to print all of it, whatever the height of the screen. */
  readonly whole?: boolean;
}

/** Rows of a table on a terminal, however high it is. */
const rowsShown = 25;

/** Details that a low screen does without: small notes first, then sources, then what is not the answer. */
const steps = 3;

/**
 * A report as text. On a terminal as much of it as fits: first the small notes go, then rows of the tables, and the text
 * says how to see them. Columns that the width has no room for are named.
 */
export function reportText(report: Report, { top, whole = false }: ReportOptions, screen: Screen): string {
  screen.report?.(report);
  const make = (shape: Shape): string => textOf(report, shape, screen);
  if (whole) return make({ top, brief: 0 });
  return fitted(screen, top ?? (screen.columns === undefined ? undefined : rowsShown), steps, make);
}

interface Answered extends ReportOptions {
  readonly exitCode?: 0 | 1;
  readonly notices?: readonly string[];
}

/** An answer as it is asked for: as JSON, or its report laid out. */
export function answered(
  format: string,
  value: unknown,
  report: () => Report,
  screen: Screen,
  { exitCode, notices, ...how }: Answered = {},
): Outcome {
  const text = format === "json" ? `${JSON.stringify(value, null, 2)}\n` : reportText(report(), how, screen);
  return printed(text, exitCode, notices);
}

function textOf({ headline, asked, blocks, sources }: Report, { top, brief }: Shape, screen: Screen): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const cited =
    brief > 0 || sources.length === 0 || screen.columns !== undefined
      ? []
      : [["Prices from", ...sources.map((one) => `  ${visibleLine(sourceText(one))}`)]];
  const leavable = blocks.flatMap((block) => (block.kind === "notes" && block.more !== undefined ? [block] : []));
  const left = brief < steps || top === undefined ? [] : leavable.slice(top);
  const sections = [
    [style.strong(wrapped(visibleLine(headline), width)), ...asked.map((line) => wrapped(visibleLine(line), width))],
    ...blocks
      .filter((block) => !left.some((one) => one === block))
      .map((block) => linesOf(block, { top, brief }, screen)),
    left.slice(0, 1).map(({ more = "" }) => style.quiet(`… and ${counted(left.length, "more kind")} (${more})`)),
    ...cited.map((lines) => lines.map(style.quiet)),
  ].filter((lines) => lines.length > 0);
  // On the lowest screens no line is empty.
  return `${sections.map((lines) => lines.join("\n")).join(brief > steps ? "\n" : "\n\n")}\n`;
}

function linesOf(block: Block, shape: Shape, screen: Screen): string[] {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const title = block.title === "" ? [] : [style.strong(wrapped(visibleLine(block.title), width))];
  switch (block.kind) {
    case "table":
      return [...title, ...tableLines(block, shape, screen)];
    case "notes": {
      const indent = title.length === 0 ? "" : "  ";
      const items = block.items.filter(({ small = false }) => shape.brief === 0 || !small);
      const shown = (note: Note): string => wrapped(visibleLine(noteText(note)), width, indent);
      const lines = items.map((note) => (note.small === true ? style.quiet(shown(note)) : shown(note)));
      return lines.length === 0 ? [] : [...title, ...lines];
    }
    default:
      return shape.brief < 3
        ? [...title, ...stepLines(block.items, width)]
        : [wrapped(visibleLine(stepsInLine(block)), width)];
  }
}

/** An address, when it was read and how sure it is. */
export function sourceText({ address, seen, confidence }: ReportSource): string {
  const facts = [...(seen === undefined ? [] : [`seen ${seen}`]), ...(confidence === undefined ? [] : [confidence])];
  return facts.length === 0 ? address : `${address} (${facts.join(", ")})`;
}

function tableLines(table: Table, { top, brief }: Shape, screen: Screen): string[] {
  const { columns, rows, more, other = "" } = table;
  const style = styleOf(screen);
  const shown = firstRows(table, top);
  const entries = shown.map(({ cells }) => cells);
  const { heading, rows: lines, hidden } = textTable(columns, entries, screen.columns);
  const left = rows.length - shown.length;
  // A pipe leaves out only what --top does.
  const rest = screen.columns === undefined ? ": leave --top out." : ": the same with | less.";
  const foot = [
    ...(left > 0 ? [`${countText(left)} more${more === "" ? rest : `. ${more}`}`] : []),
    ...(other === "" || (left === 0 && brief > 1) ? [] : [other]),
    ...(hidden.length > 0 ? [`Not shown: ${hidden.join(", ")}.`] : []),
  ].join(" ");
  return [
    ...(heading.trim() === "" ? [] : [style.strong(heading)]),
    ...lines.map((line, index) => (shown[index]?.quiet === true ? style.quiet(line) : line)),
    ...[foot, legendOf(table, shown).join(" ")]
      .filter((text) => text !== "")
      .map((text) => style.quiet(wrapped(visibleLine(text), widthOf(screen)))),
  ];
}

function noteText({ text, options = [] }: Note): string {
  return options.length === 0 ? text : `${text} Add ${options.join(", ").replace(/, ([^,]*)$/u, " and $1")}.`;
}

function stepLines(items: Extract<Block, { readonly kind: "steps" }>["items"], width: number): string[] {
  const widest = Math.max(0, ...items.map(({ command = "" }) => command.length));
  return items.map(({ text, command }, index) => {
    if (command === undefined) return hanging(`${index + 1}  `, text, width);
    const line = `  ${command.padEnd(widest)}  ${text}`;
    return line.length <= width ? line : `  ${command}\n${wrapped(text, width, "    ")}`;
  });
}

function hanging(start: string, text: string, width: number): string {
  return start + wrapped(text, width, " ".repeat(start.length)).slice(start.length);
}

function stepsInLine({ title, items }: Extract<Block, { readonly kind: "steps" }>): string {
  const words = items.map(({ text, command }) => command ?? text.split(":")[0] ?? text);
  // A full stop would read as a part of the last command.
  const end = items.some(({ command }) => command !== undefined) ? "" : ".";
  return `${title === "" ? "Next" : title}: ${words.join(", ")}${end}`;
}
