import { isMap, type Parsed } from "../config/entry.ts";
import { isOff } from "../config/table.ts";
import type { SomeSettings } from "../config/settings.ts";
import { cardsOf } from "./shared.ts";
import file from "./keys/verl.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

const actor = "actor_rollout_ref.actor";

/** The value of a dotted key, of a file or of a command line. */
function at({ values }: Parsed, key: string): unknown {
  const inner = key.split(".").reduce<unknown>((map, name) => (isMap(map) ? map[name] : undefined), values);
  return values[key] ?? inner;
}

function numberAt(config: Parsed, key: string, otherwise: number): number {
  const value = Number(at(config, key) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

function isSupervised(config: Parsed): boolean {
  return (
    config.command.some((word) => word.includes("sft_trainer")) ||
    at(config, "model.partial_pretrain") !== undefined ||
    at(config, "data.max_length") !== undefined
  );
}

/** What its two programs do where no key says it. */
function usual(config: Parsed): SomeSettings {
  if (isSupervised(config)) return { objective: "sft", microBatch: 4, globalBatch: 256, epochs: 4, maxTokens: 1024 };
  const megatron = config.command.includes("--config-name") || /megatron/.test(JSON.stringify(config.values));
  return {
    objective: "ppo",
    perPrompt: 1,
    promptTokens: 512,
    completionTokens: 512,
    epochs: 30,
    microBatch: 1,
    paddingFree: true,
    ...(megatron && { framework: "megatron", fsdp: "none", zeroStage: 1, weights: "bf16", checkpointing: "none" }),
  };
}

/** Rows of a step and of a card: it counts prompts where others count rows, and tokens where its batches are dynamic. */
function batchesOf(config: Parsed): SomeSettings {
  if (isSupervised(config)) return cardsOf(config);
  const prompts = numberAt(config, `${actor}.ppo_mini_batch_size`, 256);
  const group = numberAt(config, "actor_rollout_ref.rollout.n", 1);
  const row = numberAt(config, "data.max_prompt_length", 512) + numberAt(config, "data.max_response_length", 512);
  const tokens = numberAt(config, `${actor}.ppo_max_token_len_per_gpu`, 16_384);
  const dynamic = !isOff(at(config, `${actor}.use_dynamic_bsz`) ?? false);
  return {
    ...cardsOf(config),
    globalBatch: prompts * group,
    ...(dynamic && { microBatch: Math.max(1, Math.floor(tokens / row)) }),
  };
}

/** verl's reinforcement learning and supervised training: Hydra's overrides of a command line, or its YAML. */
export const verl: Trainer = trainerOf(file, {
  is: ({ values, command }) =>
    command.some((word) => word.startsWith("verl.") || word.includes("verl/")) ||
    Object.keys(values).some((key) => key.split(".")[0] === "actor_rollout_ref"),
  usual,
  beside: batchesOf,
});
