import type { CurveReport } from "@tunecast/estimator/curve";
import { countText } from "@tunecast/estimator/text";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { widthOf } from "./note.ts";

const height = 16;

/** The curve drawn in characters over log2 of the examples: pilots `●`, medians `○`, 80 % intervals `│`. */
export function curvePlot({ pilots, predictions }: CurveReport, screen: Screen): string {
  const style = styleOf(screen);
  const values = [...pilots.map(({ value }) => value), ...predictions.flatMap(({ low80, high80 }) => [low80, high80])];
  const sizes = [...pilots, ...predictions].map(({ n }) => n);
  const [bottom, top] = [Math.min(...values), Math.max(...values)];
  const [left, right] = [Math.log2(Math.min(...sizes)), Math.log2(Math.max(...sizes))];
  const labels = Array.from({ length: height }, (_, line) =>
    (top - ((top - bottom) * line) / (height - 1)).toPrecision(4),
  );
  const margin = labels.reduce((widest, label) => Math.max(widest, label.length), 0);
  const width = Math.max(20, Math.min(72, widthOf(screen) - margin - 3));
  const canvas = labels.map(() => Array.from({ length: width }, () => " "));
  const lineOf = (value: number): number => Math.round(((top - value) / (top - bottom || 1)) * (height - 1));
  const columnOf = (n: number): number => Math.round(((Math.log2(n) - left) / (right - left || 1)) * (width - 1));
  const put = (line: number, column: number, mark: string): void => void canvas[line]?.splice(column, 1, mark);
  for (const { n, median, low80, high80 } of predictions) {
    for (let line = lineOf(high80); line <= lineOf(low80); line += 1) put(line, columnOf(n), "│");
    put(lineOf(median), columnOf(n), "○");
  }
  for (const { n, value } of pilots) put(lineOf(value), columnOf(n), "●");
  const rows = canvas.map((cells, line) =>
    `${line % 5 === 0 ? (labels[line] ?? "").padStart(margin) : " ".repeat(margin)} ┤${cells.join("")}`.trimEnd(),
  );
  const first = countText(Math.min(...sizes));
  const last = countText(Math.max(...sizes));
  const axis = `${" ".repeat(margin)} └${"─".repeat(width)}`;
  const ends = `${" ".repeat(margin + 2)}${first}${last.padStart(Math.max(1, width - first.length))}`;
  return [...rows, axis, ends, style.quiet("● pilot  ○ median  │ 80 % interval; examples on a log2 axis"), ""].join(
    "\n",
  );
}
