import type { Offer } from "../../contract/answer.ts";
import { isOpenToAll, tooLongNote } from "../../contract/completeness.ts";
import { priceAges } from "../../contract/priceAge.ts";
import { noteSentence } from "../../curve/notes.ts";
import { decimal, type Money } from "../../money.ts";
import type { BudgetRow } from "../../plan/budget.ts";
import type { PurchasePlan, PurchaseQuestion, PurchaseRow } from "../../plan/purchase.ts";
import { counted, countText, moneyText } from "../amount.ts";
import { isWorsening, likelyGain, worseText } from "../curve.ts";
import { explain } from "../explain.ts";
import { sizeText } from "./doublings.ts";
import { noneTakesIt, refusedNotes } from "./data.ts";
import { ageMarks, billSources, offerLegend, statusText, tokenMarks } from "./offerTable.ts";
import { modelKeys, sizeTier, undatedName } from "./models.ts";
import { filled, columnsOf, notesOf, tableOf, uniqueSources } from "./report.ts";
import type { Block, Report, ReportFigure, Table, TableRow } from "./report.ts";

export interface PlanShown {
  readonly by?: "model" | "offer";
}

type Offers = ReadonlyMap<string, Offer>;

/** What a budget buys: where to stop, the most it pays for, the next doubling, and a row for each model or offer. */
export function planReport(plan: PurchasePlan, asked: PurchaseQuestion, shown: PlanShown = {}): Report {
  const { answer, labels, pilots } = asked;
  const offers = new Map(answer.offers.map((offer) => [offer.id, offer]));
  const models = bestOfModels(plan.rows, asked, offers);
  const by = shown.by ?? (models.length > 0 ? "model" : "offer");
  const rows = by === "offer" ? plan.rows : models;
  const owned = labels.owned > 0 ? `You have ${counted(labels.owned, "example")}. ` : "";
  const next =
    pilots === undefined
      ? { command: "tunecast pilots …", text: "which pilot runs show what more data buys (--pilots)" }
      : { command: "tunecast pilots next …", text: "which pilot is left to run?" };
  const [first] = rows;
  const isLabelFree = labels.cost === "0" && rows.some(({ examples }) => examples > labels.owned);
  const curve = plan.notes.map((note) => ({ text: noteSentence(note), small: true }));
  return {
    headline: headlineOf(plan, first, asked, offers),
    asked: [`${owned}Prices of ${answer.asOf}.`],
    figures: figuresOf(plan, first, asked),
    blocks: filled([
      stepTable(plan, asked),
      notesOf("rule", ruleNotes(plan)),
      rowTable(rows, plan, asked, offers, by),
      notesOf("labels", isLabelFree ? ["New examples are taken to be labelled at no cost (--label-cost)."] : []),
      notesOf("refused", offers.size > 0 ? [] : refusedNotes(answer.refused, "why")),
      notesOf("curve", curve),
      { kind: "steps", id: "next", title: "Next", items: [next] },
    ]),
    sources: uniqueSources(billSources(offers.get(first?.id ?? "") ?? { lines: [] })),
  };
}

/** The row of each model that buys the most for the least, one that new customers can buy where there is one. */
function bestOfModels(rows: readonly PurchaseRow[], { question }: PurchaseQuestion, offers: Offers): PurchaseRow[] {
  const keyOf = modelKeys(question.prices);
  const best = new Map<string, { readonly row: PurchaseRow; readonly isOpen: boolean }>();
  for (const row of rows) {
    const offer = offers.get(row.id);
    if (offer === undefined || sizeTier.test(offer.model)) continue;
    const isOpen = isOpenToAll(offer);
    const known = best.get(keyOf(offer));
    if (known === undefined || (!known.isOpen && isOpen)) best.set(keyOf(offer), { row, isOpen });
  }
  const kept = new Map([...best.values()].map(({ row, isOpen }) => [row, isOpen]));
  // Rows that new customers can buy first; within them the order of the plan.
  return rows.filter((row) => kept.has(row)).sort((a, b) => Number(kept.get(b)) - Number(kept.get(a)));
}

function headlineOf(
  { problem, stop, notes }: PurchasePlan,
  first: PurchaseRow | undefined,
  { answer, budget, labels }: PurchaseQuestion,
  offers: Offers,
): string {
  const limit = moneyText(budget);
  if (offers.size === 0 && answer.refused.length > 0) return noneTakesIt(answer.refused);
  if (problem !== null) return explain(problem);
  if (first === undefined || first.examples === 0) return `${limit} buys no training run at any offer.`;
  const offer = offers.get(first.id);
  const { bought = 0, examples, examplesCapped, spent } = first;
  const fresh = labels.cost === "0" || bought === 0 ? "" : `, ${countText(bought)} of them new`;
  const total = moneyText({ amount: spent.total, currency: budget.currency });
  const where = offer === undefined ? first.id : `${undatedName(offer)} at ${offer.providerName}`;
  const cut = offer === undefined ? null : tooLongNote(offer);
  const priceAge = offer?.priceAge ?? 0;
  const most = examplesCapped ? ", the most it takes in one job" : "";
  const verb = stop === null && !isWorsening(notes) ? "pays" : "would pay";
  return [
    ...(isWorsening(notes) ? [worseText(notes)] : stopSentences(stop)),
    `${limit} ${verb} for ${counted(examples, "example")}${fresh}, with ${where} (${total})${most}.`,
    ...(cut === null ? [] : [cut]),
    ...(priceAge > priceAges.below ? [`A price there was last seen ${priceAge} days ago.`] : []),
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
  { stop, notes }: PurchasePlan,
  first: PurchaseRow | undefined,
  { budget: { currency } }: PurchaseQuestion,
): ReportFigure[] {
  const figures =
    stop === null || isWorsening(notes) ? [] : [{ id: "stop", label: "Stop at", value: countText(stop.best.n) }];
  if (first === undefined) return figures;
  return [
    ...figures,
    { id: "examples", label: "The budget pays for", value: countText(first.examples) },
    { id: "spent", label: "Spent", value: moneyText({ amount: first.spent.total, currency }) },
  ];
}

function stepTable({ rows, next, target, notes }: PurchasePlan, { budget: { currency } }: PurchaseQuestion): Table {
  const money = (amount: string): string => moneyText({ amount, currency });
  const whole = rows.find(({ expected }) => expected !== null);
  const steps: TableRow[] = [];
  if (next !== null) {
    const each = next.dollarsPerPoint;
    const gain = each === null || isWorsening(notes) ? "no gain" : likelyGain(next.gain, money(each));
    steps.push({ id: "next", cells: ["next doubling", countText(next.examples), money(next.cost), gain] });
  }
  if (whole !== undefined) {
    const cells = ["whole budget", countText(whole.examples), money(whole.spent.total), expectedText(whole)];
    steps.push({ id: "budget", cells });
  }
  if (target !== null) {
    const { median, low80, high80 } = target.n;
    const reach =
      median === null ? "not within reach of more data alone" : `80 %: ${sizeText(low80)} to ${sizeText(high80)}`;
    steps.push({ id: "target", cells: [`your target ${target.value}`, sizeText(median), "", reach] });
  }
  return tableOf("steps", stepColumns, steps, { enough: 3 });
}

const stepColumns = columnsOf("step|examples >|cost >|to expect (80 %)");

function expectedText({ expected }: PurchaseRow): string {
  if (expected === null) return "";
  const value = (one: number): string => String(Number(one.toPrecision(3)));
  return `${value(expected.median)} (${value(expected.low80)} to ${value(expected.high80)})`;
}

function ruleNotes({ stop, notes }: PurchasePlan): string[] {
  if (stop === null || isWorsening(notes)) return [];
  const { n, atLimit } = stop.best.rule;
  const size = countText(Math.round(n));
  const said = atLimit ? `at least ${size}, where the search ends` : size;
  return [`The plain doubling rule says ${said}; it ignores that gains shrink.`];
}

function rowTable(
  rows: readonly PurchaseRow[],
  { next }: PurchasePlan,
  { budget: { currency } }: PurchaseQuestion,
  offers: Offers,
  by: "model" | "offer",
): Table {
  const money = (amount: string): string => moneyText({ amount, currency });
  const rank = rows.some(({ expected }) => expected !== null) ? 1 : 4;
  const columns = columnsOf(
    `${by === "model" ? "model" : "offer"}|from 2|examples >|new > 3|labels > 2|training > 2|credits > 1|total >|to expect (80 %) > ${rank}`,
  );
  const shown = (rows.length > 1 || next === null ? rows : []).map((row): TableRow => {
    const { id, examples, examplesCapped, bought, spent } = row;
    const offer = offers.get(id);
    const isNamed = by === "model" && offer !== undefined;
    const [tokens, age] = offer === undefined ? ["", ""] : [tokenMarks(offer), ageMarks(offer)];
    return {
      id,
      cells: [
        isNamed ? undatedName(offer) : `${id}${age}`,
        isNamed ? `${offer.providerName}${age}` : "",
        `${countText(examples)}${examplesCapped ? " max" : ""}`,
        bought === undefined ? "" : countText(bought),
        money(spent.labels),
        tokens + money(spent.training),
        spent.credits === "0" ? "" : `-${money(spent.credits)}`,
        money(spent.total),
        expectedText(row),
      ],
      ...(offer !== undefined && !isOpenToAll(offer) && { quiet: true }),
    };
  });
  return tableOf("rows", columns, shown, {
    enough: 3,
    other: by === "model" ? "Every offer: --by offer." : "",
    legend: [mostLegend, ...offerLegend],
    quietText: "Rows that are open to earlier customers alone stand last.",
  });
}

const mostLegend = {
  mark: " max",
  text: "max: the budget would pay for more than the provider takes in one job.",
} as const;

const budgetColumns = columnsOf("offer|train once > 2|within|examples it buys >|doublings > 1|or epochs > 1");

export interface BudgetShown {
  readonly rows: readonly BudgetRow[];
  readonly budget: Money;
  readonly foreign: number;
}

export function budgetBlocks({ rows, budget, foreign }: BudgetShown): Block[] {
  const capped = (count: number, isCapped: boolean): string => countText(count) + (isCapped ? " max" : "");
  const bills = `${counted(foreign, "offer")} ${foreign === 1 ? "bills" : "bill"}`;
  const text = `${bills} in another currency than ${budget.currency}: pin an exchange rate to compare.`;
  const notes = foreign > 0 ? [{ text, options: ["--own-prices"] }] : [];
  const cells = (row: BudgetRow): string[] => [
    row.id,
    moneyText(row.training),
    row.within ? "yes" : "no",
    capped(row.examples, row.examplesCapped),
    row.doublings.toFixed(1),
    capped(row.epochs, row.epochsCapped),
  ];
  const shown = rows.map((row) => ({ id: row.id, cells: cells(row) }));
  const title = `What ${moneyText(budget)} of training buys`;
  return filled([
    tableOf("budget", budgetColumns, shown, { title, enough: 3, legend: [mostLegend] }),
    notesOf("budget", notes),
  ]);
}
