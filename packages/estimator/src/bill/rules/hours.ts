import { decimal, roundTo } from "../../money.ts";
import { fail, ok } from "../../problem.ts";
import { exactly } from "../spread.ts";
import { optional, whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/**
 * Hours of training, rounded to `decimals` places of an hour (reinforcement fine-tuning). The provider pauses the job
 * at `pauseAt` dollars.
 */
export const hours: Rule = rule({
  tag: "hours",
  role: "quantity",
  unit: "hour",
  parameters: { decimals: optional(whole(0)), pauseAt: optional(whole(1)) },
  reads: ["training"],
  example: {
    with: { decimals: 2 },
    rates: { training: ["100", "hour"] },
    job: { hours: 1.234 },
    becomes: "123",
  },
  apply: ({ decimals, pauseAt }, { job }) => {
    if (job.hours === undefined) return fail({ kind: "not_stated", what: "hours" });
    const stated = decimal(job.hours);
    return ok({
      spread: exactly(decimals === undefined ? stated : roundTo(stated, decimals)),
      label: "Training hours",
      assumptions: pauseAt === undefined ? [] : [{ kind: "pause", dollars: String(pauseAt) }],
    });
  },
});
