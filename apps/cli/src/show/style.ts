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
