import { visibleText, type Column } from "@tunecast/estimator/text";
import type { Screen } from "../read/host.ts";

/** Marks text for a terminal; every function leaves the text alone where colour is off. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** The marks of a screen: bold, dim, green, red. Each line has its own, since pagers end a mark with the line. */
export function styleOf(screen: Screen): Style {
  const mark = (on: number, off: number) => (text: string) =>
    screen.colour ? text.replace(/[^\n]+/gu, `\u001B[${on}m$&\u001B[${off}m`) : text;
  return { strong: mark(1, 22), quiet: mark(2, 22), good: mark(32, 39), bad: mark(31, 39) };
}

/** A table and what had to be left out of it. */
export interface TextTable {
  readonly heading: string;
  readonly rows: readonly string[];
  /** Titles of the columns for which the width did not suffice. */
  readonly hidden: readonly string[];
}

const gap = "  ";

/** A text of others on one line: what a terminal would obey and line ends are shown as escapes. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll("\n", "\\n");
}

/**
 * A table of aligned text, control characters and line ends in its cells made visible. Columns without a single entry are dropped; in `width` characters the
 * columns of the highest rank numbers give way until the rest fits.
 */
export function textTable(
  columns: readonly Column[],
  entries: readonly (readonly string[])[],
  width: number = Infinity,
): TextTable {
  const rows = entries.map((row) => row.map(visibleLine));
  let shown = columns.map((_, index) => index).filter((index) => rows.some((row) => (row[index] ?? "") !== ""));
  const hidden: string[] = [];
  const widths = columns.map(({ title }, index) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? "")), titleWidth(title)),
  );
  while (lineWidth(shown, widths) > width) {
    const last = shown.reduce((worst, index) => (rankOf(columns, index) >= rankOf(columns, worst) ? index : worst));
    if (rankOf(columns, last) === 0) break;
    hidden.unshift(oneLine(columns[last]?.title ?? ""));
    shown = shown.filter((index) => index !== last);
  }
  const line = (cells: readonly string[]): string =>
    shown
      .map((index) => padded(cells[index] ?? "", widths[index] ?? 0, columns[index]?.align ?? "left"))
      .join(gap)
      .trimEnd();
  return {
    heading: headingLines(shown.map((index) => columns[index]?.title ?? ""))
      .map((titles) => line(spread(titles, shown)))
      .join("\n"),
    rows: rows.map(line),
    hidden,
  };
}

/**
 * Words broken into lines of at most `width` characters, each begun by `indent`; control characters are made visible. A
 * longer word stands alone.
 */
export function wrapped(text: string, width: number, indent: string = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of visibleText(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(indent + longer) > width) {
      lines.push(indent + line);
      line = word;
    } else line = longer;
  }
  return [...lines, indent + line].join("\n");
}

function headingLines(titles: readonly string[]): string[][] {
  const broken = titles.map((title) => title.split("\n"));
  const height = broken.reduce((most, lines) => Math.max(most, lines.length), 1);
  return Array.from({ length: height }, (_, at) => broken.map((lines) => lines[at - height + lines.length] ?? ""));
}

function spread(cells: readonly string[], shown: readonly number[]): string[] {
  const all: string[] = [];
  for (const [place, index] of shown.entries()) all[index] = cells[place] ?? "";
  return all;
}

function titleWidth(title: string): number {
  return title.split("\n").reduce((widest, line) => Math.max(widest, textWidth(line)), 0);
}

function oneLine(title: string): string {
  return title.replaceAll("\n", " ");
}

function rankOf(columns: readonly Column[], index: number): number {
  return columns[index]?.rank ?? 0;
}

function lineWidth(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, index) => sum + (widths[index] ?? 0), 0) + gap.length * Math.max(0, shown.length - 1);
}

function padded(text: string, width: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "right" ? space + text : text + space;
}

/** Characters, not UTF-16 units; the tables hold ids, digits and currency signs, all one cell wide. */
function textWidth(text: string): number {
  return Array.from(text).length;
}
