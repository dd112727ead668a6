import type { LineItem, Offer } from "@tunecast/estimator";
import { billText, countText, moneyText, rangeText, rateText, statusText, type Column } from "@tunecast/estimator/text";
import { textTable, visibleLine, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "", align: "left", rank: 0 },
  { title: "", align: "right", rank: 0 },
  { title: "", align: "left", rank: 1 },
  { title: "", align: "right", rank: 0 },
];

/** One offer in full: every line of its bill, what was assumed, and where its prices come from. */
export function billOf(offer: Offer, screen: Screen): string {
  const style = styleOf(screen);
  const { lines, total, range, assumptions, status } = offer;
  const width = widthOf(screen);
  const shown = billText(
    lines.map(({ amount }) => amount),
    total,
    offer.training.amount,
  );
  const rows = lines.map((line, index) => [`  ${line.label}`, ...quantityTimesRate(line), shown.lines[index] ?? ""]);
  const table = textTable(columns, [...rows, ["  Total", "", "", shown.total]], screen.columns);
  const body = table.rows.map((row, index) => (index === rows.length ? style.strong(row) : row));
  const between =
    range.low === range.high
      ? []
      : [`  Range ${rangeText(range, total.currency)}${range.high === null ? ": not all of it is counted" : ""}`];
  const notes = assumptions.map(({ sentence }) => `  · ${wrapped(sentence, width, "    ").slice(4)}`);
  const sources = [...new Set(lines.map(({ rate }) => `${rate.source} (seen ${rate.seen}, ${rate.confidence})`))];
  return [
    `${style.strong(offer.id)}  ${style.quiet(statusText(status))}`,
    ...body,
    ...between,
    ...breakEvenOf(offer, width),
    ...notes.map(style.quiet),
    ...sources.map((source) => style.quiet(`  ${visibleLine(source)}`)),
    "",
  ].join("\n");
}

function breakEvenOf({ breakEven }: Offer, width: number): string[] {
  if (breakEven === null) return [];
  const { sentence, alternativeMonthly } = breakEven;
  return [wrapped(`${sentence} (Without tuning: ${moneyText(alternativeMonthly)} a month.)`, width, "  ")];
}

/** `14,880,000 tokens` and `× $3.00 per 1M tokens`. */
function quantityTimesRate({ quantity, unit, rate }: LineItem): [quantity: string, rate: string] {
  const units = quantity === "1" ? unit : `${unit}s`;
  return [`${countText(quantity)} ${units}`, `× ${rateText(rate)} per ${rate.per}`];
}
