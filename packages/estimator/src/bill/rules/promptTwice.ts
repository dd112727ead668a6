import { ok } from "../../problem.ts";
import { addSpread, nothing } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** A preference pair bills its prompt with each of the two answers (Azure). */
export const promptTwice: Rule = rule({
  tag: "prompt_twice",
  role: "pass",
  parameters: {},
  reads: [],
  // 60 of the 100 tokens are the prompt.
  example: { method: "dpo", becomes: "1.44" },
  apply: (_, pass, { job, offer, counted }) => {
    if (!offer.method.startsWith("dpo")) return ok({ spread: pass, assumptions: [] });
    return "profile" in job
      ? ok({ spread: addSpread(pass, counted.pass("prompt", offer.limits)), assumptions: [] })
      : ok({ spread: addSpread(pass, nothing), assumptions: [{ kind: "pair_tokens", billed: "prompt_twice" }] });
  },
});
