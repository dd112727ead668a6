import { histogramExamples, type Histogram, type Profile, type RuleCounts } from "../src/contract/profile.ts";

/** Counts whose every part has the tokens of the whole. */
export function countsOf(tokens: Histogram, more: Partial<RuleCounts> = {}): RuleCounts {
  return { exact: true, tokens, trainable: tokens, prompt: tokens, recounted: tokens, ...more };
}

/** A profile of chats, of a user's question and an answer each, that was counted by these rules. */
export function profileOf(rules: Readonly<Record<string, RuleCounts>>, more: Partial<Profile> = {}): Profile {
  const examples = histogramExamples(Object.values(rules)[0]?.tokens ?? []);
  return {
    schemaVersion: 1,
    format: "chat-sft",
    bytes: 1000,
    rows: examples,
    examples,
    badRows: 0,
    messages: 2 * examples,
    modelTurns: examples,
    images: 0,
    textExamples: 0,
    counts: rules,
    findings: [],
    ...more,
  };
}
