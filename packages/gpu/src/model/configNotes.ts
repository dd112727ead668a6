import type { Assumption } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { isConfig, languageModel, modelType, type Config } from "./families.ts";

/**
 * Decoders whose fields are read as their class reads them: the `model_type` of Transformers' causal models, and of
 * repositories that bring their own class.
 *
 * @source https://github.com/huggingface/transformers src/transformers/models/auto/modeling_auto.py (read 2026-11-25)
 */
const families = new Set(
  `afmoe apertus arcee arctic aria_text baichuan biogpt bitnet bloom btlm chatglm code_llama codegen codeshell cohere
   cohere2 cpmant ctrl cwm dbrx decilm deepseek deepseek_v2 deepseek_v3 deepseek_v32 diffllama doge dots1 ernie4_5
   ernie4_5_moe exaone exaone4 falcon flex_olmo fuyu gemma gemma2 gemma3 gemma3_text glm glm4 glm4_moe glm4v_text
   glm4v_moe_text gpt-sw3 gpt2 gpt_bigcode gpt_neo gpt_neox gpt_neox_japanese gpt_oss gpt_pangu gptj granite granitemoe
   granitemoehybrid granitemoeshared grok-1 helium hf_olmo hunyuan_v1_dense hunyuan_v1_moe internlm internlm2 internlm3
   jais jais2 kimi_k2 llama llama4 llama4_text mimo minicpm minicpm3 minimax_m2 ministral ministral3 mistral mixtral
   mixformer-sequential modernbert-decoder molmo mpt nanochat nemotron olmo olmo2 olmo3 olmoe openai-gpt opt orion
   persimmon phi phi-msft phi3 phimoe qwen qwen2 qwen2_moe qwen2_vl_text qwen2_5_vl_text qwen3 qwen3_5_text
   qwen3_5_moe_text qwen3_moe qwen3_next qwen3_vl_text qwen3_vl_moe_text RefinedWeb RefinedWebModel seed_oss smollm3
   solar stablelm stablelm_epoch starcoder2 vaultgemma xglm xverse Yi`.split(/\s+/),
);

/** Parts that read something else than text, by the field that describes them. */
const towers: Readonly<Record<string, string>> = {
  vision_config: "images",
  visual: "images",
  audio_config: "sound",
  speech_config: "sound",
};

/** What a config.json says that the shape leaves out: said, as the figures would be taken for those of the whole. */
export function configNotes(json: Config): Assumption[] {
  return [...familyNote(languageModel(json)), ...towerNote(json), ...quantisedNote(json)];
}

function familyNote(config: Config): Assumption[] {
  const type = modelType(config);
  if (type === "" || families.has(type)) return [];
  return [spokenOfRun({ kind: "unknown_family", family: type })];
}

function towerNote(json: Config): Assumption[] {
  const holders = [json, ...Object.values(json).filter(isConfig)];
  const read = Object.entries(towers).filter(([field]) => holders.some((holder) => isConfig(holder[field])));
  if (read.length === 0) return [];
  const reads = [...new Set(read.map(([, kind]) => kind))];
  return [spokenOfRun({ kind: "not_counted", what: "towers", reads, part: "training" })];
}

function quantisedNote(json: Config): Assumption[] {
  const held = json["quantization_config"] ?? languageModel(json)["quantization_config"];
  if (!isConfig(held)) return [];
  const method = held["quant_method"];
  return [spokenOfRun({ kind: "quantised_file", method: typeof method === "string" ? method : null })];
}
