import { fieldAt } from "@tunecast/estimator/parts";
import type { Parsed } from "./entry.ts";
import type { Objective } from "./settings.ts";
import file from "./preference.json" with { type: "json" };

/** What is known by its keys, or by the first word of its command. */
export function foreignKind({ values, command }: Pick<Parsed, "values" | "command">): string | undefined {
  const keys = [...Object.keys(values), ...command.slice(0, 1)];
  const isThere = (sign: string): boolean =>
    keys.some((key) => key === sign || (sign === "<" && key.startsWith("<"))) || fieldAt(values, sign) !== undefined;
  return Object.entries(file.foreign).find(([, own]) => own.split(" ").some(isThere))?.[0];
}

export function otherDeed({ values }: Parsed, trainer: string): string | undefined {
  const has = (...keys: readonly string[]): boolean =>
    keys.some((key) => key in values || key in Object(values["peft_config"]));
  if (trainer === "torchtune" && !has("optimizer", "training"))
    return has("tasks") ? "evaluation" : has("prompt") ? "generation" : "quantisation";
  if (!trainer.startsWith("llamafactory")) return undefined;
  const isV1 = trainer === "llamafactory-v1";
  if (has("export_dir") && !has("learning_rate", "train_dataset")) return "export";
  const samples = isV1 && has("sample_backend") && !has("train_dataset", "learning_rate", "max_steps");
  if (has("infer_backend") || samples) return "inference";
  if (values["do_predict"] === true && values["do_train"] !== true) return "prediction";
  return isV1 || values["do_train"] === true || has("learning_rate", "stage") ? undefined : "inference";
}

/** What a config is trained on, with the key or the words that say so; or a key that only some objectives have. */
export type Stated =
  | { readonly objective: Objective; readonly by: string }
  | { readonly among: readonly Objective[]; readonly by: string };

const deciding = file.keys as Readonly<Record<string, Objective>>;
const losses = file.losses as Readonly<Record<string, Objective>>;

const named = Object.entries(file.names).map(
  ([objective, words]) => [new RegExp(`(^|[^a-z])(${words})([^a-z]|$|trainer)`, "i"), objective as Objective] as const,
);

/** What a config that names no objective is trained on: by keys that one objective alone has, its loss, then its names. */
export function statedObjective(config: Parsed): Stated | undefined {
  const { values } = config;
  const key = Object.keys(deciding).find((one) => (values[one] ?? false) !== false);
  const loss = [values["loss_type"]].flat().find((one) => typeof one === "string" && Object.hasOwn(losses, one));
  if (typeof loss === "string") return { objective: losses[loss] ?? "dpo", by: "loss_type" };
  if (key !== undefined) return { objective: deciding[key] ?? "dpo", by: key };
  const among = file.shared.find((one) => one in values);
  // Without a key only the names of the file and its program count, which say a run of answers by that word alone.
  const own = [...config.command, config.file].map((name) => name.slice(name.lastIndexOf("/") + 1));
  const names = among === undefined ? own : namesIn(config);
  const [first, ...more] = named.filter(([sign]) => names.some((name) => sign.test(name)));
  if (first !== undefined && more.length === 0 && (among !== undefined || !/sft/i.test(own.join(" "))))
    return { objective: first[1], by: among ?? names.find((name) => first[0].test(name)) ?? "" };
  return among === undefined ? undefined : { among: ["dpo", "orpo", "kto"], by: among };
}

function namesIn({ file, values, comments }: Parsed): string[] {
  const own = ["run_name", "output_dir", "hub_model_id", "trl_trainer"].map((key) => values[key]);
  return [file, ...own.filter((name) => typeof name === "string"), ...comments];
}
