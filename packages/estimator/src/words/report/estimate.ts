import type { Answer, Offer } from "../../contract/answer.ts";
import {
  isAtLeast,
  isOpenToAll,
  isTrainingAtLeast,
  isWholeTotal,
  noteOf,
  tooLongNote,
} from "../../contract/completeness.ts";
import type { Question } from "../../contract/question.ts";
import { decimal } from "../../money.ts";
import { billCurrency } from "../../plan/billCurrency.ts";
import { countText, isAtMost, moneyText, rangeText } from "../amount.ts";
import type { Column } from "../markdown.ts";
import { offerColumns, offerLegend, offerTableRows, paybackText, statusText } from "../offerTable.ts";
import { embeddingRows } from "../estimateProblems.ts";
import { billBlocks, billSources } from "./bill.ts";
import { budgetBlocks, type BudgetShown } from "./budget.ts";
import { counted } from "./counted.ts";
import { billedText, fileLine, fileNotes, stageLines, trafficText, typedText, type FileShown } from "./data.ts";
import { modelRows, type ModelRow } from "./models.ts";
import { refusedNotes } from "./refused.ts";
import { filled, uniqueSources, type Block, type Report, type ReportFigure, type Table } from "./report.ts";

/** What an estimate is shown with. */
export interface EstimateShown {
  readonly question: Question;
  /** What was read for the first stage; empty where its numbers were typed. */
  readonly files?: readonly FileShown[];
  /** The same for each stage after the first. */
  readonly stageFiles?: readonly (readonly FileShown[])[];
  /** True where data are missing, so that every total is "at least". */
  readonly partOnly?: boolean;
  /** A row for each model, or for each offer; models where there are several. */
  readonly by?: "model" | "offer";
  /** True for every refused offer with its sentence, and for the bill of every offer. */
  readonly showRefused?: boolean;
  readonly lines?: boolean;
  /** The verdict on stated limits. */
  readonly verdict?: string;
  readonly budget?: BudgetShown;
}

/** Offers that are shown in full, line by line, even if nobody asked for it. */
const few = 2;

/** What the job costs: the cheapest that a new customer can buy and the span, then a row for each model or offer. */
export function estimateReport(answer: Answer, shown: EstimateShown): Report {
  const { question, partOnly = false, showRefused = false, lines = false, budget, files = [] } = shown;
  const { offers, refused } = answer;
  const currency = billCurrency(answer);
  const models = modelRows(answer, question.prices, currency);
  const by = shown.by ?? (models.length > 1 ? "model" : "offer");
  const table = by === "model" ? modelTable(models, answer, partOnly) : offerTable(offers, partOnly);
  const inFull = lines || offers.length <= few;
  const blocks: Block[] = [
    { kind: "notes", id: "data", title: "", items: files.flatMap(fileNotes) },
    table,
    ...(inFull ? offers.flatMap(billBlocks) : []),
    ...(budget === undefined ? [] : budgetBlocks(budget)),
    {
      kind: "notes",
      id: "refused",
      title: "",
      items: refusedNotes(refused, showRefused || offers.length === 0, files.length > 0 ? "file" : "job"),
    },
    { kind: "steps", id: "next", title: "Next", items: nextSteps(models, shown) },
  ];
  return {
    headline: [
      ...answer.notices.filter(({ kind }) => kind === "old_book").map(({ sentence }) => sentence),
      ...(shown.verdict === undefined || shown.verdict === "" ? [] : [shown.verdict]),
      ...(budget === undefined ? [] : [withinText(models, budget, partOnly)]),
      headlineOf(answer, models, partOnly),
    ].join(" "),
    asked: askedLines(answer, shown),
    figures: figuresOf(models),
    blocks: filled(blocks),
    sources: uniqueSources(offers.flatMap(billSources)),
  };
}

function askedLines({ offers, asOf }: Answer, { question, files = [], stageFiles = [] }: EstimateShown): string[] {
  const { job, traffic } = question;
  const epochs =
    job.epochs === undefined || job.epochs === 3
      ? ", 3 epochs"
      : typeof job.epochs === "number"
        ? `, ${counted(job.epochs, "epoch")}`
        : "";
  const day = `Prices of ${asOf}.`;
  const further = [
    ...stageLines(job.stages ?? [], stageFiles),
    ...(traffic === undefined ? [] : [trafficText(traffic)]),
  ];
  if ("examples" in job) {
    const typed = `${typedText(job)}${epochs}.`;
    return further.length === 0 ? [`${typed} ${day}`] : [typed, ...further, day];
  }
  return [...files.map(fileLine), ...billedText(offers.map(({ billedTokens }) => billedTokens)), ...further, day];
}

/** `From $4.17 to train (…). Half of 91 models cost $44.64 or less; the dearest costs $484.34.` */
function headlineOf(
  { offers, refused, input, problem }: Answer,
  models: readonly ModelRow[],
  partOnly: boolean,
): string {
  if (problem?.reason.kind === "no_examples") return "There is nothing to price.";
  const first = models[0]?.offer ?? offers[0];
  const isForEmbedding = refused.some(({ reason }) => "format" in reason && reason.format === "embedding");
  if (first === undefined && isForEmbedding) return embeddingRows;
  if (first === undefined) return `None of ${counted(refused.length, "offer")} takes it.`;
  const ranked = models.filter((row) => row.ranked);
  const { traffic } = input;
  const { clippedAt } = first.horizon;
  const time = clippedAt === undefined ? `for ${counted(traffic?.months ?? 0, "month")}` : `until ${clippedAt}`;
  const use = traffic === undefined ? "" : ` and use ${time}`;
  const least = partOnly || (ranked.length === 0 && isAtLeast(first)) ? "at least " : "";
  const name = models[0]?.name ?? first.modelName;
  const head = `From ${least}${moneyText(first.total)} to train${use} (${name}, ${first.providerName}).`;
  return [head, ...spanOf(ranked, partOnly), ...cautions(first, ranked.length > 0)].join(" ");
}

/** The median and the dearest of the models that compare. */
function spanOf(ranked: readonly ModelRow[], partOnly: boolean): string[] {
  const [middle, last] = [ranked[Math.ceil(ranked.length / 2) - 1], ranked.at(-1)];
  if (ranked.length < 3 || middle === undefined || last === undefined) return [];
  const least = partOnly ? "at least " : "";
  return [
    `Half of ${countText(ranked.length)} models cost ${least}${moneyText(middle.offer.total)} or less; the dearest costs ${least}${moneyText(last.offer.total)}.`,
  ];
}

/** What a reader of the first sentence alone would miss about the offer that it names. */
function cautions(offer: Offer, isRanked: boolean): string[] {
  const { status, horizon, id } = offer;
  return [
    ...(isOpenToAll(offer) && status.kind !== "preview" && status.until === undefined
      ? []
      : [`${id}: ${statusText(status)}.`]),
    ...(horizon.clippedAt === undefined ? [] : [`The tuned model stops answering on ${horizon.clippedAt}.`]),
    ...(isRanked || offer.notCounted.length === 0 ? [] : [`Not counted: ${offer.notCounted.join(", ")}.`]),
  ];
}

function withinText(models: readonly ModelRow[], { budget }: BudgetShown, partOnly: boolean): string {
  const within = models.filter(
    ({ offer }) => offer.total.currency === budget.currency && isAtMost(offer.total.amount, budget.amount),
  );
  const whole = within.filter(({ offer }) => isWholeTotal(offer));
  const limit = moneyText(budget);
  const who = whole.some(({ ranked }) => ranked) ? "" : ", for earlier customers only";
  if (whole.length > 0 && !partOnly) return `Within ${limit}: ${counted(whole.length, "model")}${who}.`;
  if (within.length > 0) return `Not known to be within ${limit}: every total of no more leaves something out.`;
  return `Over ${limit}: no model costs as little.`;
}

function figuresOf(models: readonly ModelRow[]): ReportFigure[] {
  const ranked = models.filter((row) => row.ranked);
  const [first, middle, last] = [ranked[0], ranked[Math.ceil(ranked.length / 2) - 1], ranked.at(-1)];
  if (first === undefined || middle === undefined || last === undefined) return [];
  const { range, total } = first.offer;
  return [
    {
      id: "cheapest",
      label: `${first.name}, ${first.offer.providerName}`,
      value: moneyText(total),
      ...(range.low !== range.high && { range: rangeText(range, total.currency) }),
    },
    { id: "median", label: "Half of the models cost no more", value: moneyText(middle.offer.total) },
    { id: "dearest", label: "The dearest model", value: moneyText(last.offer.total) },
    { id: "models", label: "Models that compare", value: countText(ranked.length) },
  ];
}

function modelColumns(hasTraffic: boolean): readonly Column[] {
  return [
    { title: "model", align: "left", rank: 0 },
    { title: "size", align: "right", rank: 3 },
    { title: "cheapest from", align: "left", rank: 1 },
    { title: "train once", align: "right", rank: 2 },
    { title: "a month", align: "right", rank: 2 },
    { title: hasTraffic ? "total" : "price", align: "right", rank: 0 },
    { title: "pays back in", align: "right", rank: 2 },
    { title: "range", align: "right", rank: 5 },
    { title: "idle a day", align: "right", rank: 4 },
  ];
}

function modelTable(models: readonly ModelRow[], { input, offers }: Answer, partOnly: boolean): Table {
  const hasTraffic = input.traffic !== undefined;
  return {
    kind: "table",
    id: "models",
    title: "",
    columns: modelColumns(hasTraffic),
    rows: models.map((row) => ({
      id: row.offer.id,
      cells: modelCells(row, hasTraffic, partOnly),
      ...(!row.ranked && { quiet: true }),
    })),
    enough: 6,
    more: `More models: --all. Every offer (${countText(offers.length)}): --by offer.`,
    legend: offerLegend,
    quietText:
      "The last rows do not compare: a part has no price, the currency is another, or only earlier customers can buy.",
  };
}

/** `≥` leaves something out, `~` estimated tokens, `!` examples that are too long, `*` fewer months, `?` whether it is sold. */
function modelCells({ name, parameters, offer, ranked }: ModelRow, hasTraffic: boolean, partOnly: boolean): string[] {
  const { total, training, monthly, idle, range, horizon, providerName } = offer;
  const isLeast = partOnly || (hasTraffic ? isAtLeast(offer) : isTrainingAtLeast(offer));
  const isTyped = noteOf(offer, "typed_tokens") !== undefined || offer.billedTokens === "0";
  const marks = [
    isLeast ? "≥ " : "",
    horizon.clippedAt === undefined ? "" : "* ",
    tooLongNote(offer) === null ? "" : "! ",
    offer.tokensExact || isTyped ? "" : "~",
  ].join("");
  const who = ranked || isOpenToAll(offer) ? "" : " (earlier customers)";
  const between = rangeText(range, total.currency);
  return [
    `${noteOf(offer, "unconfirmed_offer") === undefined ? "" : "? "}${name}`,
    parameters === null ? "" : sizeText(parameters),
    `${providerName}${who}${noteOf(offer, "undated_price") === undefined ? "" : " †"}`,
    hasTraffic ? moneyText(training) : "",
    hasTraffic && monthly !== null ? moneyText(monthly) : "",
    marks + moneyText(total),
    paybackText(offer),
    between.includes("–") ? between : "",
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
  return {
    kind: "table",
    id: "offers",
    title: "",
    columns: offerColumns,
    rows: offerTableRows(offers, partOnly).map((cells, index) => ({
      id: offers[index]?.id ?? "",
      cells,
      ...(offers[index] !== undefined && !isWholeTotal(offers[index]) && { quiet: true }),
    })),
    enough: 3,
    more: offers.length > 3 ? "Every offer: --all." : "",
    legend: offerLegend,
    quietText: "Totals with ≥ or * stand last.",
  };
}

/** What to type next: the bill of one model, the check before an upload, and whether tuning pays. */
function nextSteps(
  models: readonly ModelRow[],
  { files = [], question }: EstimateShown,
): { text: string; command: string }[] {
  const [file] = files;
  const first = models.length > 1 ? models[0] : undefined;
  const what = file === undefined ? "…" : file.name.length > 30 ? "FILE" : file.name;
  return [
    ...(first === undefined
      ? []
      : file === undefined
        ? [{ command: `tunecast estimate … --model ${first.offer.model}`, text: "the bill, line by line" }]
        : [{ command: `tunecast check ${what} --provider ${first.offer.provider}`, text: "before you upload" }]),
    ...(question.traffic === undefined || first !== undefined
      ? [{ command: `tunecast advise ${what}${file === undefined ? "" : " …"}`, text: "whether tuning pays" }]
      : []),
  ];
}
