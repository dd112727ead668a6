import { isRecord } from "@tunecast/estimator/parts";
import type { Parsed } from "../config/entry.ts";
import { statedObjective } from "../config/preference.ts";
import type { SomeSettings } from "../config/settings.ts";
import { defaultsOf, isOff } from "../config/table.ts";
import { trainerOf, valueAt, type Trainer } from "./trainer.ts";
import accelerateFile from "./keys/accelerate.json" with { type: "json" };
import deepspeedFile from "./keys/deepspeed.json" with { type: "json" };
import llamaFactoryV1File from "./keys/llamafactory-v1.json" with { type: "json" };
import nemoAutomodelFile from "./keys/nemo-automodel.json" with { type: "json" };
import openInstructFile from "./keys/open-instruct.json" with { type: "json" };
import openrlhfFile from "./keys/openrlhf.json" with { type: "json" };
import primeRlFile from "./keys/prime-rl.json" with { type: "json" };
import swiftFile from "./keys/ms-swift.json" with { type: "json" };
import torchtitanFile from "./keys/torchtitan.json" with { type: "json" };
import torchtuneFile from "./keys/torchtune.json" with { type: "json" };
import unslothFile from "./keys/unsloth.json" with { type: "json" };
import verlFile from "./keys/verl.json" with { type: "json" };

/** The folder of its weights bears the model's name; else family and size together do. */
function titanModel(config: Parsed): SomeSettings {
  const [name, flavor, assets] = ["name", "flavor", "hf_assets_path"].map((key) => valueAt(config, `model.${key}`));
  const folder = typeof assets === "string" ? assets.split("/").findLast((piece) => piece !== "") : undefined;
  if (folder !== undefined && /\d[bm]?/i.test(folder) && folder !== "tokenizer") return { model: folder };
  if (typeof name !== "string" || typeof flavor !== "string" || /debug/i.test(flavor)) return {};
  const family = name === "llama3" && /^(8B|70B|405B)$/i.test(flavor) ? "llama-3.1" : name.replaceAll("_", "-");
  return { model: `${family}-${flavor.toLowerCase()}` };
}

const actor = "actor_rollout_ref.actor";

function numberAt(config: Parsed, key: string, otherwise: number): number {
  const value = Number(valueAt(config, key) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

function isSupervised(config: Parsed): boolean {
  const isSaid = ["model.partial_pretrain", "data.max_length"].some((key) => valueAt(config, key) !== undefined);
  return isSaid || config.command.some((word) => word.includes("sft_trainer"));
}

/** Later supervised runs are the engine's, as drawn ones: gradients take the place of logits. @source verl 0.9.1 (https://pypi.org, read 2026-12-02) */
function isLater({ command, values }: Parsed): boolean {
  return !/partial_pretrain|fsdp_sft/.test(JSON.stringify([command, values]));
}

function verlUsual(config: Parsed): SomeSettings {
  const isMegatron = config.command.includes("--config-name") || /megatron/.test(JSON.stringify(config.values));
  const own = isSupervised(config) ? verlFile[isLater(config) ? "engine" : "supervised"] : verlFile.drawing;
  const ofEntropy = ["entropy_coeff", "calculate_entropy"].map((key) => valueAt(config, `${actor}.${key}`) ?? 0);
  const part = isMegatron ? verlFile.megatron : ofEntropy.some((said) => !isOff(said)) && verlFile.entropy;
  return defaultsOf({ ...own, ...part });
}

/** Rows of a step and of a card: it counts prompts where others count rows, and tokens where its batches are dynamic. */
function verlBatches(config: Parsed): SomeSettings {
  const isRead = isSupervised(config);
  const at = isRead ? "data." : `${actor}.ppo_`;
  const longest = (of: string): number =>
    numberAt(config, `actor_rollout_ref.rollout.${of}_length`, numberAt(config, `data.max_${of}_length`, 512));
  const row = isRead ? numberAt(config, "data.max_length", 1024) : longest("prompt") + longest("response");
  // Cards that share a row read those of each of them; older versions count the rows of all cards.
  const sharing = numberAt(config, `${isRead ? "engine" : actor}.ulysses_sequence_parallel_size`, 1);
  const ofOne = numberAt(config, `${at}max_token_len_per_gpu`, isRead ? 8192 : 16_384);
  const tokens = sharing * numberAt(config, `${actor}.megatron.context_parallel_size`, 1) * ofOne;
  const cards = numberAt(config, "trainer.n_gpus_per_node", 8) * numberAt(config, "trainer.nnodes", 1);
  const ofAll = (sharing * numberAt(config, `${at}micro_batch_size`, 0)) / cards;
  const isDynamic = !isOff(
    valueAt(config, `${isRead ? "data" : actor}.use_dynamic_bsz`) ?? (isRead && isLater(config)),
  );
  const rows = isDynamic ? tokens / row : numberAt(config, `${at}micro_batch_size_per_gpu`, ofAll);
  const prompts = numberAt(config, isRead ? "data.train_batch_size" : `${at}mini_batch_size`, 256);
  const globalBatch = prompts * (isRead ? 1 : numberAt(config, "actor_rollout_ref.rollout.n", 1));
  const microBatch = Math.max(1, Math.floor(rows));
  // Engines that draw all the time send so many batches at once, and so many prompts in all.
  const sent = prompts * numberAt(config, "async_training.require_batches", 1);
  const round = isRead ? {} : { roundPrompts: numberAt(config, "data.train_batch_size", 1024) || sent };
  const maxSteps = Math.ceil(numberAt(config, "rollout.total_rollout_steps", 0) / prompts);
  const ends = { ...(maxSteps > 0 && { maxSteps }), ...(isDynamic && { dynamic: true }) };
  return { globalBatch, ...round, ...ends, ...(rows > 0 && { microBatch }) };
}

/** It counts prompts in a step and completions in all. A file with a beta and no command is of pairs; what the reference says of them is computed before. */
function episodes(config: Parsed): SomeSettings {
  const isOfPairs = config.command.length === 0 && "beta" in config.values;
  const isCached = config.command.some((word) => /\bdpo(?:_tune_cache)?\.py$/u.test(word));
  if (!config.command.some((word) => word.includes("grpo")))
    return { ...(isOfPairs && { objective: "dpo" }), ...(isCached && { referenceAway: true }) };
  const [prompts, group] = ["num_unique_prompts_rollout", "num_samples_per_prompt_rollout"] as const;
  const globalBatch = numberAt(config, prompts, 16) * numberAt(config, group, 4);
  const learners: readonly unknown[] = [valueAt(config, "num_learners_per_node") ?? 1].flat();
  const maxSteps = Math.ceil(numberAt(config, "total_episodes", 100_000) / globalBatch);
  return { globalBatch, maxSteps, processes: learners.reduce<number>((sum, count) => sum + (Number(count) || 0), 0) };
}

/** Critic, judges and engines share the actor's cards where it is said; more engines than fit on them, or that draw while the actor learns, never do. */
function hasCardsApart(config: Parsed): boolean {
  const on = (...keys: readonly string[]): boolean => keys.some((key) => valueAt(config, key) !== undefined);
  if (!config.command.some((word) => word.includes("train_ppo_ray"))) return false;
  // Older releases have an underscore where newer ones have a point.
  const cardsIn = (otherwise: number, ...keys: readonly string[]): number =>
    keys.reduce((all, key) => all * numberAt(config, key, numberAt(config, key.replace("_", "."), otherwise)), 1);
  const engines = cardsIn(1, "vllm_num_engines", "vllm_tensor_parallel_size");
  const isOver = engines > cardsIn(Infinity, "actor_num_nodes", "actor_num_gpus_per_node");
  return isOver || !on("train.colocate_all", "colocate_all_models") || on("train.async_enable", "async_train");
}

/** `name#1000` reads so many rows of a set; where one is read whole, nobody knows of how many. */
function sampledRows(sets: readonly unknown[]): SomeSettings {
  const rows = sets.map((name) => Number(/#(\d+)$/u.exec(String(name))?.[1]));
  return rows.every((count) => count > 0) ? { maxExamples: rows.reduce((sum, count) => sum + count) } : {};
}

export const readOnly: readonly Trainer[] = [
  trainerOf(torchtuneFile),
  trainerOf(llamaFactoryV1File, { stated: statedObjective }),
  trainerOf(swiftFile, {
    usual: ({ command, values }) =>
      command.includes("megatron") || "recompute_granularity" in values ? defaultsOf(swiftFile.megatron) : {},
    // Where it cuts rows it cuts prompts, and converted weights bear the model's name.
    beside: ({ values: { max_length: cut, load, dataset } }) => ({
      ...sampledRows([dataset].flat()),
      ...(Number(cut) > 0 && { promptTokens: Number(cut) }),
      ...(typeof load === "string" && { model: load }),
    }),
  }),
  trainerOf(verlFile, { usual: verlUsual, beside: verlBatches }),
  trainerOf(openrlhfFile, {
    apart: hasCardsApart,
    usual: (config) => {
      const runs = (program: string): boolean => config.command.some((word) => word.includes(program));
      // Newer releases, whose keys have points, count prompt and completion together: it has what a usual prompt leaves.
      const whole = numberAt(config, "data.max_len", 2048);
      const lengths = { drawnTokens: whole, completionTokens: Math.ceil(whole - Math.min(512, whole / 2)) };
      const drawing = Object.keys(config.values).some((key) => key.includes(".")) ? lengths : {};
      const ofPpo = runs("train_ppo") && { microBatch: 1, perPrompt: 1, roundPrompts: 1024, ...drawing };
      return { ...(runs("train_sft") && { epochs: 2 }), ...ofPpo };
    },
  }),
  trainerOf(torchtitanFile, { beside: titanModel }),
  trainerOf(openInstructFile, { beside: episodes }),
  trainerOf(nemoAutomodelFile, { beside: ({ values }) => (isRecord(values["peft"]) ? { adapter: "lora" } : {}) }),
  trainerOf(unslothFile),
  trainerOf(primeRlFile, {
    usual: (config) => primeRlFile[valueAt(config, "deployment.type") === "multi_node" ? "machines" : "alone"],
    beside: (config) => (isRecord(valueAt(config, "model.lora")) ? { adapter: "lora" } : {}),
  }),
];

export const besides: readonly Trainer[] = [trainerOf(deepspeedFile), trainerOf(accelerateFile)];
