// @ts-check
/**
 * Stored cases beside those of `estimate`: decisions, budgets, purchases, runs on cards, curves, and questions with one
 * bad value each. The questions are made here; `cases.jsonl` holds what came of each.
 *
 * @typedef {{ readonly name: string, readonly ask: () => unknown }} Case
 * @typedef {Record<string, any>} Asked
 */
import { createHash } from "node:crypto";

/** @param {readonly any[]} list @param {number} at @returns {any} */
const among = (list, at) => list[at % list.length];

const asOf = "2026-11-24";
const job = { examples: 2000, tokensPerExample: 620, epochs: 3 };
const traffic = { requestsPerMonth: 240_000, inputTokens: 400, outputTokens: 120, months: 12 };
const euro = { from: "USD", to: "EUR", rate: "0.871", date: "2026-11-20", source: "https://www.ecb.europa.eu" };
const credit = { provider: "openai", amount: "40", currency: "USD", source: "contract 17" };

const offers = [
  "openai/gpt-4.1-mini-2025-04-14:sft",
  "azure/gpt-4.1-mini:sft@regional",
  "aws-bedrock/nova-2-lite:sft",
  "azure/gpt-oss-20b:sft@global",
  "openai/gpt-4.1-2025-04-14:sft",
];
const owns = [undefined, { exchange: [euro] }, { credits: [credit] }, { exchange: [euro], credits: [credit] }];
const ways = [
  [{ kind: "few_shot", extraInputTokens: 1860 }, { kind: "prompt" }],
  [{ kind: "few_shot", extraInputTokens: 2100, cachedInputTokens: 2000 }, { kind: "prompt" }],
  [
    { kind: "rag", extraInputTokens: 1600, monthly: "35.50" },
    { kind: "chain", calls: 3 },
  ],
  [
    {
      kind: "rag",
      extraInputTokens: { low: 800, typical: 900, high: 2400 },
      embedding: { perMillion: "0.02", documentTokens: 5_000_000, queryTokens: 40 },
    },
    { kind: "longer_prompt", extraInputTokens: 600, outputTokens: { low: 80, high: 160 } },
  ],
  [{ kind: "prompt" }, { id: "haiku", kind: "larger_model", model: "anthropic/claude-haiku-4-5" }],
  [{ kind: "domain_model", model: { input: "0.4", cachedInput: "0.1", output: "1.2", source: "list" }, once: "900" }],
];
const projects = [
  undefined,
  { labelCost: "0.40" },
  { labelCost: { low: "0.20", high: "0.60" }, examplesOwned: 1000, tuningRounds: 3, failedRuns: 0.1 },
  { evaluation: { items: 300, models: 3, costPerItem: "0.05" }, monitoringItemsPerMonth: 60, retrainEveryMonths: 3 },
  {
    teacher: { model: { input: "1", output: "5" }, inputTokens: 800, outputTokens: 200, samplesPerKept: 1.5 },
    platformFee: "100",
    platformFeePerMonth: { low: 10, high: 20 },
  },
  {
    evaluation: { items: 100, judge: { model: { input: "1", output: "5" }, inputTokens: 900, outputTokens: 20 } },
    labelCost: 1,
  },
];
/** Ranges of the traffic and of the training, in turn. */
const unsure = [
  {},
  { requestsPerMonth: { low: 100_000, typical: 240_000, high: 400_000 } },
  { inputTokens: { low: 300, typical: 400, high: 900 }, outputTokens: { low: 60, typical: 120, high: 130 } },
  { growthPerMonth: 0.05 },
];
const training = [{}, {}, { epochs: { low: 2, typical: 3, high: 5 } }, { priceFactor: { low: 0.8, high: 1.1 } }];

/** @param {typeof import("../../src/index.ts")} engine @param {Asked} books @param {(at: number) => (question: Asked, around: Asked) => Asked} ranged @returns {readonly Case[]} */
function decisions({ decide }, { prices, untuned }, ranged) {
  return Array.from({ length: 72 }, (_, at) => ({
    name: `decision ${at}`,
    ask: () => {
      const only = { models: [among(offers, at)] };
      const ownPrices = among(owns, at >> 2);
      const whole = { asOf, prices, job, traffic, only, ...(ownPrices && { ownPrices }) };
      const around = { untuned, ways: among(ways, at), project: among(projects, at + (at >> 3)), seed: 1 + (at % 3) };
      return decide(/** @type {any} */ (ranged(at)(whole, around)));
    },
  }));
}

/** @param {typeof import("../../src/index.ts")} engine @param {Asked} books @returns {readonly Case[]} */
function budgets({ estimate, budgetPlan, purchasePlan }, { prices }) {
  const pilots = [
    { n: 125, value: 0.71 },
    { n: 250, value: 0.745 },
    { n: 500, value: 0.775, se: 0.012 },
    { n: 1000, value: 0.8 },
  ];
  return Array.from({ length: 60 }, (_, at) => ({
    name: `budget ${at}`,
    ask: () => {
      const ownPrices = among(owns, at);
      const id = among(offers, at >> 1);
      const question = { asOf, prices, job, only: { models: [id] }, ...(ownPrices && { ownPrices }) };
      const answer = estimate(question);
      const currency = ownPrices && "exchange" in ownPrices ? "EUR" : "USD";
      const budget = { amount: among(["12", "250", "1500.50", "90000"], at), currency };
      const labels = { cost: among(["0", "0.40", "1.25"], at), owned: among([0, 500, 2000], at >> 2) };
      if (at % 3 === 0) return budgetPlan(answer, budget, question, at % 2 === 0 ? {} : { labels });
      const curve = { model: id, metric: /** @type {const} */ ("accuracy") };
      const more = at % 2 === 0 ? {} : { pilots, curve, valuePerPoint: "400", target: 0.85 };
      return purchasePlan({ answer, question, budget, labels, ...more });
    },
  }));
}

/** @param {typeof import("../../src/curve.ts")} engine @returns {readonly Case[]} */
function curves({ readPilots, curveReport }) {
  const tables = [
    "n,value\n125,0.71\n250,0.745\n500,0.775\n1000,0.80",
    "n,value,se\n100,61.2,1.1\n400,66,1\n1600,71.5,0.9",
    "n,value\n64,1.9\n128,1.7\n256,1.55\n512,1.47\n1024,1.41",
    "n,value\n500,0.9\n1000,0.89",
  ];
  const options = [
    {},
    { metric: "accuracy", target: 0.85 },
    { at: [2000, 9000], valuePerPoint: "400", labelCost: "0.40", trainingCost: "0.01", owned: 1000 },
    { metric: "loss", direction: "lower", testSize: 400, target: 1.3 },
    { valuePerPoint: "60", cost: "55", nested: false, unit: "fraction", chance: 0.5 },
  ];
  return Array.from({ length: 20 }, (_, at) => ({
    name: `curve ${at}`,
    ask: () => {
      const pilots = readPilots(among(tables, at), undefined);
      return pilots.ok ? curveReport(pilots.value, among(options, at >> 2)) : pilots;
    },
  }));
}

const runs = [
  { model: "llama-3.1-8b", method: "qlora", epochs: 3 },
  { model: "llama-3.1-8b", method: "lora", rank: 64, targets: "attention", maxTokens: 4096, microBatch: 4 },
  { model: "llama-3.1-70b", method: "qlora", gpus: 8, sharding: "fsdp", checkpointing: "full" },
  { model: "Qwen/Qwen3-8B", method: "full", gpus: 8, sharding: "zero3", optimizer: "adamw-8bit", accumulation: 4 },
  { model: "gpt-oss-20b", method: "lora", gpu: "h100-sxm-80", experts: "grouped" },
  { model: "llama-3.2-1b", method: "full", loss: "fused", packing: "padded", flashAttention: false },
  { model: "llama-3.1-8b", method: "lora", objective: "grpo", rollouts: { tokens: 600, perPrompt: 8 } },
  {
    model: "llama-3.1-8b",
    method: "qlora",
    serving: { inputTokens: 900, outputTokens: 120, requestsPerMonth: 40_000 },
  },
  { model: "llama-3.1-8b", owned: { gpu: "rtx-4090-24", gpus: 2, price: "1900", kwhPrice: "0.25", lifeYears: 3 } },
  { model: "llama-3.1-8b", gpu: "rtx-4090-24", method: "qlora", measured: { tokensPerSecond: 2100, peakGiB: 21 } },
  { model: "llama-3.1-8b", method: "full", gpus: 16, tensorParallel: 8, framework: "megatron", networkGBs: 50 },
  { model: "llama-3.1-8b", method: "lora", offload: ["optimizer"], tuningRounds: 2, failedShare: 0.2, compiled: true },
];
const sets = [
  { examples: 8000, tokensPerExample: 620 },
  { examples: 500, tokensPerExample: 1800, longest: 7000 },
  {
    tokens: [
      [120, 300],
      [640, 90],
      [2900, 4],
    ],
  },
  undefined,
];

/** @param {typeof import("../../../gpu/src/index.ts")} engine @param {Asked} books @returns {readonly Case[]} */
function ownRuns({ selfHost }, { cards }) {
  return Array.from({ length: 48 }, (_, at) => ({
    name: `run ${at}`,
    ask: () => {
      const data = among(sets, at + (at >> 2));
      return selfHost({ ...among(runs, at), ...(data && { data }) }, cards);
    },
  }));
}

const bad = [-1, 0.5, "x", "", null, {}, [], true, 1e13, { low: 5, high: 2 }];

/** A copy of a value with another at a path. @param {any} whole @param {readonly string[]} path @param {unknown} value @returns {any} */
function withAt(whole, [first = "", ...rest], value) {
  const copy = Array.isArray(whole) ? [...whole] : { ...whole };
  copy[first] = rest.length === 0 ? value : withAt(copy[first], rest, value);
  return copy;
}

/** Paths of everything in a value. @param {any} value @param {string} [at] @returns {readonly string[]} */
function pathsOf(value, at = "") {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [`${at}${name}`, ...pathsOf(one, `${at}${name}.`)]);
}

/** @param {string} name @param {Asked} whole @param {(asked: any) => unknown} ask @param {number} [every] @returns {readonly Case[]} */
function spoiled(name, whole, ask, every = 1) {
  const paths = pathsOf(whole);
  const strange = ["", ...paths.filter((path) => !/\.\d+$/.test(path))].filter((_, at) => at % 4 === 0);
  return [
    ...paths.flatMap((path, nth) =>
      bad.flatMap((value, at) =>
        (nth + at) % every === 0
          ? [
              {
                name: `bad ${name} ${path}=${JSON.stringify(value)}`,
                ask: () => ask(withAt(whole, path.split("."), value)),
              },
            ]
          : [],
      ),
    ),
    ...strange.map((path) => ({
      name: `bad ${name} ${path}+`,
      ask: () => ask(withAt(whole, [...path.split(".").filter(Boolean), "repeets"], 1)),
    })),
  ];
}

/** @param {typeof import("../../src/index.ts")} engine @param {typeof import("../../../gpu/src/index.ts")} gpu @param {Asked} books @returns {readonly Case[]} */
function badInputs({ estimate, decide }, { selfHost }, { prices, untuned, cards }) {
  const only = { models: ["openai/gpt-4.1-mini-2025-04-14:sft"], minContext: 10, status: ["open"] };
  const small = { examples: 10, tokensPerExample: 20 };
  const base = {
    asOf,
    hoursPerMonth: 730,
    job: {
      ...small,
      epochs: 2,
      packing: true,
      evaluations: 1,
      steps: 5,
      hours: 1,
      graderInputTokens: 1,
      imagesSeen: 1,
      thinkingTurns: 2,
      checkpointGigabytes: 1,
      maxSequenceTokens: 100,
      rollouts: { tokens: 5, perPrompt: 2, turns: 1, addedTokens: 0 },
      validation: small,
      stages: [{ ...small, epochs: 1, steps: 3 }],
    },
    traffic: { ...traffic, batchShare: 0.5, cachedInputTokens: 100, deployedHoursPerMonth: 700 },
    alternative: { kind: "rag", extraInputTokens: 5, monthlyCost: "3" },
    only,
  };
  const decided = {
    ways: [{ kind: "few_shot", extraInputTokens: 100, cachedInputTokens: 50, calls: 1, id: "few" }],
    project: {
      examplesOwned: 5,
      labelCost: "0.4",
      tuningRounds: 2,
      failedRuns: 0.1,
      platformFee: "3",
      retrainEveryMonths: 2,
      evaluation: { items: 10, models: 2, costPerItem: "0.1" },
      teacher: { model: { input: "1", output: "2" }, inputTokens: 5, outputTokens: 5 },
    },
    quality: { few: { score: 0.7, metric: "accuracy", known: "measured" } },
    seed: 1,
  };
  const question = { asOf, prices, job: small, traffic, only: { models: only.models } };
  const run = {
    ...runs[0],
    rank: 8,
    gpus: 1,
    maxTokens: 2048,
    failedShare: 0.1,
    offload: ["optimizer"],
    data: sets[0],
    serving: { inputTokens: 10, outputTokens: 10, utilisation: 0.4 },
    owned: { gpu: "rtx-4090-24", gpus: 1, price: "1900", kwhPrice: "0.2" },
    measured: { tokensPerSecond: 100 },
  };
  return [
    ...spoiled("question", base, (asked) => estimate({ ...asked, prices }), 2),
    ...spoiled("decision", decided, (asked) => decide({ question, untuned, ...asked })),
    ...spoiled("run", run, (asked) => selfHost(asked, cards), 2),
  ];
}

/** What of an outcome is stored. @param {Case} asked @param {(problem: any) => string} explain */
export function storedCase({ name, ask }, explain) {
  /** @type {any} */
  let outcome;
  try {
    outcome = ask();
  } catch (error) {
    return { name, kind: "thrown", sentence: String(error) };
  }
  const problem = outcome.ok === false ? outcome.problem : (outcome.problem?.reason ?? null);
  if (problem !== null && problem !== undefined) {
    const { kind, path, field, option } = problem;
    return { name, kind, path: path ?? field ?? option ?? null, sentence: explain(problem) };
  }
  const value = outcome.ok === true ? outcome.value : outcome;
  const text = JSON.stringify(value);
  return { name, digest: createHash("sha256").update(text).digest("hex").slice(0, 12), says: figuresOf(value) };
}

/** The figures by which a change is seen: totals of ways, rows of a budget, hours, gains. @param {any} value */
function figuresOf(value) {
  if (Array.isArray(value.ways)) return value.ways.map((/** @type {any} */ { id, total }) => `${id} ${total.amount}`);
  if (Array.isArray(value)) return value.map(({ id, examples }) => `${id} ${examples}`);
  if (Array.isArray(value.rows)) return value.rows.map((/** @type {any} */ row) => `${row.id} ${row.examples}`);
  if (value.fit !== undefined) return [String(value.fit.gainPerDoubling.median ?? value.fit.gainPerDoubling)];
  return value.fits === undefined ? [] : [`${value.gpu?.id} ${value.memory?.total?.typical ?? ""}`];
}

/**
 * @param {{ readonly engine: any, readonly gpu: any, readonly curve: any }} engines
 * @param {Asked} books
 * @param {(at: number) => (question: Asked, around: Asked) => Asked} ranged @returns {readonly Case[]}
 */
export const casesOf = ({ engine, gpu, curve }, books, ranged) => [
  ...decisions(engine, books, ranged),
  ...budgets(engine, books),
  ...curves(curve),
  ...ownRuns(gpu, books),
  ...badInputs(engine, gpu, books),
];

/** Passes over the data and listed prices that are not certain, in turn. @param {number} at @returns {(question: Asked, around: Asked) => Asked} */
export const ranged = (at) => (question, around) => {
  const { priceFactor, ...passes } = /** @type {Asked} */ (among(training, at));
  return {
    question: { ...question, traffic: { ...traffic, ...among(unsure, at >> 1) }, job: { ...job, ...passes } },
    ...around,
    ...(priceFactor && { priceFactor }),
  };
};
