import { visibleLine, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";

/** Characters of a line where the output goes into a file or a pipe. */
const pageWidth = 100;

/** Characters that text is broken at. */
export function widthOf({ columns }: Screen): number {
  return columns ?? pageWidth;
}

/** A line that says which columns of a table did not fit; none where all did. @param format that has all of them */
export function hiddenNote(hidden: readonly string[], screen: Screen, format: "csv" | "json" = "csv"): string[] {
  const named = hidden.map((title) => title.trim()).filter((title) => title !== "");
  if (named.length === 0) return [];
  const note = `Not shown for want of width: ${named.join(", ")} (--format ${format} has every column).`;
  return [styleOf(screen).quiet(wrapped(note, widthOf(screen)))];
}

/** A file as it is named to people. */
export function nameOf(path: string): string {
  return path === "-" ? "standard input" : visibleLine(path);
}
