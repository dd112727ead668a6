// @ts-check
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import {
  checkFor,
  convertBytes,
  countRules,
  cutBytes,
  loadTokenizerJson,
  mergeProfiles,
  profileBytes,
  readManifest,
  readProfile,
} from "@tunecast/dataset";
import { answerDiff, estimate, explain } from "@tunecast/estimator";
import { reconcile } from "@tunecast/estimator/answer";
import { readPilots } from "@tunecast/estimator/curve";
import { readModelConfig, selfHost, trackRun } from "@tunecast/estimator/gpu";
import { readAnswers, readResults } from "@tunecast/estimator/pilots";
import { readOwnPrices } from "@tunecast/estimator/prices";
import { hardware, openModels, prices } from "@tunecast/pricing";
import { problemSentence, readTrainerConfig, readTrainingLog } from "@tunecast/trainers";

/**
 * A reader: good inputs, and the reading of one; true where it was read, false where it was refused. Whatever it throws is a fault.
 *
 * @typedef {{ name: string, samples: readonly (Uint8Array | string)[], read: (input: Uint8Array) => boolean | Promise<boolean> }} Reader
 */

/** @param {string} path */
const file = (path) => readFileSync(new URL(`../../${path}`, import.meta.url));
/** @param {Uint8Array} bytes */
const textOf = (bytes) => Buffer.from(bytes).toString("utf8");
/** @param {Uint8Array} bytes */
async function* chunks(bytes) {
  for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
}
/** A refusal has a kind, and a sentence can be made of it. @param {any} result */
const isRead = (result) => {
  if (result.ok) return true;
  if (typeof result.problem?.kind !== "string" || explain(result.problem) === "")
    throw new Error(`no problem: ${JSON.stringify(result)}`);
  return false;
};
/** A reader of JSON that the program parses itself. @param {(value: any) => unknown} read @returns {Reader["read"]} */
const ofJson = (read) => (bytes) => {
  let value;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    return false;
  }
  return Boolean(read(value));
};

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
const data = [
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
const rules = await countRules(["openai/o200k_base"]);
if (!rules.ok) throw new Error(explain(rules.problem));
const counted = await profileBytes(chunks(chat), { rules: rules.value });
if (!counted.ok) throw new Error(explain(counted.problem));
const profile = counted.value;

/** @type {any} */
const question = {
  asOf: "2026-11-24",
  job: { examples: 8000, tokensPerExample: 620, epochs: 3, validation: { examples: 10, tokensPerExample: 5 } },
  traffic: { requestsPerMonth: 2400, inputTokens: 900, outputTokens: 120, months: 3, batchShare: 0.5 },
  alternative: { kind: "few_shot", extraInputTokens: 100 },
  only: { providers: ["openai", "together"], models: ["gpt-4.1-mini", "gpt-oss-20b"], minContext: 100 },
};
const own = {
  rates: [
    { provider: "openai", kind: "training", amount: "1.5", currency: "USD", per: "1M tokens", source: "contract" },
  ],
  discounts: [{ provider: "together", percent: "10", source: "contract" }],
  credits: [{ provider: "openai", amount: "20", currency: "USD", source: "mail" }],
  exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-20", source: "bank" }],
};
const answer = estimate({ ...question, only: { models: ["openai/gpt-4.1-mini-2025-04-14:sft"] }, prices });
const small = { ...prices, providers: prices.providers.filter(({ provider }) => provider === "openai") };
const job = {
  object: "fine_tuning.job",
  id: "ftjob-1",
  model: "gpt-4.1-mini-2025-04-14",
  status: "succeeded",
  trained_tokens: 14880000,
  hyperparameters: { n_epochs: 3 },
};
const gpu = {
  model: "llama-3.1-8b",
  method: "qlora",
  data: { examples: 1000, tokensPerExample: 500 },
  epochs: 3,
  gpu: "h100-sxm-80",
  gpus: 1,
};
const book = { hardware, models: openModels, prices };
const run = selfHost(/** @type {any} */ (gpu), book);
if (!run.ok) throw new Error(explain(run.problem));
const logs = [
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
/** @param {string} text */
const logIn = (text) => {
  const log = readTrainingLog({ name: "trainer_log.jsonl", text });
  if (!log.ok && problemSentence(log.problem) === "") throw new Error(`no sentence: ${log.problem.kind}`);
  return log;
};
const pilots = "n,value,se,epochs\n250,0.612,0.012,3\n500,0.655,0.011,3\n1000,0.701,0.011,3\n";
const config = {
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
const tokenizer = {
  version: "1.0",
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  model: { type: "BPE", unk_token: null, vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] },
};
const results = [
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
const manifest = {
  manifestVersion: 1,
  digest: "x",
  files: [
    { path: "a.jsonl", bytes: 100, lines: true },
    { path: "b.csv", bytes: 7 },
  ],
};
const trainers = ["axolotl.yml"].map((name) => file(`packages/trainers/test/fixtures/${name}`));

/** @type {readonly Reader[]} */
export const readers = [
  {
    name: "profile",
    samples: data,
    read: async (input) => isRead(await profileBytes(chunks(input), { rules: rules.value })),
  },
  { name: "check", samples: data, read: async (input) => isRead(await checkFor("trl", chunks(input))) },
  {
    name: "convert",
    samples: data,
    read: async (input) => isRead(await convertBytes(chunks(input), { to: "openai", write: () => {} })),
  },
  {
    name: "cut",
    samples: [file("apps/cli/sample/support-replies.jsonl")],
    read: async (input) => isRead(await cutBytes(chunks(input), { sizes: [10, 20], seed: 1, repeats: 1, test: 5 })),
  },
  {
    name: "stored profile",
    samples: [JSON.stringify(profile)],
    read: (input) => {
      const read = readProfile(textOf(input));
      if (!isRead(read) || !read.ok) return false;
      isRead(mergeProfiles(read.value, profile));
      return estimate({ ...question, job: { profile: read.value }, prices }).problem === undefined;
    },
  },
  {
    name: "manifest",
    samples: [JSON.stringify(manifest)],
    read: (input) => isRead(readManifest(textOf(input), () => "x")),
  },
  {
    name: "question",
    samples: [JSON.stringify(question)],
    read: ofJson((value) => estimate({ ...value, prices }).problem === undefined),
  },
  {
    name: "own prices",
    samples: [JSON.stringify(own)],
    read: ofJson((value) => isRead(readOwnPrices(value)) && estimate({ ...question, ownPrices: value, prices })),
  },
  {
    name: "price book",
    samples: [JSON.stringify(small)],
    read: ofJson(
      (value) => estimate({ ...question, only: { providers: ["openai"] }, prices: value }).problem === undefined,
    ),
  },
  { name: "diff", samples: [JSON.stringify(answer)], read: ofJson((value) => isRead(answerDiff(value, answer))) },
  { name: "reconcile", samples: [JSON.stringify(job)], read: ofJson((value) => isRead(reconcile(answer, value))) },
  {
    name: "pilots",
    samples: [pilots, pilots.replaceAll(",", ";")],
    read: (input) => isRead(readPilots(textOf(input))),
  },
  { name: "results", samples: results, read: (input) => isRead(readResults(textOf(input), "n250.json")) },
  {
    name: "answers",
    samples: ['{"id":1,"label":"a"}\n{"id":2,"label":"b"}\n', "id,score\n1,0.5\n"],
    read: (input) => isRead(readAnswers(textOf(input), "gold", "gold.jsonl")),
  },
  {
    name: "GPU question",
    samples: [JSON.stringify(gpu)],
    read: ofJson((value) => isRead(selfHost(value, book))),
  },
  { name: "model config", samples: [JSON.stringify(config)], read: ofJson((value) => isRead(readModelConfig(value))) },
  {
    name: "trainer config",
    samples: trainers,
    read: (input) => isRead(readTrainerConfig([{ name: "axolotl.yml", text: textOf(input) }])),
  },
  {
    name: "training log",
    samples: logs,
    read: (input) => {
      const log = logIn(textOf(input));
      return log.ok && isRead(trackRun(run.value, log.value, { steps: 100, seconds: 600 }));
    },
  },
  {
    name: "tracked run",
    samples: [JSON.stringify(run.value)],
    read: ofJson((value) => {
      const log = logIn(logs[0] ?? "");
      return log.ok && isRead(trackRun(value, log.value));
    }),
  },
  {
    name: "tokenizer",
    samples: [JSON.stringify(tokenizer)],
    read: async (input) => isRead(await loadTokenizerJson(textOf(input))),
  },
];
