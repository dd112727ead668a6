import type { LineItem, Offer } from "../../contract/answer.ts";
import { billText, countText, moneyText, rangeText, rateText } from "../amount.ts";
import type { Column } from "../markdown.ts";
import { statusText } from "../offerTable.ts";
import { filled, type Block, type ReportSource } from "./report.ts";

const columns: readonly Column[] = [
  { title: "", align: "left", rank: 0 },
  { title: "", align: "right", rank: 0 },
  { title: "", align: "left", rank: 1 },
  { title: "", align: "right", rank: 0 },
];

/** One offer in full: every line of its bill, which add up to the total as shown, and what was assumed. */
export function billBlocks(offer: Offer): Block[] {
  const { id, lines, total, range, assumptions, status, training, breakEven } = offer;
  const shown = billText(
    lines.map(({ amount }) => amount),
    total,
    training.amount,
  );
  const rows = lines.map((line, index) => ({
    id: `${id}.${index}`,
    cells: [line.label, ...quantityTimesRate(line), shown.lines[index] ?? ""],
  }));
  const between =
    range.low === range.high
      ? []
      : [`Range ${rangeText(range, total.currency)}${range.high === null ? ": not all of it is counted" : ""}.`];
  const payback =
    breakEven === null
      ? []
      : [`${breakEven.sentence} (Without tuning: ${moneyText(breakEven.alternativeMonthly)} a month.)`];
  return filled([
    {
      kind: "table",
      id: `bill.${id}`,
      title: `${id}, ${statusText(status)}`,
      columns,
      rows: [...rows, { id: `${id}.total`, cells: ["Total", "", "", shown.total] }],
      enough: rows.length + 1,
      more: "",
    },
    {
      kind: "notes",
      id: `notes.${id}`,
      title: "",
      items: [
        ...[...between, ...payback].map((text) => ({ text })),
        ...assumptions.map(({ sentence: text }) => ({ text, small: true })),
      ],
    },
  ]);
}

/** The page of each price of an offer. */
export function billSources({ lines }: Pick<Offer, "lines">): ReportSource[] {
  return lines.map(({ rate: { source: address, seen, confidence } }) => ({ address, seen, confidence }));
}

/** `14,880,000 tokens` and `× $3.00 per 1M tokens`. */
function quantityTimesRate({ quantity, unit, rate }: LineItem): [quantity: string, rate: string] {
  const units = quantity === "1" ? unit : `${unit}s`;
  return [`${countText(quantity)} ${units}`, `× ${rateText(rate)} per ${rate.per}`];
}
