import type { Offer } from "@tunecast/estimator";
import { offerCells, offerColumns, offerMarks, textTable, wrapped } from "@tunecast/estimator/text";
import { styleOf } from "../style.ts";
import type { Screen } from "../surroundings.ts";
import { hiddenNote, widthOf } from "./note.ts";

/** The offers as a table for a terminal, and how many `more` there are. @param atLeast true where data are missing from every figure */
export function offerTable(offers: readonly Offer[], more: number, atLeast: boolean, screen: Screen): string {
  const style = styleOf(screen);
  const table = offers.map((offer) => offerCells(offer, atLeast));
  const { heading, rows, hidden } = textTable(offerColumns, table, screen.columns);
  const marks = offerMarks(rows);
  const last = !atLeast && marks.some((mark) => /^[≥*]/u.test(mark)) ? ["Totals with ≥ or * stand last."] : [];
  const rest = more > 0 ? [`… and ${more} more (--top ${offers.length + more} shows all)`] : [];
  const legend = marks.length === 0 ? [] : [style.quiet(wrapped([...marks, ...last].join(" "), widthOf(screen)))];
  return [style.strong(heading), ...rows, ...rest, ...legend, ...hiddenNote(hidden, screen)].join("\n") + "\n";
}
