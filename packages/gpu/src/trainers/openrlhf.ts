import type { Parsed } from "../config/entry.ts";
import type { Objective, SomeSettings } from "../config/settings.ts";
import { cardsOf } from "./shared.ts";
import file from "./keys/openrlhf.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

const programs: Readonly<Record<string, Objective>> = {
  train_sft: "sft",
  train_dpo: "dpo",
  train_kto: "kto",
  train_rm: "reward",
  train_prm: "reward",
  train_kd: "distillation",
  train_ppo: "ppo",
  train_ppo_ray: "ppo",
};

/** What its program's name says, and the cards of its actor. */
function programOf(config: Parsed): SomeSettings {
  const { values, command } = config;
  const program = command.map((word) => word.replace(/^.*\./, "")).find((word) => Object.hasOwn(programs, word));
  const actors = values["actor.num_gpus_per_node"] ?? values["actor_num_gpus_per_node"];
  const nodes = values["actor.num_nodes"] ?? values["actor_num_nodes"] ?? 1;
  return {
    ...cardsOf(config),
    ...(program !== undefined && { objective: programs[program] }),
    ...(typeof actors === "number" && { processes: actors * Number(nodes) }),
  };
}

/** Its reinforcement learning begins elsewhere. */
function usual({ command }: Parsed): SomeSettings {
  return command.some((word) => word.includes("train_ppo")) ? { microBatch: 1, perPrompt: 1, epochs: 1 } : {};
}

/** OpenRLHF's commands, whose options have been dotted since 2026; those of releases before 0.9 are read as well. */
export const openrlhf: Trainer = trainerOf(file, {
  is: ({ command }) => command.some((word) => word.startsWith("openrlhf.")),
  usual,
  beside: programOf,
});
