import { decimal } from "../../money.ts";
import { rateOn } from "../../prices/rates.ts";
import { fail, ok } from "../../problem.ts";
import { line, type BillLine } from "../line.ts";
import { rule, type Rule } from "./rule.ts";

/** Tokens that a model grader reads and writes are billed at the `grader_input` and `grader_output` rates. */
export const graderTokens: Rule = rule({
  tag: "grader_tokens",
  role: "grading",
  parameters: {},
  reads: ["grader_input", "grader_output"],
  example: {
    rates: { grader_input: ["2"], grader_output: ["8"] },
    job: { graderInputTokens: 500_000, graderOutputTokens: 50_000 },
    becomes: "2.3",
  },
  apply: (_, { job, offer, day, overlay }, training) => {
    const lines: BillLine[] = [];
    for (const [kind, tokens, label] of [
      ["grader_input", job.graderInputTokens, "Grader input"],
      ["grader_output", job.graderOutputTokens, "Grader output"],
    ] as const) {
      if (tokens === undefined || tokens === 0) continue;
      const rate = rateOn(offer, { kind }, day, overlay);
      if (!rate.ok) return rate;
      if (rate.value.currency !== training.currency)
        return fail({ kind: "currency_without_rate", currency: rate.value.currency });
      lines.push(line("grading", label, decimal(tokens), "token", rate.value));
    }
    return ok({
      lines,
      assumptions:
        job.graderInputTokens === undefined ? [{ kind: "not_counted", what: "grader_tokens", part: "training" }] : [],
    });
  },
});
