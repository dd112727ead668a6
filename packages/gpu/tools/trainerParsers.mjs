// @ts-check
// Whether the parsers of the trainers take every key of the configs that are written for them:
//   npm run test:trainers
// Installs the latest packages from PyPI into a folder of its own, without what they need to run, prints their versions, and
// holds the keys of each method and trainer against the fields of their classes. Exits with 1 where a key would be dropped.
// TRAINERS_SITE: a folder with the packages.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { selfHost } from "@tunecast/gpu";
import { problemSentence, writeTrainerConfig, writtenRun } from "@tunecast/gpu/trainers";
import { hardware, openModels, uncounted } from "@tunecast/pricing";

const packages = ["trl", "transformers", "axolotl", "llamafactory"];
const python = process.env["PYTHON"] ?? "python3";
const site = process.env["TRAINERS_SITE"] ?? installed();
for (const name of packages) {
  const found = readdirSync(site).find((one) => new RegExp(`^${name}-.*\\.dist-info$`, "i").test(one));
  console.log(found === undefined ? `${name}: not installed` : found.replace(".dist-info", "").replace("-", " "));
}

/** @type {{ trl: Record<string, string[]>, llamafactory: string[], axolotl: string[] }} */
const fields = JSON.parse(
  execFileSync(python, [fileURLToPath(new URL("parserFields.py", import.meta.url)), site], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  }),
);

const book = { models: openModels, hardware, uncounted };
const methods = /** @type {const} */ (["full", "lora", "qlora"]);
const objectives = /** @type {const} */ (["sft", "dpo", "orpo", "kto", "grpo", "rloo", "ppo", "continued"]);
const trainers = /** @type {const} */ (["trl", "axolotl", "llamafactory"]);
const eight = /** @type {const} */ ([
  { gpus: 8, sharding: "zero3" },
  { gpus: 8, sharding: "fsdp" },
]);
const many = [{}, ...eight, ...eight.map((cards) => ({ ...cards, contextParallel: 2 }))];

let written = 0;
let refused = 0;
/** @type {string[]} */
const wrong = [];
for (const trainer of trainers)
  for (const objective of objectives)
    for (const method of methods) for (const cards of many) held(trainer, { method, objective, ...cards });
console.log(
  `${written} configs written and held against the parsers, ${refused} refused as the trainer has no way; ${wrong.length} keys not taken`,
);
for (const line of new Set(wrong)) console.log(`  ${line}`);
process.exitCode = wrong.length > 0 || written < 60 ? 1 : 0;

/** @param {typeof trainers[number]} trainer @param {Partial<import("@tunecast/gpu").SelfHostQuestion>} options */
function held(trainer, options) {
  const rolled = ["grpo", "rloo", "ppo"].includes(String(options.objective)) ? { rollouts: { tokens: 256 } } : {};
  const question = { model: "llama-3.1-8b", maxTokens: 2048, ...options, ...rolled };
  const answer = selfHost(question, book);
  if (!answer.ok) throw new Error(problemSentence(answer.problem));
  const model = "meta-llama/Llama-3.1-8B";
  const config = writeTrainerConfig(trainer, writtenRun(answer.value, { ...question, model }));
  if (!config.ok) {
    refused += 1;
    return;
  }
  written += 1;
  const values = /** @type {Record<string, unknown>} */ (parse(config.value.text));
  const where = `${trainer} ${options.objective} ${options.method} ${options.sharding ?? "one card"}${options.contextParallel ? " in context parallel" : ""}`;
  const known = (trainer === "trl" ? fields.trl[options.objective ?? "sft"] : fields[trainer]) ?? [];
  for (const key of Object.keys(values)) if (!known.includes(key)) wrong.push(`${where}: ${key}`);
}

/** The packages in a folder of their own. */
function installed() {
  const folder = mkdtempSync(join(tmpdir(), "trainers-"));
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, ...packages], {
    stdio: "inherit",
  });
  return folder;
}
