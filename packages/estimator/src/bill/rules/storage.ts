import { decimal } from "../../money.ts";
import { rateOn } from "../../prices/rates.ts";
import { line } from "../line.ts";
import { rule, type Rule } from "./rule.ts";

/** The `storage` rate per month and model, or per month and gigabyte of the checkpoint. */
export const storage: Rule = rule({
  tag: "storage",
  role: "storage",
  parameters: {},
  reads: ["storage"],
  example: { rates: { storage: ["1.95", "month"] }, becomes: "1.95" },
  apply: (_, { offer, horizon, day, overlay, job }) => {
    const rate = rateOn(offer, { kind: "storage" }, day, overlay);
    if (!rate.ok) return { lines: [], assumptions: [], missing: true };
    const months = decimal(horizon.months);
    if (rate.value.per !== "GB-month")
      return { lines: [line("storage", "Storage of the tuned model", months, "month", rate.value)], assumptions: [] };
    if (job.checkpointGigabytes === undefined)
      return { lines: [], assumptions: [{ kind: "not_counted", what: "checkpoint" }] };
    const quantity = months.times(job.checkpointGigabytes);
    return { lines: [line("storage", "Storage of the checkpoint", quantity, "GB-month", rate.value)], assumptions: [] };
  },
});
