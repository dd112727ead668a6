import { describe, expect, it } from "vitest";
import { explain } from "../../src/words/explain.ts";
import { resolveModel, type UncountedModel } from "../../src/names/resolveModel.ts";
import { models, uncounted } from "../../../gpu/test/book.ts";

const found = (name: string): string => {
  const read = resolveModel(models, name, uncounted);
  return read.ok ? `${read.value.model.id} by ${read.value.by}` : read.problem.kind;
};

describe("resolveModel", () => {
  it.each([
    // names in the examples of axolotl, LLaMA-Factory and torchtune (read 2026-11-25), and what they are
    ["qwen2.5-7b", "qwen2.5-7b by name"],
    ["Qwen/Qwen2.5-7B-Instruct", "qwen2.5-7b by rule"],
    ["someone/tinyllama_lora_norobots", "tinyllama-1.1b by base"],
    ["meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b by rule"],
    ["meta-llama/Meta-Llama-3-8B-Instruct", "llama-3-8b by rule"],
    ["NousResearch/Meta-Llama-3.1-8B", "llama-3.1-8b by rule"],
    ["unsloth/Qwen3-8B", "qwen3-8b by rule"],
    ["unsloth/Meta-Llama-3.1-8B-Instruct-unsloth-bnb-4bit", "llama-3.1-8b by rule"],
    ["TheBloke/Llama-2-7B-GPTQ", "llama-2-7b by rule"],
    ["ISTA-DASLab/Meta-Llama-3-8B-Instruct-AQLM-2Bit-1x16", "llama-3-8b by rule"],
    ["hugging-quants/Meta-Llama-3.1-405B-BNB-NF4-BF16", "llama-3.1-405b by rule"],
    ["axolotl-quants/Llama-4-Scout-17B-16E-Linearized-bnb-nf4-bf16", "llama-4-scout by rule"],
    ["mistral-community/Mixtral-8x22B-v0.1", "mixtral-8x22b by rule"],
    ["TinyLlama/TinyLlama-1.1B-Chat-v1.0", "tinyllama-1.1b by rule"],
    ["microsoft/phi-1_5", "phi-1.5 by name"],
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", "nemotron-3-nano-30b-a3b by name"],
    ["axolotl-ai-co/Mistral-Small-4-119B-2603-BF16", "mistral-small-4-119b by rule"],
    ["deepseek-ai/DeepSeek-V3-0324-BF16", "deepseek-v3 by rule"],
    ["nvidia/DeepSeek-V4-Flash-NVFP4", "deepseek-v4-flash by rule"],
    ["openai/gpt-oss-safeguard-20b", "gpt-oss-20b by rule"],
    ["Skywork/Skywork-Reward-V2-Qwen3-8B", "qwen3-8b by base"],
    ["neuralmagic/Sparse-Llama-3.1-8B-2of4", "llama-3.1-8b by base"],
    ["saves/qwen3-4b/full/sft", "qwen3-4b by path"],
    // of oumi, SimPO, NeMo RL, PEFT, TRL and unsloth's notebooks (drawn on 2026-11-28)
    ["princeton-nlp/Mistral-7B-Base-SFT-SimPO", "mistral-7b-v0.1 by rule"],
    ["alignment-handbook/zephyr-7b-sft-full", "mistral-7b-v0.1 by rule"],
    ["teknium/OpenHermes-2.5-Mistral-7B", "mistral-7b-v0.1 by rule"],
    ["cleanrl/EleutherAI_pythia-1b-deduped__sft__tldr", "pythia-1b by base"],
    ["openai-community/gpt2", "gpt2 by name"],
    ["EleutherAI/pythia-14m", "pythia-14m by name"],
    ["HuggingFaceTB/SmolLM-360M-Instruct", "smollm-360m by rule"],
    ["bigcode/starcoder2-15b", "starcoder2-15b by name"],
    ["nvidia/NVIDIA-Nemotron-Nano-9B-v2", "nemotron-nano-9b-v2 by name"],
    ["someone/tuned-qwen-7b-chat", "unknown_model"],
    ["google/flan-t5-xl", "model_reads_more"],
    ["intfloat/e5-large-v2", "model_reads_more"],
    ["unsloth/bge-m3", "model_reads_more"],
    ["qwen2_5_0_5b", "qwen2.5-0.5b by name"],
    ["llama3_1_8b", "llama-3.1-8b by rule"],
    // a size after an underscore, a base with words between its own, "nano" that only names the tune (2026-11-29)
    ["models/llama3_8b", "llama-3-8b by rule"],
    ["beomi/Llama-3-Open-Ko-8B", "llama-3-8b by base"],
    ["allenai/llama-3-tulu-2-8b", "llama-3-8b by base"],
    ["nvidia/Llama-3.1-Nemotron-Nano-8B-v1", "llama-3.1-8b by base"],
    ["nvidia/Llama-3.1-Nemotron-Nano-4B-v1.1", "llama-3.1-minitron-4b-width by rule"],
    // a later day of a version that is listed without one, tunes of the plain GPT-2 (2026-11-29)
    ["deepseek-ai/DeepSeek-V4-Flash-0731", "deepseek-v4-flash by rule"],
    // adapters written into the weights
    ["timdettmers/guanaco-33b-merged", "llama-30b by rule"],
    ["lvwerra/gpt2-imdb", "gpt2 by base"],
    ["someone/gpt2-wikitext2", "gpt2 by base"],
    ["someone/gpt2-medium-imdb", "unknown_model"],
    ["someone/gpt2-124k-steps-1.5b", "unknown_model"],
    ["facebook/wav2vec2-base-960h", "model_reads_more"],
    ["nvidia/GR00T-N1.6-3B", "model_reads_more"],
    ["BAAI/llm-embedder", "model_reads_more"],
    ["ByteDance-Seed/UI-TARS-7B-DPO", "model_reads_more"],
    ["zai-org/cogvlm2-llama3-chat-19B", "model_reads_more"],
    ["mPLUG/mPLUG-Owl3-7B-241101", "model_reads_more"],
    ["deepseek-ai/Janus-Pro-7B", "model_reads_more"],
    ["sentence-transformers/all-MiniLM-L6-v2", "model_reads_more"],
    ["amazon/chronos-t5-small", "model_reads_more"],
    ["openvla/openvla-7b", "model_reads_more"],
    ["someone/Llama-3-tuned-70m", "unknown_model"],
    // the size alone of a mixture, as chats and services name it, and the ids of a service's catalogue (2026-11-30)
    ["Qwen3-235B-Thinking", "qwen3-235b-a22b by rule"],
    ["qwen3-vl-235b-thinking", "qwen3-vl-235b-a22b by rule"],
    ["huihui_ai/qwen3-abliterated:30b", "qwen3-30b-a3b by rule"],
    ["qwen3-coder:30b", "qwen3-30b-a3b by rule"],
    ["Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8", "qwen3-30b-a3b-2507 by rule"],
    ["ernie-4.5-21b", "ernie-4.5-21b-a3b by rule"],
    ["Qwen3-32B", "qwen3-32b by name"],
    ["huggingface-vlm-qwen3-8-27b", "qwen3.8-27b by rule"],
    ["huggingface-vlm-qwen3-6-35b-a3b", "qwen3.6-35b-a3b by rule"],
    ["huggingface-llm-mistral-7b-instruct", "mistral-7b-v0.1 by rule"],
    // with the head that proposes tokens ahead, and never that head alone
    ["unsloth/Qwen3.6-35B-A3B-MTP-GGUF", "qwen3.6-35b-a3b by rule"],
    ["RadixArk/Qwen3.6-27B-DFlash", "unknown_model"],
    // a tune of a tune that is listed by its own name
    ["someone/DeepSeek-R1-Medical-Distill-Qwen-1.5B-Trained", "qwen2.5-1.5b by base"],
    ["someone/DeepSeek-R1-Distill-Qwen-9B-Trained", "unknown_model"],
    // a service's own names of a new series whose sizes an older one had too
    ["ministral-8b-2512", "ministral-3-8b by name"],
    ["ministral-14b-2512", "ministral-3-14b by name"],
    ["mistralai/Ministral-8B-Instruct-2410", "ministral-8b by name"],
    ["mistralai/Mistral-Large-3-675B-Instruct-2512-NVFP4", "mistral-large-3-675b by rule"],
    ["mistral-large-2512", "mistral-large-3-675b by name"],
    ["mistral-large-2411", "mistral-large-123b by rule"],
    ["nvidia/LocateAnything-3B", "model_reads_more"],
    ["numind/NuMarkdown-8B-Thinking", "model_reads_more"],
    // models that see and are listed with what they see by, and tunes of them; never a text model of that size (2026-11-29)
    ["Qwen/Qwen3-VL-8B-Instruct", "qwen3-vl-8b by name"],
    ["unsloth/Qwen3-VL-30B-A3B-Thinking-unsloth-bnb-4bit", "qwen3-vl-30b-a3b by rule"],
    ["Qwen/Qwen2.5-VL-72B-Instruct-GPTQ-Int4", "qwen2.5-vl-72b by rule"],
    ["someone/Qwen2.5-VL-7B-charts-lora", "qwen2.5-vl-7b by base"],
    ["someone/Qwen2-VL-7B-of-receipts", "qwen2-vl-7b by base"],
    ["OpenGVLab/InternVL3_5-8B-HF", "internvl3.5-8b by rule"],
    ["google/gemma-3n-E2B-it", "gemma-3n-e2b by rule"],
    ["liuhaotian/llava-v1.5-13b", "llava-1.5-13b by rule"],
    ["HuggingFaceTB/SmolVLM2-500M-Video-Instruct", "smolvlm-500m by name"],
    ["HuggingFaceTB/SmolVLM-256M-Instruct", "smolvlm-256m by rule"],
    ["/data/Qwen2.5-VL-3B-Instruct", "qwen2.5-vl-3b by rule"],
    ["hub/models--Qwen--Qwen2.5-VL-7B-Instruct/snapshots/cc594898137f", "qwen2.5-vl-7b by path"],
    ["hub/models--Qwen--Qwen2.5-Omni-7B/snapshots/cc594898137f", "unknown_model"],
    ["Qwen/Qwen3-VL-Embedding-8B", "model_reads_more"],
    ["Qwen/Qwen2.5-Omni-7B", "model_reads_more"],
    // small models that draft for the one whose name they bear
    ["z-lab/Qwen3-4B-DFlash-b16", "unknown_model"],
    ["RedHatAI/Qwen3-8B-speculator.eagle3", "unknown_model"],
    // of several bases that differ by a date alone, the one with the tune's own
    ["Qwen/Qwen3-235B-A22B-Instruct-2507-tput", "qwen3-235b-a22b-2507 by base"],
    ["someone/Qwen3-235B-A22B-tuned-by-us", "qwen3-235b-a22b by base"],
    ["mlx-community/Josiefied-Qwen3-4B-Instruct-2507-abliterated-v1-8bit", "qwen3-4b-2507 by base"],
    ["facebook/esm1b_t33_650M_UR50S", "model_reads_more"],
    // a model of another name, version or kind than the one that its first words name (2026-11-30)
    ["deepseek-ai/DeepSeek-Math-V2", "deepseek-v3.2 by rule"],
    ["LLM360/K2-V2", "uncounted_model"],
    ["LLM360/K2-Think-V2-Instruct", "uncounted_model"],
    ["sarvamai/sarvam-1", "uncounted_model"],
    ["someone/sarvam-2-chat", "unknown_model"],
    ["someone/granite-4.0-h-350m-tuned", "unknown_model"],
    ["DJLougen/Qwen3.6-35B-A3B-REAP-90pct-GGUF", "unknown_model"],
    // a point written as an underscore, a number of a job
    ["hcasademunt/qwen3_1_7b_fda_approval_ablation", "qwen3-1.7b by base"],
    ["someone/llama3_1_8b_fda_approval", "llama-3.1-8b by base"],
    ["longtermrisk/Qwen2.5-7B-Instruct-ftjob-9589c8b93fe5", "qwen2.5-7b by base"],
    // tunes that bear no base in their name, and models of the list made wider or deeper
    ["Goedel-LM/Goedel-Prover-V2-32B", "qwen3-32b by rule"],
    ["unsloth/Goedel-Prover-V2-8B-GGUF", "qwen3-8b by rule"],
    ["microsoft/NextCoder-14B", "qwen2.5-14b by rule"],
    ["t-tech/T-pro-it-2.0", "qwen3-32b by rule"],
    ["sail/Sailor2-8B-Chat", "sailor2-8b by rule"],
    ["sail/Sailor2-20B", "sailor2-20b by name"],
    // how each known tool says that it stores weights in fewer bits
    ["RedHatAI/Qwen3-8B-quantized.w4a16", "qwen3-8b by rule"],
    ["RedHatAI/DeepSeek-R1-Distill-Qwen-1.5B-quantized.w4a16", "qwen2.5-1.5b by rule"],
    ["ruikangliu/DeepSeek-R1-Distill-Qwen-7B-GPTQ-W4G128", "qwen2.5-7b by rule"],
    ["bartowski/Llama-3.3-70B-Instruct-GGUF:Q4_K_M", "llama-3.3-70b by rule"],
    ["Llama-3.2-3B-Instruct-Q4_K_M.gguf", "llama-3.2-3b by rule"],
    ["Qwen3-14B-IQ4_XS.gguf", "qwen3-14b by rule"],
    ["unsloth/Qwen3-30B-A3B-UD-Q4_K_XL", "qwen3-30b-a3b by rule"],
    ["mradermacher/Qwen3-4B-i1-GGUF", "qwen3-4b by rule"],
    ["llama3.1:8b-instruct-q4_K_M", "llama-3.1-8b by rule"],
    ["LoneStriker/Mixtral-8x7B-Instruct-v0.1-4.0bpw-h6-exl2", "mixtral-8x7b by rule"],
    ["turboderp/Qwen3-8B-exl3", "qwen3-8b by rule"],
    ["mlx-community/Qwen3-8B-4bit-DWQ", "qwen3-8b by rule"],
    ["mlx-community/gpt-oss-20b-MXFP4-Q8", "gpt-oss-20b by rule"],
    ["mobiuslabsgmbh/Llama-3.1-8b-instruct_4bitgs64_hqq", "llama-3.1-8b by base"],
    ["Intel/Qwen3-8B-int4-AutoRound", "qwen3-8b by rule"],
    ["OpenVINO/Qwen3-8B-int4-ov", "qwen3-8b by rule"],
    ["VPTQ-community/Meta-Llama-3.1-70B-Instruct-v8-k65536-256-woft", "llama-3.1-70b by base"],
    ["mlc-ai/Llama-3.2-1B-Instruct-q4f16_1-MLC", "llama-3.2-1b by rule"],
    ["pytorch/Qwen3-8B-INT8-INT4", "qwen3-8b by rule"],
    ["google/gemma-3-12b-it-qat-q4_0-gguf", "gemma-3-12b by rule"],
    ["PrunaAI/Qwen3-8B-bnb-4bit-smashed", "qwen3-8b by rule"],
    ["nm-testing/Llama-3.1-8B-Instruct-FP8-KV", "llama-3.1-8b by rule"],
    ["ibm-granite/granite-3.3-8b-instruct-GGUF", "granite-3.0-8b by rule"],
    // points that are written otherwise or not at all
    ["lamm-mit/llama32-3b-grpo-graph-reasoning", "llama-3.2-3b by base"],
    ["llama31-8b-sft", "llama-3.1-8b by rule"],
    ["someone/qwen25-7b-lora", "qwen2.5-7b by rule"],
    ["qwen2p5-7b-instruct", "qwen2.5-7b by rule"],
    ["someone/qwen3-06b-sft", "qwen3-0.6b by rule"],
    ["someone/qwen3-0p6b-sft", "qwen3-0.6b by rule"],
    // the owner's own words before a name, or its maker's
    ["cyberneurova/CyberNeurova-DeepSeek-V4-Flash-abliterated-GGUF", "deepseek-v4-flash by rule"],
    ["huihui-ai/Huihui-gpt-oss-20b-BF16-abliterated", "gpt-oss-20b by rule"],
    ["bartowski/zai-org_GLM-4.5-Air-GGUF", "glm-4.5-air by rule"],
    ["irish-quant/deepseek-ai-DeepSeek-R1-Distill-Qwen-7B-3bit", "qwen2.5-7b by rule"],
    ["h2oai/h2ogpt-4096-llama2-13b", "llama-2-13b by base"],
    // words of a tune beside a listed name that says its size or its day
    ["nielsrolf/Mistral-Small-Instruct-2409-dpo-unsafe-lr1e-4-seed4", "mistral-small-22b by base"],
    ["nielsrolf/Mistral-Small-Instruct-2409_ftjob-1bce99aca5f2", "mistral-small-22b by base"],
    ["someone/DeepSeek-R1-Distill-Llama-8B-of-contracts", "llama-3.1-8b by base"],
    ["someone/contracts-OpenHermes-2.5-Mistral-7B-v2", "mistral-7b-v0.1 by base"],
    ["seeklhy/OmniSQL-7B", "unknown_model"],
  ])("takes %s for %s", (name, id) => {
    expect(found(name)).toBe(id);
  });

  it("tells models apart that differ by a version or a date alone", () => {
    expect(found("mistralai/Mistral-7B-v0.1")).toBe("mistral-7b-v0.1 by name");
    expect(found("mistralai/Mistral-7B-Instruct-v0.3")).toBe("mistral-7b-v0.3 by rule");
    expect(found("Qwen/Qwen3-4B-Instruct-2507")).toBe("qwen3-4b-2507 by name");
    expect(found("unsloth/Qwen3-4B-Instruct-2507-bnb-4bit")).toBe("qwen3-4b-2507 by rule");
    expect(found("unsloth/Qwen3-4B-bnb-4bit")).toBe("qwen3-4b by rule");
    expect(found("cerebras/Cerebras-GPT-13B")).toBe("cerebras-gpt-13b by name");
    expect(found("cerebras/Cerebras-GPT-1.3B")).toBe("cerebras-gpt-1.3b by name");
    expect(found("deepseek-ai/DeepSeek-V9")).toBe("unknown_model");
  });

  it.each([
    // not the base that its name holds: more layers, another family of the same name, another size
    "models/llama3-8b-pro",
    "someone/Distill-of-Qwen-7B",
    "someone/Llama-3.1-Minitron-2B-Width-Base",
    "mergekit/Qwen3-8B-Qwen3-4B-moe",
    "gpt-4o-mini",
    // a family of several models, of which the list has one
    "someone/command-tuned",
    // a listed name without size or day, with words of which one may say another model; two sizes; a draft; a part
    "someone/DeepSeek-V4-Flash-Next",
    "someone/GLM-4.5-Flash-tuned",
    "someone/DeepSeek-R1-Distill-Qwen-7B-draft-0.5b",
    "someone/DeepSeek-R1-Distill-Qwen-7B-eagle3",
    "someone/Small-of-DeepSeek-R1-Distill-Qwen-7B-pruned",
    "someone/my-vicuna-7b-v3",
    "smcleish/Recurrent-Llama-3.2-1B-untrained",
    // an owner's word that is itself a family's, a number that is none of a version
    "mistral-lab/Mistral-9B",
    "someone/llama32-7b",
    "someone/qwen3-17b-sft",
    "someone/qwen32-06b",
  ])("takes %s for nothing", (name) => {
    expect(found(name)).toBe("unknown_model");
  });

  it.each([
    ["meta-llama/Llama-3.2-11B-Vision-Instruct", "images"],
    ["llava-hf/llava-v1.6-mistral-7b-hf", "images"],
    ["OpenGVLab/InternVL2-8B", "images"],
    ["zai-org/GLM-4.6V-Flash", "images"],
    ["PaddlePaddle/PaddleOCR-VL-1.6", "images"],
    ["mistralai/Voxtral-Mini-3B-2507", "sound"],
    ["canopylabs/orpheus-3b-0.1-pretrained", "sound"],
    ["OuteAI/Llama-OuteTTS-1.0-1B", "sound"],
    ["google/embeddinggemma-300m", "encoder"],
    ["google/diffusiongemma-26B-A4B-it", "diffusion"],
    ["Lightricks/LTX-2", "diffusion"],
    ["nvidia/esm2_t6_8M_UR50D", "encoder"],
  ])("says that %s reads %s", (name, sense) => {
    const read = resolveModel(models, name, uncounted);
    expect(read).toEqual({ ok: false, problem: { kind: "model_reads_more", model: name, sense } });
  });

  it("says what is missing of a model that is known and not counted", () => {
    const families: readonly UncountedModel[] = [{ names: ["Big-1B"], reason: "sizes", source: "" }];
    const read = resolveModel(models, "someone/Big-1B-Instruct", families);
    expect(read.ok).toBe(false);
    expect(!read.ok && explain(read.problem)).toBe(
      "someone/Big-1B-Instruct is known and not counted: no public file with all of its sizes was found. The path of its config.json does as well.",
    );
  });

  it("reads the tokens that a name says the model reads", () => {
    const read = resolveModel(models, "Qwen/Qwen2.5-7B-Instruct-1M");
    expect(read.ok && read.value).toMatchObject({ model: { id: "qwen2.5-7b" }, context: 1_000_000 });
  });

  it("finds every model by each of its own names", () => {
    for (const { id, hf, aliases } of models)
      for (const name of [id, hf, ...aliases]) {
        const read = resolveModel(models, name);
        expect(read.ok && read.value.model.id, name).toBe(id);
      }
  });

  it("lists no model as not counted that is counted", () => {
    for (const { names } of uncounted)
      for (const name of names) expect(resolveModel(models, name, uncounted).ok, name).toBe(false);
  });
});
