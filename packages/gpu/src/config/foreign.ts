import type { Parsed } from "./entry.ts";

/** Configs that are none of a training run that is read, by keys that only they have. */
const signs: readonly (readonly [string, readonly string[]])[] = [
  ["a run of Lightning or NeMo", ["trainer.devices", "trainer", "strategy"]],
  ["a run of llm-foundry", ["max_duration", "train_loader", "global_train_batch_size"]],
  ["a run of Megatron", ["train_iters", "model_parallel_size"]],
  ["a launch on a cloud", ["provider", "volumes", "secrets"]],
  ["a task of SkyPilot", ["resources", "setup", "run"]],
  ["the config of a model", ["architectures", "model_type", "hidden_size"]],
  ["a list of tokens", ["<"]],
];

/** What a config is that no trainer takes for its own, where it is known. */
export function foreignKind({ values }: Parsed): string | undefined {
  const keys = Object.keys(values);
  return signs.find(([, own]) =>
    own.some((sign) => keys.some((key) => key === sign || (sign === "<" && key.startsWith("<")))),
  )?.[0];
}

/** What a trainer's config does instead of training. */
export function otherDeed({ values }: Parsed, trainer: string): string | undefined {
  if (trainer === "torchtune" && !("optimizer" in values) && !("training" in values))
    return "tasks" in values ? "evaluation" : "prompt" in values ? "generation" : "quantisation";
  const trains = values["do_train"] === true || "learning_rate" in values || "stage" in values;
  if (!trainer.startsWith("llamafactory")) return undefined;
  if ("export_dir" in values && !("learning_rate" in values)) return "export";
  if ("infer_backend" in values || (trainer === "llamafactory-v1" && "sample_backend" in values && !trainsV1(values)))
    return "inference";
  if (values["do_predict"] === true && values["do_train"] !== true) return "prediction";
  return trains || trainer === "llamafactory-v1" ? undefined : "inference";
}

function trainsV1(values: Readonly<Record<string, unknown>>): boolean {
  return "train_dataset" in values || "learning_rate" in values || "max_steps" in values;
}
