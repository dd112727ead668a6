import { type Result, fail, ok } from "@tunecast/estimator/parts";
import { type Objective, type Settings, type SomeSettings, targetNames, targetsOf } from "../config/settings.ts";
import type { Row } from "../config/table.ts";
import { cardsOf, partOf, trainerOf, type Trainer } from "./trainer.ts";
import file from "./keys/torchtune.json" with { type: "json" };
import builderFile from "./keys/torchtuneBuilders.json" with { type: "json" };

/** The name of a builder without its form: `torchtune.models.llama3_1.qlora_llama3_1_8b`. */
const builder = /^torchtune\.models\.\w+\.(lora_|qlora_|dora_)?(\w+)$/;

const otherRuns: Readonly<Record<string, Objective>> = {
  teacher_model: "distillation",
  policy_model: "rl",
  reward_functions: "rl",
  grpo_samples: "rl",
  orchestration: "rl",
};

const model: readonly Row[] = [
  {
    key: "model._component_",
    setting: "model",
    read: (value) => {
      const name = builder.exec(String(value))?.[2];
      return name === undefined
        ? { expected: "a builder of torchtune.models" }
        : { value: name.replace(/_(instruct|base)$/, "") };
    },
  },
  {
    key: "model._component_",
    setting: "adapter",
    read: (value) => {
      const form = builder.exec(String(value))?.[1];
      return { value: form === undefined ? "none" : form === "qlora_" ? "qlora" : "lora" };
    },
  },
];

/** Attention's matrices alone; the feed-forward block has a key of its own. */
const attentionModules: Row = {
  key: "model.lora_attn_modules",
  setting: "targets",
  read: (value) =>
    targetsOf(Array.isArray(value) ? value.map((name) => String(name).replace("output_proj", "o_proj")) : value),
  write: (value: Settings["targets"]) =>
    value === "mlp"
      ? []
      : targetNames(value === "all" ? "attention" : value).map((name) => name.replace("o_proj", "output_proj")),
};

/** torchtune's YAML. */
export const torchtune: Trainer = trainerOf(
  file,
  {
    is: ({ values }) =>
      Object.keys(values).some((name) => String(partOf(values, name)["_component_"]).startsWith("torchtune.")),
    beside: (config) => {
      const part = Object.keys(otherRuns).find((one) => one in config.values);
      return { ...cardsOf(config), ...(part !== undefined && { objective: otherRuns[part] }) };
    },
    adjust: asParts,
    finish: withComponents,
    start: commandOf,
  },
  { model, attentionModules: [attentionModules] },
);

/** torchtune's builders, by the model that they build as the list of models calls it: `family.name`. */
const builders: Readonly<Record<string, string>> = builderFile.builders;

const families: Readonly<Record<string, { readonly type: string; readonly tokenizer?: string }>> = builderFile.families;

/** The builder of a model, by its id in the list or by the builder's own name; undefined where torchtune has none. */
function builderOf(model: string): { family: string; name: string } | undefined {
  const own = Object.values(builders).find(
    (path) => path.slice(path.indexOf(".") + 1).replace(/_(instruct|base)$/, "") === model,
  );
  const [family, name] = (builders[model] ?? own ?? "").split(".");
  return family !== undefined && name !== undefined ? { family, name } : undefined;
}

/** Settings as torchtune's parts divide them, or what of a run it has no way to do. */
function asParts(settings: SomeSettings): Result<SomeSettings> {
  const { maxSteps, ...rest } = settings;
  const { model = "", targets, processes = 1, fsdp, epochs, objective } = settings;
  const split = fsdp === "full";
  const refused: readonly (readonly [setting: string, value: string, refuses: boolean])[] = [
    ["model", model, builderOf(model) === undefined],
    ["sharding", "ddp", processes > 1 && !split],
    ["maxSteps", String(maxSteps), maxSteps !== undefined && epochs !== 1],
    ["objective", "dpo", objective === "dpo" && settings.adapter === "none" && !split],
    ["offloadWeights", "true", settings.offloadWeights === true && !split],
    ["packed", "true", objective === "dpo" && settings.packed === true],
  ];
  const [setting, value] = refused.find(([, , refuses]) => refuses) ?? [];
  if (setting !== undefined) return fail({ kind: "not_writable", trainer: "torchtune", setting, value });
  return ok({
    ...rest,
    ...(maxSteps !== undefined && { stepsPerEpoch: maxSteps }),
    ...(targets && { adaptsFeedForward: targets === "all" || targets === "mlp" }),
  });
}

/** The builder of the model in the form that is trained, and the parts that an objective needs. */
function withComponents(values: Readonly<Record<string, unknown>>, settings: SomeSettings): Record<string, unknown> {
  const { family = "", name = "" } = builderOf(settings.model ?? "") ?? {};
  const { type = family.toUpperCase(), tokenizer = `${family}.${family}_tokenizer` } = families[family] ?? {};
  const form = settings.adapter === "none" ? "" : settings.bits4 === true ? "qlora_" : "lora_";
  const checkpointer = {
    _component_: "torchtune.training.FullModelHFCheckpointer",
    checkpoint_dir: "/tmp/model",
    checkpoint_files: ["model.safetensors"],
    output_dir: "${output_dir}",
    model_type: type,
  };
  const dpo = settings.objective === "dpo";
  const { model: _model, tokenizer: _tokenizer, dataset: _dataset, ...rest } = values;
  return {
    model: { _component_: `torchtune.models.${family}.${form}${name}`, ...partOf(values, "model") },
    tokenizer: { _component_: `torchtune.models.${tokenizer}`, path: "/tmp/model", ...partOf(values, "tokenizer") },
    checkpointer,
    ...(dpo && settings.adapter === "none" && { ref_checkpointer: checkpointer }),
    ...rest,
    ...(dpo && { loss: { _component_: "torchtune.rlhf.loss.DPOLoss" } }),
    dataset: {
      ...partOf(values, "dataset"),
      ...(dpo && { _component_: "torchtune.datasets.preference_dataset" }),
      ...(settings.objective === "continued" && { _component_: "torchtune.datasets.text_completion_dataset" }),
    },
  };
}

function commandOf({ adapter, objective, fsdp, processes = 1 }: SomeSettings, config: string): string {
  const kind = objective === "dpo" ? "dpo" : "finetune";
  const spread = processes > 1 || fsdp === "full";
  const recipe = `${adapter === "none" ? "full" : "lora"}_${kind}_${spread ? "distributed" : "single_device"}`;
  return `tune run ${spread ? `--nproc_per_node ${processes > 1 ? processes : "gpu"} ` : ""}${recipe} --config ${config}`;
}
