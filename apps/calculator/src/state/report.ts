import { type DecidedWay, type Decision, explain, type Offer } from "@tunecast/estimator";
import { type Recommendation, recommendation } from "@tunecast/estimator/answer";
import { daysBetween } from "@tunecast/estimator/prices";
import {
  billText,
  difference,
  moneyText,
  paybackText,
  type Piece,
  type SaidVerdict,
  saidVerdict,
  shownDay,
  spentAfter,
  timeText,
  todayText,
  underVerdict,
  verdictWords,
} from "@tunecast/estimator/text";
import type { Inputs } from "../question/inputs.ts";
import { numberText } from "../question/numberText.ts";
import { extraTokens } from "./decision.ts";
import type { Headline } from "./liveAnswer.ts";

/** The first screen in words and figures: the verdict, four figures, and a row for each way. */
export interface Report {
  readonly head: string;
  readonly sentence: readonly Piece[];
  readonly under: string;
  /** What may spoil the answer: old prices, an ending, an offer that is not for everybody. */
  readonly warnings: readonly string[];
  readonly figures: readonly Figure[];
  /** Null where there is nothing to compare. */
  readonly ways: Ways | null;
  /** What a link carries; null where there is no verdict. */
  readonly said: SaidVerdict | null;
  /** The recommendation behind it. */
  readonly found: Recommendation | null;
}

/** One of the four figures: the figure large, what makes it below. */
export interface Figure {
  readonly id: "start" | "month" | "payback" | "double";
  readonly label: string;
  readonly value: string;
  readonly small: string;
}

/** The ways over the months asked. */
export interface Ways {
  readonly title: string;
  readonly months: number;
  readonly rows: readonly WayRow[];
  readonly after: string;
}

export interface WayRow {
  readonly id: string;
  readonly tone: "today" | "tuned" | "";
  readonly name: string;
  readonly small: string;
  /** At the end of its line in the chart. */
  readonly short: string;
  readonly total: string;
  readonly start: string;
  readonly use: string;
  readonly against: string;
  /** Money spent at the start and at the end, and the month in which the line ends. */
  readonly from: number;
  readonly to: number;
  readonly until: number;
  /** The day on which it stops answering within the months asked. */
  readonly stops: string;
}

/** Days after which a price that nobody has seen again is called old. */
const old = 90;

/** Composes the first screen. */
export function reportOf({ question, offer, decision }: Headline, inputs: Inputs): Report {
  const found = decision?.ok === true ? recommendation(decision.value) : null;
  if (decision?.ok !== true || found === null) return withoutVerdict({ question, offer, decision });
  const now = { requestsPerMonth: inputs.requests ?? 0, promptTokens: extraTokens(inputs, question) };
  const said = saidVerdict(found, decision.value, now);
  return {
    ...verdictWords(said),
    said,
    found,
    under: underVerdict(found, offer.providerName),
    warnings: warningsOf(offer, question.asOf, found),
    figures: [startFigure(found, offer), monthFigure(found, offer), paybackFigure(found, decision.value)],
    ways: waysOf(found, decision.value, inputs),
  };
}

/** Nobody uses the model, or a price is missing: the costs stand, and the reason why nothing is compared. */
function withoutVerdict({ question, offer, decision }: Headline): Report {
  const { training, monthly, modelName, providerName } = offer;
  const why =
    decision === null
      ? "Type how many requests a month it answers, and the page says whether it pays."
      : decision.ok
        ? "Nothing can be said of its pay-back: no price is known for the model that it would replace, or for using the tuned one."
        : explain(decision.problem);
  return {
    head: `${moneyText(training)} to train`,
    sentence: [
      ...(monthly === null || decision === null
        ? []
        : [{ text: "A month costs " }, { text: moneyText(monthly), strong: true }, { text: ". " }]),
      { text: why },
    ],
    under: `${modelName} on ${providerName}.`,
    warnings: warningsOf(offer, question.asOf, null),
    figures: [
      { id: "start", label: "To start", value: moneyText(training), small: rangeSmall(offer) },
      {
        id: "month",
        label: "A month, tuned",
        value: monthly === null ? "unknown" : moneyText(monthly),
        small: decision === null ? "nobody uses it" : idleSmall(offer),
      },
      { id: "payback", label: "Pays back", value: "unknown", small: "nothing to compare with" },
    ],
    ways: null,
    said: null,
    found: null,
  };
}

const partNames: Readonly<Record<string, string>> = {
  labels: "for labels",
  evaluation: "to test",
  failed_runs: "for runs that fail",
  tuning_rounds: "for further rounds",
};

function startFigure({ tuned }: Recommendation, offer: Offer): Figure {
  const { currency } = offer.training;
  const parts = tuned.lines.filter(({ kind, period }) => period === "once" && kind !== "training");
  const named = parts.map(({ kind, amount }) => `${moneyText({ amount, currency })} ${partNames[kind] ?? "more"}`);
  const rest = named.length === 0 ? rangeSmall(offer) : [...named, "the rest to train"].join(", ");
  const end = tuned.once.high === tuned.once.low ? "" : `to ${moneyText({ amount: tuned.once.high, currency })}`;
  return {
    id: "start",
    label: "To start",
    value: `${offer.notCounted.length > 0 && offer.monthly === null ? "at least " : ""}${moneyText({ amount: tuned.once.amount, currency })}`,
    small: [end, rest].filter((part) => part !== "").join(": "),
  };
}

/** What one run is made of. */
function rangeSmall({ lines, epochs, billedTokens }: Offer): string {
  if (!lines.some(({ kind }) => kind === "training")) return "nothing is billed for training";
  const passes = `${numberText(epochs)} ${epochs === 1 ? "epoch" : "epochs"}`;
  const tokens = Number(billedTokens);
  return tokens > 0 ? `${numberText(tokens)} tokens over ${passes}` : passes;
}

function monthFigure({ tuned, today }: Recommendation, offer: Offer): Figure {
  const { currency } = offer.training;
  const money = (amount: string): string => moneyText({ amount, currency });
  const range = tuned.monthly.low === tuned.monthly.high ? "" : `to ${money(tuned.monthly.high)}: `;
  return {
    id: "month",
    label: "A month, tuned",
    value: money(tuned.monthly.amount),
    small: `${range}today ${money(today.monthly.amount)}; ${idleSmall(offer)}`,
  };
}

function idleSmall({ idle, monthly }: Offer): string {
  if (monthly === null) return "no price of using it is known";
  return idle === null ? "nothing when idle" : `${moneyText(idle.perMonth)} even when idle`;
}

function paybackFigure({ tuned, input }: Recommendation, { months }: Decision): Figure {
  const { against } = tuned;
  const value = paybackText(tuned);
  const base = { id: "payback", label: "Pays back", value } as const;
  if (against === null) return { ...base, small: "" };
  if (against.verdict === "after_it_stops") return { ...base, small: "it stops answering first" };
  if (value === "never")
    return { ...base, small: input === "requestsPerMonth" ? "at this traffic" : "at any number of requests" };
  if (value === "at once") return { ...base, small: "it costs less from the first day" };
  const high = against.high === null ? "or never" : `to ${timeText(against.high)}`;
  const range = high === `to ${value}` ? "" : high;
  const isWithin = (against.months ?? Infinity) <= months;
  const ahead = isWithin
    ? `on ${shownDay(against.day ?? "")} if you start today`
    : `you look ${numberText(months)} ${months === 1 ? "month" : "months"} ahead`;
  return { ...base, small: range === "" ? ahead : `${range}${isWithin ? ": " : "; "}${ahead}` };
}

function warningsOf(offer: Offer, asOf: string, found: Recommendation | null): readonly string[] {
  const stops = found?.tuned.against?.stops ?? offer.horizon.clippedAt ?? null;
  const seen = [
    ...offer.lines.map(({ rate }) => rate.seen),
    ...(found?.today.lines ?? []).flatMap(({ from }) => from.seen ?? []),
  ].toSorted();
  const undated = offer.lines.some(({ rate }) => rate.undated === true);
  const [oldest] = seen;
  const age = oldest === undefined ? 0 : daysBetween(oldest, asOf);
  const notes = offer.assumptions.filter(({ kind }) => kind === "existing_customers" || kind === "unconfirmed_offer");
  return [
    ...(stops !== null && daysBetween(asOf, stops) < 730
      ? [`It stops answering on ${shownDay(stops)}, in ${ageText(daysBetween(asOf, stops))}.`]
      : []),
    ...notes.map(({ sentence }) => sentence),
    ...(undated ? ["One price is of a copy without a day."] : []),
    ...(oldest !== undefined && age > old ? [`Oldest price: ${shownDay(oldest)}, ${ageText(age)} ago.`] : []),
    ...(offer.lines.some(({ rate }) => rate.confidence === "secondary")
      ? ["A price is from a third party's copy."]
      : []),
  ];
}

/** Days as people say an age: whole days below three weeks, weeks below two months, months below two years, then years. */
export function ageText(days: number): string {
  const of = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (days < 21) return of(days, "day");
  if (days < 61) return of(Math.round(days / 7), "week");
  return days < 730 ? of(Math.round(days / 30.44), "month") : of(Math.round(days / 365.25), "year");
}

function waysOf(found: Recommendation, decision: Decision, inputs: Inputs): Ways {
  const { months, currency } = decision;
  const { tuned, today } = found;
  const shown = decision.ways.filter((way) => way.id !== "prompt" && !isDoubled(way, decision));
  const prompt = decision.ways.find(({ id }) => id === "prompt");
  const money = (amount: string): string => moneyText({ amount, currency });
  const rows = shown
    .map((way) => rowOf(way, found, decision, inputs))
    .toSorted((a, b) => rank(a) - rank(b) || a.to - b.to);
  const gap = difference(tuned.total.amount, spentBy(tuned, today));
  const behind = !gap.startsWith("-");
  const by =
    tuned.clippedAt === null
      ? `After ${spanText(months)} tuning is`
      : `By ${shownDay(tuned.clippedAt)} tuning would be`;
  const cheaper = prompt !== undefined && Number(difference(today.total.amount, prompt.total.amount)) > 0;
  return {
    title: `${by} ${money(gap.replace("-", ""))} ${behind ? "behind" : "ahead"}`,
    months,
    rows,
    after: cheaper
      ? `The same prompt without what it adds would cost ${money(prompt.total.amount)} in ${spanText(months)}. Try that first.`
      : "",
  };
}

/** `a year`, `3 months`. */
export function spanText(months: number): string {
  if (months === 12) return "a year";
  return months === 1 ? "a month" : `${numberText(months)} months`;
}

/** Without a cache on sale the cached way and the plain one are the same. */
function isDoubled(way: DecidedWay, { ways, today }: Decision): boolean {
  const first = ways.find(({ id }) => id === today);
  return way.id !== today && `${way.id}_cached` === today && first?.total.amount === way.total.amount;
}

function rank({ tone }: WayRow): number {
  return tone === "today" ? 0 : tone === "tuned" ? 1 : 2;
}

/** What today's way costs in the months that another answers. */
function spentBy({ months }: DecidedWay, today: DecidedWay): string {
  return months === today.months ? today.total.amount : spentAfter(months, today.once.amount, today.monthly.amount);
}

function rowOf(way: DecidedWay, { tuned, today }: Recommendation, { currency }: Decision, inputs: Inputs): WayRow {
  const use = difference(way.total.amount, way.once.amount);
  const { lines, total } = billText([way.once.amount, use], { amount: way.total.amount, currency }, way.once.amount);
  const gap = difference(way.total.amount, spentBy(way, today));
  const more = gap.startsWith("-") ? "less" : "more";
  const by = way.clippedAt === null ? "" : " by then";
  return {
    id: way.id,
    tone: way.id === today.id ? "today" : way.id === tuned.id ? "tuned" : "",
    ...namesOf(way, today, inputs),
    total,
    start: lines[0] ?? "",
    use: lines[1] ?? "",
    against: way.id === today.id ? "today" : `${moneyText({ amount: gap.replace("-", ""), currency })} ${more}${by}`,
    from: Number(way.once.amount),
    to: Number(way.total.amount),
    until: way.months,
    stops: way.clippedAt === null ? "" : shownDay(way.clippedAt),
  };
}

const plainNames: Readonly<Partial<Record<DecidedWay["kind"], string>>> = {
  few_shot: "Examples in the prompt",
  longer_prompt: "Longer prompt",
  rag: "Retrieval",
};

function namesOf(way: DecidedWay, today: DecidedWay, { ragTokens }: Inputs): Pick<WayRow, "name" | "small" | "short"> {
  const { kind, id, name, clippedAt } = way;
  const plain = plainNames[kind];
  if (kind === "tuned") {
    const until = clippedAt === null ? "" : `, until ${shownDay(clippedAt)}`;
    return { name: "Tuned", small: `${name}${until}`, short: "Tuned" };
  }
  if (id === today.id) {
    const cached = todayText(way).includes("cached");
    return {
      name: `${plain ?? "Today's prompt"}${cached ? ", cached" : ""}`,
      small: "",
      short: cached ? "Today, cached" : "Today",
    };
  }
  if (kind === "rag")
    return { name: "Retrieval", small: `${numberText(ragTokens)} tokens looked up`, short: "Retrieval" };
  if (kind === "larger_model") return { name: "Larger model", small: name, short: "Larger model" };
  if (kind === "own_gpus") return { name: "Own GPU", small: name, short: "Own GPU" };
  return { name: `${plain ?? "Prompt"}, not cached`, small: "", short: "Not cached" };
}
