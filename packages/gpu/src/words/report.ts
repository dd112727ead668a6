import { causes, unmeasuredNames } from "./causes.ts";
import { typedRun } from "../run/fields.ts";
import {
  counted,
  filled,
  uniqueSources,
  type Block,
  type Note,
  type Report,
  type ReportFigure,
  type Table,
} from "@tunecast/estimator/report";
import { countText, moneyText, rangeText } from "@tunecast/estimator/text";
import type { SelfHostAnswer } from "../answer.ts";
import { configLine, configWarnings, keyTable, type ConfigShown } from "./configReport.ts";
import { headlineOffer } from "../offer/gpuOffers.ts";
import { marketText, rentColumns, rentLegend, rentRows, seenText } from "./prices.ts";
import { briefly, runText } from "./time.ts";

/** What the answer about cards is shown with. */
export interface GpuShown {
  /** The configuration that the run was read from. */
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
const beforeFigures: ReadonlySet<string> = new Set(["unknown_family", "not_counted"]);

/** The cheapest cards that take a run, its hours and dollars, and what its memory is made of. */
export function gpuReport(answer: SelfHostAnswer, shown: GpuShown = {}): Report {
  const { assumptions, cost, sources } = answer;
  const { config, allCards = false, inFull = false } = shown;
  const offers = cost?.offers ?? [];
  const first = assumptions.filter(({ kind }) => beforeFigures.has(kind));
  const later = assumptions.filter(({ kind }) => !beforeFigures.has(kind));
  return {
    headline: [...first.map(({ sentence }) => sentence), headlineOf(answer)].join(" "),
    asked: config === undefined ? [] : [configLine(config)],
    figures: figuresOf(answer),
    blocks: filled([
      { kind: "notes", id: "config", title: "", items: config === undefined ? [] : configWarnings(config) },
      { kind: "notes", id: "market", title: "", items: marketText(answer) },
      offerTable(offers, allCards),
      { kind: "notes", id: "cards", title: "", items: cardNotes(answer, shown) },
      ...(allCards ? [cardTable(answer, shown)] : []),
      { kind: "notes", id: "run", title: "", items: [memoryNote(answer), ...runNotes(answer)] },
      ...(inFull ? billTable(offers) : []),
      ...(config === undefined || !inFull ? [] : [keyTable(config)]),
      { kind: "notes", id: "assumed", title: "", items: later.map(({ sentence: text }) => ({ text, small: true })) },
    ]),
    sources: uniqueSources([
      ...offers
        .slice(0, 1)
        .flatMap(({ lines }) =>
          lines.map(({ rate: { source: address, seen, confidence } }) => ({ address, seen, confidence })),
        ),
      ...sources.map((address) => ({ address })),
    ]),
  };
}

/** `From $0.55 on 1 × rtx-5090 at vast, 1.5 hours. Llama 3.1 8B, qlora, needs 23.0 of 31 GiB a card (19.1 to 27.4).` */
function headlineOf(answer: SelfHostAnswer): string {
  const { model, gpu, gpus, sharding, verdict, memory, fits, hours, cost, input } = answer;
  const own = headlineOffer((cost?.offers ?? []).filter((offer) => offer.gpu === gpu.id && offer.gpus === gpus));
  const cards = `${gpus} × ${gpu.name}${gpus > 1 ? ` (${sharding})` : ""}`;
  const there = fits.find((fit) => fit.gpu === gpu.id)?.memoryGiB.toFixed(0);
  const active = model.active === model.parameters ? "" : `, ${billions(model.active)} active`;
  const name = `${model.id} (${billions(model.parameters)} parameters${active})`;
  const needs = `${memory.totalGiB.toFixed(1)}${there === undefined ? "" : ` of ${there}`} GiB a card (${memory.low.toFixed(1)} to ${memory.high.toFixed(1)})`;
  const time = hours === null ? "" : `, ${runText(hours)}`;
  const rent =
    own === undefined
      ? `Fits ${cards}${time}.`
      : `From ${moneyText(own.total)} on ${cards} at ${own.cloud}${seenText(own)}${time}.`;
  return [
    verdict === "no" ? `Does not fit ${cards}.` : rent,
    `${name}, ${input.method}, needs ${needs}${verdict === "tight" ? ", too close to the limit to be safe" : ""}.`,
    ...elsewhere(cost?.offers ?? [], own),
  ].join(" ");
}

/** The cheapest way, where that is on other cards than the answer is about. */
function elsewhere(offers: Offers, own: Offers[number] | undefined): string[] {
  const first = headlineOffer(offers);
  if (first === undefined || first === own) return [];
  return [
    `Cheapest of all: ${moneyText(first.total)} on ${first.gpus} × ${first.gpu} at ${first.cloud}${seenText(first)}, ${briefly(first.hours)}.`,
  ];
}

function figuresOf({ memory, hours, cost }: SelfHostAnswer): ReportFigure[] {
  const first = headlineOffer(cost?.offers ?? []);
  return [
    {
      id: "memory",
      label: "Memory of a card",
      value: `${memory.totalGiB.toFixed(1)} GiB`,
      range: `${memory.low.toFixed(1)} to ${memory.high.toFixed(1)} GiB`,
    },
    ...(hours === null ? [] : [{ id: "hours", label: "One run", value: runText(hours) }]),
    ...(first === undefined
      ? []
      : [
          {
            id: "dollars",
            label: "Cheapest",
            value: moneyText(first.total),
            range: rangeText(first.range, first.total.currency),
          },
        ]),
  ];
}

function offerTable(offers: Offers, all: boolean): Table {
  const rows = rentRows(offers);
  return {
    kind: "table",
    id: "offers",
    title: "",
    columns: rentColumns,
    rows: all ? rows : rows.slice(0, offersShown),
    enough: 3,
    more: rows.length > offersShown && !all ? `All ${countText(rows.length)} offers and every card: --all-cards.` : "",
    legend: rentLegend,
  };
}

/** Ways to rent that are printed where not all are asked for. */
const offersShown = 12;

/** What would make it fit, the smallest cards that take it as it is, and what one's own cards cost. */
function cardNotes({ fits, gpu, verdict, cost, input, serving }: SelfHostAnswer, { inKeys }: GpuShown): Note[] {
  const change = fits.find((fit) => fit.gpu === gpu.id)?.change ?? undefined;
  const changed = change && (inKeys?.(change.options)?.join(", ") ?? changeText(change.options));
  const taking = fits.filter((fit) => fit.verdict === "fits").toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const named = taking.slice(0, 3).map((fit) => `${fit.gpus} × ${fit.gpu}`);
  return [
    ...(verdict === "fits" || changed === undefined ? [] : [{ text: `What would make it fit: ${changed}` }]),
    {
      text:
        named.length === 0
          ? `None of ${counted(fits.length, "card")} takes it as it is.`
          : `${taking.length} of ${counted(fits.length, "card")} fit, the smallest: ${named.join(", ")}.`,
    },
    ...(cost === null || input.owned === undefined ? [] : [{ text: ownText(cost.owned) }]),
    ...(cost === null
      ? [{ text: "For hours and dollars, state the data.", options: ["--data", "--examples", "--tokens-per-example"] }]
      : []),
    ...(cost !== null && cost.offers.length === 0 ? [{ text: "No machine of the price book can take it." }] : []),
    ...(serving === null ? [] : [{ text: servingText(serving) }]),
  ];
}

function cardTable({ fits }: SelfHostAnswer, { inKeys }: GpuShown): Table {
  return {
    kind: "table",
    id: "cards",
    title: "Every card",
    columns: [
      { title: "card", align: "left", rank: 0 },
      { title: "memory", align: "right", rank: 0 },
      { title: "needed", align: "right", rank: 0 },
      { title: "", align: "left", rank: 0 },
      { title: "what would make it fit", align: "left", rank: 1 },
    ],
    rows: fits.map(({ gpu, gpus, memoryGiB, totalGiB, verdict, change }) => ({
      id: gpu,
      cells: [
        gpus === 1 ? gpu : `${gpus} × ${gpu}`,
        `${memoryGiB.toFixed(0)} GiB`,
        `${totalGiB.toFixed(1)} GiB`,
        verdict === "no" ? "does not fit" : verdict,
        change === undefined || change === null
          ? ""
          : (inKeys?.(change.options)?.join(", ") ?? changeText(change.options)),
      ],
    })),
    enough: 3,
    more: "",
  };
}

/** Memory by part. Parts have peaks of their own: the last figure makes them add up to the total. */
function memoryNote({ memory, input }: SelfHostAnswer): Note {
  const name = (part: string): string => (part === "adapters" && input.method === "head" ? "trained head" : part);
  const parts = Object.entries<number>({ ...memory.parts })
    .filter(([, gib]) => Math.abs(gib) >= 0.005)
    .map(([part, gib]) => `${name(part)} ${gib.toFixed(2)}`);
  const apart =
    Math.abs(memory.notAtOnce) < 0.005
      ? ""
      : memory.notAtOnce > 0
        ? `, less ${memory.notAtOnce.toFixed(2)} that is never held at the same time`
        : `, and ${(-memory.notAtOnce).toFixed(2)} during the optimizer's step`;
  return { text: `Memory of each card, GiB: ${parts.join(", ")}${apart}.` };
}

function runNotes({ throughput, flops, slower, unmeasured, verdict }: SelfHostAnswer): Note[] {
  if (verdict === "no") return [];
  const { tokensPerSecondPerGpu: speed, low, high, mfu } = throughput;
  const count = (tokens: number): string => countText(Math.round(tokens));
  const all =
    flops === null ? "" : `; ${flops.toExponential(1).replace("e+", "e")} model FLOPs in all, without recomputation`;
  return [
    {
      text: `Speed of each card: ${count(speed)} tokens a second (${count(low)} to ${count(high)}), ${(100 * mfu).toFixed(0)} % of its peak (MFU)${all}.`,
    },
    ...(unmeasured.length === 0
      ? []
      : [
          {
            text: `Not measured: ${unmeasured.map((one) => unmeasuredNames[one]).join(", ")}; the ranges are wider for it.`,
          },
        ]),
    ...(slower.length === 0
      ? []
      : [
          {
            text: `Slower with ${slower.map(({ cause, factor }) => `${causes[cause]} (× ${factor.toFixed(1)})`).join(", ")}.`,
            small: true,
          },
        ]),
  ];
}

/** What the dollars of the cheapest offer are made of: failed runs and set-up are no training. */
function billTable([first]: Offers): Block[] {
  if (first === undefined) return [];
  const { cloud, gpus, gpu, lines, total } = first;
  const { amount, per, seen, confidence } = lines[0]?.rate ?? {};
  const price = amount === undefined ? "" : `, ${amount} ${total.currency} per ${per} (${confidence}, seen ${seen})`;
  return [
    {
      kind: "table",
      id: "bill",
      title: `The cheapest: ${gpus} × ${gpu} at ${cloud}${price}`,
      columns: [
        { title: "", align: "left", rank: 0 },
        { title: "", align: "right", rank: 0 },
      ],
      rows: lines.map((line, index) => ({
        id: `line.${index}`,
        cells: [line.label, moneyText({ amount: line.amount, currency: total.currency })],
      })),
      enough: lines.length,
      more: "",
    },
  ];
}

function ownText(owned: NonNullable<SelfHostAnswer["cost"]>["owned"]): string {
  if (owned === null) return "The run does not fit your own cards.";
  const { gpus, gpu, total, range, perCardHour } = owned;
  const between = range.low === range.high ? "" : ` (${rangeText(range, total.currency)})`;
  return `On your ${gpus} × ${gpu}: ${moneyText(total)}${between}, ${moneyText(perCardHour)} an hour and card.`;
}

function servingText({
  gpus,
  gpu,
  concurrency,
  tokensPerSecond,
  tokensRange,
  boundBy,
  perMillionTokens,
  utilisation,
  copies,
  perMonth,
}: NonNullable<SelfHostAnswer["serving"]>): string {
  const price = perMillionTokens === null ? "" : `, ${moneyText(perMillionTokens)} per million tokens`;
  return `Serving on ${gpus} × ${gpu}: ${counted(concurrency, "request")} at once, ${countText(Math.round(tokensPerSecond))} tokens a second (${countText(Math.round(tokensRange.low))} to ${countText(Math.round(tokensRange.high))}, not measured; bound by ${boundBy})${price} when busy ${(100 * utilisation).toFixed(0)} % of the time.${copies === null ? "" : ` The requests of a month take ${copies === 1 ? "one copy" : `${countText(copies)} copies`}${perMonth === null ? "" : `: ${moneyText(perMonth)} a month`}.`}`;
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
