import type { LineItem, Offer } from "../../contract/answer.ts";
import { isAtLeast, isTrainingAtLeast, isWholeTotal, noteOf, tooLongNote } from "../../contract/completeness.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { likelyTraffic } from "../../contract/fields/traffic.ts";
import { oldestAge, priceAges } from "../../contract/priceAge.ts";
import { decimal, sum, type Amount } from "../../money.ts";
import type { DecidedWay, Recommendation } from "../../plan/decision/answer.ts";
import { wayId } from "../../plan/decision/rates.ts";
import { reading, type TermKind } from "../../plan/decision/terms.ts";
import { apartText, bandText, billText, countText, moneyText, rangeText, rateText } from "../amount.ts";
import { termNames } from "../plan/decision.ts";
import { filled, columnsOf, notesOf, tableOf } from "./report.ts";
import type { Block, Column, ReportSource, TableRow } from "./report.ts";
import { ageText } from "../time.ts";

const columns = columnsOf("|>|1|>");

/** One offer in full: every line of its bill, which add up to the total as shown, and what was assumed. */
export function billBlocks({ id, lines, total, range, assumptions, status, training, breakEven }: Offer): Block[] {
  const amounts = lines.map(({ amount }) => amount);
  const shown = billText(amounts, total, training.amount);
  const rows = lines.map((line, at) => ({
    id: `${id}.${at}`,
    cells: [line.label, ...quantityTimesRate(line), shown.lines[at] ?? ""],
  }));
  const isOpen = range.high === null ? ": not all of it is counted" : "";
  const notes = [
    ...(range.low === range.high ? [] : [`Range ${rangeText(range, total.currency)}${isOpen}.`]),
    ...(breakEven === null
      ? []
      : [`${breakEven.sentence} (Without tuning: ${moneyText(breakEven.alternativeMonthly)} a month.)`]),
    ...assumptions.map(({ sentence: text }) => ({ text, small: true })),
  ];
  const title = `${id}, ${statusText(status)}`;
  return filled([
    tableOf(`bill.${id}`, columns, [...rows, { id: `${id}.total`, cells: ["Total", "", "", shown.total] }], { title }),
    notesOf(`notes.${id}`, notes),
  ]);
}

/** The sources of the rates of a bill, a line each. */
export function billSources({ lines }: Pick<Offer, "lines">): ReportSource[] {
  return lines.map(({ rate: { source: address, seen, confidence } }) => ({ address, seen, confidence }));
}

/** `14,880,000 tokens` and `× $3.00 per 1M tokens`. */
function quantityTimesRate({ quantity, unit, rate }: LineItem): [quantity: string, rate: string] {
  const units = quantity === "1" ? unit : `${unit}s`;
  return [`${countText(quantity)} ${units}`, `× ${rateText(rate)} per ${rate.per}`];
}

export const offerColumns: readonly Column[] = columnsOf(
  "offer|epochs >|train\nonce >|per 1,000\nrequests > 3|per\nmonth > 2|idle\nper day > 4|total > 1|pays\nback in > 2|range > 5|price\nseen > 4|status 6",
);

/** What the marks in tables of offers say. */
export const offerLegend: readonly { readonly mark: string; readonly text: string }[] = [
  { mark: "≥", text: "≥ leaves something out: prices not found, rows not read." },
  { mark: "~", text: "~ tokens are estimated." },
  { mark: "! ", text: "! some examples or requests are longer than the model takes: the bill says more." },
  { mark: "? ", text: "? it is not known whether it is still sold: the bill says why." },
  { mark: "†", text: "† a price of a copy without a date." },
  { mark: "‡", text: `‡ a price that was not seen for ${priceAges.marked} days.` },
  { mark: "* ", text: "* stops answering before the months are over." },
];

/** A row for each offer, with the epochs where they differ. @param atLeast data are missing from every figure */
export function offerTableRows(offers: readonly Offer[], atLeast: boolean): TableRow[] {
  const differ = new Set(offers.map(({ epochs }) => epochs)).size > 1;
  // Without traffic and credits the total is the training, which stands there already.
  const apart = offers.some(({ horizon, total, training }) => horizon.months > 0 || total.amount !== training.amount);
  return offers.map((offer) => ({
    id: offer.id,
    cells: offerCells(offer, atLeast, differ, apart),
    ...(!isWholeTotal(offer) && { quiet: true }),
  }));
}

/** `listed until 2027-03-31`; what ends for customers of before does not open to others then. */
export function statusText({ kind, until }: Offer["status"]): string {
  if (kind === "closed_to_new_customers" && until !== undefined) return `earlier customers only, until ${until}`;
  return kind.replaceAll("_", " ") + (until === undefined ? "" : ` until ${until}`);
}

/** Months until tuning has paid back what it costs: `1.1 mo`, `never`; nothing where no alternative was stated. */
export function paybackCell({ breakEven }: Pick<Offer, "breakEven">): string {
  if (breakEven === null) return "";
  return breakEven.months === null ? "never" : `${countText(Number(Number(breakEven.months).toPrecision(2)))} mo`;
}

/** Nothing for a total that is known to the digits shown, nor for an open one, whose mark says so. */
export function rangeCell({ range, total }: Pick<Offer, "range" | "total">): string {
  return range.high === null ? "" : bandText(range, total.currency);
}

/** True where training stands for tokens that are estimated: typed counts are taken as they stand, hours and images are not counted. */
export function isRough(offer: Offer): boolean {
  return !offer.tokensExact && noteOf(offer, "typed_tokens") === undefined && offer.billedTokens !== "0";
}

/** Marks before an amount: some examples are too long, tokens are estimated. */
export function tokenMarks(offer: Offer): string {
  return `${tooLongNote(offer) === null ? "" : "! "}${isRough(offer) ? "~" : ""}`;
}

/** Marks behind a name: a price without a date, one that is old. */
export function ageMarks(offer: Offer): string {
  const isOld = (offer.priceAge ?? 0) > priceAges.marked;
  return `${noteOf(offer, "undated_price") === undefined ? "" : " †"}${isOld ? " ‡" : ""}`;
}

function offerCells(offer: Offer, atLeast: boolean, differ: boolean, apart: boolean): string[] {
  const { training, perThousandRequests, monthly, idle, total, status, horizon, priceAge } = offer;
  const has = (kind: Parameters<typeof noteOf>[1]): boolean => noteOf(offer, kind) !== undefined;
  const stops = horizon.clippedAt;
  const of = (stops === undefined ? "" : "* ") + (atLeast || isAtLeast(offer) ? "≥ " : "");
  return [
    `${has("unconfirmed_offer") ? "? " : ""}${offer.id}${ageMarks(offer)}`,
    differ ? countText(offer.epochs) : "",
    `${atLeast || isTrainingAtLeast(offer) ? "≥ " : ""}${tokenMarks(offer)}${moneyText(training)}`,
    perThousandRequests === null ? "" : moneyText(perThousandRequests),
    monthly === null ? "" : moneyText(monthly),
    idle === null ? "" : moneyText(idle.perDay),
    apart ? of + moneyText(total) : "",
    paybackCell(offer),
    rangeCell(offer),
    priceAge === null ? "" : `${priceAge} d`,
    statusText(status) +
      (stops === undefined ? "" : `, answers until ${stops}`) +
      (has("convert_first") ? ", convert first" : "") +
      (has("rows_rejected") ? ", some rows not taken" : ""),
  ];
}

/** The bills of a month, today's and the tuned one, in the same lines: as shown they add up to both totals. */
export interface MonthBill {
  readonly rows: readonly MonthLine[];
  readonly total: Pick<MonthLine, "today" | "tuned">;
  readonly difference: { readonly label: string; readonly amount: string };
  readonly ages: string;
  readonly isOld: boolean;
}

type MonthLine = Readonly<Record<"name" | "rate" | "today" | "tuned", string>>;

type Pair = readonly [today: Amount | null, tuned: Amount | null];
type Line = readonly [name: string, rate: string, amounts: Pair];

const fixedKinds = ["deployment", "store", "platform_monthly", "monitoring", "retraining"] as const;

/** Lays both bills of a month side by side, with a rate on every line. */
export function monthBill(found: Recommendation, asked: DecisionQuestion, offer: Offer): MonthBill {
  const [today, tuned] = [found.today.monthly.amount, found.tuned.monthly.amount];
  const { currency } = offer.training;
  const money = (amount: string): string => moneyText({ amount, currency });
  const lines = linesOf(found, asked, currency);
  const shown = (side: 0 | 1, amount: string): string[] => {
    const own = lines.flatMap(([, , amounts]) => amounts[side]?.toFixed() ?? []);
    const texts = billText(own, { amount, currency }).lines;
    return lines.map(([, , amounts]) => (amounts[side] === null ? "none" : (texts.shift() ?? "")));
  };
  const [left, right] = [shown(0, today), shown(1, tuned)];
  const todays = found.today.lines.map(({ from }) => from);
  const ages = [oldestAge(todays, asked.question.asOf) ?? 0, offer.priceAge ?? 0] as const;
  const [usual, own] = [ageText(ages[0]), ageText(ages[1])];
  return {
    rows: lines.map(([name, rate], at) => ({ name, rate, today: left[at] ?? "", tuned: right[at] ?? "" })),
    total: { today: money(today), tuned: money(tuned) },
    difference: {
      label: decimal(tuned).greaterThan(today) ? "More by tuning" : "Saved by tuning",
      amount: apartText(today, tuned, currency),
    },
    ages:
      usual === own
        ? `All rates were seen ${own} ago.`
        : `Today's rates were seen ${usual} ago, the tuned ones ${own} ago.`,
    isOld: Math.max(...ages) > priceAges.marked,
  };
}

function linesOf({ today, tuned }: Recommendation, asked: DecisionQuestion, currency: string): Line[] {
  const { traffic } = asked.question;
  const use = traffic === undefined ? null : likelyTraffic(traffic);
  const added = asked.ways?.find((way) => wayId(way) === today.id)?.extraInputTokens ?? 0;
  const sumOf = ({ lines }: DecidedWay, ...kinds: readonly TermKind[]): Amount | null => {
    const own = lines.filter(({ kind, period }) => period === "month" && kinds.includes(kind));
    return own.length === 0 ? null : sum(own.map(({ amount }) => decimal(amount)));
  };
  const metered = (name: string, tokens: Amount, amounts: Pair): Line => {
    const all = tokens.times(use?.requestsPerMonth ?? 0);
    const rates = amounts.flatMap((amount) => {
      if (amount === null || all.isZero()) return [];
      const perMillion = amount.dividedBy(all).times(1_000_000).toSignificantDigits(6).toFixed();
      return [rateText({ amount: perMillion, currency })];
    });
    return [name, `${countText(all.toFixed(0))} tokens at ${[...new Set(rates)].join(" and ")} per 1M`, amounts];
  };
  const extra = sumOf(today, "extra_prompt", "cached_prompt");
  const cached = sumOf(today, "cached_prompt") === null ? "" : ", cached";
  return [
    metered("Prompt", decimal(use?.inputTokens ?? 0), [sumOf(today, "input"), sumOf(tuned, "input", "cached_prompt")]),
    ...(extra === null ? [] : [metered(`${termNames.extra_prompt}${cached}`, reading(added).typical, [extra, null])]),
    metered("Answer", decimal(use?.outputTokens ?? 0), [sumOf(today, "output"), sumOf(tuned, "output")]),
    ...fixedKinds.flatMap((kind): Line[] => {
      const amounts = [sumOf(today, kind), sumOf(tuned, kind)] as const;
      return amounts.every((amount) => amount === null) ? [] : [[termNames[kind], "for the month", amounts]];
    }),
  ];
}
