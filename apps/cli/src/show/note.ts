import { visibleLine } from "./table.ts";
import type { Screen, FileProfile } from "../read/host.ts";
import type { FileShown } from "@tunecast/estimator/report";
import { sentenceOf } from "./messages.ts";

export function fileShown({ path, profile, warnings }: FileProfile): FileShown {
  return { name: nameOf(path), profile, warnings: warnings.map(sentenceOf) };
}

/** Characters of a line where the output goes into a file or a pipe. */
const pageWidth = 100;

/** Characters that text is broken at. */
export function widthOf({ columns }: Screen): number {
  return columns ?? pageWidth;
}

export function nameOf(path: string): string {
  return path === "-" ? "standard input" : visibleLine(path);
}
