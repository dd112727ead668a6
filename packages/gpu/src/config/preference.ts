import type { Parsed } from "./entry.ts";
import type { Objective } from "./settings.ts";
import file from "./preference.json" with { type: "json" };

const signs: readonly (readonly [string, readonly string[]])[] = [
  ["a run of Lightning or NeMo", ["trainer.devices", "trainer", "strategy"]],
  ["a run of llm-foundry", ["max_duration", "train_loader", "global_train_batch_size"]],
  ["a run of Megatron", ["train_iters", "model_parallel_size"]],
  ["a launch on a cloud", ["provider", "volumes", "secrets"]],
  ["a task of SkyPilot", ["resources", "setup", "run"]],
  ["the config of a model", ["architectures", "model_type", "hidden_size"]],
  ["a list of tokens", ["<"]],
];

export function foreignKind({ values }: Parsed): string | undefined {
  const keys = Object.keys(values);
  return signs.find(([, own]) =>
    own.some((sign) => keys.some((key) => key === sign || (sign === "<" && key.startsWith("<")))),
  )?.[0];
}

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

/** What a config is trained on, with the key or the words that say so; or a key that only some objectives have. */
export type Stated =
  | { readonly objective: Objective; readonly by: string }
  | { readonly among: readonly Objective[]; readonly by: string };

const deciding = file.keys as Readonly<Record<string, Objective>>;

/** Names of losses that one objective alone has. */
const losses = new Map(
  Object.entries(file.losses).flatMap(([objective, words]) =>
    words.split(" ").map((word) => [word, objective as Objective] as const),
  ),
);

const named: readonly (readonly [RegExp, Objective])[] = [
  [/(^|[^a-z])dpo([^a-z]|$|trainer)/i, "dpo"],
  [/(^|[^a-z])(orpo|cpo|simpo)([^a-z]|$|trainer)/i, "orpo"],
  [/(^|[^a-z])kto([^a-z]|$|trainer)/i, "kto"],
  [/(^|[^a-z])grpo([^a-z]|$|trainer)/i, "grpo"],
];

/** What a config that names no objective is trained on: by keys that one objective alone has, its loss, then its names. */
export function statedObjective(config: Parsed): Stated | undefined {
  const { values } = config;
  const key = Object.keys(deciding).find(
    (one) => values[one] !== undefined && values[one] !== null && values[one] !== false,
  );
  const loss = [values["loss_type"]].flat().find((one) => typeof one === "string" && losses.has(one));
  if (typeof loss === "string") return { objective: losses.get(loss) ?? "dpo", by: "loss_type" };
  if (key !== undefined) return { objective: deciding[key] ?? "dpo", by: key };
  // Keys that only training on preferences has, whichever way.
  const among = file.shared.find((one) => one in values);
  if (among === undefined) return undefined;
  const found = new Set(
    namesIn(config).flatMap((name) => named.filter(([sign]) => sign.test(name)).map(([, objective]) => objective)),
  );
  const [only, ...more] = found;
  return only !== undefined && more.length === 0
    ? { objective: only, by: among }
    : { among: ["dpo", "orpo", "kto"], by: among };
}

function namesIn({ file, values, comments }: Parsed): string[] {
  const own = ["run_name", "output_dir", "hub_model_id", "trl_trainer"].map((key) => values[key]);
  return [file, ...own.filter((name) => typeof name === "string"), ...comments];
}
