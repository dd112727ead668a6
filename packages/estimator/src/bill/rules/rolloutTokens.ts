import { ok } from "../../problem.ts";
import { rolledOut } from "../rollouts.ts";
import { rule, type Rule } from "./rule.ts";

/** Every token of every completion that the model drew, with its prompt: prompts × completions of each × epochs. */
export const rolloutTokens: Rule = rule({
  tag: "rollout_tokens",
  role: "quantity",
  unit: "token",
  parameters: {},
  reads: ["training"],
  example: { method: "rft-lora", job: { rollouts: { perPrompt: 4, tokens: 100 } }, becomes: "5.76" },
  apply: (_, training) => {
    const drawn = rolledOut(training);
    if (!drawn.ok) return drawn;
    const { trained, perPrompt } = drawn.value;
    const { epochs, counted } = training;
    const label = `Training, ${perPrompt} completions of each prompt, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
    return ok({ spread: trained, label, assumptions: counted.assumptions });
  },
});
