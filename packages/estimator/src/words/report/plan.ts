import type { Offer } from "../../contract/answer.ts";
import { isOpenToAll } from "../../contract/completeness.ts";
import { noteSentence } from "../../curve/notes.ts";
import { decimal } from "../../money.ts";
import type { PurchasePlan, PurchaseQuestion, PurchaseRow } from "../../plan/purchase.ts";
import { countText, moneyText } from "../amount.ts";
import { explain } from "../explain.ts";
import type { Column } from "../markdown.ts";
import { statusText } from "../offerTable.ts";
import { billSources } from "./bill.ts";
import { counted } from "./counted.ts";
import { modelKeys, undatedName } from "./models.ts";
import {
  filled,
  uniqueSources,
  type Note,
  type Report,
  type ReportFigure,
  type Table,
  type TableRow,
} from "./report.ts";

/** How the rows of a plan are shown. */
export interface PlanShown {
  /** A row for each model, or for each offer; models where not given. */
  readonly by?: "model" | "offer";
}

/** What a budget buys: where to stop, the most it pays for, the next doubling, and a row for each model or offer. */
export function planReport(plan: PurchasePlan, asked: PurchaseQuestion, { by = "model" }: PlanShown = {}): Report {
  const offers = new Map(asked.answer.offers.map((offer) => [offer.id, offer]));
  const rows = by === "offer" ? plan.rows : bestOfModels(plan.rows, asked, offers);
  const { labels, pilots } = asked;
  const owned = labels.owned > 0 ? `You have ${counted(labels.owned, "example")}. ` : "";
  return {
    headline: headlineOf(plan, rows[0], asked, offers),
    asked: [`${owned}Prices of ${asked.answer.asOf}.`],
    figures: figuresOf(plan, rows[0], asked),
    blocks: filled([
      stepTable(plan, asked),
      { kind: "notes", id: "rule", title: "", items: ruleNotes(plan) },
      rowTable(rows, plan, asked, offers, by),
      {
        kind: "notes",
        id: "curve",
        title: "",
        items: plan.notes.map((note) => ({ text: noteSentence(note), small: true })),
      },
      {
        kind: "steps",
        id: "next",
        title: "Next",
        items:
          pilots === undefined
            ? [{ command: "tunecast pilots …", text: "which pilot runs show what more data buys (--pilots)" }]
            : [{ command: "tunecast pilots next …", text: "which pilot is left to run?" }],
      },
    ]),
    sources: uniqueSources(rows.slice(0, 1).flatMap(({ id }) => billSources(offers.get(id) ?? { lines: [] }))),
  };
}

/** The row of each model that buys the most for the least, one that new customers can buy where there is one. */
function bestOfModels(
  rows: readonly PurchaseRow[],
  { question }: PurchaseQuestion,
  offers: ReadonlyMap<string, Offer>,
): PurchaseRow[] {
  const keyOf = modelKeys(question.prices);
  const best = new Map<string, PurchaseRow>();
  const isOpen = ({ id }: PurchaseRow): boolean =>
    isOpenToAll(offers.get(id) ?? { status: { kind: "listed", source: "" } });
  for (const row of rows) {
    const offer = offers.get(row.id);
    if (offer === undefined) continue;
    const key = keyOf(offer);
    const known = best.get(key);
    if (known === undefined || (!isOpen(known) && isOpen(row))) best.set(key, row);
  }
  // Rows that new customers can buy first; within them the order of the plan.
  const kept = rows.filter((row) => [...best.values()].includes(row));
  return [...kept.filter(isOpen), ...kept.filter((row) => !isOpen(row))];
}

function headlineOf(
  { problem, stop }: PurchasePlan,
  first: PurchaseRow | undefined,
  { budget, labels }: PurchaseQuestion,
  offers: ReadonlyMap<string, Offer>,
): string {
  const limit = moneyText(budget);
  if (problem !== null) return explain(problem);
  if (first === undefined || first.examples === 0) return `${limit} buys no training run at any offer.`;
  const offer = offers.get(first.id);
  const { bought = 0, examples, examplesCapped, spent } = first;
  const fresh = labels.cost === "0" || bought === 0 ? "" : `, ${countText(bought)} of them new`;
  const total = moneyText({ amount: spent.total, currency: budget.currency });
  const where = offer === undefined ? first.id : `${undatedName(offer)} at ${offer.providerName}`;
  const most = examplesCapped ? ", the most it takes in one job" : "";
  const verb = stop === null ? "pays" : "would pay";
  return [
    ...stopSentences(stop),
    `${limit} ${verb} for ${counted(examples, "example")}${fresh}, with ${where} (${total})${most}.`,
    ...(offer === undefined || (isOpenToAll(offer) && offer.status.kind !== "preview")
      ? []
      : [`${offer.id}: ${statusText(offer.status)}.`]),
  ].join(" ");
}

function stopSentences(stop: PurchasePlan["stop"]): string[] {
  if (stop === null) return [];
  const { n, net, atLimit } = stop.best;
  if (decimal(net).isZero()) return ["Buy no more: further examples cost more than they are worth."];
  const size = counted(n, "example");
  return atLimit
    ? [`Examples still pay at ${size}, the farthest that pilots of this size say anything about.`]
    : [`Stop at about ${size}: after that another one costs more than it is worth.`];
}

function figuresOf(
  { stop }: PurchasePlan,
  first: PurchaseRow | undefined,
  { budget }: PurchaseQuestion,
): ReportFigure[] {
  return [
    ...(stop === null ? [] : [{ id: "stop", label: "Stop at", value: countText(stop.best.n) }]),
    ...(first === undefined
      ? []
      : [
          { id: "examples", label: "The budget pays for", value: countText(first.examples) },
          { id: "spent", label: "Spent", value: moneyText({ amount: first.spent.total, currency: budget.currency }) },
        ]),
  ];
}

/** The next doubling, the whole budget and the target, each with its price and the quality to expect. */
function stepTable({ rows, next, target }: PurchasePlan, { budget }: PurchaseQuestion): Table {
  const money = (amount: string): string => moneyText({ amount, currency: budget.currency });
  const whole = rows.find(({ expected }) => expected !== null);
  const size = (n: number | null): string => (n === null ? "never" : countText(Math.round(n)));
  const steps: (TableRow | null)[] = [
    next === null
      ? null
      : {
          id: "next",
          cells: ["next doubling", countText(next.examples), money(next.cost), pointsText(next, budget.currency)],
        },
    whole === undefined
      ? null
      : {
          id: "budget",
          cells: ["whole budget", countText(whole.examples), money(whole.spent.total), expectedText(whole)],
        },
    target === null
      ? null
      : {
          id: "target",
          cells: [
            `your target ${target.value}`,
            size(target.n.median),
            "",
            target.n.median === null
              ? "not within reach of more data alone"
              : `80 %: ${size(target.n.low80)} to ${size(target.n.high80)}`,
          ],
        },
  ];
  return {
    kind: "table",
    id: "steps",
    title: "",
    columns: [
      { title: "step", align: "left", rank: 0 },
      { title: "examples", align: "right", rank: 0 },
      { title: "cost", align: "right", rank: 0 },
      { title: "to expect (80 %)", align: "left", rank: 0 },
    ],
    rows: steps.filter((row) => row !== null),
    enough: 3,
    more: "",
  };
}

function pointsText({ points, dollarsPerPoint }: NonNullable<PurchasePlan["next"]>, currency: string): string {
  if (dollarsPerPoint === null) return "no gain";
  return `+${points.toFixed(1)} points, ${moneyText({ amount: dollarsPerPoint, currency })} each`;
}

function expectedText({ expected }: PurchaseRow): string {
  if (expected === null) return "";
  const value = (one: number): string => String(Number(one.toPrecision(3)));
  return `${value(expected.median)} (${value(expected.low80)} to ${value(expected.high80)})`;
}

/** The plain rule beside the forecast. */
function ruleNotes({ stop }: PurchasePlan): Note[] {
  return stop === null
    ? []
    : [{ text: `The plain doubling rule says ${countText(stop.best.rule.n)}; it ignores that gains shrink.` }];
}

function rowTable(
  rows: readonly PurchaseRow[],
  plan: PurchasePlan,
  { budget }: PurchaseQuestion,
  offers: ReadonlyMap<string, Offer>,
  by: "model" | "offer",
): Table {
  const money = (amount: string): string => moneyText({ amount, currency: budget.currency });
  const isForecast = rows.some(({ expected }) => expected !== null);
  const columns: readonly Column[] = [
    { title: by === "model" ? "model" : "offer", align: "left", rank: 0 },
    { title: "from", align: "left", rank: 2 },
    { title: "examples", align: "right", rank: 0 },
    { title: "new", align: "right", rank: 3 },
    { title: "labels", align: "right", rank: 2 },
    { title: "training", align: "right", rank: 2 },
    { title: "credits", align: "right", rank: 1 },
    { title: "total", align: "right", rank: 0 },
    { title: "to expect (80 %)", align: "right", rank: isForecast ? 1 : 4 },
  ];
  return {
    kind: "table",
    id: "rows",
    title: "",
    columns,
    rows: (rows.length > 1 || plan.next === null ? rows : []).map((row) => {
      const offer = offers.get(row.id);
      const isNamed = by === "model" && offer !== undefined;
      return {
        id: row.id,
        cells: [
          isNamed ? undatedName(offer) : row.id,
          isNamed ? offer.providerName : "",
          `${countText(row.examples)}${row.examplesCapped ? " max" : ""}`,
          row.bought === undefined ? "" : countText(row.bought),
          money(row.spent.labels),
          money(row.spent.training),
          row.spent.credits === "0" ? "" : `-${money(row.spent.credits)}`,
          money(row.spent.total),
          expectedText(row),
        ],
        ...(offer !== undefined && !isOpenToAll(offer) && { quiet: true }),
      };
    }),
    enough: 3,
    more: by === "model" ? "Every offer: --by offer." : "",
    legend: [{ mark: " max", text: "max: the budget would pay for more than the provider takes in one job." }],
    quietText: "The last rows are open to earlier customers only.",
  };
}
