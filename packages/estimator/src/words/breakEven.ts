import type { Alternative } from "../contract/fields/traffic.ts";
import type { Money } from "../money.ts";
import { moneyText } from "./amount.ts";
import { worded, type Words } from "./visible.ts";

/** What a tuned model is compared with, as sentences and legends name it. */
export const alternativeNames: Readonly<Record<Alternative["kind"], string>> = {
  few_shot: "the untuned model with examples in the prompt",
  prompt: "the untuned model with the longer prompt",
  rag: "the untuned model with retrieved passages",
};

export type BreakEvenFacts = { readonly against: Alternative["kind"] } & (
  | { readonly end: "never_cheaper"; readonly dearerBy: Money | null }
  | { readonly end: "too_late"; readonly months: string; readonly stops: string }
  | { readonly end: "pays_back"; readonly saved: Money }
);

const sentences: Words<BreakEvenFacts, "end"> = {
  never_cheaper: ({ against, dearerBy }) =>
    dearerBy === null
      ? `It never pays for itself on cost: a month costs the same as ${alternativeNames[against]}.`
      : `It never pays for itself on cost: the tuned model costs ${moneyText(dearerBy)} a month more than ${alternativeNames[against]}.`,
  too_late: ({ months, stops }) =>
    `It never pays for itself: that would take ${months} months, and it stops answering on ${stops}.`,
  pays_back: ({ against, saved }) =>
    `Each month saves ${moneyText(saved)} against ${alternativeNames[against]}, if both answer equally well.`,
};

export function breakEvenSentence(facts: BreakEvenFacts): string {
  return worded(sentences, "end", facts);
}
