import { visibleText, type Column } from "@tunecast/estimator/text";
import type { Screen } from "../read/host.ts";

/** Marks text for a terminal; every function leaves the text alone where colour is off. */
export interface Style {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
}

/** The marks of a screen: bold and dim. Each line has its own, since pagers end a mark with the line. */
export function styleOf(screen: Screen): Style {
  const mark = (on: number, off: number) => (text: string) =>
    screen.colour ? text.replace(/[^\n]+/gu, `\u001B[${on}m$&\u001B[${off}m`) : text;
  return { strong: mark(1, 22), quiet: mark(2, 22) };
}

/** A table and what had to be left out of it. */
export interface TextTable {
  readonly heading: string;
  readonly rows: readonly string[];
  /** Titles of the columns for which the width did not suffice. */
  readonly hidden: readonly string[];
}

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
  const all = columns.map(({ title, align, rank }, at) => {
    const titles = title.split("\n");
    const cells = [...titles, ...rows.map((row) => row[at] ?? "")];
    const widest = cells.reduce((most, one) => Math.max(most, textWidth(one)), 0);
    return { at, title, titles, align, rank, widest };
  });
  let shown = all.filter(({ at }) => rows.some((row) => (row[at] ?? "") !== ""));
  const hidden: string[] = [];
  while (shown.reduce((sum, { widest }) => sum + widest + gap.length, -gap.length) > width) {
    const last = shown.reduce((worst, one) => (one.rank >= worst.rank ? one : worst));
    if (last.rank === 0) break;
    hidden.unshift(last.title.replaceAll("\n", " "));
    shown = shown.filter((one) => one !== last);
  }
  const line = (cellOf: (column: (typeof all)[number]) => string | undefined): string =>
    shown
      .map((column) => {
        const cell = cellOf(column) ?? "";
        const space = " ".repeat(column.widest - textWidth(cell));
        return column.align === "right" ? space + cell : cell + space;
      })
      .join(gap)
      .trimEnd();
  // Titles of fewer lines stand at the foot of the heading.
  const height = shown.reduce((most, { titles }) => Math.max(most, titles.length), 1);
  const heading = Array.from({ length: height }, (_, at) => line(({ titles }) => titles[at - height + titles.length]));
  return { heading: heading.join("\n"), rows: rows.map((row) => line(({ at }) => row[at])), hidden };
}

const gap = "  ";

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

/** Characters, not UTF-16 units; the tables hold ids, digits and currency signs, all one cell wide. */
function textWidth(text: string): number {
  return Array.from(text).length;
}
