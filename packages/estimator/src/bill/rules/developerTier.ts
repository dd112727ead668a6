import { whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";

/** No hosting fee, and the deployment is deleted after `deletedAfterHours`: it cannot carry months of traffic (Azure). */
export const developerTier: Rule = rule({
  tag: "developer_tier",
  role: "deployment",
  parameters: { deletedAfterHours: whole(1) },
  // The model's hosting rate is that of its other variants.
  reads: ["hosting"],
  example: { with: { deletedAfterHours: 24 }, rates: { hosting: ["1.7", "hour"] }, becomes: "0" },
  apply: ({ deletedAfterHours }) => deletedAfterHours,
});
