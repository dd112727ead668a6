import {
  histogramExamples,
  type Histogram,
  type Nature,
  type Profile,
  type RuleCounts,
} from "../src/contract/profile.ts";

/** Counts whose every part has the tokens of the whole. */
export function countsOf(tokens: Histogram, more: Partial<RuleCounts> = {}): RuleCounts {
  return { exact: true, tokens, trainable: tokens, prompt: tokens, recounted: tokens, ...more };
}

const known: Readonly<Record<string, Nature>> = {
  "prompt-completion": "chat",
  "prompt-only": "chat",
  text: "text",
  "parquet-tokenised": "text",
  dpo: "pair",
  preference: "pair",
  rft: "graded",
  "gemini-rft": "graded",
  kto: "labelled",
  stepwise: "labelled",
  classification: "labelled",
};

/** Natures of the shapes of a profile, as `@tunecast/dataset` writes them. */
export function naturesOf({ format = "chat-sft", shapes = { [format]: 1 } }: Partial<Profile>): Record<string, Nature> {
  return Object.fromEntries(Object.keys(shapes).map((shape) => [shape, known[shape] ?? "chat"]));
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
    natures: naturesOf(more),
    wanted: more.format === "prompt-only" ? 0 : examples,
    ...more,
  };
}
