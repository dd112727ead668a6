import { decimal } from "../../money.ts";
import type { DecidedWay, Decision, QualityAgainst } from "../../plan/decision/answer.ts";
import type { Recommendation } from "../../plan/decision/recommendation.ts";
import { countText, moneyText } from "../amount.ts";
import { shownDay } from "../day.ts";
import { timeText } from "../time.ts";
import type { SaidVerdict } from "./verdict.ts";

/** What is asked for, where a threshold is compared with it. */
export interface Now {
  readonly requestsPerMonth: number;
  /** Tokens that today's prompt adds to a request. */
  readonly promptTokens: number;
}

/** A recommendation in figures that are ready to be read. */
export function saidVerdict(found: Recommendation, { currency }: Decision, now: Now): SaidVerdict {
  const { verdict, input, saves, pays, tuned, today } = found;
  const { against } = tuned;
  const saved = decimal(against?.savedPerMonth ?? "0");
  const stopsFirst = against?.verdict === "after_it_stops" || (tuned.clippedAt !== null && verdict !== "tune");
  const shown = (value: number | null): string =>
    value === null ? "" : countText(roundedUp(value, input === "promptTokens" ? 3 : 2));
  return {
    verdict,
    difference: moneyText({ amount: gapOf(today.monthly.amount, tuned.monthly.amount), currency }),
    costsMore: saved.isNegative() || saved.isZero(),
    input,
    now: input === null ? "" : countText(now[input]),
    saves: shown(saves),
    pays: shown(pays),
    payback: paybackText(tuned),
    stops: stopsFirst && against?.stops ? shownDay(against.stops) : "",
  };
}

/**
 * How far apart two amounts are, as a reader subtracts them: the difference of the cents that are shown. Where these are
 * equal, or an amount is shown with more digits, the exact one.
 */
export function gapOf(one: string, other: string): string {
  const [a, b] = [decimal(one), decimal(other)];
  const shown = a.toDecimalPlaces(2).minus(b.toDecimalPlaces(2)).abs();
  const inCents = [a, b].every((amount) => amount.isZero() || amount.abs().greaterThanOrEqualTo(1));
  return (inCents && !shown.isZero() ? shown : a.minus(b).abs()).toFixed();
}

/** `8 weeks`, `at once`, `never`: when a way has paid back. */
export function paybackText({ against }: DecidedWay): string {
  if (against === null || against.verdict === "never" || against.verdict === "after_it_stops") return "never";
  return against.verdict === "at_once" ? "at once" : timeText(against.months ?? 0);
}

/** Up to so many digits: a threshold that is said holds. */
export function roundedUp(value: number, digits: number): number {
  if (value === 0) return 0;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) + 1 - digits);
  return Math.ceil(value / unit) * unit;
}

const qualityWords: Readonly<Record<QualityAgainst, string>> = {
  better: "which answers better than",
  worse: "which answers worse than",
  close: "which answers about as well as",
  unknown: "if it answers as well as",
  not_comparable: "if it answers as well (measured otherwise) as",
};

const todays: Readonly<Partial<Record<DecidedWay["kind"], readonly [plain: string, cached: string]>>> = {
  prompt: ["today's prompt", "today's prompt, cached"],
  longer_prompt: ["today's longer prompt", "today's longer prompt, cached"],
  few_shot: ["today's prompt with examples", "today's prompt with cached examples"],
  rag: ["today's prompt with retrieved passages", "today's prompt with cached passages"],
};

/** What a tuned model is held against: `today's prompt with cached examples`. */
export function todayText({ kind, lines }: DecidedWay): string {
  const [plain, cached] = todays[kind] ?? ["today's way", "today's way, cached"];
  return lines.some((line) => line.kind === "cached_prompt") ? cached : plain;
}

/** `With Nova Micro on AWS Bedrock, if it answers as well as today's prompt with cached examples.` */
export function underVerdict({ tuned, today }: Recommendation, provider: string): string {
  const quality = qualityWords[tuned.against?.quality ?? "unknown"];
  return `With ${tuned.name} on ${provider}, ${quality} ${todayText(today)}.`;
}
