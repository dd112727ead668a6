import { tokenQuantity } from "../tokenQuantity.ts";
import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Each model turn is a record that counts the conversation before it again and costs `tokensPerRecord` more, times the
 * epochs (Vertex).
 */
export const recountedTurnsTimesEpochs: Rule = rule({
  tag: "recounted_turns_times_epochs",
  role: "quantity",
  unit: "token",
  parameters: { tokensPerRecord: whole(0) },
  reads: ["training"],
  // Two records of together 150 tokens, and 8 more each: 166 an example.
  example: { with: { tokensPerRecord: 8 }, becomes: "1.494" },
  apply: ({ tokensPerRecord }, training) => tokenQuantity(training, { part: "recounted", tokensPerRecord }),
});
