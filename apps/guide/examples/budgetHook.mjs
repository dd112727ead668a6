// LiteLLM's budget alerts (`alerting: ["webhook"]`): when a team nears its budget, what tuning would save, or why nobody knows.
import { decide } from "@tunecast/estimator";
import { decisionReport } from "@tunecast/estimator/report";
import { prices } from "@tunecast/pricing";
import { untuned } from "@tunecast/pricing/untuned";

/** What the team's requests are like, as its logs have them. */
const shape = { examples: 4000, tokensPerExample: 500, inputTokens: 2200, outputTokens: 120, promptTokens: 1800 };

/** @param {{ event: string, spend: number, max_budget: number, team_alias: string, requests: number }} alert */
function onAlert({ event, spend, max_budget: most, team_alias: team, requests }) {
  if (event !== "threshold_crossed" && event !== "budget_crossed") return `${team}: nothing to do`;
  const { examples, tokensPerExample, inputTokens, outputTokens, promptTokens } = shape;
  const traffic = { requestsPerMonth: requests, inputTokens: inputTokens - promptTokens, outputTokens, months: 12 };
  const asked = {
    question: { asOf: "2026-11-24", prices, job: { examples, tokensPerExample }, traffic },
    untuned,
    ways: [{ kind: "few_shot", extraInputTokens: promptTokens }],
  };
  const decision = decide(asked);
  const said = decision.ok ? decisionReport(decision.value, { asked, steps: [] }).headline : decision.problem.kind;
  return `${team} spent ${spend} of ${most} USD. ${said}`;
}

const alert = { event: "threshold_crossed", spend: 412.5, max_budget: 500, team_alias: "support", requests: 240000 };
process.stdout.write(`${onAlert(alert)}\n${onAlert({ ...alert, event: "spend_tracked" })}\n`);
