import { optional, text } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** The `provisioned` rate for one model unit, every hour; `service` names the term, such as `no-commitment` (Bedrock). */
export const provisioned: Rule = rule({
  tag: "provisioned",
  role: "hourly",
  label: "Provisioned throughput, one model unit",
  parameters: { service: optional(text) },
  reads: ["provisioned"],
  example: { rates: { provisioned: ["24", "model-unit-hour"] }, becomes: "17520" },
  apply: ({ service }) => ({
    kind: "provisioned",
    ...(service !== undefined && { service }),
    units: 1,
    deletedAfter: null,
    assumptions: [],
    notes: [],
  }),
});
