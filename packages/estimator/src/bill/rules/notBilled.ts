import { rateKind, text } from "./parameter.ts";
import { rule, type Rule } from "./rule.ts";
import { sourced } from "./sourced.ts";

/** A rate of the kind `rate` is on file for other offers, and not billed here: `why` says so in a sentence. */
export const notBilled: Rule = rule({
  tag: "not_billed",
  role: "unbilled",
  parameters: { rate: rateKind, why: text },
  reads: ({ rate }) => [rate],
  example: {
    with: { rate: "minimum", why: "Jobs in euros are billed without." },
    rates: { minimum: ["4", "job"] },
    becomes: "0.9",
  },
  apply: ({ rate, why, source }) => ({
    kind: "not_billed",
    rate,
    why,
    ...sourced(source),
  }),
});
