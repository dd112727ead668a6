import { fail, isRecord, ok, type Result } from "@tunecast/estimator/parts";
import file from "./families.json" with { type: "json" };

export type Config = Readonly<Record<string, unknown>>;

/** A number of a configuration: by a name of `fields`, which families call otherwise, or by its own. */
export type Count = (name: string) => number | undefined;

const fields: Readonly<Record<string, string>> = file.fields;

/** A list of one number for each layer that is always the same counts as that number. */
export function countIn(...configs: readonly Config[]): Count {
  return (name) => {
    const values = configs.flatMap((config) => (fields[name] ?? name).split(" ").map((field) => config[field]));
    return values
      .map((value): unknown => (Array.isArray(value) && new Set(value).size === 1 ? value[0] : value))
      .find((value) => typeof value === "number");
  };
}

export function absence(config: Config, name: string): string {
  const values = (fields[name] ?? name).split(" ").map((field) => config[field]);
  const there = values.find((value) => value !== undefined && value !== null);
  return there === undefined ? "is missing" : `is ${JSON.stringify(there)}, not a number above 0`;
}

/** What Transformers' class of a `model_type` says where the file does not. `plain`: blocks of two matrices. */
const words = (lines: readonly string[]): string[] => lines.flatMap((line) => line.split(" "));
const plain = new Set(words(file.plain));
const tied = new RegExp(file.tied);
const encoders = new RegExp(file.encoders);
const otherLayers = new RegExp(file.otherLayers);
const otherFields = words(file.otherFields);
const unlike = words(file.unlike);
const perLayer = words(file.perLayer);

const gatedGelu = /^(gemma|vaultgemma|bitnet|modernbert-decoder)/;

const attentionKinds = /^(full_|sliding_|chunked_|linear_)?attention$/;

export function modelType(config: Config): string {
  const type = config["model_type"];
  return typeof type === "string" ? type : "";
}

/** Feed-forward blocks with a gate, three matrices: what the file says, what the family has, what the activation hints at. */
export function isGated(config: Config): boolean {
  const type = modelType(config);
  const feedForward = config["ffn_config"];
  const kind = isRecord(feedForward) ? feedForward["ffn_type"] : undefined;
  if (typeof kind === "string") return /glu/i.test(kind);
  const activation =
    ["hidden_act", "activation_function", "hidden_activation", "activation_type"]
      .map((name) => config[name])
      .find((value) => typeof value === "string") ?? "";
  if (/glu$/i.test(activation)) return true;
  // The first ChatGLM had plain blocks, those after it have not.
  if (plain.has(type) || config["inner_hidden_size"] !== undefined) return false;
  return gatedGelu.test(type) || type === "dbrx" || !/^(gelu(_new|_fast)?|relu)$/.test(activation);
}

export function isTied(config: Config): boolean {
  const said = config["tie_word_embeddings"] ?? config["weight_tying"];
  return typeof said === "boolean" ? said : tied.test(modelType(config)) || config["inner_hidden_size"] !== undefined;
}

export function coveredFamily(config: Config): Result<Config> {
  const type = modelType(config);
  const reason = encoderReason(config, type) ?? layerReason(config, type) ?? unlikeReason(config);
  if (reason === undefined) return ok(config);
  return fail({ kind: "unsupported_architecture", ...(type !== "" && { family: type }), reason });
}

function encoderReason(config: Config, type: string): string | undefined {
  const masked = /ForMaskedLM|ForPreTraining|EncoderModel"/.test(JSON.stringify(config["architectures"] ?? []));
  if (config["is_encoder_decoder"] !== true && !encoders.test(type) && !masked) return undefined;
  const [, task] = file.encoderTasks.find(([family = ""]) => new RegExp(family).test(type)) ?? [];
  return `it has an encoder, for ${task}; only the training of decoders, which write text token by token, is counted`;
}

function layerReason(config: Config, type: string): string | undefined {
  const reason =
    "not all of its layers are attention and feed-forward (state-space, recurrent or convolution layers are not counted)";
  // MiniMax marks layers of linear attention with 0.
  const marks = config["attn_type_list"];
  if (Array.isArray(marks) && marks.includes(0)) return reason;
  const kinds = config["layer_types"];
  // Where the layers are listed, the list decides: a family of hybrids has members without a hybrid layer.
  if (Array.isArray(kinds) && kinds.length > 0)
    return kinds.every((kind) => typeof kind === "string" && attentionKinds.test(kind)) &&
      (!kinds.includes("linear_attention") || given(config["linear_num_key_heads"]))
      ? undefined
      : reason;
  return otherLayers.test(type) || otherFields.some((field) => given(config[field])) ? reason : undefined;
}

function unlikeReason(config: Config): string | undefined {
  const differs = (name: string): boolean => new Set([config[name]].flat()).size > 1;
  const field = unlike.find((name) => given(config[name])) ?? perLayer.find(differs);
  return field === undefined ? undefined : `its layers differ from one another (${field})`;
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== 0;
}

/** Fields that a `text_config` leaves out where they are its class's own, as configuration files inside others do. */
const classDefaults: Readonly<Record<string, Config>> = file.classDefaults;

export const decoders: ReadonlySet<string> = new Set(words(file.decoders));

const inside = ["text_config", "llm_config", "language_config", "thinker_config"];

/** The language model of a configuration: the whole, or the part that holds it beside images and sound. */
export function languageModel(config: Config): Config {
  const part = inside.map((name) => config[name]).find(isRecord);
  if (part === undefined) return config;
  const inner = languageModel(part);
  const { num_hidden_layers: _layers, architectures: _outer, ...around } = config;
  return { ...around, ...classDefaults[modelType(inner)], ...inner };
}
