// @ts-check
/** Good inputs of every reader, to be broken: small ones, so that a change meets something that counts. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { countRules, profileBytes } from "@tunecast/dataset";
import { estimate, explain } from "@tunecast/estimator";
import { selfHost } from "@tunecast/estimator/gpu";
import { hardware, openModels, prices } from "@tunecast/pricing";

/** @param {string} path */
export const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
/** @param {Uint8Array} bytes */
export async function* chunks(bytes) {
  for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
}

/** What was read of a good input. @template T @param {import("@tunecast/estimator").Result<T>} result @returns {T} */
function valueOf(result) {
  if (result.ok) return result.value;
  throw new Error(explain(result.problem));
}

const chat = file("apps/cli/sample/support-replies.jsonl").subarray(0, 2500);
const rows = [
  { prompt: "Where is it?", completion: "On its way." },
  { prompt: "Where?", chosen: "Here, sorry.", rejected: "No." },
  {
    contents: [
      { role: "user", parts: [{ text: "Hi" }] },
      { role: "model", parts: [{ text: "Hello" }] },
    ],
  },
  {
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "What?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
      { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }] },
    ],
  },
].map((row) =>
  Array.from({ length: 12 }, (_, at) => `${JSON.stringify(row).replace("W", `${at} apples, w`)}\n`).join(""),
);
export const data = [
  chat,
  ...rows,
  JSON.stringify(
    chat
      .toString()
      .trim()
      .split("\n")
      .slice(0, 3)
      .map((line) => {
        try {
          return JSON.parse(line);
        } catch {
          return { text: line };
        }
      }),
  ),
  'prompt,completion\n"a, b",c\nd,"e ""f"""\n'.repeat(6),
  gzipSync(chat),
  ...["messages", "pairs", "deltas"].map((name) => file(`packages/dataset/test/formats/fixtures/${name}.parquet`)),
];
export const rules = valueOf(await countRules(["openai/o200k_base"]));
export const profile = valueOf(await profileBytes(chunks(chat), { rules }));

/** @type {any} */
export const question = {
  asOf: "2026-11-24",
  job: { examples: 8000, tokensPerExample: 620, epochs: 3, validation: { examples: 10, tokensPerExample: 5 } },
  traffic: { requestsPerMonth: 2400, inputTokens: 900, outputTokens: 120, months: 3, batchShare: 0.5 },
  alternative: { kind: "few_shot", extraInputTokens: 100 },
  only: { providers: ["openai", "together"], models: ["gpt-4.1-mini", "gpt-oss-20b"], minContext: 100 },
};
export const own = {
  rates: [
    { provider: "openai", kind: "training", amount: "1.5", currency: "USD", per: "1M tokens", source: "contract" },
  ],
  discounts: [{ provider: "together", percent: "10", source: "contract" }],
  credits: [{ provider: "openai", amount: "20", currency: "USD", source: "mail" }],
  exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-20", source: "bank" }],
};
export const answer = estimate({ ...question, only: { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] }, prices });
export const small = { ...prices, providers: prices.providers.filter(({ provider }) => provider === "openai") };
export const job = {
  object: "fine_tuning.job",
  id: "ftjob-1",
  model: "gpt-4.1-mini-2025-04-14",
  status: "succeeded",
  trained_tokens: 14880000,
  hyperparameters: { n_epochs: 3 },
};
export const gpu = {
  model: "llama-3.1-8b",
  method: "qlora",
  data: { examples: 1000, tokensPerExample: 500 },
  epochs: 3,
  gpu: "h100-sxm-80",
  gpus: 1,
};
export const book = { hardware, models: openModels, prices };
export const run = valueOf(selfHost(/** @type {any} */ (gpu), book));
export const logs = [
  Array.from({ length: 20 }, (_, at) =>
    JSON.stringify({
      current_steps: 5 * (at + 1),
      total_steps: 100,
      loss: 2 - at / 20,
      elapsed_time: `0:${String(at).padStart(2, "0")}:30`,
    }),
  ).join("\n"),
  JSON.stringify({
    global_step: 20,
    max_steps: 100,
    log_history: [5, 10, 15, 20].map((step) => ({ step, loss: 1.5, epoch: step / 100, num_tokens: 1000 * step })),
  }),
  "step,loss,_timestamp\n1,2.5,1700000000\n2,2.4,1700000010.5\n3,2.2,1700000021\n",
];
export const pilots = "n,value,se,epochs\n250,0.612,0.012,3\n500,0.655,0.011,3\n1000,0.701,0.011,3\n";
export const config = {
  model_type: "llama",
  hidden_size: 4096,
  intermediate_size: 14336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  vocab_size: 128256,
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
};
export const tokenizer = {
  version: "1.0",
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  model: { type: "BPE", unk_token: null, vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] },
};
export const results = [
  {
    results: { boolq: { "acc,none": 0.61, "acc_stderr,none": 0.01 } },
    config: {},
    "n-samples": { boolq: { original: 100, effective: 100 } },
  },
  {
    metric: "accuracy",
    items: [
      { id: 1, score: 1 },
      { id: 2, score: 0 },
    ],
  },
].map((one) => JSON.stringify(one));
export const manifest = {
  manifestVersion: 1,
  digest: "x",
  files: [
    { path: "a.jsonl", bytes: 100, lines: true },
    { path: "b.csv", bytes: 7 },
  ],
};
export const trainers = ["axolotl.yml"].map((name) => file(`packages/trainers/test/fixtures/${name}`));
