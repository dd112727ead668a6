import type { SelfHostAnswer } from "@tunecast/estimator/gpu";
import { countText, moneyText, rangeText, visibleText, type Column } from "@tunecast/estimator/text";
import { textTable, visibleLine, wrapped } from "./table.ts";
import { styleOf } from "../style.ts";
import type { Screen } from "../host.ts";
import type { InKeys } from "../trainerRun.ts";
import { counted } from "./counted.ts";
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
export function gpuText(answer: SelfHostAnswer, screen: Screen, inKeys?: InKeys): string {
  const style = styleOf(screen);
  const { model, memory, assumptions } = answer;
  const parts = Object.entries<number>({ ...memory.parts });
  // Parts have peaks of their own: without this row they would not add up to the total.
  const apart: [string, number] =
    memory.notAtOnce > 0 ? ["never together", -memory.notAtOnce] : ["step", -memory.notAtOnce];
  const rows = [...parts, apart]
    .filter(([, gib]) => Math.abs(gib) >= 0.005)
    .map(([part, gib]) => `  ${partName(part, answer).padEnd(14)}${gib.toFixed(2).padStart(9)} GiB`);
  const run = `${style.strong(visibleLine(model.id))}  ${billions(model.parameters)} parameters${model.active === model.parameters ? "" : `, ${billions(model.active)} active`}`;
  const line = (text: string): string => wrapped(text, widthOf(screen));
  const first = assumptions.filter(({ kind }) => beforeFigures.has(kind));
  const later = assumptions.filter(({ kind }) => !beforeFigures.has(kind));
  const sections = [
    run,
    ...first.map(({ sentence }) => style.bad(line(visibleText(sentence)))),
    line(`${cardsOf(answer)}: ${verdicts[answer.verdict]}`),
    "",
    style.strong(
      `Memory per card: ${memory.totalGiB.toFixed(1)} GiB (${memory.low.toFixed(1)} to ${memory.high.toFixed(1)})`,
    ),
    ...rows,
    "",
    ...runLines(answer).map(line),
    "",
    ...cardLines(answer, screen, inKeys),
    ...costLines(answer, screen),
    ...servingLines(answer).map(line),
    "",
    ...later.map(({ sentence }) => style.quiet(`· ${wrapped(visibleText(sentence), widthOf(screen), "  ").slice(2)}`)),
  ];
  return `${sections.join("\n").trimEnd()}\n`;
}

/** What a reader has to know before any figure: they are not those of the whole model, or rest on a likeness. */
const beforeFigures: ReadonlySet<string> = new Set(["unknown_family", "not_counted"]);

const verdicts: Readonly<Record<SelfHostAnswer["verdict"], string>> = {
  fits: "fits",
  tight: "tight, it fits with little memory to spare",
  no: "does not fit",
};

function cardsOf({ gpus, gpu, sharding }: SelfHostAnswer): string {
  return `On ${gpus} × ${gpu.name}${gpus > 1 ? ` (${sharding})` : ""}`;
}

/** A trained head is kept where adapters are. */
function partName(part: string, { input }: SelfHostAnswer): string {
  return part === "adapters" && input["method"] === "head" ? "trained head" : part;
}

/** Speed and hours of the run; where it does not fit, that there are none. */
function runLines({ gpu, gpus, throughput, hours, verdict, flops, slower, unmeasured }: SelfHostAnswer): string[] {
  if (verdict === "no") return [`It does not fit ${gpus} × ${gpu.name}, so there are no hours of it.`];
  const { tokensPerSecondPerGpu: speed, low, high, mfu } = throughput;
  const count = (tokens: number): string => countText(Math.round(tokens));
  return [
    `${count(speed)} tokens a second per card (${count(low)} to ${count(high)}), ${(100 * mfu).toFixed(0)} % of the card's peak (MFU)${flops === null ? "" : `; ${flops.toExponential(1).replace("e+", "e")} FLOPs in all`}`,
    ...(slower.length > 0 ? [slowerText(slower)] : []),
    ...(unmeasured.length > 0
      ? [`Not measured: ${unmeasured.map((one) => unmeasuredNames[one]).join(", ")}; the ranges are wider for it.`]
      : []),
    hours === null ? "Give --data, or --examples and --tokens-per-example, for hours and dollars." : runText(hours),
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
  return `It takes longer with ${slower.map(({ cause, factor }) => `${causes[cause]} (× ${factor.toFixed(1)})`).join(", ")}.`;
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

/** Flags to add: `--checkpointing full --gpus 2`. */
function changeText(options: object): string {
  return Object.entries(options)
    .map(([option, value]) => {
      const name = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return typeof value === "boolean" ? `--${value ? "" : "no-"}${name}` : `--${name} ${String(value)}`;
    })
    .join(" ");
}

function costLines({ cost, input }: SelfHostAnswer, screen: Screen): string[] {
  if (cost === null) return [];
  const style = styleOf(screen);
  const { offers, owned } = cost;
  const rows = offers
    .slice(0, offersShown)
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
  const parts = first === undefined ? [] : ["", ...billLines(first).map((one) => wrapped(one, widthOf(screen), "  "))];
  const undated = rows.some((row) => row.some((cell) => cell.endsWith("†")))
    ? ["† a price of a copy that bears no day."]
    : [];
  const more = offers.length > rows.length ? [`… and ${countText(offers.length - rows.length)} more`] : [];
  const own = input["owned"] === undefined ? [] : ["", wrapped(ownText(owned), widthOf(screen))];
  const rented =
    rows.length === 0
      ? ["No machine of the price book can take it."]
      : [style.strong(heading), ...lines, ...undated, ...more, ...hiddenNote(hidden, screen, "json"), ...parts];
  return ["", ...rented, ...own];
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

function billions(parameters: number): string {
  return `${(parameters / 1e9).toFixed(parameters < 1e10 ? 2 : 1)}B`;
}

function runText({ low, typical, high }: NonNullable<SelfHostAnswer["hours"]>): string {
  const [from = "", likely = "", to = ""] = [low, typical, high].map(hoursText);
  // `12 to 26 minutes`, but `less than a minute to 2 minutes`.
  const [digits, unit] = from.split(" ");
  const sameUnit = /^\d/u.test(from) && unit !== undefined && to.includes(unit.replace(/s$/u, ""));
  return `${likely} for one run${from === to ? "" : ` (${sameUnit ? digits : from} to ${to})`}`;
}

/** `3.4 h`, `12 min`; set-up and failed runs are in the price and not in here. */
function briefly(hours: number): string {
  if (hours >= 1) return `${countText(hours.toFixed(1))} h`;
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "< 1 min" : `${minutes} min`;
}

function hoursText(hours: number): string {
  if (hours >= 1) return counted(hours.toFixed(1), "hour");
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "less than a minute" : counted(minutes, "minute");
}
