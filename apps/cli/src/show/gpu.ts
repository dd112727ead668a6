import type { SelfHostAnswer } from "@tunecast/gpu";
import { countText, moneyText, rangeText, visibleText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import type { InKeys } from "../cards/trainerRun.ts";
import { counted } from "./counted.ts";
import { fitted, type Shape } from "./fitted.ts";
import { headline, memoryLines, runText } from "./gpuHeadline.ts";
import { hiddenNote, widthOf } from "./note.ts";

/** So many ways to rent are printed; JSON has them all. */
const offersShown = 10;

const cardColumns: readonly Column[] = [
  { title: "card", align: "left", rank: 0 },
  { title: "memory", align: "right", rank: 0 },
  { title: "needed", align: "right", rank: 0 },
  { title: "", align: "left", rank: 0 },
  { title: "what would make it fit", align: "left", rank: 1 },
];

const offerColumns: readonly Column[] = [
  { title: "cloud", align: "left", rank: 0 },
  { title: "machine", align: "left", rank: 2 },
  { title: "cards", align: "left", rank: 0 },
  { title: "term", align: "left", rank: 1 },
  { title: "run", align: "right", rank: 0 },
  { title: "dollars", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 3 },
];

/** The whole answer about GPUs for people, what would make it fit in the keys of a config where it is read from one. */
export function gpuText(answer: SelfHostAnswer, screen: Screen, read: ConfigRead = {}): string {
  return fitted(screen, offersShown, 2, (shape) => textOf(answer, screen, shape, read));
}

/** What a run was read from: in full before its answer, in short behind the first sentence; and changes in the keys of its config. */
interface ConfigRead {
  /** Every card of the book, a row each. */
  readonly allCards?: boolean | undefined;
  readonly inKeys?: InKeys | undefined;
  readonly config?: { readonly whole: string; readonly brief: readonly string[] };
}

/** Notes that are printed where there is little room. */
const notesShown = 1;

function textOf(
  answer: SelfHostAnswer,
  screen: Screen,
  { top, brief }: Shape,
  { inKeys, config, allCards }: ConfigRead,
): string {
  const style = styleOf(screen);
  const line = (text: string): string => wrapped(text, widthOf(screen));
  const { assumptions } = answer;
  const first = assumptions.filter(({ kind }) => beforeFigures.has(kind));
  const later = assumptions.filter(({ kind }) => !beforeFigures.has(kind));
  const notes = brief > 1 ? later.slice(0, notesShown) : later;
  const more = later.length - notes.length;
  const sections = [
    ...first.map(({ sentence }) => style.bad(line(visibleText(sentence)))),
    style.strong(line(headline(answer))),
    ...(brief > 0 ? (config?.brief ?? []) : []),
    ...gap(brief),
    ...(brief > 0 ? memoryLines(answer, brief).map(line) : memoryLines(answer, brief)),
    ...gap(brief),
    ...runLines(answer, brief).map(line),
    ...gap(brief),
    ...(allCards === true ? cardLines(answer, screen, inKeys) : cardSentences(answer, inKeys).map(line)),
    ...costLines(answer, screen, { top, brief }),
    ...servingLines(answer).map(line),
    ...gap(brief),
    ...notes.map(({ sentence }) => style.quiet(`· ${wrapped(visibleText(sentence), widthOf(screen), "  ").slice(2)}`)),
    ...(more > 0
      ? [style.quiet(line(`… ${counted(more, "note")} more and every card: --format json, or in a pipe`))]
      : []),
  ];
  return `${brief > 0 ? "" : (config?.whole ?? "")}${sections.join("\n").trimEnd()}\n`;
}

/** An empty line where there is room for one. */
function gap(brief: number): string[] {
  return brief === 0 ? [""] : [];
}

/** What a reader has to know before any figure: they are not those of the whole model, or rest on a likeness. */
const beforeFigures: ReadonlySet<string> = new Set(["unknown_family", "not_counted"]);

/** Speed and hours of the run; where it does not fit, that there are none. What the first sentence says is said once on a small screen. */
function runLines(answer: SelfHostAnswer, brief: number): string[] {
  const { gpu, gpus, throughput, hours, verdict, flops, slower, unmeasured } = answer;
  if (verdict === "no") return [`It does not fit ${gpus} × ${gpu.name}, so there are no hours of it.`];
  const { tokensPerSecondPerGpu: speed, low, high, mfu } = throughput;
  const count = (tokens: number): string => countText(Math.round(tokens));
  return [
    `${count(speed)} tokens a second per card (${count(low)} to ${count(high)}), ${(100 * mfu).toFixed(0)} % of the card's peak (MFU)${flops === null ? "" : `; ${flops.toExponential(1).replace("e+", "e")} model FLOPs in all, nothing recomputed`}`,
    ...(slower.length > 0 ? [slowerText(slower)] : []),
    ...(unmeasured.length > 0
      ? [`Not measured: ${unmeasured.map((one) => unmeasuredNames[one]).join(", ")}; the ranges are wider for it.`]
      : []),
    ...(hours === null
      ? ["Give --data, or --examples and --tokens-per-example, for hours and dollars."]
      : brief === 0
        ? [runText(hours)]
        : []),
  ];
}

const unmeasuredNames = {
  framework: "runs of this framework (state --framework)",
  card: "runs on this card",
  network: "the network between machines (state --network-gbs)",
} as const;

const causes = {
  rows_padded: "rows padded to the longest",
  eager_framework: "an eager framework",
  slow_network: "a slow network or bus",
  nothing_hidden: "communication that nothing hides",
} as const;

/** Why it can take longer, and how many times. */
function slowerText(slower: SelfHostAnswer["slower"]): string {
  return `It would take longer with ${slower.map(({ cause, factor }) => `${causes[cause]} (× ${factor.toFixed(1)})`).join(", ")}.`;
}

function cardLines({ fits }: SelfHostAnswer, screen: Screen, inKeys?: InKeys): string[] {
  const style = styleOf(screen);
  const rows = fits.map(({ gpu, gpus, memoryGiB, totalGiB, verdict, change }) => [
    gpus === 1 ? gpu : `${gpus} × ${gpu}`,
    `${memoryGiB.toFixed(0)} GiB`,
    `${totalGiB.toFixed(1)} GiB`,
    verdict === "no" ? "does not fit" : verdict,
    change === undefined || change === null ? "" : (inKeys?.(change.options)?.join(", ") ?? changeText(change.options)),
  ]);
  const { heading, rows: lines, hidden } = textTable(cardColumns, rows, screen.columns);
  return [style.strong(heading), ...lines, ...hiddenNote(hidden, screen, "json")];
}

/** Cards that are named where there is no room for all. */
const cardsNamed = 3;

/** What would make it fit, and the smallest cards that take it as it is. */
function cardSentences({ fits, gpu, verdict }: SelfHostAnswer, inKeys?: InKeys): string[] {
  const own = fits.find((fit) => fit.gpu === gpu.id);
  const change = own?.change ?? undefined;
  const changed = change && (inKeys?.(change.options)?.join(", ") ?? changeText(change.options));
  const taking = fits.filter((fit) => fit.verdict === "fits").toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const named = taking.slice(0, cardsNamed).map((fit) => (fit.gpus === 1 ? fit.gpu : `${fit.gpus} × ${fit.gpu}`));
  return [
    ...(verdict === "fits" || changed === undefined ? [] : [`What would make it fit: ${changed}`]),
    named.length === 0
      ? `None of ${counted(fits.length, "card")} of the book takes it as it is.`
      : `${taking.length} of ${counted(fits.length, "card")} take it as it is, the smallest: ${named.join(", ")}.`,
  ];
}

/** Flags to add: `--checkpointing full --gpus 2`. */
export function changeText(options: object): string {
  return Object.entries(options)
    .map(([option, value]) => {
      const name = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return typeof value === "boolean" ? `--${value ? "" : "no-"}${name}` : `--${name} ${String(value)}`;
    })
    .join(" ");
}

function costLines({ cost, input }: SelfHostAnswer, screen: Screen, { top = offersShown, brief }: Shape): string[] {
  if (cost === null) return [];
  const style = styleOf(screen);
  const { offers, owned } = cost;
  const rows = offers
    .slice(0, top)
    .map(({ cloud, id, gpu, gpus, term, hours, total, range, lines: billed }) => [
      cloud,
      billed.some(({ rate }) => rate.undated === true) ? `${id} †` : id,
      `${gpus} × ${gpu}`,
      term.replaceAll("_", " "),
      briefly(hours),
      moneyText(total),
      rangeText(range, total.currency),
    ]);
  const { heading, rows: lines, hidden } = textTable(offerColumns, rows, screen.columns);
  const first = offers[0];
  const parts =
    first === undefined || brief > 0 ? [] : ["", ...billLines(first).map((one) => wrapped(one, widthOf(screen), "  "))];
  const undated = rows.some((row) => row.some((cell) => cell.endsWith("†")))
    ? ["† a price of a copy that bears no day."]
    : [];
  const more = offers.length > rows.length ? [`… and ${countText(offers.length - rows.length)} more`] : [];
  const own = input["owned"] === undefined ? [] : ["", wrapped(ownText(owned), widthOf(screen))];
  const rented =
    rows.length === 0
      ? ["No machine of the price book can take it."]
      : [
          style.strong(heading),
          ...lines,
          ...undated,
          ...more,
          ...(brief > 1 ? [] : hiddenNote(hidden, screen, "json")),
          ...parts,
        ];
  return [...gap(brief), ...rented, ...own];
}

/** What the dollars of the cheapest offer are made of: failed runs and set-up are no training. */
function billLines({
  cloud,
  gpus,
  gpu,
  lines,
  total,
}: NonNullable<SelfHostAnswer["cost"]>["offers"][number]): string[] {
  const { amount, per, seen, confidence } = lines[0]?.rate ?? {};
  const price = amount === undefined ? "" : ` at ${amount} ${total.currency} per ${per} (${confidence}, seen ${seen})`;
  return [
    `The cheapest, ${gpus} × ${gpu} at ${cloud}${price}:`,
    ...lines.map(
      (line) => `  ${moneyText({ amount: line.amount, currency: total.currency }).padStart(9)}  ${line.label}`,
    ),
  ];
}

function ownText(owned: NonNullable<SelfHostAnswer["cost"]>["owned"]): string {
  if (owned === null) return "The run does not fit your own cards.";
  const { gpus, gpu, total, range, perCardHour } = owned;
  const between = range.low === range.high ? "" : ` (${rangeText(range, total.currency)})`;
  return `On your ${gpus} × ${gpu}: ${moneyText(total)}${between}, ${moneyText(perCardHour)} an hour and card`;
}

function servingLines({ serving }: SelfHostAnswer): string[] {
  if (serving === null) return [];
  const { gpus, gpu, concurrency, tokensPerSecond, boundBy, perMillionTokens, utilisation } = serving;
  const price = perMillionTokens === null ? "" : `, ${moneyText(perMillionTokens)} per million tokens`;
  return [
    "",
    `Serving on ${gpus} × ${gpu}: ${counted(concurrency, "request")} at once, ${countText(Math.round(tokensPerSecond))} tokens a second (bound by ${boundBy})${price} when busy ${(100 * utilisation).toFixed(0)} % of the time`,
  ];
}

/** `3.4 h`, `12 min`; set-up and failed runs are in the price and not in here. */
function briefly(hours: number): string {
  if (hours >= 1) return `${countText(hours.toFixed(1))} h`;
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "< 1 min" : `${minutes} min`;
}
