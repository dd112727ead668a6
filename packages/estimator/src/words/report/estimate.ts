import type { Answer, Offer } from "../../contract/answer.ts";
import {
  billCurrency,
  isAtLeast,
  isOpenToAll,
  isTrainingAtLeast,
  isWholeTotal,
  lacksData,
  noteOf,
  soldToAsker,
  tooLongNote,
} from "../../contract/completeness.ts";
import type { Question } from "../../contract/question.ts";
import { decimal, sum, type Money } from "../../money.ts";
import type { PriceBook } from "../../prices/priceFile.ts";
import { counted, countText, moneyText, rangeText } from "../amount.ts";
import { isOfRows } from "../estimateProblems.ts";
import {
  ageMarks,
  billBlocks,
  billSources,
  offerColumns,
  offerLegend,
  offerTableRows,
  paybackCell,
  rangeCell,
  statusText,
  tokenMarks,
} from "./offerTable.ts";
import {
  billedText,
  fileLine,
  fileNotes,
  noneTakesIt,
  refusedNotes,
  spreadText,
  stageLines,
  trafficText,
  typedText,
  type FileShown,
} from "./data.ts";
import { priceAges } from "../../contract/priceAge.ts";
import { modelKeys, modelRows, sizeTier, type ModelRow } from "./models.ts";
import { budgetBlocks, type BudgetShown, type PlanShown } from "./plan.ts";
import { columnsOf, filled, notesOf, tableOf, uniqueSources } from "./report.ts";
import type { Report, ReportFigure, Steps, Table } from "./report.ts";

export interface EstimateShown extends PlanShown {
  readonly question: Question;
  readonly files?: readonly FileShown[];
  readonly stageFiles?: readonly (readonly FileShown[])[];
  readonly showRefused?: boolean;
  readonly lines?: boolean;
  readonly verdict?: string;
  readonly budget?: BudgetShown;
}

const few = 2;

/** What the job costs: the cheapest that a new customer can buy and the span, then a row for each model or offer. */
export function estimateReport(answer: Answer, shown: EstimateShown): Report {
  const { question, showRefused = false, lines = false, verdict = "", budget, files = [] } = shown;
  const { offers, refused } = answer;
  const partOnly = lacksData(answer);
  const models = modelRows(answer, question.prices, billCurrency(answer));
  const ranked = models.filter((row) => row.ranked);
  const by = shown.by ?? (models.length > 1 ? "model" : "offer");
  const inFull = lines || offers.length <= few;
  const why = showRefused ? "all" : offers.length === 0 ? "why" : "no";
  return {
    headline: [
      ...answer.notices.filter(({ kind }) => kind === "old_book").map(({ sentence }) => sentence),
      verdict,
      budget === undefined ? "" : budgetVerdict(answer, question.prices, budget.budget).sentence,
      headlineOf(answer, models, ranked, partOnly),
    ]
      .filter((part) => part !== "")
      .join(" "),
    asked: askedLines(answer, shown),
    figures: figuresOf(ranked, partOnly),
    blocks: filled([
      notesOf("data", files.flatMap(fileNotes)),
      by === "model" ? modelTable(models, answer, partOnly) : offerTable(offers, partOnly),
      ...(inFull ? offers.flatMap(billBlocks) : []),
      ...(budget === undefined ? [] : budgetBlocks(budget)),
      notesOf("refused", refusedNotes(refused, why)),
      { kind: "steps", id: "next", title: "Next", items: nextSteps(models, shown) },
    ]),
    sources: uniqueSources(offers.flatMap(billSources)),
  };
}

function askedLines({ offers, asOf }: Answer, { question, files = [], stageFiles = [] }: EstimateShown): string[] {
  const { job, traffic } = question;
  const { epochs = 3 } = job;
  const day = `Prices of ${asOf}.`;
  const further = [
    ...stageLines(job.stages ?? [], stageFiles),
    ...(traffic === undefined ? [] : [trafficText(traffic)]),
  ];
  if ("examples" in job) {
    const typed = `${typedText(job)}${epochs === "provider" ? "" : `, ${spreadText(epochs, "epoch")}`}.`;
    return further.length === 0 ? [`${typed} ${day}`] : [typed, ...further, day];
  }
  return [...files.map(fileLine), ...billedText(offers.map(({ billedTokens }) => billedTokens)), ...further, day];
}

/** `From $4.17 to train (…). Half of 91 models cost $44.64 or less; the dearest costs $484.34.` */
function headlineOf(
  { offers, refused, input: { traffic }, problem }: Answer,
  models: readonly ModelRow[],
  ranked: readonly ModelRow[],
  partOnly: boolean,
): string {
  if (problem?.reason.kind === "no_examples") return "There is nothing to price.";
  const first = models[0]?.offer ?? offers[0];
  const ofRows = refused.find(({ reason }) => isOfRows(reason));
  if (first === undefined && refused.length === 0) return problem?.sentence ?? "The price book has no such offer.";
  if (first === undefined) return ofRows?.sentence ?? noneTakesIt(refused);
  const { status, horizon, id, notCounted, priceAge } = first;
  const { clippedAt } = horizon;
  const time = clippedAt === undefined ? `for ${counted(traffic?.months ?? 0, "month")}` : `until ${clippedAt}`;
  const use = traffic === undefined ? "" : ` and use ${time}`;
  const least = partOnly || (ranked.length === 0 && isAtLeast(first)) ? "at least " : "";
  const name = models[0]?.name ?? first.modelName;
  const off = (kind: string, what: string): string => {
    const taken = sum(first.lines.filter((one) => one.kind === kind).map(({ amount }) => decimal(amount).negated()));
    return taken.isZero() ? "" : `, after ${moneyText({ ...first.total, amount: taken.toFixed() })} of ${what}`;
  };
  const after = `${off("allowance", "free tokens")}${off("credit", "your credits")}`;
  const isOpen = isOpenToAll(first) && status.kind !== "preview" && status.until === undefined;
  // What a reader of the first sentence alone would miss about the offer that it names.
  return [
    `From ${least}${moneyText(first.total)} to train${use} (${name}, ${first.providerName})${after}.`,
    ...tooLongOf(first, ranked),
    ...((priceAge ?? 0) > priceAges.below ? [`A price there was last seen ${priceAge} days ago.`] : olderOf(ranked)),
    ...spanOf(ranked, partOnly),
    ...(isOpen ? [] : [`${id}: ${statusText(status)}.`]),
    ...(clippedAt === undefined ? [] : [`The tuned model stops answering on ${clippedAt}.`]),
    ...(ranked.length > 0 || notCounted.length === 0 ? [] : [`Not counted: ${notCounted.join(", ")}.`]),
  ].join(" ");
}

const byAmount = ({ offer: a }: ModelRow, { offer: b }: ModelRow): number =>
  decimal(a.total.amount).comparedTo(b.total.amount);

/** The cheapest model that all fits, where it is not the first: a cheaper one stands behind others because its price is old. */
function olderOf(ranked: readonly ModelRow[]): string[] {
  const [first] = ranked;
  const [cheapest] = ranked.filter(({ offer }) => tooLongNote(offer) === null).toSorted(byAmount);
  if (first === undefined || cheapest === undefined || byAmount(cheapest, first) >= 0) return [];
  const { total, providerName, priceAge } = cheapest.offer;
  return [`At a price last seen ${priceAge} days ago it is ${moneyText(total)} (${cheapest.name}, ${providerName}).`];
}

/** What becomes of examples that are too long for the first, and where the cheapest is that all fit. */
function tooLongOf(first: Offer, ranked: readonly ModelRow[]): string[] {
  const note = tooLongNote(first);
  const roomy = ranked.find(({ offer }) => tooLongNote(offer) === null);
  if (note === null || roomy === undefined) return note === null ? [] : [note];
  return [note, `From ${moneyText(roomy.offer.total)} everything fits (${roomy.name}, ${roomy.offer.providerName}).`];
}

/** The span of the models, as their figures say it. */
function spanOf(ranked: readonly ModelRow[], partOnly: boolean): string[] {
  const [, half, dearest, count] = figuresOf(ranked, partOnly).map(({ value }) => value);
  if (ranked.length < 3) return [];
  return partOnly
    ? [`The median of the ${count} models that compare is ${half}; the dearest costs ${dearest}.`]
    : [`Half of the ${count} models that compare cost ${half} or less; the dearest costs ${dearest}.`];
}

/**
 * Whether a budget pays for an offer over the whole horizon: `open` where only totals do that leave something out, or end before
 * it; `closed` where only offers do that the asker cannot buy.
 */
export function budgetVerdict(
  answer: Answer,
  prices: PriceBook,
  budget: Money,
): { readonly verdict: "within" | "closed" | "open" | "over"; readonly sentence: string } {
  const cheap = answer.offers.filter(
    ({ total }) => total.currency === budget.currency && decimal(total.amount).lessThanOrEqualTo(budget.amount),
  );
  const whole = lacksData(answer) ? [] : cheap.filter(isWholeTotal);
  const mine = soldToAsker(answer).filter((offer) => whole.includes(offer));
  const sold = mine.length > 0 ? mine : whole;
  const named = sold.filter(({ model }) => !sizeTier.test(model));
  const models = new Set((named.length > 0 ? named : sold).map(modelKeys(prices))).size;
  const limit = moneyText(budget);
  const closed = sold.some(isOpenToAll) ? "" : ", for earlier customers only";
  const found = `Within ${limit}: ${counted(models, "model")}${closed}`;
  if (mine.length > 0) return { verdict: "within", sentence: `${found}.` };
  if (whole.length > 0) return { verdict: "closed", sentence: `${found}: name the offer by its id if you are one.` };
  const why = "every total of no more leaves something out, or ends before the months do";
  if (cheap.length > 0) return { verdict: "open", sentence: `Not known to be within ${limit}: ${why}.` };
  return { verdict: "over", sentence: `Over ${limit}: no offer costs as little.` };
}

function figuresOf(ranked: readonly ModelRow[], partOnly: boolean): ReportFigure[] {
  const sorted = ranked.toSorted(byAmount);
  const [first, middle, last] = [ranked[0], sorted[Math.ceil(ranked.length / 2) - 1], sorted.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) return [];
  const { range, total, providerName } = first.offer;
  const money = ({ offer }: ModelRow): string => `${partOnly ? "at least " : ""}${moneyText(offer.total)}`;
  const half = partOnly ? "The median model" : "Half of the models cost no more";
  return [
    {
      id: "cheapest",
      label: `${first.name}, ${providerName}`,
      value: money(first),
      ...(range.low !== range.high && { range: rangeText(range, total.currency) }),
    },
    { id: "median", label: half, value: money(middle) },
    { id: "dearest", label: "The dearest model", value: money(last) },
    { id: "models", label: "Models that compare", value: countText(ranked.length) },
  ];
}

function modelTable(models: readonly ModelRow[], { input, offers }: Answer, partOnly: boolean): Table {
  const hasTraffic = input.traffic !== undefined;
  const columns = columnsOf(
    `model|size > 3|cheapest from 1|train once > 2|a month > 2|${hasTraffic ? "total" : "price"} >|pays back in > 2|range > 5|idle a day > 4`,
  );
  const rows = models.map((row) => ({
    id: row.offer.id,
    cells: modelCells(row, hasTraffic, partOnly),
    ...(!row.ranked && { quiet: true }),
  }));
  return tableOf("models", columns, rows, {
    enough: 6,
    more: "More models: --all.",
    other: `Every offer (${countText(offers.length)}): --by offer.`,
    legend: offerLegend,
    quietText:
      "The last rows do not compare: a part has no price, the currency is another, or only earlier customers can buy.",
  });
}

function modelCells({ name, parameters, offer, ranked }: ModelRow, hasTraffic: boolean, partOnly: boolean): string[] {
  const { total, training, monthly, idle, horizon, providerName } = offer;
  const isLeast = partOnly || (hasTraffic ? isAtLeast(offer) : isTrainingAtLeast(offer));
  const marks = `${isLeast ? "≥ " : ""}${horizon.clippedAt === undefined ? "" : "* "}${tokenMarks(offer)}`;
  const who = ranked || isOpenToAll(offer) ? "" : " (earlier customers)";
  return [
    `${noteOf(offer, "unconfirmed_offer") === undefined ? "" : "? "}${name}`,
    parameters === null ? "" : sizeText(parameters),
    `${providerName}${who}${ageMarks(offer)}`,
    hasTraffic ? moneyText(training) : "",
    hasTraffic && monthly !== null ? moneyText(monthly) : "",
    marks + moneyText(total),
    paybackCell(offer),
    rangeCell(offer),
    idle === null ? "" : `${hasTraffic && monthly === null ? "≥ " : ""}${moneyText(idle.perDay)}`,
  ];
}

/** `1.24B`, `31B`, `2.78T` */
function sizeText(billions: string): string {
  const value = decimal(billions);
  const [number, unit] = value.greaterThanOrEqualTo(1000) ? [value.dividedBy(1000), "T"] : [value, "B"];
  return `${number.toSignificantDigits(3).toFixed()}${unit}`;
}

function offerTable(offers: readonly Offer[], partOnly: boolean): Table {
  return tableOf("offers", offerColumns, offerTableRows(offers, partOnly), {
    enough: 3,
    more: "Every offer: --all.",
    legend: offerLegend,
    quietText: "Totals with ≥ or * stand last.",
  });
}

function nextSteps(models: readonly ModelRow[], { files: [file] = [], question }: EstimateShown): Steps["items"] {
  if (models.length === 0) return [];
  const first = models.length > 1 ? models[0]?.offer : undefined;
  const what = file === undefined ? "…" : /^[\w./-]{1,30}$/u.test(file.name) ? file.name : "FILE";
  const steps: { command: string; text: string }[] = [];
  if (first !== undefined && file === undefined)
    steps.push({ command: `tunecast estimate … --model ${first.model}`, text: "the bill, line by line" });
  if (first !== undefined && file !== undefined)
    steps.push({ command: `tunecast check ${what} --provider ${first.provider}`, text: "before you upload" });
  if (question.traffic === undefined || first !== undefined)
    steps.push({
      command: `tunecast advise ${what}${file === undefined ? "" : " …"}`,
      text: "whether tuning pays",
    });
  return steps;
}
