import { needs } from "@tunecast/estimator/lists";
import type { Asked } from "./questionnaire.ts";

/** What decides which way comes first, in the order in which a person can answer. */
export const adviseQuestions: readonly Asked[] = [
  { option: "examples", ask: "How many training examples would there be?", needed: true },
  { option: "tokensPerExample", ask: "How many tokens has one, about (a page of text has 700)?", needed: true },
  { option: "requests", ask: "How many requests a month will be answered?", needed: true },
  { option: "inputTokens", ask: "How many tokens does one request read?", needed: true },
  { option: "outputTokens", ask: "How many tokens does one answer have?", needed: true },
  { option: "way", prefix: "few_shot=", ask: "Tokens of examples in the prompt, if not tuned (Enter: none)?" },
  { option: "way", prefix: "rag=", ask: "Tokens of looked-up passages in a request (Enter: none)?" },
  {
    option: "labelCost",
    ask: "Cost of one more labelled example, 0.40 or 0.20..0.60 (Enter: nothing)?",
  },
  {
    option: "examplesOwned",
    ask: "How many examples are labelled already (Enter: none)?",
    idle: ({ labelCost }) => labelCost === undefined,
  },
  { option: "needs", ask: `Does it need ${needs.join(", ")} (Enter: none of them)?` },
  { option: "residency", ask: "Where must it be trained, such as EU or US (Enter: anywhere)?" },
  { option: "dataStays", ask: "May the data not leave your own machines: yes or no (Enter: no)?" },
  {
    option: "selfHost",
    ask: "Open model to tune on your own cards, llama-3.1-8b:qlora (Enter: none)?",
    idle: ({ dataStays }) => dataStays !== true,
  },
  { option: "months", ask: "Over how many months (Enter: 1)?" },
];
