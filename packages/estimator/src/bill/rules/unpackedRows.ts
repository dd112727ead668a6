import { decimal } from "../../money.ts";
import { fail, ok } from "../../problem.ts";
import { exactly } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** With packing off, rows times the longest sequence are billed (Together). */
export const unpackedRows: Rule = rule({
  tag: "unpacked_rows",
  role: "pass",
  parameters: {},
  reads: [],
  example: { job: { packing: false, maxSequenceTokens: 2048 }, becomes: "18.432" },
  apply: (_, pass, { job, counted, offer }) => {
    if (job.packing !== false) return ok({ spread: pass, assumptions: [] });
    const rowTokens = job.maxSequenceTokens ?? offer.limits.contextTokens;
    return rowTokens === undefined
      ? fail({ kind: "not_stated", what: "max_sequence_tokens" })
      : ok({ spread: exactly(decimal(rowTokens).times(counted.examples)), assumptions: [] });
  },
});
