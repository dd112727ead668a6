import type { Screen } from "../host.ts";

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
 * @param steps how often details can be left out
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
  if (lines(full) <= room) return full;
  for (let brief = 1; brief <= steps; brief += 1) {
    const text = make({ top: most, brief });
    if (lines(text) <= room) return text;
  }
  for (let top = Math.min(most ?? room, room); top > fewest; top -= 1) {
    const text = make({ top, brief: steps });
    if (lines(text) <= room) return text;
  }
  return make({ top: fewest, brief: steps });
}

function lines(text: string): number {
  return text.replace(/\n$/u, "").split("\n").length;
}
