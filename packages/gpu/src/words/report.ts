import { columnsOf, counted, filled, notesOf, tableOf, uniqueSources } from "@tunecast/estimator/report";
import type { Block, Note, Report, ReportFigure, Table } from "@tunecast/estimator/report";
import { countText, moneyText, rateText, rangeText } from "@tunecast/estimator/text";
import { typedRun } from "../run/fields.ts";
import type { SelfHostAnswer } from "../answer.ts";
import { configLine, configWarnings, keyTable, type ConfigShown } from "./configReport.ts";
import { headlineOffer, isFresh } from "../offer/gpuOffers.ts";
import { marketText, marked, rentColumns, rentRows, seenText, briefly, runText } from "./prices.ts";
import type { Slower } from "../physics/hours.ts";
import type { Unmeasured } from "../physics/interval.ts";
import names from "./names.json" with { type: "json" };

const unmeasuredNames: Readonly<Record<Unmeasured, string>> = names.unmeasured;
const causes: Readonly<Record<Slower["cause"], string>> = names.causes;

export interface GpuShown {
  readonly config?: ConfigShown;
  /** A change of options in the keys of that configuration; undefined where it has none for them. */
  readonly inKeys?: ((options: object) => readonly string[] | null | undefined) | undefined;
  /** True for every card of the book and every offer. */
  readonly allCards?: boolean | undefined;
  /** True for each key of the configuration and each line of the cheapest offer's price. */
  readonly inFull?: boolean;
}

type Offers = NonNullable<SelfHostAnswer["cost"]>["offers"];

/** What a reader has to know before any figure: they are not those of the whole model, or rest on a likeness. */
const beforeFigures: ReadonlySet<string> = new Set(["unknown_family", "not_counted", "shape_of_size"]);

/** An answer about GPUs as blocks of text and tables. */
export function gpuReport(answer: SelfHostAnswer, shown: GpuShown = {}): Report {
  const { assumptions, cost, sources } = answer;
  const { config, allCards = false, inFull = false } = shown;
  const offers = cost?.offers ?? [];
  const rates = offers[0]?.lines.map(({ rate }) => rate) ?? [];
  const first = assumptions.filter(({ kind }) => beforeFigures.has(kind));
  const later = assumptions.filter(({ kind }) => !beforeFigures.has(kind));
  const assumed = later.map(({ sentence: text }) => ({ text, small: true }));
  return {
    headline: [...first.map(({ sentence }) => sentence), headlineOf(answer)].join(" "),
    asked: config === undefined ? [] : [configLine(config)],
    figures: figuresOf(answer),
    blocks: filled([
      notesOf("config", config === undefined ? [] : configWarnings(config)),
      notesOf("market", marketText(answer)),
      offerTable(offers, allCards),
      notesOf("cards", cardNotes(answer, shown)),
      ...(allCards ? [cardTable(answer, shown)] : []),
      notesOf("run", [memoryNote(answer), ...runNotes(answer)]),
      ...(inFull ? billTable(offers) : []),
      ...(config === undefined || !inFull ? [] : [keyTable(config)]),
      notesOf("assumed", assumed),
    ]),
    sources: uniqueSources([
      ...rates.map(({ source: address, seen, confidence }) => ({ address, seen, confidence })),
      ...sources.map((address) => ({ address })),
    ]),
  };
}

/** `From $0.55 on 1 × rtx-5090 at vast, 1.5 hours. Llama 3.1 8B, qlora, needs 23.0 of 31 GiB a card (19.1 to 27.4).` */
function headlineOf(answer: SelfHostAnswer): string {
  const { model, gpu, gpus, sharding, verdict, chance, memory, fits, hours, cost, input, unmeasured } = answer;
  const own = headlineOffer((cost?.offers ?? []).filter((offer) => offer.gpu === gpu.id && offer.gpus === gpus));
  const cards = `${gpus} × ${gpu.name}${gpus > 1 ? ` (${sharding})` : ""}`;
  const there = fits.find((fit) => fit.gpu === gpu.id)?.memoryGiB.toFixed(0);
  const active = model.active === model.parameters ? "" : `, ${billions(model.active)} active`;
  const name = `${model.id} (${unmeasured.includes("shape") ? "about " : ""}${billions(model.parameters)} parameters${active})`;
  const needs = `${memory.totalGiB.toFixed(1)}${there === undefined ? "" : ` of ${there}`} GiB a card (${memory.low.toFixed(1)} to ${memory.high.toFixed(1)})`;
  const time = hours === null ? "" : `, ${runText(hours)}`;
  const isTight = verdict === "tight";
  const inTen = Math.min(9, Math.max(1, Math.round(10 * chance)));
  const rent = own === undefined ? (isTight ? "May fit" : "Fits") : `From ${moneyText(own.total)} on`;
  const at = own === undefined ? "" : ` at ${own.cloud}${seenText(own)}`;
  return [
    verdict === "no" ? `Does not fit ${cards}.` : `${rent} ${cards}${at}${time}.`,
    `${name}, ${input.method}, needs ${needs}${isTight ? `: about ${inTen} in 10 such runs fit` : ""}.`,
    ...elsewhere(cost?.offers ?? [], own),
  ].join(" ");
}

/** The cheapest way, where that is on other cards than the answer is about. */
function elsewhere(offers: Offers, own: Offers[number] | undefined): string[] {
  const first = headlineOffer(offers);
  if (first === undefined || first === own) return [];
  const clouds = new Set(offers.filter((offer) => offer.gpu === first.gpu && isFresh(offer)).map(({ cloud }) => cloud));
  const rare = clouds.size < 3 ? ", which few clouds rent," : "";
  return [
    `Cheapest of all: ${moneyText(first.total)} on ${first.gpus} × ${first.gpu}${rare} at ${first.cloud}${seenText(first)}, ${briefly(first.hours)}.`,
  ];
}

function figuresOf({ memory, hours, cost }: SelfHostAnswer): ReportFigure[] {
  const first = headlineOffer(cost?.offers ?? []);
  const [held, low, high] = [memory.totalGiB, memory.low, memory.high].map((gib) => gib.toFixed(1));
  const figures: ReportFigure[] = [
    { id: "memory", label: "Memory of a card", value: `${held} GiB`, range: `${low} to ${high} GiB` },
  ];
  if (hours !== null) figures.push({ id: "hours", label: "One run", value: runText(hours) });
  if (first === undefined) return figures;
  const range = rangeText(first.range, first.total.currency);
  return [...figures, { id: "dollars", label: "Cheapest", value: moneyText(first.total), range }];
}

function offerTable(offers: Offers, all: boolean): Table {
  const rows = rentRows(offers);
  return tableOf("offers", rentColumns, all ? rows : rows.slice(0, offersShown), {
    enough: 3,
    other: rows.length > offersShown && !all ? `All ${countText(rows.length)} offers and every card: --all-cards.` : "",
    legend: [{ mark: "‡", text: `‡ not seen for ${marked} days.` }],
  });
}

const offersShown = 12;

function cardNotes({ fits, gpu, gpus, verdict, cost, input, serving }: SelfHostAnswer, { inKeys }: GpuShown): Note[] {
  const change = fits.find((fit) => fit.gpu === gpu.id)?.change ?? undefined;
  const changed = change && (inKeys?.(change.options)?.join(", ") ?? changeText(change.options));
  const taking = fits.filter((fit) => fit.verdict === "fits").toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const named = taking.slice(0, 3).map((fit) => `${fit.gpus} × ${fit.gpu}`);
  const cards = counted(fits.length, "card");
  const stated = {
    text: "For hours and dollars, state the data.",
    options: ["--data", "--examples", "--tokens-per-example"],
  };
  return [
    ...when(verdict !== "fits" && changed !== undefined, `What would make it fit: ${changed ?? ""}`),
    ...when(
      verdict === "no" && changed === undefined,
      "No setting alone makes it fit: --fit tries shorter rows and other models.",
    ),
    ...when(named.length === 0, `None of ${cards} takes it as it is.`),
    ...when(named.length > 0, `${taking.length} of ${cards} fit, the smallest: ${named.join(", ")}.`),
    ...(cost === null || input.owned === undefined ? [] : [{ text: ownText(cost.owned) }]),
    ...(cost === null
      ? [stated]
      : when(
          cost.offers.length === 0,
          verdict === "no"
            ? "No machine of the price book can take it."
            : `The price book has no machine with ${gpus} × ${gpu.name}.`,
        )),
    ...(serving === null ? [] : [{ text: servingText(serving) }]),
  ];
}

function when(holds: boolean, text: string, small?: true): Note[] {
  return holds ? [{ text, ...(small && { small }) }] : [];
}

const cardColumns = columnsOf("card|memory >|needed >||what would make it fit 1");

function cardTable({ fits }: SelfHostAnswer, { inKeys }: GpuShown): Table {
  const rows = fits.map(({ gpu, gpus, memoryGiB, totalGiB, verdict, change }) => ({
    id: gpu,
    cells: [
      gpus === 1 ? gpu : `${gpus} × ${gpu}`,
      `${memoryGiB.toFixed(0)} GiB`,
      `${totalGiB.toFixed(1)} GiB`,
      verdict === "no" ? "does not fit" : verdict,
      change ? (inKeys?.(change.options)?.join(", ") ?? changeText(change.options)) : "",
    ],
  }));
  return tableOf("cards", cardColumns, rows, { title: "Every card", enough: 3 });
}

/** Memory by part. Parts have peaks of their own: the last figure makes them add up to the total. */
function memoryNote({ memory, input }: SelfHostAnswer): Note {
  const name = (part: string): string => (part === "adapters" && input.method === "head" ? "trained head" : part);
  const parts = Object.entries<number>({ ...memory.parts })
    .filter(([, gib]) => Math.abs(gib) >= 0.005)
    .map(([part, gib]) => `${name(part)} ${gib.toFixed(2)}`);
  const apart = memory.notAtOnce;
  const rest =
    apart > 0
      ? `, less ${apart.toFixed(2)} that is never held at the same time`
      : `, and ${(-apart).toFixed(2)} during the optimizer's step`;
  return { text: `Memory of each card, GiB: ${parts.join(", ")}${Math.abs(apart) < 0.005 ? "" : rest}.` };
}

function runNotes({ throughput, flops, slower, unmeasured, verdict }: SelfHostAnswer): Note[] {
  if (verdict === "no") return [];
  const { tokensPerSecondPerGpu: speed, low, high, mfu } = throughput;
  const count = (tokens: number): string => countText(Math.round(tokens));
  const names = unmeasured.map((one) => unmeasuredNames[one]).join(", ");
  const reasons = slower.map(({ cause, factor }) => `${causes[cause]} (× ${factor.toFixed(1)})`).join(", ");
  const all =
    flops === null ? "" : `; ${flops.toExponential(1).replace("e+", "e")} model FLOPs in all, without recomputation`;
  const text = `Speed of each card: ${count(speed)} tokens a second (${count(low)} to ${count(high)}), ${(100 * mfu).toFixed(0)} % of its peak (MFU)${all}.`;
  return [
    { text },
    ...when(unmeasured.length > 0, `Few or no measured runs of: ${names}. The ranges are wider for it.`),
    ...when(slower.length > 0, `It would be slower with ${reasons}.`, true),
  ];
}

/** What the dollars of the cheapest offer are made of: failed runs and set-up are no training. */
function billTable([first]: Offers): Block[] {
  if (first === undefined) return [];
  const { cloud, gpus, gpu, lines, total } = first;
  const { amount, per, seen, confidence } = lines[0]?.rate ?? {};
  const price =
    amount === undefined
      ? ""
      : `, ${rateText({ amount, currency: total.currency })} per ${per} (${confidence}, seen ${seen})`;
  const rows = lines.map((line, index) => ({
    id: `line.${index}`,
    cells: [line.label, moneyText({ amount: line.amount, currency: total.currency })],
  }));
  return [tableOf("bill", columnsOf("|>"), rows, { title: `The cheapest: ${gpus} × ${gpu} at ${cloud}${price}` })];
}

function ownText(owned: NonNullable<SelfHostAnswer["cost"]>["owned"]): string {
  if (owned === null) return "The run does not fit your own cards.";
  const { gpus, gpu, total, range, perCardHour } = owned;
  const between = range.low === range.high ? "" : ` (${rangeText(range, total.currency)})`;
  return `On your ${gpus} × ${gpu}: ${moneyText(total)}${between}, ${moneyText(perCardHour)} an hour and card.`;
}

function servingText(serving: NonNullable<SelfHostAnswer["serving"]>): string {
  const { gpus, gpu, tokensRange, perMillionTokens, copies, perMonth } = serving;
  const price = perMillionTokens === null ? "" : `, ${moneyText(perMillionTokens)} per million tokens`;
  const [speed, low, high] = [serving.tokensPerSecond, tokensRange.low, tokensRange.high].map((tokens) =>
    countText(Math.round(tokens)),
  );
  const month = `${copies === 1 ? "one copy" : `${countText(copies ?? 0)} copies`}${perMonth === null ? "" : `: ${moneyText(perMonth)} a month`}`;
  return `Serving on ${gpus} × ${gpu}: ${counted(serving.concurrency, "request")} at once, ${speed} tokens a second (${low} to ${high}, not measured; bound by ${serving.boundBy})${price} when busy ${(100 * serving.utilisation).toFixed(0)} % of the time.${copies === null ? "" : ` The requests of a month take ${month}.`}`;
}

/** Flags to add: `--checkpointing full --gpus 2`. */
export function changeText(options: object): string {
  return Object.entries(options)
    .map(([option, value]) => typedRun(option, value))
    .join(" ");
}

function billions(parameters: number): string {
  return `${(parameters / 1e9).toFixed(parameters < 1e10 ? 2 : 1)}B`;
}
