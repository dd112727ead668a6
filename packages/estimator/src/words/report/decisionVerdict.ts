import { daysBetween } from "../../check/day.ts";
import type { Offer } from "../../contract/answer.ts";
import { noteOf } from "../../contract/completeness.ts";
import { priceAges } from "../../contract/priceAge.ts";
import { decimal } from "../../money.ts";
import type { DecidedWay, Decision, Payback } from "../../plan/decision/answer.ts";
import type { Recommendation } from "../../plan/decision/recommendation.ts";
import { countText, moneyText, rangeText } from "../amount.ts";
import { shownDay } from "../day.ts";
import { ageText, timeText } from "../time.ts";
import { counted } from "./counted.ts";
import type { ReportFigure } from "./report.ts";
import { paybackText, saidVerdict, underVerdict, type Now } from "./saidVerdict.ts";
import { verdictSentence, verdictWords, type Piece, type SaidVerdict } from "./verdict.ts";

/** A headline in its parts: they are the headline, one after the other. */
export interface DecisionVerdict {
  /** The verdict in two or three words; empty where none can be given. */
  readonly head: string;
  /** Its reason and threshold in one or two sentences. */
  readonly sentence: readonly Piece[];
  /** The tuned model, and what it is compared with. */
  readonly under: string;
  /** What else decides: how certain the time is, the cache, who may buy. */
  readonly further: readonly string[];
  /** What a link carries; null where there is no verdict. */
  readonly said: SaidVerdict | null;
  /** The recommendation behind it. */
  readonly found: Recommendation | null;
}

/** A verdict that is one sentence alone. */
export function bareVerdict(text: string): DecisionVerdict {
  return { head: "", sentence: [{ text }], under: "", further: [], said: null, found: null };
}

/** The verdict on the tuned way of a decision, with everything that was stated. */
export function verdictOn(found: Recommendation, decision: Decision, now: Now): DecisionVerdict {
  const { tuned } = found;
  const said = saidVerdict(found, decision, now);
  return {
    ...verdictWords(said),
    under: underVerdict(found, tuned.provider ?? ""),
    further: [
      ...spreadOf(tuned.against),
      ...cachingOf(tuned.against),
      ...buyersOf(tuned),
      ...cheaperStill(decision, tuned),
    ],
    said,
    found,
  };
}

/** The headline as plain text. */
export function verdictText({ head, sentence, under, further }: DecisionVerdict): string {
  return [verdictSentence({ head, sentence }), under, ...further].filter((part) => part !== "").join(" ");
}

/** Between which times it pays back, where that is not certain. */
function spreadOf(against: Payback | null): string[] {
  if (against?.verdict !== "pays") return [];
  const ends = [against.low, against.high].map((end) => (end === null ? "never" : timeText(end)));
  return ends[0] === ends[1] ? [] : [`In 80 of 100 cases it pays back in ${ends[0]} to ${ends[1]}.`];
}

function cachingOf(against: Payback | null): string[] {
  if (against?.withCaching == null || (against.verdict !== "pays" && against.verdict !== "at_once")) return [];
  const { verdict, months, cachedTokens } = against.withCaching;
  const cached = `With ${countText(cachedTokens)} tokens of today's prompt in the provider's cache`;
  if (verdict === "never") return [`${cached}, it never pays back.`];
  return months === null ? [] : [`${cached}, it pays back in ${timeText(months)}.`];
}

/** Who may still buy the tuned offer, if that is not everybody. */
function buyersOf({ status }: DecidedWay): string[] {
  if (status === null) return [];
  const until = status.until === undefined ? "" : ` until ${status.until}`;
  if (status.kind === "closed_to_new_customers") return [`Only earlier customers may still train it${until}.`];
  if (status.kind === "preview") return [`It is a preview${until}.`];
  return status.until === undefined ? [] : [`It takes new jobs${until}.`];
}

/** The plain prompt, where it is not today's way and costs less than tuning. */
function cheaperStill({ ways, today }: Decision, tuned: DecidedWay): string[] {
  const plain = ways.find(({ kind, id }) => kind === "prompt" && id !== today);
  return plain !== undefined && decimal(plain.total.amount).lessThan(tuned.total.amount)
    ? ["The plain prompt is cheaper still: test it first."]
    : [];
}

const partNames: Readonly<Record<string, string>> = {
  labels: "for labels",
  evaluation: "to test",
  failed_runs: "for runs that fail",
  tuning_rounds: "for further rounds",
};

/** The figures of the headline, each with what makes it. */
export function figuresOf(found: Recommendation, decision: Decision, offer: Offer | undefined): ReportFigure[] {
  const { tuned, today } = found;
  const { currency } = decision;
  const money = (amount: string): string => moneyText({ amount, currency });
  const agesOf = (period: "once" | "month"): Pick<ReportFigure, "age"> =>
    ageOf(
      tuned.lines.filter((line) => line.period === period).map(({ from }) => from.seen),
      decision.asOf,
    );
  const figure = (id: string, label: string, band: DecidedWay["total"], note = ""): ReportFigure => ({
    id,
    label,
    value: money(band.amount),
    ...(band.low !== band.high && { range: rangeText(band, currency) }),
    ...(note !== "" && { note }),
  });
  const parts = tuned.lines
    .filter(({ kind, period }) => period === "once" && kind !== "training")
    .map(({ kind, amount }) => `${money(amount)} ${partNames[kind] ?? "more"}`);
  const made = parts.length > 0 ? [...parts, "the rest to train"].join(", ") : offer && runText(offer);
  const idle = offer === undefined ? [] : [idleText(offer)];
  const start = { ...figure("start", "To start", tuned.once, made), ...agesOf("once") };
  const isLeast = offer !== undefined && offer.notCounted.length > 0 && offer.monthly === null;
  return [
    isLeast ? { ...start, value: `at least ${start.value}` } : start,
    {
      ...figure("month", "A month, tuned", tuned.monthly, [`today ${money(today.monthly.amount)}`, ...idle].join("; ")),
      ...agesOf("month"),
    },
    { id: "payback", label: "Pays back", value: paybackText(tuned), note: paybackNote(found, decision) },
    { id: "saved", label: "Saved a month", value: money(tuned.against?.savedPerMonth ?? "0") },
    figure("tuned", "Total, tuned", tuned.total),
    figure("today", "Total, today's way", today.total),
  ];
}

/** The age of the oldest of these sightings; nothing where no price was seen. */
export function ageOf(seen: readonly (string | undefined)[], asOf: string): Pick<ReportFigure, "age"> {
  const [oldest] = seen.flatMap((day) => day ?? []).toSorted();
  if (oldest === undefined) return {};
  const days = daysBetween(oldest, asOf);
  return { age: { text: `price ${ageText(days)} old`, isOld: days > priceAges.marked } };
}

/** `14,880,000 tokens over 3 epochs`: what one run is made of. */
export function runText({ lines, epochs, billedTokens }: Offer): string {
  if (!lines.some(({ kind }) => kind === "training")) return "nothing is billed for training";
  const passes = counted(epochs, "epoch");
  return Number(billedTokens) > 0 ? `${counted(billedTokens, "token")} over ${passes}` : passes;
}

/** What the tuned model costs while nobody asks it. */
export function idleText({ idle, monthly }: Offer): string {
  if (monthly === null) return "no price of using it is known";
  return idle === null ? "nothing when idle" : `${moneyText(idle.perMonth)} even when idle`;
}

function paybackNote({ tuned: { against }, input }: Recommendation, { months }: Decision): string {
  if (against === null) return "";
  if (against.verdict === "after_it_stops") return "it stops answering first";
  if (against.verdict === "never")
    return input === "requestsPerMonth" ? "at this traffic" : "at any number of requests";
  if (against.verdict === "at_once") return "it costs less from the first day";
  return (against.months ?? Infinity) <= months
    ? `on ${shownDay(against.day ?? "")} if you start today`
    : `you look ${counted(months, "month")} ahead`;
}

/** A model that closes within so many days is said to. */
const farthestEnding = 730;

/** What may spoil the answer. @param offer the tuned offer of the verdict, where its bill is at hand */
export function cautionsOf(
  { asOf }: { asOf: string },
  found: Recommendation | null,
  offer: Offer | undefined,
): string[] {
  const stops = found?.tuned.against?.stops ?? offer?.horizon.clippedAt ?? null;
  const rates = [
    ...(offer?.lines ?? []).map(({ rate }) => rate),
    ...(found === null ? [] : [...found.today.lines, ...found.tuned.lines]).map(({ from }) => from),
  ];
  const [oldest] = rates.flatMap(({ seen }) => seen ?? []).toSorted();
  const age = oldest === undefined ? 0 : daysBetween(oldest, asOf);
  const unconfirmed = offer && noteOf(offer, "unconfirmed_offer")?.sentence;
  return [
    ...(stops !== null && daysBetween(asOf, stops) < farthestEnding
      ? [`It stops answering on ${shownDay(stops)}, in ${ageText(daysBetween(asOf, stops))}.`]
      : []),
    ...(unconfirmed === undefined ? [] : [unconfirmed]),
    ...(offer?.lines.some(({ rate }) => rate.undated === true) === true
      ? ["One price is of a copy without a day."]
      : []),
    ...(oldest !== undefined && age > priceAges.marked
      ? [`Oldest price: ${shownDay(oldest)}, ${ageText(age)} ago.`]
      : []),
    ...(rates.some(({ confidence }) => confidence === "secondary") ? ["A price is from a third party's copy."] : []),
  ];
}
