import type { Assumption, Offer } from "@tunecast/estimator";
import { trainingRange } from "./trainingRange.ts";

/** Why the cost of training has a range: the first of these that the bill assumes. */
const reasons: readonly (readonly [kind: string, reason: string])[] = [
  ["estimated_tokens", "its way of counting tokens is not public"],
  ["minimum_disputed", "sources disagree on a minimum"],
  ["price_disputed", "sources disagree on the price"],
  ["packed_steps", "whole training steps may be billed"],
  ["band", "the provider’s own estimate allows as much"],
  ["epochs_not_stated", "whether each pass is billed is not said"],
  ["validation_not_stated", "whether validation is billed is not said"],
  ["validation_disputed", "sources disagree on validation"],
  ["form_not_known", "how it writes tools and pictures is not public"],
  ["template_billing_unknown", "whether its own marks are billed is not said"],
  ["converted_tokens", "your rows have to be converted first"],
  ["counted_tokens", "not all of it is counted by its own rule"],
  ["typed_tokens", "you typed the tokens; each provider counts its own way"],
];

/** `Up to half more: its way of counting tokens is not public.`; empty where there is no range. */
export function rangeReason(offer: Offer): string {
  const { low: least, high: most } = trainingRange(offer);
  const [low, typical, high] = [Number(least), Number(offer.training.amount), Number(most)];
  if (typical === 0 || least === most) return "";
  const [less, more] = [share((typical - low) / typical), share((high - typical) / typical)];
  const ends = [more === "" ? "" : `${more} more`, less === "" ? "" : `${less} less`].filter(Boolean).join(", ");
  if (ends === "") return "";
  return `Up to ${ends}: ${reasonOf(offer.assumptions)}.`;
}

function reasonOf(assumptions: readonly Assumption[]): string {
  const kinds = new Set(assumptions.map(({ kind }) => kind));
  return reasons.find(([kind]) => kinds.has(kind))?.[1] ?? "not all of its rules are public";
}

/** A share in words that are heard: a half, a third, or whole percents. */
function share(value: number): string {
  if (value < 0.005) return "";
  if (Math.abs(value - 0.5) < 0.04) return "half";
  if (Math.abs(value - 1 / 3) < 0.02) return "a third";
  return `${Math.round(100 * value)} %`;
}
