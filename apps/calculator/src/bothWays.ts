import { decide, type DecidedWay, type Offer, type Question } from "@tunecast/estimator";

/** One month of what the question would use without tuning, priced line by line at the untuned model of the offer; null where it has no price. */
export function bothWays(question: Question, offer: Offer): DecidedWay | null {
  const { alternative, traffic } = question;
  if (alternative === undefined || traffic === undefined || traffic.requestsPerMonth === 0) return null;
  const { kind, extraInputTokens, monthlyCost } = alternative;
  const found = decide({
    question,
    offers: [offer.id],
    ways: [
      {
        kind: kind === "prompt" ? "longer_prompt" : kind,
        extraInputTokens,
        ...(monthlyCost !== undefined && { monthly: monthlyCost }),
      },
    ],
  });
  return found.ok ? (found.value.ways.find((way) => way.kind !== "tuned") ?? null) : null;
}
