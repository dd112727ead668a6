import { tokenQuantity } from "../tokenQuantity.ts";
import { rule, type Rule } from "./rule.ts";

/** The tokens that are trained on, the answers, times the epochs (Cohere). */
export const trainableTokensTimesEpochs: Rule = rule({
  tag: "trainable_tokens_times_epochs",
  role: "quantity",
  unit: "token",
  parameters: {},
  reads: ["training"],
  // 40 of the 100 tokens are answers.
  example: { becomes: "0.36" },
  apply: (_, training) => tokenQuantity(training, { part: "trainable" }),
});
