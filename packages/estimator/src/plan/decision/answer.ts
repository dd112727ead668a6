import type { Assumption } from "../../contract/answer.ts";
import type { Problem } from "../../problem.ts";
import type { Quality } from "../../contract/fields/ways.ts";
import type { WayKind } from "../../contract/fields/words.ts";
import type { Influence } from "./sample.ts";
import type { Band, DecisionLine } from "./terms.ts";
import { decimal } from "../../money.ts";

export type Verdict = "tune" | "not_yet" | "dont";

export interface Recommendation {
  readonly verdict: Verdict;
  readonly tuned: DecidedWay;
  readonly today: DecidedWay;
  /** The input whose threshold is named: requests, or prompt tokens where no number of requests is enough. */
  readonly input: "requestsPerMonth" | "promptTokens" | null;
  /** From this value of `input` on a month costs no more than today's, and it pays back within the months asked; null too for a prompt that no model reads. */
  readonly saves: number | null;
  readonly pays: number | null;
}

/** The verdict on the first tuned way of a decision, at a provider or else on own cards; null where no way is tuned, or where nothing is compared. */
export function recommendation(decision: Decision): Recommendation | null {
  const { ways, months } = decision;
  const today = ways.find(({ id }) => id === decision.today);
  const others = ways.filter(({ id }) => id !== decision.today);
  const tuned = others.find(({ kind }) => kind === "tuned") ?? others.find(({ kind }) => kind === "own_gpus");
  if (today === undefined || tuned?.against == null) return null;
  const { against } = tuned;
  const { requestsPerMonth, promptTokens } = against.thresholds;
  const base = { verdict: verdictOf(against, months), tuned, today };
  // No traffic makes up for answers that were measured worse.
  if (against.quality === "worse") return { ...base, input: null, saves: null, pays: null };
  if (requestsPerMonth.pays !== null) return { ...base, input: "requestsPerMonth", ...requestsPerMonth };
  const [saves, pays] = [readable(promptTokens.saves), readable(promptTokens.pays)];
  if (promptTokens.saves !== null) return { ...base, input: "promptTokens", saves, pays };
  return { ...base, input: null, saves: null, pays: null };
}

/** Tokens that the model of the longest context in the price book reads: Llama 4 Scout. @source pricing/models/llama-4.json (read 2026-12-01) */
export const longestContext = 10_485_760;

const readable = (tokens: number | null): number | null =>
  tokens !== null && tokens <= longestContext ? tokens : null;

function verdictOf(against: NonNullable<DecidedWay["against"]>, months: number): Verdict {
  const { verdict, months: paysIn, savedPerMonth } = against;
  if (against.quality === "worse") return "dont";
  if (verdict === "at_once") return "tune";
  if (verdict === "pays" && (paysIn ?? Infinity) <= months) return "tune";
  // Growing traffic may pay back a way that costs more in its first month.
  return verdict === "pays" && decimal(savedPerMonth).greaterThan(0) ? "not_yet" : "dont";
}

/** Ways to have the task done, side by side. Amounts: decimal strings in `currency`. */
export interface Decision {
  readonly asOf: string;
  readonly currency: string;
  readonly months: number;
  readonly seed: number;
  readonly draws: number;
  /** Id of the way that all others are compared with. */
  readonly today: string;
  /** How the tuned offers were chosen; `cheaper` is the cheapest that the default passed over. */
  readonly chosen: {
    readonly by: "stated" | "default";
    readonly cheaper: {
      readonly id: string;
      readonly name: string;
      readonly total: string;
      /** True where new customers cannot buy it; else its model is not sold untuned. */
      readonly closed: boolean;
    } | null;
  };
  readonly ways: readonly DecidedWay[];
  readonly refused: readonly { readonly id: string; readonly reason: Problem }[];
  /** What decides between the cheapest tuned offer and today's way: the largest first. */
  readonly influences: readonly Influence[];
  readonly leftOut: readonly string[];
}

export interface DecidedWay {
  readonly id: string;
  readonly kind: WayKind | "tuned";
  readonly name: string;
  /** Who trains and serves a tuned model, as people write it; null for every other way. */
  readonly provider: string | null;
  readonly lines: readonly DecisionLine[];
  readonly once: Band;
  readonly monthly: Band;
  /** The horizon of its total: shorter than the decision's where the model stops answering, on `clippedAt`. */
  readonly months: number;
  readonly clippedAt: string | null;
  /** Everything over its horizon: once, and the months, less credits. */
  readonly total: Band;
  /** Credits taken off the total, as if this way alone used them; "0" where there are none. The day of a pay-back is counted without them. */
  readonly credits: string;
  /** Who may still buy a tuned offer; null for every other way. */
  readonly status: { readonly kind: string; readonly until?: string; readonly source: string } | null;
  readonly perThousandRequests: string;
  readonly quality: Quality | null;
  /** What is longer than its model takes, of the examples or of the requests, and what becomes of it. */
  readonly assumptions: readonly Assumption[];
  /** Against today's way; null for that way itself. */
  readonly against: Payback | null;
}

/** When what a way costs once has come back. */
export interface Payback {
  /** `at_once`: less from the first day; `never`: or lost again by the last month; `after_it_stops`: it answers no more by then. */
  readonly verdict: "at_once" | "pays" | "never" | "after_it_stops";
  readonly months: number | null;
  /** Null where it does not pay, or only in more than a hundred years. */
  readonly day: string | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Share of the draws in which it pays back before the end of the horizon, and before it stops answering. */
  readonly withinHorizon: number;
  /** Requests a month from which a month costs no more than today's way; null where no number is enough. */
  readonly requestsPerMonth: number | null;
  readonly thresholds: Thresholds;
  readonly stops: string | null;
  /** What it costs once more than today's way, and what a month of it costs less. */
  readonly once: string;
  readonly savedPerMonth: string;
  readonly quality: QualityAgainst;
  /** The same with all that today's prompt repeats in the provider's cache; null where that changes nothing. */
  readonly withCaching: (Pick<Payback, "verdict" | "months"> & { readonly cachedTokens: number }) | null;
}

/** Values of single inputs, all others at their likeliest; whole and rounded up, null where no value is enough. */
export interface Thresholds {
  readonly requestsPerMonth: Threshold;
  readonly promptTokens: Threshold;
}

export interface Threshold {
  /** From here on a month costs no more than today's way. */
  readonly saves: number | null;
  /** From here on it pays back within the horizon, and before it stops answering. */
  readonly pays: number | null;
}

/** How the qualities of two ways stand to each other; ranges that overlap are `close`. */
export type QualityAgainst = "better" | "worse" | "close" | "unknown" | "not_comparable";
