import type { Offer } from "../../contract/answer.ts";
import { agedRates, oldestAge, type PriceSeen } from "../../contract/priceAge.ts";
import type { DecidedWay, Decision, Recommendation } from "../../plan/decision/answer.ts";
import { counted, moneyText, bandText } from "../amount.ts";
import { termNames, wayNames } from "../plan/decision.ts";
import { priceText, shownDay } from "../time.ts";
import { columnsOf, type ReportFigure, type Table, tableOf } from "./report.ts";
import { paybackText } from "./verdict.ts";

const partNames: Readonly<Record<string, string>> = {
  labels: "for labels",
  evaluation: "to test",
  failed_runs: "for runs that fail",
  tuning_rounds: "for further rounds",
};

export function figuresOf(found: Recommendation, decision: Decision, offer: Offer | undefined): ReportFigure[] {
  const { tuned, today } = found;
  const { currency, asOf } = decision;
  const money = (amount: string): string => moneyText({ amount, currency });
  const paid = (wanted: "once" | "month"): DecidedWay["lines"] => tuned.lines.filter(({ period }) => period === wanted);
  const seen = (period: "once" | "month"): Partial<PriceSeen>[] => paid(period).map(({ from }) => from);
  const figure = (id: string, label: string, band: DecidedWay["total"], note = ""): ReportFigure => ({
    id,
    label,
    value: money(band.amount),
    ...(bandText(band, currency) !== "" && { range: bandText(band, currency) }),
    ...(note !== "" && { note }),
  });
  const parts = paid("once")
    .filter(({ kind }) => kind !== "training")
    .map(({ kind, amount }) => `${money(amount)} ${partNames[kind] ?? "more"}`);
  const made = parts.length > 0 ? [...parts, "the rest to train"].join(", ") : offer && runText(offer);
  const start = { ...figure("start", "To start", tuned.once, made), ...ageOf(seen("once"), asOf) };
  const isLeast = offer !== undefined && offer.notCounted.length > 0 && offer.monthly === null;
  const month = [`today ${money(today.monthly.amount)}`, ...(offer === undefined ? [] : [idleText(offer)])].join("; ");
  return [
    isLeast ? { ...start, value: `at least ${start.value}` } : start,
    { ...figure("month", "A month, tuned", tuned.monthly, month), ...ageOf(seen("month"), asOf) },
    { id: "payback", label: "Pays back", value: paybackText(tuned, asOf), note: paybackNote(found, decision) },
    { id: "saved", label: "Saved a month", value: money(tuned.against?.savedPerMonth ?? "0") },
    figure("tuned", "Total, tuned", tuned.total),
    figure("today", "Total, today's way", today.total),
  ];
}

/** The age of the oldest of some prices; nothing where no price was seen. */
export function ageOf(prices: readonly Partial<PriceSeen>[], asOf: string): Pick<ReportFigure, "age"> {
  if (prices.every(({ seen }) => seen === undefined)) return {};
  const isUndated = prices.some(({ undated }) => undated === true);
  return { age: priceText(oldestAge(prices, asOf), isUndated) };
}

/** `14,880,000 tokens over 3 epochs`: what one run is made of. */
export function runText({ lines, epochs, billedTokens }: Offer): string {
  if (!lines.some(({ kind }) => kind === "training")) return "nothing is billed for training";
  const passes = counted(epochs, "epoch");
  return Number(billedTokens) > 0 ? `${counted(billedTokens, "token")} over ${passes}` : passes;
}

/** What the tuned model costs while nobody asks it. */
export function idleText({ idle, monthly }: Offer): string {
  if (monthly === null) return "no price of using it is known";
  return idle === null ? "nothing when idle" : `${moneyText(idle.perMonth)} even when idle`;
}

function paybackNote({ tuned: { against }, input }: Recommendation, { months, asOf }: Decision): string {
  if (against === null) return "";
  const { verdict, day } = against;
  if (verdict === "after_it_stops") return "it stops answering first";
  if (verdict === "never") return input === "requestsPerMonth" ? "at this traffic" : "at any number of requests";
  if (verdict === "at_once") return "from the first day it costs no more in all";
  const isSoon = (against.months ?? Infinity) <= months;
  const start = `if you start on ${shownDay(asOf)}`;
  return isSoon ? `on ${shownDay(day ?? "")} ${start}` : `you look ${counted(months, "month")} ahead`;
}

/** The figures of an offer that is compared with nothing. */
export function costFigures(offer: Offer, isUsed: boolean, asOf: string): ReportFigure[] {
  const { training, monthly, lines } = offer;
  const seen = (isTraining: boolean): PriceSeen[] =>
    agedRates(lines.filter(({ kind }) => (kind === "training") === isTraining));
  return [
    { id: "start", label: "To start", value: moneyText(training), note: runText(offer), ...ageOf(seen(true), asOf) },
    {
      id: "month",
      label: "A month, tuned",
      value: monthly === null ? "unknown" : moneyText(monthly),
      note: isUsed ? idleText(offer) : "nobody uses it",
      ...(isUsed && monthly !== null && ageOf(seen(false), asOf)),
    },
    { id: "payback", label: "Pays back", value: "unknown", note: "nothing to compare with" },
  ];
}

/** The bill of a way, line by line, each with the page of its price. */
export function linesOf(way: DecidedWay, { currency }: Decision): Table {
  const rows = way.lines.map(({ kind, period, from: { source, seen }, ...band }) => ({
    id: `${way.id}.${kind}`,
    cells: [
      termNames[kind],
      period === "once" ? "once" : "a month",
      moneyText({ amount: band.amount, currency }),
      bandText(band, currency),
      source === undefined ? "stated" : source + (seen === undefined ? "" : `, seen ${seen}`),
    ],
  }));
  return tableOf(`lines.${way.id}`, lineColumns, rows, { title: nameOf(way) });
}

const lineColumns = columnsOf("||>|range > 1|price from 2");

export function nameOf({ kind, name }: DecidedWay): string {
  return kind === "tuned" ? `tuned ${name}` : wayNames[kind];
}
