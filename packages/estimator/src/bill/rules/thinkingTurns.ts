import { ok } from "../../problem.ts";
import { mapSpread } from "../spread.ts";
import { rule, type Rule } from "./rule.ts";

/** With thinking traces, the tokens count turns / 2 times (Fireworks). */
export const thinkingTurns: Rule = rule({
  tag: "thinking_turns",
  role: "pass",
  parameters: {},
  reads: [],
  example: { job: { thinkingTurns: 6 }, becomes: "2.7" },
  apply: (_, pass, { job: { thinkingTurns: turns } }) =>
    ok({
      spread: turns === undefined ? pass : mapSpread(pass, (tokens) => tokens.times(turns).dividedBy(2)),
      assumptions: [],
    }),
});
