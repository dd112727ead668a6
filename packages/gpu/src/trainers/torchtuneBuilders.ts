/**
 * torchtune's builders, by the model that they build as the list of models calls it: `family.name`.
 *
 * @source https://github.com/pytorch/torchtune torchtune/models (bd2a0fc7, 2026-04-23)
 */
const builders: Readonly<Record<string, string>> = {
  "gemma-2b": "gemma.gemma_2b",
  "gemma-7b": "gemma.gemma_7b",
  "gemma-2-2b": "gemma2.gemma2_2b",
  "gemma-2-9b": "gemma2.gemma2_9b",
  "gemma-2-27b": "gemma2.gemma2_27b",
  "llama-2-7b": "llama2.llama2_7b",
  "llama-2-13b": "llama2.llama2_13b",
  "llama-2-70b": "llama2.llama2_70b",
  "llama-3-8b": "llama3.llama3_8b",
  "llama-3-70b": "llama3.llama3_70b",
  "llama-3.1-8b": "llama3_1.llama3_1_8b",
  "llama-3.1-70b": "llama3_1.llama3_1_70b",
  "llama-3.1-405b": "llama3_1.llama3_1_405b",
  "llama-3.2-1b": "llama3_2.llama3_2_1b",
  "llama-3.2-3b": "llama3_2.llama3_2_3b",
  "llama-3.3-70b": "llama3_3.llama3_3_70b",
  "llama-4-scout": "llama4.llama4_scout_17b_16e",
  "llama-4-maverick": "llama4.llama4_maverick_17b_128e",
  "mistral-7b-v0.1": "mistral.mistral_7b",
  "phi-3-mini": "phi3.phi3_mini",
  "phi-4": "phi4.phi4_14b",
  "qwen2-0.5b": "qwen2.qwen2_0_5b",
  "qwen2-1.5b": "qwen2.qwen2_1_5b",
  "qwen2-7b": "qwen2.qwen2_7b",
  "qwen2.5-0.5b": "qwen2_5.qwen2_5_0_5b",
  "qwen2.5-1.5b": "qwen2_5.qwen2_5_1_5b_instruct",
  "qwen2.5-3b": "qwen2_5.qwen2_5_3b",
  "qwen2.5-7b": "qwen2_5.qwen2_5_7b_instruct",
  "qwen2.5-14b": "qwen2_5.qwen2_5_14b_instruct",
  "qwen2.5-32b": "qwen2_5.qwen2_5_32b_instruct",
  "qwen2.5-72b": "qwen2_5.qwen2_5_72b_instruct",
  "qwen3-0.6b": "qwen3.qwen3_0_6b_instruct",
  "qwen3-1.7b": "qwen3.qwen3_1_7b_instruct",
  "qwen3-4b": "qwen3.qwen3_4b_instruct",
  "qwen3-8b": "qwen3.qwen3_8b_instruct",
  "qwen3-14b": "qwen3.qwen3_14b_instruct",
  "qwen3-32b": "qwen3.qwen3_32b",
};

/** What a family's checkpoints are called, and its tokenizer where it has none of its own name. */
const families: Readonly<Record<string, { readonly type: string; readonly tokenizer?: string }>> = {
  gemma: { type: "GEMMA" },
  gemma2: { type: "GEMMA2", tokenizer: "gemma.gemma_tokenizer" },
  llama2: { type: "LLAMA2" },
  llama3: { type: "LLAMA3" },
  llama3_1: { type: "LLAMA3", tokenizer: "llama3.llama3_tokenizer" },
  llama3_2: { type: "LLAMA3_2", tokenizer: "llama3.llama3_tokenizer" },
  llama3_3: { type: "LLAMA3", tokenizer: "llama3.llama3_tokenizer" },
  llama4: { type: "LLAMA4", tokenizer: "llama4.llama4_transform" },
  mistral: { type: "MISTRAL" },
  phi3: { type: "PHI3_MINI", tokenizer: "phi3.phi3_mini_tokenizer" },
  phi4: { type: "PHI4" },
  qwen2: { type: "QWEN2" },
  qwen2_5: { type: "QWEN2" },
  qwen3: { type: "QWEN3" },
};

/** How a family of models is loaded. */
export function familyOf(family: string): { type: string; tokenizer: string } {
  const { type = family.toUpperCase(), tokenizer = `${family}.${family}_tokenizer` } = families[family] ?? {};
  return { type, tokenizer: `torchtune.models.${tokenizer}` };
}

/** The builder of a model, by its id in the list or by the builder's own name; undefined where torchtune has none. */
export function builderOf(model: string): { family: string; name: string } | undefined {
  const own = Object.values(builders).find(
    (path) => path.slice(path.indexOf(".") + 1).replace(/_(instruct|base)$/, "") === model,
  );
  const [family, name] = (builders[model] ?? own ?? "").split(".");
  return family !== undefined && name !== undefined ? { family, name } : undefined;
}
