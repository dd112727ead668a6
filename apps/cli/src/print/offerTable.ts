import {
  countText,
  isAtLeast,
  isTrainingAtLeast,
  markdownTable,
  moneyText,
  rangeText,
  textTable,
  wrapped,
  type Column,
  type Offer,
} from "@tunecast/estimator";
import { styleOf } from "../style.ts";
import type { Screen } from "../surroundings.ts";
import { hiddenNote, widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train\nonce", align: "right", rank: 0 },
  { title: "per 1,000\nrequests", align: "right", rank: 3 },
  { title: "per\nmonth", align: "right", rank: 2 },
  { title: "idle\nper day", align: "right", rank: 4 },
  { title: "total", align: "right", rank: 1 },
  { title: "pays\nback in", align: "right", rank: 2 },
  { title: "range", align: "right", rank: 5 },
  { title: "status", align: "left", rank: 6 },
];

/**
 * The offers as a table for a terminal, and how many `more` there are. `≥` stands before a total that leaves something
 * out: rows that could not be read (`atLeast`), prices that nobody found; `*` before one that holds fewer months, since the model stops answering.
 * `~` stands before training whose tokens are estimated.
 */
export function offerTable(offers: readonly Offer[], more: number, atLeast: boolean, screen: Screen): string {
  const style = styleOf(screen);
  const table = offers.map((offer) => cells(offer, atLeast));
  const { heading, rows, hidden } = textTable(columns, table, screen.columns);
  const marks = [
    ...(rows.some((row) => row.includes("≥")) ? ["≥ leaves something out: prices not found, rows not read."] : []),
    ...(rows.some((row) => row.includes("~")) ? ["~ tokens are estimated."] : []),
    ...(rows.some((row) => row.includes("* ")) ? ["* stops answering before the months are over."] : []),
  ];
  const last = !atLeast && marks.some((mark) => !mark.startsWith("~")) ? ["Totals with ≥ or * stand last."] : [];
  const rest = more > 0 ? [`… and ${more} more (--top ${offers.length + more} shows all)`] : [];
  const legend = marks.length === 0 ? [] : [style.quiet(wrapped([...marks, ...last].join(" "), widthOf(screen)))];
  return [style.strong(heading), ...rows, ...rest, ...legend, ...hiddenNote(hidden, screen)].join("\n") + "\n";
}

/** The same table as Markdown. */
export function offerMarkdown(offers: readonly Offer[], atLeast: boolean): string {
  return markdownTable(
    columns,
    offers.map((offer) => cells(offer, atLeast)),
  );
}

/** `closed to new customers until 2027-01-06`. */
export function statusText({ kind, until }: Offer["status"]): string {
  return kind.replaceAll("_", " ") + (until === undefined ? "" : ` until ${until}`);
}

/** Two digits: `1.1`, `24`. */
function monthsText(months: string): string {
  return countText(Number(Number(months).toPrecision(2)));
}

function cells(offer: Offer, atLeast: boolean): string[] {
  const { training, perThousandRequests, monthly, idle, total, range, status, horizon, assumptions, breakEven } = offer;
  const says = (kind: string): boolean => assumptions.some((one) => one.kind === kind);
  const open = atLeast || isAtLeast(offer);
  // Typed counts are taken as they stand, and hours or images are not counted: only tokens of a file can be estimates.
  const roughly = !offer.tokensExact && !says("typed_tokens") && offer.billedTokens !== "0" ? "~" : "";
  const once = roughly + moneyText(training);
  const between = rangeText(range, total.currency);
  const { clippedAt: stops } = horizon;
  return [
    offer.id,
    atLeast || isTrainingAtLeast(offer) ? `≥ ${once}` : once,
    perThousandRequests === null ? "" : moneyText(perThousandRequests),
    monthly === null ? "" : moneyText(monthly),
    idle === null ? "" : moneyText(idle.perDay),
    // Without traffic the total is the training, which stands there already.
    horizon.months === 0 ? "" : (stops === undefined ? "" : "* ") + (open ? "≥ " : "") + moneyText(total),
    breakEven === null ? "" : breakEven.months === null ? "never" : `${monthsText(breakEven.months)} mo`,
    // A total that is known to the digits shown has no range.
    between.includes("–") ? between : "",
    statusText(status) +
      (stops === undefined ? "" : `, answers until ${stops}`) +
      (says("convert_first") ? ", convert first" : ""),
  ];
}
