import { zero } from "../../money.ts";
import { mapSpread, nothing } from "../spread.ts";
import { flag, optional } from "./parameter.ts";
import { rule, type Example, type Rule } from "./rule.ts";

/** 100 examples like those of the job, scored five times during training. */
const scored: Example["job"] = { validation: { examples: 100, tokensPerExample: 100 }, evaluations: 5 };

/** Validation tokens are not billed. */
export const validationFree: Rule = rule({
  tag: "validation_free",
  role: "validation",
  parameters: {},
  reads: [],
  example: { job: scored, becomes: "0.9", range: ["0.9", "0.9"] },
  apply: () => ({
    spread: nothing,
    assumptions: [{ kind: "validation_free" }],
  }),
});

/** The validation set is billed once. */
export const validationOnce: Rule = rule({
  tag: "validation_once",
  role: "validation",
  parameters: {},
  reads: [],
  example: { job: scored, becomes: "0.93" },
  apply: (_, once) => ({ spread: once, assumptions: [] }),
});

/** The validation set is billed in every epoch; `disputed`, where sources disagree: the low end leaves it out. */
export const validationTimesEpochs: Rule = rule({
  tag: "validation_times_epochs",
  role: "validation",
  parameters: { disputed: optional(flag) },
  reads: [],
  example: { with: { disputed: true }, job: scored, becomes: "0.99", range: ["0.9", "1.0017"] },
  apply: ({ disputed = false }, once, { epochs }) => {
    const spread = mapSpread(once, (tokens) => tokens.times(epochs));
    return disputed
      ? { spread: { ...spread, low: zero }, assumptions: [{ kind: "validation_disputed" }] }
      : { spread, assumptions: [] };
  },
});

/** The validation set is billed as often as it is scored (Together). */
export const validationTimesEvaluations: Rule = rule({
  tag: "validation_times_evaluations",
  role: "validation",
  parameters: {},
  reads: [],
  example: { job: scored, becomes: "1.05" },
  apply: (_, once, { evaluations }) => ({
    spread: mapSpread(once, (tokens) => tokens.times(evaluations)),
    assumptions: [],
  }),
});
