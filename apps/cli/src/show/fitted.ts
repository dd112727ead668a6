import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../read/host.ts";
import type { CurveReport } from "@tunecast/estimator/curve";
import { countText } from "@tunecast/estimator/text";
import { styleOf, wrapped } from "./table.ts";
import { widthOf } from "./note.ts";

const height = 16;

/** Most labels of the value axis. */
const TICKS = 5;

/**
 * The curve drawn in characters over log2 of the examples: pilots `●`, medians `○`, 80 % intervals `│`, the doubling rule `·`, the
 * target `─`. Labels are round numbers.
 */
export function curvePlot({ pilots, predictions, fit, target }: CurveReport, screen: Screen): string {
  const style = styleOf(screen);
  const sizes = [...pilots, ...predictions].map(({ n }) => n);
  const [left, right] = [Math.log2(Math.min(...sizes)), Math.log2(Math.max(...sizes))];
  const seen = [
    ...pilots.map(({ value }) => value),
    ...predictions.flatMap(({ low80, high80 }) => [low80, high80]),
    ...(target === null ? [] : [target.value]),
  ];
  const [bottom, top] = [Math.min(...seen), Math.max(...seen)];
  const lineOf = (value: number): number => Math.round(((top - value) / (top - bottom || 1)) * (height - 1));
  const labels = new Map(roundTicks(bottom, top).map((label) => [lineOf(Number(label)), label]));
  const margin = Math.max(...[...labels.values()].map((label) => label.length), 0);
  const width = Math.max(20, Math.min(72, widthOf(screen) - margin - 3));
  const canvas = Array.from({ length: height }, () => Array.from({ length: width }, () => " "));
  const columnOf = (n: number): number => Math.round(((Math.log2(n) - left) / (right - left || 1)) * (width - 1));
  const put = (line: number, column: number, mark: string): void => void canvas[line]?.splice(column, 1, mark);
  if (target !== null) for (let column = 0; column < width; column += 1) put(lineOf(target.value), column, "─");
  const [last] = predictions;
  if (last !== undefined)
    for (let column = 0; column < width; column += 1) {
      const n = left + ((right - left) * column) / (width - 1);
      put(lineOf(last.rule + fit.rule.gainPerDoubling * (n - Math.log2(last.n))), column, "·");
    }
  for (const { n, median, low80, high80 } of predictions) {
    for (let line = lineOf(high80); line <= lineOf(low80); line += 1) put(line, columnOf(n), "│");
    put(lineOf(median), columnOf(n), "○");
  }
  for (const { n, value } of pilots) put(lineOf(value), columnOf(n), "●");
  const rows = canvas.map((cells, line) => `${(labels.get(line) ?? "").padStart(margin)} ┤${cells.join("")}`.trimEnd());
  const axis = `${" ".repeat(margin)} └${"─".repeat(width)}`;
  const marks = `● pilot  ○ median  │ 80 % interval  · doubling rule${target === null ? "" : "  ─ target"}; examples on a log2 axis`;
  const foot = `${" ".repeat(margin + 2)}${sizeLine(sizes, columnOf, width)}`;
  return [...rows, axis, foot, style.quiet(wrapped(marks, widthOf(screen))), ""].join("\n");
}

function roundTicks(bottom: number, top: number): string[] {
  const raw = (top - bottom || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((times) => times * power >= raw) ?? 10);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(bottom / step - 1e-9);
  const count = Math.floor(top / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => ((first + i) * step).toFixed(digits));
}

/** The sizes below their columns, as far as there is room; the first and the last always. */
function sizeLine(sizes: readonly number[], columnOf: (n: number) => number, width: number): string {
  const ordered = [...new Set(sizes)].toSorted((a, b) => a - b);
  const labels = ordered.map((n) => ({ text: countText(Math.round(n)), column: columnOf(n) }));
  const last = labels.at(-1);
  let line = "";
  for (const { text, column } of labels.slice(0, -1)) {
    const room = width - (last?.text.length ?? 0) - 1;
    if (column < line.length + Number(line !== "") || column + text.length > room) continue;
    line = line.padEnd(column) + text;
  }
  return line.padEnd(Math.max(0, width - (last?.text.length ?? 0))) + (last?.text ?? "");
}

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
export function fitted(screen: Screen, most: Shape["top"], steps: number, make: (shape: Shape) => string): string {
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

function lines(text: string, columns: number): number {
  const printed = stripVTControlCharacters(text).replace(/\n$/u, "").split("\n");
  return printed.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / columns)), 0);
}
