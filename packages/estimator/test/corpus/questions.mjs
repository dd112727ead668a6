// @ts-check
/**
 * Makes the questions of the corpus out of the price book: `node packages/estimator/tools/corpus.mjs --questions`.
 * Every offer of the book is asked for on several of its days, each time with the next of the jobs and the next of the uses.
 *
 * @typedef {import("../../src/index.ts").PriceBook} PriceBook
 * @typedef {Record<string, unknown> & { asOf: string, job: Record<string, unknown> }} Asked
 */

/** @template T @param {readonly T[]} list @param {number} at @returns {T | undefined} */
const among = (list, at) => list[at % list.length];

/** @type {readonly Record<string, unknown>[]} */
const typedJobs = [
  { examples: 1000, tokensPerExample: 100 },
  { examples: 12, tokensPerExample: 812.4, epochs: 1 },
  { examples: 50_000, tokensPerExample: 640, epochs: 2 },
  { examples: 2_000_000, tokensPerExample: 150.25, epochs: 1, packing: false, maxSequenceTokens: 2048 },
  { examples: 300, tokensPerExample: 70_000, epochs: 4 },
  { examples: 9, tokensPerExample: 33, epochs: 60 },
  { examples: 4000, tokensPerExample: 420, epochs: "provider" },
  { examples: 800, tokensPerExample: 350, validation: { examples: 100, tokensPerExample: 300 }, evaluations: 5 },
  { examples: 5000, tokensPerExample: 210, epochs: 2, stages: [{ examples: 700, tokensPerExample: 90, epochs: 1 }] },
];
/** Data that a method trains on, in turn; every sixth data set is another's. */
const fitting = {
  pair: ["pairs", "mixed"],
  graded: ["graded"],
  labelled: ["classes", "labelled"],
  chat: ["chats", "talks", "german", "scripts", "pictures", "answers", "gemini", "texts", "unread", "badRows"],
};
const others = ["few", "labelled", "mixed", "graded", "pairs", "parts", "classes"];

/** @param {string} method @param {number} turn */
function dataFor(method, turn) {
  const nature = method.startsWith("dpo") ? "pair" : ({ rft: "graded", classifier: "labelled" }[method] ?? "chat");
  return turn % 6 === 5 ? among(others, turn) : among(fitting[/** @type {keyof typeof fitting} */ (nature)], turn);
}
/** What only some services bill by. */
const quantities = {
  steps: 1200,
  hours: 3.5,
  graderInputTokens: 4_000_000,
  graderOutputTokens: 350_000,
  imagesSeen: 6400,
  mixedInTokens: 2_000_000,
  thinkingTurns: 5,
  checkpointGigabytes: 16.1,
};
/** @type {readonly Record<string, unknown>[]} */
const uses = [
  {},
  { traffic: { requestsPerMonth: 10_000, inputTokens: 900, outputTokens: 120, months: 6 } },
  { traffic: { requestsPerMonth: 0, inputTokens: 500, outputTokens: 100, months: 3 } },
  {
    traffic: {
      requestsPerMonth: 2_500_000,
      inputTokens: 1500,
      cachedInputTokens: 1100,
      outputTokens: 40,
      batchShare: 0.25,
      months: 24,
    },
    alternative: { kind: "few_shot", extraInputTokens: 2600 },
  },
  {
    traffic: { requestsPerMonth: 300, inputTokens: 4000, outputTokens: 900, months: 1, deployedHoursPerMonth: 160 },
    alternative: { kind: "rag", extraInputTokens: 1800, monthlyCost: "35.50" },
    hoursPerMonth: 720,
  },
  {
    traffic: { requestsPerMonth: 40_000, inputTokens: 700, outputTokens: 300, batchShare: 1, months: 12 },
    alternative: { kind: "prompt", extraInputTokens: 400 },
  },
];

/** The user's own prices, for a provider. @param {string} provider @param {number} turn @returns {Record<string, unknown> | undefined} */
function own(provider, turn) {
  const source = "contract 17";
  const rate = { provider, kind: "training", amount: "2.75", currency: "USD", per: "1M tokens", source };
  const euro = { from: "USD", to: "EUR", rate: "0.871", date: "2026-11-20", source: "https://www.ecb.europa.eu" };
  return [
    undefined,
    { discounts: [{ provider, percent: "12.5", source }] },
    undefined,
    { exchange: [euro] },
    { rates: [rate], credits: [{ provider, amount: "40", currency: "USD", source }] },
    undefined,
    { discounts: [{ provider, kind: "input", percent: "30", source }], exchange: [euro] },
  ][turn % 7];
}

/**
 * @param {readonly { readonly id: string, readonly provider: { readonly provider: string }, readonly method: string, readonly days: readonly string[] }[]} offers
 * @returns {readonly Asked[]}
 */
export function questionsOf(offers) {
  const asked = offers.flatMap(({ id, provider, method, days }, at) =>
    days.map((asOf, nth) => {
      const counted = (at + nth) % 2 === 1;
      const graded = method === "rft" || (at + 2 * nth) % 5 === 0;
      const base = counted
        ? { profile: dataFor(method, (at >> 1) + 3 * nth), epochs: 1 + ((at + nth) % 4) }
        : among(typedJobs, (at >> 1) + 4 * nth);
      return {
        asOf,
        job: { ...base, ...(graded && quantities) },
        ...among(uses, at + nth + (at >> 3)),
        ...(own(provider.provider, at + 2 * nth) && { ownPrices: own(provider.provider, at + 2 * nth) }),
        only: { models: [id] },
      };
    }),
  );
  return [...asked, ...wholeAnswers];
}

/** Questions about many offers at once, and some that cannot be answered. @type {readonly Asked[]} */
const wholeAnswers = [
  { asOf: "2026-11-24", job: { examples: 1000, tokensPerExample: 200 }, only: { providers: ["openai", "azure"] } },
  { asOf: "2026-11-24", job: { profile: "german" }, only: { residency: ["regional"] } },
  { asOf: "2024-09-01", job: { examples: 9000, tokensPerExample: 200 }, only: { providers: ["openai"] } },
  { asOf: "2023-09-01", job: { examples: 1000, tokensPerExample: 200 }, only: { providers: ["openai"] } },
  { asOf: "2022-05-01", job: { examples: 1000, tokensPerExample: 200 }, only: { providers: ["openai"] } },
  { asOf: "2026-11-24", job: { examples: 0, tokensPerExample: 200 } },
  { asOf: "2026-11-31", job: { examples: 10, tokensPerExample: 200 } },
  { asOf: "2026-11-24", job: { examples: 10, tokensPerExample: -1 } },
  { asOf: "2026-11-24", job: { examples: 10, tokensPerExample: 20 }, only: { providers: ["opnai"] } },
  { asOf: "2026-11-24", job: { examples: 10, tokensPerExample: 20, epochs: 0.5 } },
];
