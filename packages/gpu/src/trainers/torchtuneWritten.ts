import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { isMap } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import file from "./keys/torchtuneBuilders.json" with { type: "json" };

/** torchtune's builders, by the model that they build as the list of models calls it: `family.name`. */
const builders: Readonly<Record<string, string>> = file.builders;

/** What a family's checkpoints are called, and its tokenizer where it has none of its own name. */
const families: Readonly<Record<string, { readonly type: string; readonly tokenizer?: string }>> = file.families;

/** How a family of models is loaded. */
function familyOf(family: string): { type: string; tokenizer: string } {
  const { type = family.toUpperCase(), tokenizer = `${family}.${family}_tokenizer` } = families[family] ?? {};
  return { type, tokenizer: `torchtune.models.${tokenizer}` };
}

/** The builder of a model, by its id in the list or by the builder's own name; undefined where torchtune has none. */
function builderOf(model: string): { family: string; name: string } | undefined {
  const own = Object.values(builders).find(
    (path) => path.slice(path.indexOf(".") + 1).replace(/_(instruct|base)$/, "") === model,
  );
  const [family, name] = (builders[model] ?? own ?? "").split(".");
  return family !== undefined && name !== undefined ? { family, name } : undefined;
}

/** Settings as torchtune's parts divide them, or what of a run it has no way to do. */
export function asPartsOf(settings: SomeSettings): Result<SomeSettings> {
  const { model = "", targets, processes, fsdp, maxSteps, epochs, ...rest } = settings;
  const no = (setting: string, value: string): Result<SomeSettings> =>
    fail({ kind: "not_writable", trainer: "torchtune", setting, value });
  if (builderOf(model) === undefined) return no("model", model);
  if (processes !== undefined && processes > 1 && fsdp !== "full") return no("sharding", "ddp");
  if (maxSteps !== undefined && epochs !== 1) return no("maxSteps", String(maxSteps));
  if (settings.objective === "dpo" && settings.adapter === "none" && fsdp !== "full") return no("objective", "dpo");
  if (settings.offloadWeights === true && fsdp !== "full") return no("offloadWeights", "true");
  if (settings.objective === "dpo" && settings.packed === true) return no("packed", "true");
  const forward = targets === "all" || targets === "mlp";
  return ok({
    ...rest,
    model,
    ...(processes !== undefined && { processes }),
    ...(fsdp && { fsdp }),
    ...(epochs !== undefined && { epochs }),
    ...(maxSteps !== undefined && { stepsPerEpoch: maxSteps }),
    ...(targets && { targets, adaptsFeedForward: forward }),
  });
}

/** The builder of the model in the form that is trained, and the parts that an objective needs. */
export function withComponents(
  { model, tokenizer, dataset, ...values }: Readonly<Record<string, unknown>>,
  settings: SomeSettings,
): Record<string, unknown> {
  const { family = "", name = "" } = builderOf(settings.model ?? "") ?? {};
  const { type, tokenizer: reader } = familyOf(family);
  const form = settings.adapter === "none" ? "" : settings.bits4 === true ? "qlora_" : "lora_";
  const inside = (part: unknown): object => (isMap(part) ? part : {});
  const checkpointer = {
    _component_: "torchtune.training.FullModelHFCheckpointer",
    checkpoint_dir: "/tmp/model",
    checkpoint_files: ["model.safetensors"],
    output_dir: "${output_dir}",
    model_type: type,
  };
  const dpo = settings.objective === "dpo";
  return {
    model: { _component_: `torchtune.models.${family}.${form}${name}`, ...inside(model) },
    tokenizer: { _component_: reader, path: "/tmp/model", ...inside(tokenizer) },
    checkpointer,
    ...(dpo && settings.adapter === "none" && { ref_checkpointer: checkpointer }),
    ...values,
    ...(dpo && { loss: { _component_: "torchtune.rlhf.loss.DPOLoss" } }),
    dataset: {
      ...inside(dataset),
      ...(dpo && { _component_: "torchtune.datasets.preference_dataset" }),
      ...(settings.objective === "continued" && { _component_: "torchtune.datasets.text_completion_dataset" }),
    },
  };
}

/** The recipe that runs a config. */
export function commandOf({ adapter, objective, fsdp, processes = 1 }: SomeSettings, file: string): string {
  const kind = objective === "dpo" ? "dpo" : "finetune";
  const spread = processes > 1 || fsdp === "full";
  const recipe = `${adapter === "none" ? "full" : "lora"}_${kind}_${spread ? "distributed" : "single_device"}`;
  return `tune run ${spread ? `--nproc_per_node ${processes > 1 ? processes : "gpu"} ` : ""}${recipe} --config ${file}`;
}
