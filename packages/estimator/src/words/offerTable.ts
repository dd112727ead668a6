import type { Offer } from "../contract/answer.ts";
import { isAtLeast, isTrainingAtLeast, noteOf, tooLongNote } from "../contract/completeness.ts";
import { priceAges } from "../contract/priceAge.ts";
import { countText, moneyText, rangeText } from "./amount.ts";
import { markdownTable, type Column } from "./markdown.ts";

/** The columns of the offers, for people. */
export const offerColumns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "epochs", align: "right", rank: 0 },
  { title: "train\nonce", align: "right", rank: 0 },
  { title: "per 1,000\nrequests", align: "right", rank: 3 },
  { title: "per\nmonth", align: "right", rank: 2 },
  { title: "idle\nper day", align: "right", rank: 4 },
  { title: "total", align: "right", rank: 1 },
  { title: "pays\nback in", align: "right", rank: 2 },
  { title: "range", align: "right", rank: 5 },
  { title: "price\nseen", align: "right", rank: 4 },
  { title: "status", align: "left", rank: 6 },
];

const epochsColumn = offerColumns.findIndex(({ title }) => title === "epochs");

/** What the marks in the cells mean. */
export const offerLegend: readonly { readonly mark: string; readonly text: string }[] = [
  { mark: "≥", text: "≥ leaves something out: prices not found, rows not read." },
  { mark: "~", text: "~ tokens are estimated." },
  { mark: "! ", text: "! some examples are longer than the model takes: the bill says what becomes of them." },
  { mark: "? ", text: "? it is not known whether it is still sold: the bill says why." },
  { mark: "†", text: "† a price of a copy without a date." },
  {
    mark: "‡",
    text: `‡ not seen for ${priceAges.marked} days; after ${priceAges.below} it ranks below fresher prices.`,
  },
  { mark: "* ", text: "* stops answering before the months are over." },
];

/** The offers in their order as Markdown, with what the marks in it mean. @param atLeast true where data are missing from every figure */
export function offerMarkdown(offers: readonly Offer[], atLeast: boolean): string {
  const rows = offerTableRows(offers, atLeast);
  const has = (mark: string): boolean => rows.flat().some((cell) => cell.includes(mark));
  const marks = offerLegend.filter(({ mark }) => has(mark)).map(({ text }) => text.replace(/^\S+/u, "`$&`"));
  const shown = offerColumns.map((_, at) => at !== epochsColumn || rows.some((row) => row[at] !== ""));
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, at) => shown[at]);
  return markdownTable(kept(offerColumns), rows.map(kept)) + (marks.length === 0 ? "" : `\n${marks.join(" ")}\n`);
}

/** A row of cells for each offer. The epochs stand in it where they differ: fewer of them cost less and teach less. */
export function offerTableRows(offers: readonly Offer[], atLeast: boolean): string[][] {
  const differ = new Set(offers.map(({ epochs }) => epochs)).size > 1;
  return offers.map((offer) => offerCells(offer, atLeast, differ));
}

/** `listed until 2027-03-31`; what ends for customers of before does not open to others then. */
export function statusText({ kind, until }: Offer["status"]): string {
  if (kind === "closed_to_new_customers" && until !== undefined) return `earlier customers only, until ${until}`;
  return kind.replaceAll("_", " ") + (until === undefined ? "" : ` until ${until}`);
}

/** How long ago a price was last seen: `49 d`; nothing for prices of one's own. */
function ageText(days: number | null): string {
  return days === null ? "" : `${days} d`;
}

/** Months until tuning has paid back what it costs: `1.1 mo`, `never`; nothing where no alternative was stated. */
export function paybackText({ breakEven }: Pick<Offer, "breakEven">): string {
  if (breakEven === null) return "";
  return breakEven.months === null ? "never" : `${monthsText(breakEven.months)} mo`;
}

/** Two digits: `1.1`, `24`. */
function monthsText(months: string): string {
  return countText(Number(Number(months).toPrecision(2)));
}

/**
 * One offer. `≥` stands before a total that leaves something out: rows that could not be read (`atLeast`), prices that
 * nobody found; `*` before one that holds fewer months, since the model stops answering. `~` stands before training
 * whose tokens are estimated, `!` before that of examples which do not fit the model, `?` before an offer of which it is
 * open whether it is still sold; `†` stands behind one at a price whose copy bears no day.
 */
function offerCells(offer: Offer, atLeast: boolean, showEpochs: boolean): string[] {
  const { training, perThousandRequests, monthly, idle, total, range, status, horizon } = offer;
  const open = atLeast || isAtLeast(offer);
  // Typed counts are taken as they stand, and hours or images are not counted: only tokens of a file can be estimates.
  const roughly =
    !offer.tokensExact && noteOf(offer, "typed_tokens") === undefined && offer.billedTokens !== "0" ? "~" : "";
  const once = (tooLongNote(offer) === null ? "" : "! ") + roughly + moneyText(training);
  const between = rangeText(range, total.currency);
  const { clippedAt: stops } = horizon;
  return [
    (noteOf(offer, "unconfirmed_offer") === undefined ? "" : "? ") +
      offer.id +
      (noteOf(offer, "undated_price") === undefined ? "" : " †") +
      ((offer.priceAge ?? 0) > priceAges.marked ? " ‡" : ""),
    showEpochs ? countText(offer.epochs) : "",
    atLeast || isTrainingAtLeast(offer) ? `≥ ${once}` : once,
    perThousandRequests === null ? "" : moneyText(perThousandRequests),
    monthly === null ? "" : moneyText(monthly),
    idle === null ? "" : moneyText(idle.perDay),
    // Without traffic the total is the training, which stands there already.
    horizon.months === 0 ? "" : (stops === undefined ? "" : "* ") + (open ? "≥ " : "") + moneyText(total),
    paybackText(offer),
    // A total that is known to the digits shown has no range; that of an open one is its mark.
    between.includes("–") ? between : "",
    ageText(offer.priceAge),
    statusText(status) +
      (stops === undefined ? "" : `, answers until ${stops}`) +
      (noteOf(offer, "convert_first") ? ", convert first" : "") +
      (noteOf(offer, "rows_rejected") ? ", some rows not taken" : ""),
  ];
}
