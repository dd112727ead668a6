import { tokenQuantity } from "../tokenQuantity.ts";
import { rule, type Rule } from "./rule.ts";

/** Every token of every example, up to the context, times the epochs. */
export const tokensTimesEpochs: Rule = rule({
  tag: "tokens_times_epochs",
  role: "quantity",
  unit: "token",
  parameters: {},
  reads: ["training"],
  example: { becomes: "0.9" },
  apply: (_, training) => tokenQuantity(training, { part: "tokens" }),
});
