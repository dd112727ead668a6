import { own } from "../../check/keys.ts";
import type { DecisionQuestion } from "../../contract/fields/decision.ts";
import { likelyTraffic } from "../../contract/fields/traffic.ts";
import type { Offer } from "../../contract/answer.ts";
import { decimal } from "../../money.ts";
import type { AdviceStep } from "../../plan/decision/advice.ts";
import type { DecidedWay, Decision } from "../../plan/decision/answer.ts";
import { reading } from "../../plan/decision/figure.ts";
import { wayId } from "../../plan/decision/ways.ts";
import { recommendation } from "../../plan/decision/recommendation.ts";
import { countText, moneyText, rangeText } from "../amount.ts";
import { explain } from "../explain.ts";
import type { Column } from "../markdown.ts";
import {
  adviceSentences,
  inputName,
  leftOutNames,
  leftOutOptions,
  paybackSentence,
  termNames,
  wayNames,
} from "../plan/decision.ts";
import { comparisonOf, type Comparison } from "./comparison.ts";
import { counted } from "./counted.ts";
import { bareVerdict, cautionsOf, figuresOf, verdictOn, verdictText, type DecisionVerdict } from "./decisionVerdict.ts";
import { filled, uniqueSources, type Note, type Report, type Table, type TableRow } from "./report.ts";
import { paybackText, type Now } from "./saidVerdict.ts";

const columns: readonly Column[] = [
  { title: "way", align: "left", rank: 0 },
  { title: "once", align: "right", rank: 1 },
  { title: "a month", align: "right", rank: 0 },
  { title: "total", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 4 },
  { title: "pays back", align: "right", rank: 1 },
  { title: "quality", align: "left", rank: 2 },
  { title: "model", align: "left", rank: 3 },
];

/** What a decision is shown with: its question, and the order in which to try. */
export interface DecisionShown {
  readonly asked: DecisionQuestion;
  readonly steps: readonly AdviceStep[];
  /** True for the bill of each way, line by line. */
  readonly lines?: boolean;
  /** The tuned offer of the verdict as `estimate` bills it: what its figures are made of. */
  readonly offer?: Offer;
}

/** The report of a decision, with the verdict in its parts and the ways over time, for a page that draws them. */
export interface DecisionReport extends Report {
  /** The headline in its parts: they are the headline, one after the other. */
  readonly verdict: DecisionVerdict;
  /** What may spoil the answer: old prices, an ending, an offer that is not sold for certain. */
  readonly cautions: readonly string[];
  /** Null where no tuned way is compared with today's. */
  readonly comparison: Comparison | null;
}

/** The part of the report that a page draws first. */
export type DecisionHead = Pick<DecisionReport, "headline" | "verdict" | "cautions" | "comparison" | "figures">;

/** The verdict of a decision with its figures and ways, without the tables of its report. */
export function decisionHead(decision: Decision, { asked, offer }: Omit<DecisionShown, "steps">): DecisionHead {
  const found = recommendation(decision);
  const verdict =
    found === null ? bareVerdict(aloneText(decision)) : verdictOn(found, decision, nowOf(decision, asked));
  return {
    headline: verdictText(verdict),
    verdict,
    cautions: found === null ? [] : cautionsOf(decision, found, offer),
    comparison: found === null ? null : comparisonOf(found, decision, asked),
    figures: found === null ? [] : figuresOf(found, decision, offer),
  };
}

/** Which way: the verdict, the ways side by side, the order in which to try them, and what the figures leave out. */
export function decisionReport(
  decision: Decision,
  { asked, steps, lines = false, offer }: DecisionShown,
): DecisionReport {
  const { ways, months } = decision;
  return {
    ...decisionHead(decision, { asked, ...(offer !== undefined && { offer }) }),
    asked: [`Over ${counted(months, "month")}. Prices of ${decision.asOf}, in ${decision.currency}.`],
    blocks: filled([
      { kind: "notes", id: "decides", title: "", items: decidingNotes(decision) },
      {
        kind: "table",
        id: "ways",
        title: "",
        columns,
        rows: ways.map((way) => rowOf(way, decision)),
        enough: 4,
        more: "",
      },
      { kind: "notes", id: "ways", title: "", items: wayNotes(decision) },
      { kind: "steps", id: "order", title: "Try in this order", items: stepsOf(steps) },
      { kind: "notes", id: "rest", title: "", items: [...skipped(steps), ...restNotes(decision, steps)] },
      ...(lines ? ways.map((way) => linesOf(way, decision)) : []),
    ]),
    sources: uniqueSources(
      ways.flatMap(({ lines }) =>
        lines.flatMap(({ from: { source: address, seen, confidence } }) =>
          address === undefined
            ? []
            : [{ address, ...(seen !== undefined && { seen }), ...(confidence !== undefined && { confidence }) }],
        ),
      ),
    ),
  };
}

/** What the thresholds of the verdict are compared with. */
function nowOf({ today }: Decision, { question: { traffic }, ways = [] }: DecisionQuestion): Now {
  const added = ways.find((way) => wayId(way) === today)?.extraInputTokens ?? 0;
  return {
    requestsPerMonth: traffic === undefined ? 0 : likelyTraffic(traffic).requestsPerMonth,
    promptTokens: reading(added).typical.toNumber(),
  };
}

/** Where no tuned offer is compared: runs on cards against the rest, or one way alone. */
function aloneText(decision: Decision): string {
  const { ways, currency, months } = decision;
  const cards = ways.find(({ kind, against }) => kind === "own_gpus" && against !== null);
  if (cards !== undefined) return paybackSentence(cards, decision);
  const [first] = ways;
  if (first === undefined) return "There is no way to compare.";
  const money = (amount: string): string => moneyText({ amount, currency });
  return `Only ${wayNames[first.kind]} (${first.name}): ${money(first.once.amount)} once and ${money(first.monthly.amount)} a month, ${money(first.total.amount)} over ${counted(months, "month")}.`;
}

function rowOf(way: DecidedWay, { currency, today }: Decision): TableRow {
  const money = (amount: string): string => moneyText({ amount, currency });
  const { total, against, quality, clippedAt } = way;
  const mark = way.id === today ? ", today" : "";
  const name = way.kind === "tuned" ? `tuned ${way.name}` : wayNames[way.kind];
  return {
    id: way.id,
    ...((way.kind === "tuned" || way.id === today) && { keep: true }),
    cells: [
      `${name}${mark}`,
      money(way.once.amount),
      money(way.monthly.amount),
      `${money(total.amount)}${clippedAt === null ? "" : "*"}`,
      total.low === total.high ? "" : rangeText(total, currency),
      against === null ? "" : paybackText(way),
      quality === null ? "" : `${quality.score} ${quality.metric}`,
      way.kind === "tuned" ? (way.provider ?? "") : way.name,
    ],
  };
}

/** The bill of a way, line by line, each with the page of its price. */
function linesOf({ id, kind, name, lines }: DecidedWay, { currency }: Decision): Table {
  return {
    kind: "table",
    id: `lines.${id}`,
    title: kind === "tuned" ? `tuned ${name}` : wayNames[kind],
    columns: lineColumns,
    rows: lines.map(({ kind: term, period, from, ...band }) => ({
      id: `${id}.${term}`,
      cells: [
        termNames[term],
        period === "once" ? "once" : "a month",
        moneyText({ amount: band.amount, currency }),
        band.low === band.high ? "" : rangeText(band, currency),
        from.source === undefined ? "stated" : from.source + (from.seen === undefined ? "" : `, seen ${from.seen}`),
      ],
    })),
    enough: lines.length,
    more: "",
  };
}

const lineColumns: readonly Column[] = [
  { title: "", align: "left", rank: 0 },
  { title: "", align: "left", rank: 0 },
  { title: "", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 1 },
  { title: "price from", align: "left", rank: 2 },
];

/** Which input to find out first: one of which a possible value turns the verdict, with the value at which it does. */
function decidingNotes({ influences, currency }: Decision): Note[] {
  return influences
    .filter(({ turns, share }) => turns && share >= 0.05)
    .slice(0, 2)
    .map(({ input, edge }, index) => ({
      text: `${index === 0 ? "Find out first" : "Then"}: ${inputName(input)}. The cheaper way changes at ${edgeText(input, edge ?? 0, currency)}.`,
    }));
}

function edgeText(input: string, edge: number, currency: string): string {
  const isMoney = /cost|price|fee|training\./i.test(input) && !input.startsWith("prices.");
  const rounded = Number(edge.toPrecision(3));
  return isMoney ? moneyText({ amount: decimal(rounded).toFixed(), currency }) : countText(decimal(rounded).toFixed());
}

function wayNotes({ ways, refused, chosen, currency }: Decision): Note[] {
  const money = (amount: string): string => moneyText({ amount, currency });
  const credited = ways.filter(({ credits }) => credits !== "0");
  return [
    ...ways.flatMap(({ clippedAt, months, name }) =>
      clippedAt === null
        ? []
        : [{ text: `* ${name} stops answering on ${clippedAt}: ${Math.round(months * 10) / 10} months are counted.` }],
    ),
    ...credited.slice(0, 1).map(({ credits }) => ({
      text: `Your credits are taken off ${credited.length === 1 ? "one total" : `${credited.length} totals, each as if it alone used them`}: up to ${money(credits)}. Pay-back is counted without them.`,
    })),
    ...(chosen.cheaper === null
      ? []
      : [
          {
            text: `${chosen.cheaper.name} costs less (${money(chosen.cheaper.total)}), but ${chosen.cheaper.closed ? "new customers cannot buy it" : "its model is not sold untuned, so it cannot be compared with itself"}.`,
            options: [`--offer ${chosen.cheaper.id}`],
          },
        ]),
    ...refused.map(({ id, reason }) => ({ text: `${wayName(id)}: ${explain(reason)}` })),
  ];
}

function wayName(id: string): string {
  return own(wayNames, id) ?? id;
}

function stepsOf(steps: readonly AdviceStep[]): { readonly text: string }[] {
  return steps
    .filter(({ stand }) => stand === "first" || stand === "later")
    .map(({ approach, reason }) => ({ text: `${wayNames[approach]}: ${adviceSentences[reason]}` }));
}

/** What is not worth trying, or only under a condition that nobody stated. */
function skipped(steps: readonly AdviceStep[]): Note[] {
  const those = steps.filter(({ stand }) => stand === "not" || stand === "if_needed");
  const named = (stand: AdviceStep["stand"]): string =>
    those
      .filter((step) => step.stand === stand)
      .map(({ approach, reason }) => `${wayNames[approach]} (${adviceSentences[reason]})`)
      .join(", ");
  const [not, needed] = [named("not"), named("if_needed")];
  return [
    ...(needed === "" ? [] : [{ text: `Only if needed: ${needed}.`, options: ["--needs"] }]),
    ...(not === "" ? [] : [{ text: `Skip: ${not}.` }]),
  ];
}

function restNotes({ leftOut, seed, ways }: Decision, steps: readonly AdviceStep[]): Note[] {
  const isRanged = ways.some(({ total }) => total.low !== total.high);
  const [first] = steps;
  return [
    ...(leftOut.length === 0
      ? []
      : [{ text: `Not included: ${leftOutNames(leftOut).join(", ")}.`, options: leftOutOptions(leftOut) }]),
    ...(isRanged ? [{ text: `A range holds in 80 of 100 draws (seed ${seed}).`, small: true }] : []),
    ...(first === undefined ? [] : [{ text: `Advice on the order: ${first.source}`, small: true }]),
  ];
}
