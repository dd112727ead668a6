import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../read/host.ts";

/** Rows of a table that are shown however small the screen is. */
const fewest = 3;

/** Lines that the shell takes for itself. */
const prompt = 1;

/** What is printed of an answer where it does not fit on the screen, and how long its table is at most. */
export interface Shape {
  readonly top: number | undefined;
  /** 0 with all details; each step leaves out more. */
  readonly brief: number;
}

/**
 * A text that fits on the screen: with fewer and fewer details, then with fewer rows of its table. As it is in a file or a
 * pipe, which have no end.
 * @param most rows of the table where there is room
 * @param steps how often details can be left out; one more where even the fewest rows do not fit
 */
export function fitted(
  screen: Screen,
  most: number | undefined,
  steps: number,
  make: (shape: Shape) => string,
): string {
  const full = make({ top: most, brief: 0 });
  if (screen.rows === undefined || screen.columns === undefined) return full;
  const room = screen.rows - prompt;
  const { columns } = screen;
  const fits = (text: string): boolean => lines(text, columns) <= room;
  if (fits(full)) return full;
  for (let brief = 1; brief <= steps; brief += 1) {
    const text = make({ top: most, brief });
    if (fits(text)) return text;
  }
  for (let top = Math.min(most ?? room, room); top > fewest; top -= 1) {
    const text = make({ top, brief: steps });
    if (fits(text)) return text;
  }
  return make({ top: fewest, brief: steps + 1 });
}

/** Lines of a terminal that a text takes: one that is too long goes on in the next. */
function lines(text: string, columns: number): number {
  const printed = stripVTControlCharacters(text).replace(/\n$/u, "").split("\n");
  return printed.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / columns)), 0);
}
