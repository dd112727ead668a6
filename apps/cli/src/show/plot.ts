import type { CurveReport } from "@tunecast/estimator/curve";
import { countText } from "@tunecast/estimator/text";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
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
  return [...rows, axis, `${" ".repeat(margin + 2)}${sizeLine(sizes, columnOf, width)}`, style.quiet(marks), ""].join(
    "\n",
  );
}

/** Values at 1, 2 or 5 times a power of ten, as few as fit, each with the digits that tell it from the next. */
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
