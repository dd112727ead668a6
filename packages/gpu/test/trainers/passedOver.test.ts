import { describe, expect, it } from "vitest";
import { problemSentence, readTrainerConfig, type TrainerRun } from "../../src/trainers.ts";

/** Keys of the releases of 2026 that change a run and were passed over, unknown, or taken for another setting. */
const configs = {
  // https://pypi.org/project/axolotl/0.19.0 axolotl/utils/schemas
  axolotl: "base_model: Qwen/Qwen3-8B\nadapter: lora\nmicro_batch_size: 2\nsequence_len: 2048\n",
  axolotlPairs: "base_model: Qwen/Qwen3-8B\nrl: dpo\nmicro_batch_size: 2\nsequence_len: 2048\n",
  axolotlDrawn: "base_model: Qwen/Qwen3-8B\nrl: grpo\nmicro_batch_size: 8\ntrl.use_vllm: true\n",
  // https://pypi.org/project/trl/1.16.0 trl/trainer, https://pypi.org/project/transformers/5.24.0 training_args.py
  trl: "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 2\n",
  // https://pypi.org/project/llamafactory/0.9.5 llamafactory/hparams
  llamafactory: "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\nfinetuning_type: full\nbf16: true\n",
  // https://github.com/hiyouga/LLaMA-Factory/tree/ff6d4d12 src/llamafactory/v1
  llamafactoryV1: "model: Qwen/Qwen3-8B\nmodel_class: llm\ntrain_dataset: data/v1.yaml\nmicro_batch_size: 4\n",
  // https://github.com/NVIDIA-NeMo/Automodel/tree/36044ad3 examples/llm_finetune/muse_glimmer
  nemo: "model:\n  pretrained_model_name_or_path: Qwen/Qwen3-8B\nstep_scheduler:\n  local_batch_size: 1\ndataset:\n  seq_length: 1024\n",
  // https://pypi.org/project/ms-swift/4.6.0 swift/arguments, swift/megatron/arguments
  swiftAdapters: "model: Qwen/Qwen3-8B\ntuner_type: lora\nmax_length: 2048\n",
  swift: "model: Qwen/Qwen3-8B\ntuner_type: full\nmax_length: 2048\n",
} as const;
type Of = keyof typeof configs;

function read(text: string, name = "run.yml", ...beside: readonly (readonly [string, string])[]): TrainerRun {
  const run = readTrainerConfig([{ name, text }, ...beside.map(([file, own]) => ({ name: file, text: own }))]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

function withKeys(of: Of, keys: Readonly<Record<string, unknown>>): TrainerRun {
  const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return read(configs[of] + lines.join(""));
}

describe("a key that changes the run", () => {
  it.each<[Of, Record<string, unknown>, Partial<TrainerRun["question"]>]>([
    ["axolotlPairs", { precompute_ref_log_probs: true }, { referenceAway: true }],
    ["axolotlPairs", { dpo_padding_free: true }, { packing: "unpacked" }],
    ["axolotlPairs", { dpo_use_liger_kernel: true }, { loss: "fused" }],
    ["axolotlDrawn", { "trl.use_liger_loss": true }, { loss: "fused" }],
    ["trl", { activation_checkpointing_kwargs: { offload: true } }, { offload: ["activations"] }],
    ["trl", { fsdp: true, fsdp_config: { cpu_offload: true } }, { offload: ["optimizer", "weights"] }],
    ["trl", { fsdp: true, fsdp_config: { reshard_after_forward: false } }, { sharding: "zero2" }],
    [
      "trl",
      { gradient_checkpointing: false, fsdp: true, fsdp_config: { activation_checkpointing: true } },
      { checkpointing: "full" },
    ],
    ["llamafactory", { use_unsloth_gc: true }, { offload: ["activations"] }],
    ["llamafactory", { use_megatron_bridge: true, tensor_model_parallel_size: 2 }, { framework: "megatron", gpus: 2 }],
    ["llamafactory", { hyper_parallel_cp_size: 2 }, { contextParallel: 2 }],
    ["llamafactoryV1", { batching_strategy: "padding_free" }, { packing: "unpacked", microBatch: 4 }],
    ["llamafactoryV1", { batching_strategy: "dynamic_padding_free" }, { packing: "packed" }],
    // Rows are cut at one length and packed to another.
    ["swift", { packing: true, packing_length: 8192 }, { maxTokens: 8192, packing: "packed" }],
    ["nemo", { "packed_sequence.packed_sequence_size": 8192 }, { maxTokens: 8192, packing: "packed" }],
    ["nemo", { "packed_sequence.packed_sequence_size": 0 }, { maxTokens: 1024, packing: "padded" }],
    ["swift", { optimizer: "default" }, { optimizer: "adamw" }],
    ["swift", { packing_length: 8192 }, { maxTokens: 2048, packing: "padded" }],
    ["swiftAdapters", { target_regex: "model.*\\.(q_proj|v_proj)" }, { targets: "qv" }],
  ])("changes it: %s, %j", (of, keys, expected) => {
    const text = withKeys(of, keys);
    expect(text.question).toMatchObject(expected);
    expect([...text.partial, ...text.unknown]).toEqual([]);
  });

  it.each<[Of, Record<string, unknown>]>([
    ["axolotlDrawn", { "trl.num_iterations": 2 }],
    ["axolotlDrawn", { "trl.async_prefetch": true }],
    ["axolotl", { selective_checkpointing: true }],
    ["axolotl", { use_pose: true }],
    ["axolotl", { excess_length_strategy: "drop" }],
    ["swift", { truncation_strategy: "delete" }],
    ["axolotl", { deepcompile: true }],
    ["axolotl", { float32: true }],
    ["trl", { auto_find_batch_size: true }],
    ["trl", { activation_checkpointing_kwargs: { every_n_layers: 2 } }],
    ["trl", { use_peft: true, lora_target_parameters: ["mlp.experts.gate_up_proj"] }],
    ["llamafactory", { use_asft_loss: true }],
    ["llamafactory", { train_from_scratch: true }],
    ["llamafactory", { use_hyper_parallel: true }],
    ["llamafactoryV1", { batching_strategy: "dynamic_batching" }],
    ["swift", { freeze_parameters_ratio: 0.5 }],
    ["swift", { trainable_parameters: ["lm_head"] }],
    ["swift", { optimizer_offload_fraction: 0.5 }],
    ["swift", { recompute_num_layers: 4 }],
    ["swift", { recompute_modules: ["core_attn", "mlp"] }],
    ["swift", { main_grads_dtype: "bf16" }],
    ["swift", { fp4_format: "e2m1" }],
    ["swift", { async_generate: true }],
    ["swift", { dynamic_sample: true }],
    ["swift", { pipeline_model_parallel_layout: "Et*3|m*8" }],
  ])("is named where it is not counted: %s, %j", (of, keys) => {
    const { partial, unknown } = withKeys(of, keys);
    const named = Object.keys(keys).at(-1) ?? "";
    expect(partial.map(({ entry }) => entry.key.startsWith(named))).toEqual([true]);
    expect(unknown).toEqual([]);
  });

  it.each<[Of, Record<string, unknown>]>([
    ["swift", { recompute_num_layers: 1, recompute_modules: ["core_attn"], optimizer_offload_fraction: 1 }],
    ["swift", { main_grads_dtype: "fp32", freeze_parameters_ratio: 0, trainable_parameters: [], min_p: 0.1 }],
    ["axolotl", { selective_checkpointing: false, use_pose: false, "quantization.weight_dtype": "int4" }],
    ["axolotl", { excess_length_strategy: "truncate" }],
    ["swift", { truncation_strategy: "right" }],
    ["axolotlDrawn", { "trl.num_iterations": 1 }],
    ["trl", { auto_find_batch_size: false, activation_checkpointing_kwargs: { every_n_layers: 1 } }],
    ["llamafactory", { create_new_adapter: true, upcast_lmhead_output: true, recompute_method: "uniform" }],
    ["llamafactoryV1", { batching_strategy: "normal" }],
  ])("is not named as it is by default, or where it changes neither memory nor time: %s, %j", (of, keys) => {
    const { partial, unknown } = withKeys(of, keys);
    expect([partial, unknown]).toEqual([[], []]);
  });
});

describe("a length", () => {
  it("is the trainer's where no key says one, and none where one is said to be none", () => {
    expect(withKeys("trl", {}).question.maxTokens).toBe(1024);
    expect(withKeys("trl", { max_length: null }).question.maxTokens).toBeUndefined();
    const command = "trl sft --model_name_or_path Qwen/Qwen3-8B --max_length None";
    expect(read(command, "run.sh").question.maxTokens).toBeUndefined();
    expect(withKeys("trl", { max_length: null }).assumed.map(({ setting }) => setting)).not.toContain("maxTokens");
  });
});

/** @source transformers 5.24.0 training_args.py: `activation_checkpointing` is off where nothing turns it on */
it("keeps activations in transformers' own example", () => {
  const command = "python run_clm.py --model_name_or_path Qwen/Qwen3-8B --per_device_train_batch_size 2 --max_steps 9";
  expect(read(command, "run.sh").question).toMatchObject({ checkpointing: "none", packing: "packed" });
  expect(read(`${command} --gradient_checkpointing`, "run.sh").question.checkpointing).toBe("full");
});

describe("LLaMA-Factory v1, whose command says what is trained", () => {
  it.each([
    ["train_lora_dpo.yaml", "dpo"],
    ["train_lora_sft.yaml", "sft"],
    ["run.yaml", "sft"],
  ])("is trained on what its file is named for: %s", (name, objective) => {
    expect(read(configs.llamafactoryV1, name).question.objective).toBe(objective);
  });
});

describe("completions", () => {
  it.each([
    ["trl", `${configs.trl}num_generations: 8\n`, "use_vllm"],
    ["trl", `${configs.trl}num_generations: 8\nuse_vllm: false\n`, "use_vllm"],
    ["trl", `${configs.trl}num_generations: 8\nuse_vllm: true\n`, undefined],
    ["axolotl", configs.axolotlDrawn.replace("true", "false"), "trl.use_vllm"],
    ["axolotl", configs.axolotlDrawn, undefined],
    ["ms-swift", `${configs.swift}rlhf_type: grpo\n`, "use_vllm"],
    ["ms-swift", `${configs.swift}rlhf_type: grpo\nuse_vllm: true\nvllm_mode: colocate\n`, undefined],
    ["ms-swift, pairs", `${configs.swift}rlhf_type: dpo\n`, undefined],
  ])("are drawn slowly where no engine draws them, which is said: %s", (_name, text, key) => {
    expect(read(text).partial.map(({ entry }) => entry.key)).toEqual(key === undefined ? [] : [key]);
  });
});

describe("the files beside a config", () => {
  it.each([
    [{ zero_optimization: { stage: 3, zero_hpz_partition_size: 8 } }, "zero_optimization.zero_hpz_partition_size"],
    [{ zero_optimization: { stage: 3, mics_shard_size: 4 } }, "zero_optimization.mics_shard_size"],
    [{ zero_optimization: { stage: 3, zero_quantized_weights: true } }, "zero_optimization.zero_quantized_weights"],
    [
      { zero_optimization: { stage: 2, offload_optimizer: { device: "cpu", ratio: 0.4 } } },
      "zero_optimization.offload_optimizer.ratio",
    ],
    [
      { zero_optimization: { stage: 2 }, bf16: { enabled: true, bf16_optimizer_states: true } },
      "bf16.bf16_optimizer_states",
    ],
    [{ zero_optimization: { stage: 2 }, optimizer: { type: "OneBitAdam" } }, "optimizer.type"],
    [{ zero_optimization: { stage: 2 }, optimizer: { type: "AdamW" } }, undefined],
    [{ zero_optimization: { stage: 2, zero_hpz_partition_size: 1 }, data_types: {} }, undefined],
  ])("name of DeepSpeed's what is not counted: %j", (file, key) => {
    const { partial, unknown } = read(configs.trl, "run.yml", ["ds.json", JSON.stringify(file)]);
    expect(partial.map(({ entry }) => entry.key)).toEqual(key === undefined ? [] : [key]);
    expect(unknown).toEqual([]);
  });

  it("are compiled as accelerate's say, and their Megatron is named", () => {
    const base = "compute_environment: LOCAL_MACHINE\ndistributed_type: MULTI_GPU\nnum_processes: 8\n";
    const of = (more: string): TrainerRun => read(configs.trl, "run.yml", ["accelerate.yaml", base + more]);
    expect(of("dynamo_config:\n  dynamo_backend: INDUCTOR\n").question.compiled).toBe(true);
    expect(of("dynamo_config:\n  dynamo_backend: 'NO'\n").question.compiled).toBeUndefined();
    const megatron = of("megatron_lm_config:\n  megatron_lm_tp_degree: 4\n");
    expect(megatron.partial.map(({ entry }) => entry.key)).toEqual(["megatron_lm_config"]);
  });
});

/** @source https://github.com/PrimeIntellect-ai/prime-rl/tree/559b4477 packages/prime-rl-configs/src/prime_rl/configs */
describe("a supervised run of prime-rl", () => {
  const base = "max_steps = 9\n[data]\nseq_len = 512\nbatch_size = 64\n[optim]\nlr = 1e-5\n";
  const of = (model: string, more = ""): TrainerRun =>
    read(`${base}${more}[model]\nname = "Qwen/Qwen3-8B"\n${model}`, "sft.toml");

  it.each<[string, Partial<TrainerRun["question"]>]>([
    ["", { method: "full", weights: "fp32", compiled: true, gpus: 1, accumulation: 64, checkpointing: "full" }],
    ["[model.lora]\n", { method: "lora", rank: 16, targets: "all" }],
    ['compile = "None"\n', { compiled: false }],
    ['ac = "None"\nac_offloading = "None"\n', { checkpointing: "none" }],
    ["fsdp_cpu_offload = true\n", { offload: ["optimizer", "weights", "activations"] }],
    ['fused_lm_head_token_chunk_size = "disabled"\n', { loss: "plain" }],
    ['[model.quantization]\ntype = "mxfp8"\n', { precision: "fp8" }],
    ["cp = 2\n", { contextParallel: 2 }],
  ])("is read, with what it does where no key says: %j", (keys, expected) => {
    const { question, unknown, partial } = of(keys);
    expect(question).toMatchObject(expected);
    expect([...unknown, ...partial]).toEqual([]);
  });

  it("has eight cards in each of its machines where nothing else is said", () => {
    const { question } = of("", '[deployment]\ntype = "multi_node"\nnum_train_nodes = 4\n');
    expect(question.gpus).toBe(32);
  });

  it.each(["[model.ac]\nfreq = 2\n", "optim_cpu_offload = true\n", "[eval]\ninterval = 5\n", "[val]\ninterval = 5\n"])(
    "names what is not counted: %j",
    (keys) => {
      expect(of(keys).partial).toHaveLength(1);
    },
  );

  it("does not end by itself, so that its steps are asked for", () => {
    const text = base.replace("max_steps = 9\n", "");
    const run = readTrainerConfig([{ name: "sft.toml", text: `${text}[model]\nname = "Qwen/Qwen3-8B"\n` }]);
    expect(run).toMatchObject({ ok: false, problem: { kind: "no_max_steps" } });
  });
});

/** @source verl 0.9.1 experimental/fully_async_policy: batches of `require_batches` × `ppo_mini_batch_size` prompts, `total_rollout_steps` prompts in all */
describe("verl's engines that draw all the time", () => {
  const run = `python3 -m verl.experimental.fully_async_policy.fully_async_main actor_rollout_ref.model.path=Qwen/Qwen3-8B \\
    algorithm.adv_estimator=grpo data.train_batch_size=0 data.gen_batch_size=1 actor_rollout_ref.rollout.n=16 \\
    actor_rollout_ref.actor.ppo_mini_batch_size=32 async_training.require_batches=4 trainer.nnodes=1 trainer.n_gpus_per_node=8 \\
    rollout.total_rollout_steps=51200 rollout.nnodes=1 rollout.n_gpus_per_node=8`;

  it("send batches of their own size, and end the run", () => {
    const { question, maxSteps } = read(run, "run.sh");
    expect(question).toMatchObject({ gpus: 8, completionsPerRound: 4 * 32 * 16 });
    expect(maxSteps).toBe(1600);
  });

  it("have cards of their own, which is said", () => {
    expect(read(run, "run.sh").partial.map(({ entry }) => entry.key)).toEqual(["rollout.n_gpus_per_node"]);
  });
});
