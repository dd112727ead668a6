import { decimal } from "../../money.ts";
import { ok } from "../../problem.ts";
import { exactly } from "../spread.ts";
import { tokenQuantity } from "../tokenQuantity.ts";
import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** Training steps times `tokensPerStep`, not the size of the file (Mistral); where no steps are stated, tokens times epochs. */
export const steps: Rule = rule({
  tag: "steps",
  role: "quantity",
  unit: "token",
  parameters: { tokensPerStep: whole(1) },
  reads: ["training"],
  example: { with: { tokensPerStep: 131_072 }, job: { steps: 100 }, becomes: "39.3216" },
  apply: ({ tokensPerStep }, training) => {
    const { steps } = training.job;
    if (steps === undefined) return tokenQuantity(training, { part: "tokens" });
    const spread = exactly(decimal(steps).times(tokensPerStep));
    return ok({ spread, label: `Training, ${steps} steps`, assumptions: [] });
  },
});
