import { fail, ok, type Problem, type Result } from "@tunecast/estimator/parts";
import file from "./families.json" with { type: "json" };

/** A parsed `config.json`, or the part of it that holds the language model. */
export type Config = Readonly<Record<string, unknown>>;

/** The first of some names whose field holds a number, or a list of one number for each layer that is always the same. */
export type Count = (...names: string[]) => number | undefined;

/**
 * What Transformers' class of a `model_type` says where the file does not. The names are the `model_type` of
 * Transformers and of the repositories that bring their own class. `plain`: blocks of two matrices; `encoders` and
 * `otherLayers`: what no formula here counts; `unlike`, `perLayer`: fields that may give each layer a shape of its own.
 */
const words = (lines: readonly string[]): string[] => lines.flatMap((line) => line.split(" "));
const plain = new Set(words(file.plain));
const tied = new RegExp(file.tied);
const encoders = new RegExp(file.encoders);
const otherLayers = new RegExp(file.otherLayers);
const otherFields = words(file.otherFields);
const unlike = words(file.unlike);
const perLayer = words(file.perLayer);

/** Gated blocks whose activation is one that plain blocks have elsewhere. */
const gatedGelu = /^(gemma|vaultgemma|bitnet|modernbert-decoder)/;

const attentionKinds = new Set<unknown>([
  "attention",
  "full_attention",
  "sliding_attention",
  "chunked_attention",
  "linear_attention",
]);

export function modelType(config: Config): string {
  const type = config["model_type"];
  return typeof type === "string" ? type : "";
}

/** Feed-forward blocks with a gate, three matrices: what the file says, what the family has, what the activation hints at. */
export function isGated(config: Config): boolean {
  const type = modelType(config);
  const feedForward = config["ffn_config"];
  const kind = isConfig(feedForward) ? feedForward["ffn_type"] : undefined;
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

/** The output head is the embedding table. */
export function isTied(config: Config): boolean {
  const said = config["tie_word_embeddings"] ?? config["weight_tying"];
  return typeof said === "boolean" ? said : tied.test(modelType(config)) || config["inner_hidden_size"] !== undefined;
}

/** Refuses families whose layers are not attention and feed-forward, each like the others. */
export function coveredFamily(config: Config): Result<Config> {
  const type = modelType(config);
  const reason = encoderReason(config, type) ?? layerReason(config, type) ?? unlikeReason(config);
  return reason === undefined ? ok(config) : fail(uncovered(type, reason));
}

function uncovered(type: string, reason: string): Problem {
  return { kind: "unsupported_architecture", ...(type === "" ? {} : { family: type }), reason };
}

function encoderReason(config: Config, type: string): string | undefined {
  const architectures = Array.isArray(config["architectures"]) ? config["architectures"] : [];
  const masked = architectures.some(
    (name) => typeof name === "string" && /ForMaskedLM|ForPreTraining|EncoderModel$/.test(name),
  );
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
    return kinds.every((kind) => attentionKinds.has(kind)) &&
      (!kinds.includes("linear_attention") || given(config["linear_num_key_heads"]))
      ? undefined
      : reason;
  return otherLayers.test(type) || otherFields.some((field) => given(config[field])) ? reason : undefined;
}

function unlikeReason(config: Config): string | undefined {
  const field = [...unlike, ...perLayer].find((name) => {
    const value = config[name];
    return unlike.includes(name) ? given(value) : Array.isArray(value) && new Set(value).size > 1;
  });
  return field === undefined ? undefined : `its layers differ from one another (${field})`;
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== 0;
}

export function isConfig(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Fields that a `text_config` leaves out where they are its class's own, as configuration files inside others do. */
const classDefaults: Readonly<Record<string, Config>> = file.classDefaults;

/** Whether a causal model of this `model_type` is read as its class reads it. */
export function isKnownDecoder(type: string): boolean {
  return decoders.has(type);
}

const decoders = new Set(words(file.decoders));

const inside = ["text_config", "llm_config", "language_config", "thinker_config"];

/** The language model of a configuration: the whole, or the part that holds it beside images and sound. */
export function languageModel(config: Config): Config {
  const part = inside.map((name) => config[name]).find(isConfig);
  if (part === undefined) return config;
  const inner = languageModel(part);
  const { num_hidden_layers: _layers, architectures: _outer, ...around } = config;
  return { ...around, ...classDefaults[modelType(inner)], ...inner };
}
