import table from "./verdict.json" with { type: "json" };
import { daysBetween } from "../../check/day.ts";
import type { Offer } from "../../contract/answer.ts";
import { agedRates, oldSighting } from "../../contract/priceAge.ts";
import { decimal } from "../../money.ts";
import { fewExamples } from "../../plan/decision/advice.ts";
import type { DecidedWay, Decision, Payback, QualityAgainst, Recommendation } from "../../plan/decision/answer.ts";
import type { Verdict } from "../../plan/decision/answer.ts";
import { spentAfter } from "../../plan/decision/overHorizon.ts";
import { apartText, countText } from "../amount.ts";
import { adviceSentences, buyersOf, cachingOf } from "../plan/decision.ts";
import { ageText, shownDay, spanText, timeText } from "../time.ts";

/** A verdict in plain texts that an address can carry, so that a page shows the answer before it has any price. */
export interface SaidVerdict {
  readonly verdict: Verdict;
  /** What a month costs less than today's, or more: `$0.15`, without a sign. */
  readonly difference: string;
  readonly costsMore: boolean;
  readonly input: "requestsPerMonth" | "promptTokens" | null;
  readonly now: string;
  /**
   * From where on it saves, and pays: `310,000`; empty where no value is enough, or no model reads as many tokens. Of requests
   * both are empty where credits pay for the start: no threshold counts them.
   */
  readonly saves: string;
  readonly pays: string;
  /** Time until it pays back: `8 weeks`, `at once`, `never`. */
  readonly payback: string;
  /** The day on which the tuned model stops answering, `14 Jan 2027`, where that decides; else empty. */
  readonly stops: string;
}

export interface Piece {
  readonly text: string;
  readonly strong?: boolean;
}

function piecesOf(text: string): Piece[] {
  const pieces = text.split("**").map((one, at) => (at % 2 === 1 ? { text: one, strong: true } : { text: one }));
  return pieces.filter((piece) => piece.text !== "");
}

const heads: Readonly<Record<Verdict, string>> = { tune: "Tune", not_yet: "Don't tune yet", dont: "Don't tune" };

/** The verdict in two or three words, and one sentence with its threshold. */
export function verdictWords(said: SaidVerdict): { readonly head: string; readonly sentence: readonly Piece[] } {
  return { head: heads[said.verdict], sentence: [...piecesOf(effect(said)), ...piecesOf(threshold(said))] };
}

/** The words of a verdict and its sentence as one: `Don't tune: it costs $0.15 more a month.` */
export function verdictSentence({ head, sentence }: Pick<DecisionVerdict, "head" | "sentence">): string {
  const text = sentence.map((piece) => piece.text).join("");
  if (head === "") return text;
  return /^it /i.test(text) ? `${head}: ${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : `${head}. ${text}`;
}

/** A month costs as much as today's, as far as it is shown. */
function isSame({ costsMore, difference }: Pick<SaidVerdict, "costsMore" | "difference">): boolean {
  return costsMore && !/[1-9]/u.test(difference);
}

function effect({ verdict, difference, costsMore, payback, stops }: SaidVerdict): string {
  if (isSame({ costsMore, difference }))
    return `A month costs the same${verdict === "tune" ? ", and in all it costs no more" : ""}.`;
  if (costsMore)
    return `It costs **${difference} more a month**${verdict === "tune" ? ", but less over the months asked" : ""}.`;
  const saves = `It saves **${difference} a month**`;
  if (verdict === "dont" && stops === "" && payback === "never")
    return `${saves} at first, but costs more over the months asked.`;
  if (verdict === "dont" && stops === "") return `${saves}, but was measured to answer worse.`;
  if (payback === "at once") return `${saves} from the first day.`;
  if (verdict === "tune") return `${saves} and pays back in **${payback}**.`;
  return stops === "" ? `${saves}.` : `${saves}, but stops answering on ${stops}, before it has paid back.`;
}

function threshold({ verdict, input, now, saves, pays, payback, stops, ...said }: SaidVerdict): string {
  // Where a month without requests saves, too, or one with a single request, no threshold is worth a sentence.
  if (verdict === "tune" && (payback === "at once" || pays === "0" || pays === "1")) return "";
  const requests = `**${pays} ${pays === "1" ? "request" : "requests"}** a month`;
  if (input === "requestsPerMonth" && pays === "") return "";
  if (input === "requestsPerMonth")
    return verdict === "tune"
      ? ` Below ${requests} it would not.`
      : ` It ${stops === "" ? "pays" : "would pay"} from ${requests}.`;
  if (input !== "promptTokens") return " No number of requests changes that.";
  const [would, from] = said.costsMore && !isSame(said) ? ["save", saves] : ["pay", pays];
  if (from === "") return " No number of requests changes that, and no prompt that a model can read.";
  return ` It would ${would} if today's prompt added **${from} ${from === "1" ? "token" : "tokens"}** to a request; it adds ${now}.`;
}

export interface Now {
  readonly examples?: number;
  readonly requestsPerMonth: number;
  /** Tokens that today's prompt adds to a request. */
  readonly promptTokens: number;
  readonly growthPerMonth?: number | undefined;
}

/** A recommendation in figures that are ready to be read. */
export function saidVerdict(found: Recommendation, { currency, asOf }: Decision, now: Now): SaidVerdict {
  const { verdict, tuned, today } = found;
  const { against, credits } = tuned;
  const isPaidFor = credits !== "0" && decimal(credits).greaterThanOrEqualTo(against?.once ?? "0");
  const paidFor = { input: "requestsPerMonth", saves: null, pays: null } as const;
  const { input, saves, pays } = isPaidFor ? paidFor : found;
  const stopsFirst = against?.verdict === "after_it_stops" || (tuned.clippedAt !== null && verdict !== "tune");
  const stands = input === null ? 0 : now[input];
  const shown = (value: number | null): string => {
    if (value === null) return "";
    const round = roundedUp(value, input === "promptTokens" ? 3 : 2);
    return countText(value <= stands && stands < round ? value : round);
  };
  return {
    verdict,
    difference: apartText(today.monthly.amount, tuned.monthly.amount, currency),
    costsMore: decimal(against?.savedPerMonth ?? "0").lessThanOrEqualTo(0),
    input,
    now: input === null ? "" : countText(now[input]),
    saves: shown(saves),
    pays: shown(pays),
    payback: paybackText(tuned, asOf),
    stops: stopsFirst && against?.stops ? shownDay(against.stops) : "",
  };
}

/** `8 weeks`, `at once`, `never`: when a way has paid back. */
export function paybackText({ against }: DecidedWay, asOf: string): string {
  if (against === null || against.verdict === "never" || against.verdict === "after_it_stops") return "never";
  if (against.verdict === "at_once") return "at once";
  return timeText(against.months ?? 0, daysBetween(asOf, against.day ?? asOf));
}

export function roundedUp(value: number, digits: number): number {
  if (value === 0) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) + 1 - digits);
  return Math.ceil(value / unit) * unit;
}

const qualityWords: Readonly<Record<QualityAgainst, string>> = table.qualityWords;

const todays: Readonly<Partial<Record<DecidedWay["kind"], readonly [plain: string, cached: string]>>> = {
  prompt: ["today's prompt", "today's prompt, cached"],
  longer_prompt: ["today's longer prompt", "today's longer prompt, cached"],
  few_shot: ["today's prompt with examples", "today's prompt with cached examples"],
  rag: ["today's prompt with retrieved passages", "today's prompt with cached passages"],
};

export function isCached({ lines }: DecidedWay): boolean {
  return lines.some(({ kind }) => kind === "cached_prompt");
}

/** A headline in its parts: they are the headline, one after the other. */
export interface DecisionVerdict {
  readonly head: string;
  readonly sentence: readonly Piece[];
  readonly under: string;
  readonly further: readonly string[];
  readonly said: SaidVerdict | null;
  readonly found: Recommendation | null;
}

export function bareVerdict(text: string): DecisionVerdict {
  return { head: "", sentence: [{ text }], under: "", further: [], said: null, found: null };
}

/** @param needsFacts true where the task needs facts: retrieval supplies them, and tuning has to be measured to replace it */
export function verdictOn(
  found: Recommendation,
  decision: Decision,
  now: Now,
  needsFacts: boolean = false,
): DecisionVerdict {
  const { tuned, today } = found;
  const { against } = tuned;
  const said = saidVerdict(found, decision, now);
  const { head, sentence } = verdictWords(said);
  const quality = against?.quality ?? "unknown";
  const isMeasured = ["better", "close"].includes(quality);
  const isFew = tuned.quality === null && (now.examples ?? fewExamples) < fewExamples;
  const retrieval = today.kind === "rag" ? "Keep retrieval" : "Try retrieval first";
  const [before, text] =
    needsFacts && !isMeasured
      ? [retrieval, `The task needs facts, and ${adviceSentences.facts_are_not_taught}. `]
      : [isFew ? "Collect examples first" : "", `Fewer than ${fewExamples} seldom show what tuning can do. `];
  const isLater = found.verdict === "tune" && before !== "";
  // Behind a sentence about something else it is said what saves.
  const ofTuning = sentence.map((piece) => ({ ...piece, text: piece.text.replace(/^It /u, "Tuning ") }));
  const [plain, cached] = todays[today.kind] ?? ["today's way", "today's way, cached"];
  // The name of a run on own cards says where it runs.
  const where = tuned.provider === null ? "" : ` on ${tuned.provider}`;
  return {
    head: isLater ? before : head,
    sentence: isLater ? [{ text }, ...ofTuning] : sentence,
    under: `With ${tuned.name}${where}, ${qualityWords[quality]} ${isCached(today) ? cached : plain}.`,
    further: [
      ...spreadOf(against, said),
      ...cachingOf(against),
      ...buyersOf(tuned),
      ...choiceOf(decision, found, now.growthPerMonth),
    ],
    said,
    found,
  };
}

export function verdictText({ head, sentence, under, further }: DecisionVerdict): string {
  return [verdictSentence({ head, sentence }), under, ...further].filter((part) => part !== "").join(" ");
}

/** An end of the range that is the pay-back itself has the days of its date. */
function spreadOf(against: Payback | null, { payback }: SaidVerdict): string[] {
  if (against?.verdict !== "pays" || against.low === null) return [];
  const { low, high, months } = against;
  const shown = (end: number): string => (end === months ? payback : timeText(end));
  const when = high === null ? `${shown(low)} at the earliest, or never` : spanText(shown(low), shown(high));
  return high !== null && shown(low) === shown(high) ? [] : [`In 80 of 100 cases it pays back in ${when}.`];
}

/** Why an offer was taken that not everybody can buy, or that ends early; what credits change in the end, and whether the plain prompt costs less. */
function choiceOf(
  { ways, chosen, currency }: Decision,
  { verdict, tuned, today }: Recommendation,
  growth: number = 0,
): string[] {
  const isLast = tuned.clippedAt !== null || tuned.status?.kind === "closed_to_new_customers";
  const isCompared = chosen.by === "default" && tuned.name === today.name;
  const plain = ways.find(({ kind, id }) => kind === "prompt" && id !== today.id);
  // A total till the model stops answering compares with no total over the whole time.
  const isDearer = plain !== undefined && spentAfter(tuned.months, plain, growth).lessThan(tuned.total.amount);
  const isAhead = tuned.months === today.months && decimal(tuned.total.amount).lessThan(today.total.amount);
  const isPaidFor = isAhead && verdict !== "tune" && tuned.credits !== "0" && tuned.against?.quality !== "worse";
  const credited = `Your credits make it ${apartText(tuned.total.amount, today.total.amount, currency)} cheaper over the months asked; a pay-back is counted without them.`;
  return [
    ...(isPaidFor ? [credited] : []),
    ...(isLast && isCompared ? ["It is the cheapest offer whose model is also sold untuned."] : []),
    ...(isDearer ? ["The plain prompt is cheaper still: test it first."] : []),
  ];
}

const farthestEnding = 730;

/** What may spoil the answer. @param offer the tuned offer of the verdict, where its bill is at hand */
export function cautionsOf(
  { asOf }: { readonly asOf: string },
  found: Recommendation | null,
  offer: Offer | undefined,
): string[] {
  const stops = found?.tuned.against?.stops ?? offer?.horizon.clippedAt ?? null;
  const ways = found === null ? [] : [...found.today.lines, ...found.tuned.lines].map(({ from }) => from);
  const bill = offer?.lines ?? [];
  const rates = [...bill.map(({ rate }) => rate), ...ways];
  const old = oldSighting([...agedRates(bill), ...ways], asOf);
  const ending = stops === null ? Infinity : daysBetween(asOf, stops);
  const notes = [...(offer?.assumptions ?? []), ...(found?.today.assumptions ?? [])];
  const doubts = notes.filter(({ kind }) => kind === "unconfirmed_offer" || kind === "over_context");
  return [
    ...(ending < farthestEnding ? [`It stops answering on ${shownDay(stops ?? "")}, in ${ageText(ending)}.`] : []),
    ...new Set(doubts.map(({ sentence }) => sentence)),
    ...(rates.some(({ undated }) => undated === true) ? ["One price is of a copy without a day."] : []),
    ...(old === undefined ? [] : [`Oldest price: ${shownDay(old)}, ${ageText(daysBetween(old, asOf))} ago.`]),
    ...(rates.some(({ confidence }) => confidence === "secondary") ? ["A price is from a third party's copy."] : []),
  ];
}
