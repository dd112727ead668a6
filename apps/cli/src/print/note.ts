import { wrapped } from "@tunecast/estimator";
import { styleOf } from "../style.ts";
import type { Screen } from "../surroundings.ts";

/** Characters of a line where the output goes into a file or a pipe. */
const pageWidth = 100;

/** Characters that text is broken at. */
export function widthOf({ columns }: Screen): number {
  return columns ?? pageWidth;
}

/** A line that says which columns of a table did not fit; none where all did. */
export function hiddenNote(hidden: readonly string[], screen: Screen): string[] {
  if (hidden.length === 0) return [];
  const note = `Not shown for want of width: ${hidden.join(", ")} (--format csv has every column).`;
  return [styleOf(screen).quiet(wrapped(note, widthOf(screen)))];
}
