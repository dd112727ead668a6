// @ts-check
import { calcPrice } from "@pydantic/genai-prices";
import { estimate } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing";

/**
 * Time of an answer, beside as many calls of @pydantic/genai-prices as it makes offers, in one run: `npm run bench:estimate`.
 * Goals: all offers with training alone in 5 ms, one offer in 0.3 ms. Rounds of the two take turns, so that what else the
 * machine does meets both; the fastest round of each counts.
 */

const ROUNDS = 60;
/** What the peer prices: tokens in and out at a list price, in floating point. */
const usage = { input_tokens: 620, output_tokens: 120 };
const peerModels = /** @type {const} */ ([
  ["openai", "gpt-4o-mini"],
  ["openai", "gpt-4.1-mini"],
  ["anthropic", "claude-3-5-haiku-latest"],
  ["google", "gemini-2.5-flash"],
  ["mistral", "mistral-small-latest"],
  ["groq", "llama-3.3-70b-versatile"],
  ["together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"],
]);

const asked = { asOf: "2026-11-24", prices, job: { examples: 8000, tokensPerExample: 620, epochs: 3 } };
const traffic = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 };

/** @param {() => void} deed */
function msOf(deed) {
  const from = performance.now();
  deed();
  return performance.now() - from;
}

/** @param {number} calls */
function peer(calls) {
  for (let at = 0; at < calls; at++) {
    const [providerId, model] = peerModels[at % peerModels.length] ?? peerModels[0];
    if (calcPrice(usage, model, { providerId }) === null) throw new Error(`The peer knows no ${model}.`);
  }
}

console.log("| question | offers | refusals | ms | an offer, µs | peer, as many calls, ms | ratio | goal, ms |");
console.log("|---|---|---|---|---|---|---|---|");
for (const [name, more, goal] of /** @type {const} */ ([
  ["one model", { only: { models: ["openai/gpt-4.1-mini"] } }, "0.3"],
  ["all, training alone", {}, "5"],
  ["all, with traffic", { traffic }, ""],
])) {
  const question = { ...asked, ...more };
  const { offers, refused } = estimate(question);
  // A first round of each is not counted: what is compiled on the way is not the work.
  const times = Array.from({ length: ROUNDS + 20 }, () => [
    msOf(() => estimate(question)),
    msOf(() => peer(offers.length)),
  ]).slice(20);
  const [own = 0, theirs = 0] = [0, 1].map((side) => Math.min(...times.map((pair) => pair[side] ?? Infinity)));
  const each = ((1000 * own) / offers.length).toFixed(1);
  const row = [
    name,
    offers.length,
    refused.length,
    own.toFixed(2),
    each,
    theirs.toFixed(2),
    `${(own / theirs).toFixed(1)}×`,
    goal,
  ];
  console.log(`| ${row.join(" | ")} |`);
}
