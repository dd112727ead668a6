import { fail, ok, type Problem, type Result } from "@tunecast/estimator/parts";

/** A parsed `config.json`, or the part of it that holds the language model. */
export type Config = Readonly<Record<string, unknown>>;

/** The first of some names whose field holds a number, or a list of one number for each layer that is always the same. */
export type Count = (...names: string[]) => number | undefined;

/**
 * What Transformers' class of a `model_type` says where the file does not. The names are the `model_type` of
 * https://github.com/huggingface/transformers/tree/main/src/transformers/models and of the repositories that bring
 * their own class (read 2026-11-25).
 */
const plain = new Set(
  `gpt2 gpt_neo gpt_neox gpt_neox_japanese gptj gpt_bigcode gpt-sw3 openai-gpt gpt_pangu ctrl codegen codeshell xglm biogpt
   opt bloom mpt falcon RefinedWeb RefinedWebModel phi phi-msft mixformer-sequential persimmon fuyu starcoder2 nemotron arcee
   apertus`.split(/\s+/),
);

/** Gated blocks whose activation is one that plain blocks have elsewhere. */
const gatedGelu = /^(gemma|vaultgemma|bitnet|modernbert-decoder)/;

const tied =
  /^(gpt2|gpt_neo$|gpt_bigcode|gpt-sw3|openai-gpt|ctrl|xglm|biogpt|opt$|bloom|mpt|falcon$|RefinedWeb|codeshell|jais|btlm|gemma|vaultgemma|cohere|aya_vision|starcoder2|minicpm|ernie4_5|smollm3|grok|modernbert-decoder)/;

const encoders =
  /^(albert|bart|bert|big_?bird|camembert|clip|convbert|deberta|distilbert|electra|ernie$|ernie_m|esm|flaubert|funnel|ibert|layoutlm|led$|longformer|longt5|luke|m2m_100|marian|mbart|mega$|megatron-bert|mobilebert|modernbert$|mpnet|mt5|mvp|new$|nezha|nllb|nomic_bert|nystromformer|pegasus|plbart|prophetnet|qdqbert|rembert|reformer|roberta|roc_bert|roformer|speech_to_text|splinter|squeezebert|switch_transformers|t5|tapas|umt5|vit|wav2vec2|whisper|xlm|xlnet|xmod|yoso)/;

/** What families with an encoder are trained for; the first that fits. */
const encoderTasks: readonly (readonly [family: RegExp, task: string])[] = [
  [/^(whisper|wav2vec2|speech_to_text)/, "speech recognition"],
  [/^(clip|vit)/, "reading images"],
  [
    /^(bart|mbart|mvp|led$|longt5|t5|mt5|umt5|switch_transformers|m2m_100|marian|nllb|pegasus|plbart|prophetnet)/,
    "translation and summaries",
  ],
  [/^(layoutlm|tapas)/, "reading documents and tables"],
  [/^esm/, "proteins"],
  [/(?:)/, "embedding, reranking or labelling text"],
];

/** Families with state-space, recurrent, convolution or linear layers that no formula here counts. */
const otherLayers =
  /mamba|rwkv|^(jamba|bamba|zamba|nemotron_h|NemotronH|recurrent_gemma|falcon_h1|lfm2|plamo2|hymba|samba|phi4flash|retnet|xlstm|hgrn|gla$|delta_net|stripedhyena|minimax$|MiniMaxText01|MiniMaxM1|kimi_linear|olmo_hybrid|longcat|bailing_moe_linear|bailing_hybrid|blt$|jetmoe)/;

/** Fields that only such layers have. */
const otherFields =
  `mamba_d_state mamba_d_conv mamba_d_ssm mamba_num_heads ssm_state_size ssm_cfg state_size time_step_rank hybrid_override_pattern
   layers_block_type block_types _block_types lru_width conv_L_cache linear_attn_config hybrid_layer_ids`.split(/\s+/);

/** Fields that give each layer a shape of its own. */
const unlike =
  `block_configs num_key_value_heads_per_layer num_query_heads ffn_multipliers hidden_size_per_layer_input`.split(" ");

/** Fields that may list a number for each layer, the same for all. */
const perLayer =
  `intermediate_size num_attention_heads num_key_value_heads moe_intermediate_size num_experts num_shared_expert
   moe_topk`.split(/\s+/);

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
  const [, task] = encoderTasks.find(([family]) => family.test(type)) ?? [];
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

/**
 * Fields that a `text_config` leaves out where they are its class's own, as configuration files inside others do.
 *
 * @source https://github.com/huggingface/transformers/tree/main/src/transformers/models (configuration_*.py, read 2026-11-25)
 */
const classDefaults: Readonly<Record<string, Config>> = {
  llama: sizes(32000, 4096, 11008, 32, 32, { max_position_embeddings: 2048 }),
  mistral: sizes(32000, 4096, 14336, 32, 32, { num_key_value_heads: 8, max_position_embeddings: 131072 }),
  gemma: sizes(256000, 3072, 24576, 28, 16, { head_dim: 256, max_position_embeddings: 8192 }),
  gemma2: sizes(256000, 2304, 9216, 26, 8, { num_key_value_heads: 4, head_dim: 256, max_position_embeddings: 8192 }),
  gemma3_text: sizes(262208, 2304, 9216, 26, 8, {
    num_key_value_heads: 4,
    head_dim: 256,
    max_position_embeddings: 131072,
  }),
};

function sizes(vocab: number, hidden: number, ffn: number, layers: number, heads: number, more: Config): Config {
  return {
    vocab_size: vocab,
    hidden_size: hidden,
    intermediate_size: ffn,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    ...more,
  };
}

const inside = ["text_config", "llm_config", "language_config", "thinker_config"];

/** The language model of a configuration: the whole, or the part that holds it beside images and sound. */
export function languageModel(config: Config): Config {
  const part = inside.map((name) => config[name]).find(isConfig);
  if (part === undefined) return config;
  const inner = languageModel(part);
  const { num_hidden_layers: _layers, architectures: _outer, ...around } = config;
  return { ...around, ...classDefaults[modelType(inner)], ...inner };
}
