import { optional, whole } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";
import { sourced } from "./sourced.ts";

/**
 * The `hosting` rate for every hour that the deployment is up, used or not; one that nobody calls is deleted after
 * `idleDeletedAfterHours`.
 */
export const hosting: Rule = rule({
  tag: "hosting",
  role: "hourly",
  label: "Hosting of the deployment",
  parameters: { idleDeletedAfterHours: optional(whole(1)) },
  reads: ["hosting"],
  example: {
    with: { idleDeletedAfterHours: 360 },
    rates: { hosting: ["1.7", "hour"] },
    traffic: { requestsPerMonth: 0 },
    becomes: "612",
  },
  apply: ({ idleDeletedAfterHours: hours = null, source }, { traffic }) => ({
    kind: "hosting",
    units: 1,
    deletedAfter: hours,
    assumptions: [],
    notes:
      hours === null
        ? []
        : [
            {
              kind: traffic?.requestsPerMonth === 0 ? "idle_deleted" : "hosting_idle",
              days: hours / 24,
              ...sourced(source),
            },
          ],
  }),
});
