import { rule, type Rule } from "./rule.ts";
import { sourced } from "./sourced.ts";

/** Whether every epoch is billed is not said: the low end holds one (OpenPipe). */
export const epochsNotStated: Rule = rule({
  tag: "epochs_not_stated",
  role: "passes",
  parameters: {},
  reads: [],
  example: { becomes: "0.9", range: ["0.3", "0.9"] },
  apply: ({ source }, all, { pass, epochs }) =>
    epochs > 1
      ? {
          spread: { ...all, low: pass.low },
          assumptions: [{ kind: "epochs_not_stated", ...sourced(source) }],
        }
      : { spread: all, assumptions: [] },
});
