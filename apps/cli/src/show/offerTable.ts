import type { Offer } from "@tunecast/estimator";
import { offerColumns, offerMarks, offerTableRows } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { hiddenNote, widthOf } from "./note.ts";

/** The offers as a table for a terminal, and how many `more` there are. @param atLeast true where data are missing from every figure */
export function offerTable(offers: readonly Offer[], more: number, atLeast: boolean, screen: Screen): string {
  const style = styleOf(screen);
  const table = offerTableRows(offers, atLeast);
  const { heading, rows, hidden } = textTable(offerColumns, table, screen.columns);
  const under = hidden.filter((title) => toldBelow.has(title));
  const lines = rows.flatMap((row, index) => [row, ...below(table[index] ?? [], under, screen)]);
  const away = hidden.filter((title) => !toldBelow.has(title));
  const marks = offerMarks(rows);
  const last = !atLeast && marks.some((mark) => /^[≥*]/u.test(mark)) ? ["Totals with ≥ or * stand last."] : [];
  const rest = more > 0 ? [`… and ${more} more (--top ${offers.length + more} shows all)`] : [];
  const legend = marks.length === 0 ? [] : [style.quiet(wrapped([...marks, ...last].join(" "), widthOf(screen)))];
  return [style.strong(heading), ...lines, ...rest, ...legend, ...hiddenNote(away, screen)].join("\n") + "\n";
}

/** How sure a bill is and whether it can be had: no width is too small for them, so they stand under the row. */
const toldBelow: ReadonlySet<string> = new Set(["range", "status"]);

function below(cells: readonly string[], titles: readonly string[], screen: Screen): string[] {
  const told = titles
    .map((title) => cells[offerColumns.findIndex((column) => column.title === title)] ?? "")
    .filter((cell) => cell !== "" && cell !== "listed");
  return told.length === 0 ? [] : [styleOf(screen).quiet(wrapped(told.join(", "), widthOf(screen), "  "))];
}
