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
} from "../../contract/completeness.ts";
import type { Question } from "../../contract/question.ts";
import { decimal, type Money } from "../../money.ts";
import { readBook } from "../../prices/offers.ts";
import type { PriceBook } from "../../prices/priceFile.ts";
import { counted, countText, moneyText } from "../amount.ts";
import {
  ageMarks,
  billBlocks,
  billSources,
  offerColumns,
  offerLegend,
  offerTableRows,
  paybackCell,
  rangeCell,
  tokenMarks,
} from "./offerTable.ts";
import {
  billedText,
  fileLine,
  fileNotes,
  refusedNotes,
  spreadText,
  stageLines,
  trafficText,
  typedText,
  type FileShown,
} from "./data.ts";
import { estimateHeadline, figuresOf } from "./estimateHeadline.ts";
import { modelKeys, modelRows, sizeTier, type ModelRow } from "./models.ts";
import { budgetBlocks, type BudgetShown, type PlanShown } from "./plan.ts";
import { columnsOf, filled, notesOf, tableOf, uniqueSources } from "./report.ts";
import type { Report, Steps, Table } from "./report.ts";

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
      estimateHeadline(answer, models, ranked, partOnly),
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
  return [...files.map(fileLine), ...billedText(offers), ...further, day];
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
  const [first] = models;
  if (first === undefined) return [];
  const several = models.length > 1;
  const what = file === undefined ? "…" : /^[\w./-]{1,30}$/u.test(file.name) ? file.name : "FILE";
  const steps: Steps["items"][number][] = [];
  if (file !== undefined) steps.push(stepTo(first.offer, what, question.prices));
  else if (several)
    steps.push({ command: `tunecast estimate … --model ${first.offer.model}`, text: "the bill, line by line" });
  if (question.traffic === undefined || several)
    steps.push({
      command: `tunecast advise ${what}${file === undefined ? "" : " …"}`,
      text: "whether tuning pays",
    });
  return steps;
}

/** What an offer's own rules ask for before the upload: to convert the file or to check it; what all say where its rules are not public. */
function stepTo(offer: Offer, file: string, prices: PriceBook): Steps["items"][number] {
  const check = readBook(prices).offers.find(({ id }) => id === offer.id)?.dataRules.check;
  if (check === undefined) return { command: `tunecast check ${file}`, text: "what each provider says to it" };
  const text = "before you upload";
  return noteOf(offer, "convert_first") === undefined
    ? { command: `tunecast check ${file} --provider ${check} --model ${offer.model}`, text }
    : { command: `tunecast convert ${file} --to ${check}`, text };
}
