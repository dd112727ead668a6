import type { Alternative } from "../contract/fields/traffic.ts";

/** What a tuned model is compared with, as sentences and legends name it. */
export const alternativeNames: Readonly<Record<Alternative["kind"], string>> = {
  few_shot: "the untuned model with examples in the prompt",
  prompt: "the untuned model with the longer prompt",
  rag: "the untuned model with retrieved passages",
};
