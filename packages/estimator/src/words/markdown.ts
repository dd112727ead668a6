import { visibleText } from "./visible.ts";

/** One column of a table for people. */
export interface Column {
  /** A line end breaks the heading, so that a long title does not widen the column. */
  readonly title: string;
  /** Amounts stand right, so that their digits line up. */
  readonly align: "left" | "right";
  /** Where the width does not suffice, columns of the lowest rank go first; rank 0 always stays. */
  readonly rank: number;
}

/** A Markdown table; pipes and line ends inside a cell are escaped. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  return (
    [
      markdownLine(columns.map(({ title }) => oneLine(title))),
      `| ${rule.join(" | ")} |`,
      ...rows.map(markdownLine),
    ].join("\n") + "\n"
  );
}

function oneLine(title: string): string {
  return title.replaceAll("\n", " ");
}

function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell).join(" | ")} |`;
}

function markdownCell(text: string): string {
  return visibleText(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\r?\n/g, " ");
}
