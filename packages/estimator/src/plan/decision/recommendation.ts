import { decimal } from "../../money.ts";
import type { DecidedWay, Decision } from "./answer.ts";

/** `tune`: pays back within the months asked; `not_yet`: saves, but pays back later; `dont`: costs more, stops first, or was measured worse. */
export type Verdict = "tune" | "not_yet" | "dont";

/** One answer to "shall we tune?", with the input that decides it. */
export interface Recommendation {
  readonly verdict: Verdict;
  /** The tuned way, and what is done today. */
  readonly tuned: DecidedWay;
  readonly today: DecidedWay;
  /** The input whose threshold is named: requests, or prompt tokens where no number of requests is enough. */
  readonly input: "requestsPerMonth" | "promptTokens" | null;
  /** From this value of `input` on a month costs no more than today's, and it pays back within the months asked. */
  readonly saves: number | null;
  readonly pays: number | null;
}

/** The verdict on the first tuned way of a decision; null where no way is tuned, or where nothing is compared. */
export function recommendation(decision: Decision): Recommendation | null {
  const { ways, months } = decision;
  const today = ways.find(({ id }) => id === decision.today);
  const tuned = ways.find(({ kind, id }) => kind === "tuned" && id !== decision.today);
  if (today === undefined || tuned?.against == null) return null;
  const { against } = tuned;
  const { requestsPerMonth, promptTokens } = against.thresholds;
  const base = { verdict: verdictOf(against, months), tuned, today };
  // No traffic makes up for answers that were measured worse.
  if (against.quality === "worse") return { ...base, input: null, saves: null, pays: null };
  if (requestsPerMonth.pays !== null) return { ...base, input: "requestsPerMonth", ...requestsPerMonth };
  if (promptTokens.saves !== null) return { ...base, input: "promptTokens", ...promptTokens };
  return { ...base, input: null, saves: null, pays: null };
}

function verdictOf(against: NonNullable<DecidedWay["against"]>, months: number): Verdict {
  const { verdict, months: paysIn, savedPerMonth } = against;
  if (against.quality === "worse") return "dont";
  if (verdict === "at_once") return "tune";
  if (verdict === "pays") return (paysIn ?? Infinity) <= months ? "tune" : later(savedPerMonth);
  return "dont";
}

/** Growing traffic may pay back a way that costs more in its first month. */
function later(savedPerMonth: string): Verdict {
  return decimal(savedPerMonth).greaterThan(0) ? "not_yet" : "dont";
}
