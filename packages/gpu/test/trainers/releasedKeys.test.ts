import { describe, expect, it } from "vitest";
import { problemSentence, readTrainerConfig, type TrainerRun } from "../../src/trainers.ts";

function read(text: string): TrainerRun {
  const name = /^(?:python3|torchrun|deepspeed) /.test(text) ? "run.sh" : "run.yml";
  const run = readTrainerConfig([{ name, text }]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

const module = "_component_: torchtune.models";
const configs = {
  // https://pypi.org/project/verl/0.9.1 verl/trainer/config
  verl: "python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen3-8B algorithm.adv_estimator=grpo ",
  verlSupervised: "torchrun -m verl.trainer.sft_trainer model.path=Qwen/Qwen3-8B trainer.n_gpus_per_node=8 ",
  // https://pypi.org/project/openrlhf/0.11.2 and 0.9.3 openrlhf/cli
  openrlhf: "deepspeed --module openrlhf.cli.train_sft --model.model_name_or_path Qwen/Qwen3-8B ",
  // https://github.com/allenai/open-instruct e6c3044a open_instruct/dpo_utils.py, grpo_utils.py, olmo_core_utils.py
  openInstruct: "python3 open_instruct/dpo.py --model_name_or_path Qwen/Qwen3-8B ",
  // https://pypi.org/project/torchtitan/0.2.0 and 0.3.0
  torchtitan: "model.name: llama3\nmodel.flavor: 8B\ntraining.seq_len: 8192\n",
  // https://pypi.org/project/torchtune/0.6.1
  torchtune: `model:\n  ${module}.llama3_1.llama3_1_8b\nbatch_size: 1\noptimizer:\n  _component_: torch.optim.AdamW\ntokenizer.max_seq_len: 2048\n`,
  // https://pypi.org/project/nemo-automodel/0.7.0
  nemoAutomodel: "model:\n  pretrained_model_name_or_path: Qwen/Qwen3-8B\nstep_scheduler:\n  local_batch_size: 1\n",
  // https://pypi.org/project/unsloth/2026.10.9 unsloth_cli/config.py
  unsloth: "model: unsloth/Qwen3-8B\ntraining.max_seq_length: 2048\ntraining.batch_size: 1\n",
} as const;
type Of = keyof typeof configs;

/** The config with keys of its own way: options, overrides or lines. */
function withKeys(of: Of, keys: Readonly<Record<string, unknown>>): TrainerRun {
  const says: (entry: readonly [string, unknown]) => string = of.startsWith("verl")
    ? ([key, value]) => `${key}=${String(value)} `
    : configs[of].endsWith(" ")
      ? ([key, value]) => `--${key} ${String(value)} `
      : ([key, value]) => `${key}: ${String(value)}\n`;
  return read(configs[of] + Object.entries(keys).map(says).join(""));
}

describe("keys of the releases change the run as they change it there", () => {
  it.each<[Of, Record<string, unknown>, Partial<TrainerRun["question"]>]>([
    ["verlSupervised", { "engine.ulysses_sequence_parallel_size": 2 }, { contextParallel: 2 }],
    ["verlSupervised", { "engine.model_dtype": "bf16" }, { weights: "bf16", framework: "hf-inplace" }],
    ["verlSupervised", { "model.partial_pretrain": "Qwen/Qwen3-8B" }, { framework: "hf", packing: "padded" }],
    ["verlSupervised", { "engine.offload_policy": true }, { offload: ["optimizer", "weights"] }],
    [
      "verl",
      { "actor_rollout_ref.actor.optim.override_optimizer_config.optimizer_cpu_offload": true },
      { offload: ["optimizer"] },
    ],
    // Where the entropy is computed, the gradients of logits do not take their place.
    ["verl", { "actor_rollout_ref.actor.entropy_coeff": 0.001 }, { framework: "hf-entropy", loss: "plain" }],
    ["verl", { "actor_rollout_ref.actor.calculate_entropy": true }, { framework: "hf-entropy", loss: "plain" }],
    [
      "verlSupervised",
      { engine: "megatron", "engine.tensor_model_parallel_size": 4, "engine.pipeline_model_parallel_size": 2 },
      { tensorParallel: 4, pipelineParallel: 2, framework: "megatron", checkpointing: "none", sharding: "zero1" },
    ],
    [
      "verlSupervised",
      { engine: "megatron", "engine.override_transformer_config.recompute_granularity": "full" },
      { checkpointing: "full" },
    ],
    ["verlSupervised", { "model.lora.rank": 16 }, { method: "lora", rank: 16 }],
    // Batches are dynamic where nothing says otherwise, of 8,192 tokens on a card.
    ["verlSupervised", { "data.max_length": 2048 }, { microBatch: 4, packing: "unpacked" }],
    [
      "verlSupervised",
      { "data.max_length": 2048, "data.max_token_len_per_gpu": 16_384, "engine.ulysses_sequence_parallel_size": 2 },
      { microBatch: 16 },
    ],
    ["verlSupervised", { "data.use_dynamic_bsz": false, "data.micro_batch_size_per_gpu": 3 }, { microBatch: 3 }],
    // Of a dynamic batch the rows of a card do not matter.
    ["verlSupervised", { "data.max_length": 2048, "data.micro_batch_size_per_gpu": 1 }, { microBatch: 4 }],
    [
      "verl",
      {
        "data.max_prompt_length": 1024,
        "data.max_response_length": 3072,
        "actor_rollout_ref.actor.use_dynamic_bsz": true,
        "actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu": 1,
      },
      { microBatch: 4 },
    ],
    ["verl", { "actor_rollout_ref.actor.veomni.ulysses_parallel_size": 2 }, { contextParallel: 2 }],
    ["verl", { "actor_rollout_ref.actor.torchtitan.tensor_parallel_size": 2 }, { tensorParallel: 2 }],
    ["verl", { "actor_rollout_ref.actor.optim.optimizer": "AdamW8bit" }, { optimizer: "adamw-8bit" }],
    ["openInstruct", { zero_stage: 3 }, { sharding: "zero3" }],
    ["openInstruct", { zero_stage: 3, offload_optimizer: true }, { offload: ["optimizer"] }],
    ["openInstruct", { deepspeed_stage: 3, deepspeed_offload_param: true }, { offload: ["optimizer", "weights"] }],
    ["openInstruct", { compile_model: true }, { compiled: true }],
    ["openInstruct", { cp_degree: 2 }, { contextParallel: 2 }],
    ["torchtitan", { "parallelism.fsdp_reshard_after_forward": "never" }, { sharding: "zero2" }],
    ["torchtitan", { "optimizer.implementation": "for-loop" }, { fusedOptimizer: false }],
    ["torchtitan", { "loss.num_chunks": 8 }, { loss: "chunked" }],
    ["torchtune", { fsdp_reshard_after_forward: false }, { sharding: "zero2" }],
    ["nemoAutomodel", { "distributed.reshard_after_forward": false }, { sharding: "zero2" }],
    ["nemoAutomodel", { "distributed.enable_compile": true }, { compiled: true }],
    ["nemoAutomodel", { "distributed.zero_dp_strategy": 2 }, { sharding: "zero2" }],
    ["nemoAutomodel", { "dataloader.group_by_length": true }, { packing: "grouped" }],
  ])("%s: %j", (of, keys, question) => {
    const run = withKeys(of, keys);
    const { offload = [] } = run.question;
    expect({ ...run.question, offload: offload.toSorted() }).toMatchObject(question);
    expect(run.unknown).toEqual([]);
    expect(run.idle.map(({ key }) => key).filter((key) => key in keys)).toEqual([]);
  });

  it("of OpenRLHF chooses the optimizer", () => {
    const muon = withKeys("openrlhf", { optim: "muon" }).taken.find(({ setting }) => setting === "optimizer");
    expect(muon).toMatchObject({ value: "adamw", inexact: "optimizer" });
  });
});

describe("keys of the releases that change memory or time in a way that is not counted are named", () => {
  it.each<[Of, Record<string, unknown>]>([
    ["openrlhf", { "ds.zpg": 8 }],
    ["openrlhf", { zpg: 8 }],
    ["openrlhf", { "ds.grad_accum_dtype": "fp32" }],
    ["openrlhf", { "train.enable_ema": "" }],
    ["openrlhf", { "ds.deepcompile": "" }],
    ["openrlhf", { "train.max_tokens_per_gpu": 16_384 }],
    ["openrlhf", { "algo.dynamic_filtering_enable": "" }],
    ["openrlhf", { "reward.offload": true }],
    ["openrlhf", { ref_reward_offload: true }],
    ["verl", { "actor_rollout_ref.actor.qat.enable": true }],
    ["verl", { "actor_rollout_ref.actor.fsdp_config.fsdp_size": 8 }],
    ["verl", { "actor_rollout_ref.actor.fsdp_config.pad_to_length": true }],
    ["verl", { "actor_rollout_ref.actor.megatron.use_megatron_fsdp": true }],
    ["verl", { "actor_rollout_ref.actor.use_prefix_grouper": true }],
    ["verl", { "actor_rollout_ref.model.tiled_mlp.enabled": true }],
    ["verl", { "critic.model.fsdp_config.param_offload": true }],
    ["verl", { "actor_rollout_ref.actor.entropy_coeff": 0.001 }],
    ["verl", { "actor_rollout_ref.actor.calculate_entropy": true }],
    ["verl", { "actor_rollout_ref.actor.optim.override_optimizer_config.optimizer_offload_fraction": 0.5 }],
    ["verl", { "critic.model.fsdp_config.optimizer_offload": true }],
    ["verl", { "algorithm.filter_groups.enable": true }],
    ["verl", { "actor_rollout_ref.rollout.free_cache_engine": false }],
    ["verlSupervised", { engine: "veomni" }],
    ["verlSupervised", { "optim.exp_avg_dtype": "bf16" }],
    ["openInstruct", { zero_hpz_partition_size: 8 }],
    ["openInstruct", { single_gpu_mode: true }],
    ["torchtitan", { "training.mixed_precision_param": "float32" }],
    ["torchtitan", { "parallelism.data_parallel_shard_degree": -1 }],
    ["torchtitan", { "parallelism.pipeline_parallel_degree": 2 }],
    ["torchtitan", { "activation_checkpoint.selective_ac_option": "2" }],
    ["torchtitan", { "parallelism.disable_loss_parallel": true }],
    ["torchtune", { ac_option: 2 }],
    ["torchtune", { "model.fusion_trainable": true }],
    ["nemoAutomodel", { "distributed.activation_checkpointing": "selective" }],
    ["nemoAutomodel", { "distributed.activation_checkpointing_scope": "vision" }],
    ["nemoAutomodel", { "model.backend.cuda_graph.modules": "moe" }],
    ["nemoAutomodel", { "optimizer.exp_avg_dtype": "torch.bfloat16" }],
    ["unsloth", { "lora.finetune_mlp_modules": false }],
  ])("%s: %j", (of, keys) => {
    const run = withKeys(of, keys);
    expect(run.partial.map(({ entry }) => entry.key)).toEqual(Object.keys(keys));
  });

  it.each<[Of, Record<string, unknown>]>([
    ["openrlhf", { "ds.zpg": 1 }],
    [
      "verl",
      { "actor_rollout_ref.actor.fsdp_config.fsdp_size": -1, "actor_rollout_ref.rollout.free_cache_engine": true },
    ],
    ["verlSupervised", { engine: "fsdp", "optim.exp_avg_dtype": "fp32" }],
    ["openInstruct", { load_ref_policy: true }],
    ["torchtitan", { "training.mixed_precision_param": "bfloat16", "parallelism.pipeline_parallel_degree": 1 }],
    ["nemoAutomodel", { "distributed.activation_checkpointing_scope": "all" }],
    ["nemoAutomodel", { "distributed.activation_checkpointing": "full" }],
    ["nemoAutomodel", { "distributed.activation_checkpointing": true }],
    ["unsloth", { "lora.finetune_mlp_modules": true }],
  ])("%s says as much as its default: %j", (of, keys) => {
    expect(withKeys(of, keys).partial).toEqual([]);
  });
});

describe("keys of the releases that change neither memory nor time are known", () => {
  it.each<[Of, string]>([
    [
      "openrlhf",
      "adam_betas agent_func_path deepspeed_enable_sleep dual_clip ema_beta entropy_loss_coef eps_clip label_smoothing",
    ],
    [
      "openrlhf",
      "lora_alpha lora_dropout max_ckpt_num multiturn nll_loss_coef policy_loss_type value_clip value_head_prefix",
    ],
    ["verl", "actor_rollout_ref.actor.checkpoint.strict actor_rollout_ref.actor.optim.muon_momentum"],
    ["verl", "actor_rollout_ref.actor.veomni.attn_implementation actor_rollout_ref.actor.policy_loss.dro_beta"],
    [
      "verl",
      "actor_rollout_ref.ref.veomni.fsdp_size critic.torchtitan.attn_type actor_rollout_ref.rollout.disaggregation.ib_device",
    ],
    [
      "verlSupervised",
      "engine.entropy_from_logits_chunk_size optim.lr_start data.num_workers data.enable_thinking_default",
    ],
    [
      "openInstruct",
      "activation_checkpointing_modules backend_timeout beaker_dataset_ids config_name dist_timeout_hours",
    ],
    [
      "openInstruct",
      "filter_zero_std_samples gs_bucket_path loss_denominator mixer_list_splits send_slack_alerts world_size",
    ],
    [
      "torchtitan",
      "dump_folder hf_assets_path loss.global_vocab_size override.imports validator.freq dataloader.dataset",
    ],
    ["torchtune", "enable_async_checkpointing fake_quant_after_n_steps"],
    [
      "nemoAutomodel",
      "checkpoint.is_async dataset.start_of_turn_token distributed.nccl_ub model.backend.te_grouped_tensor",
    ],
    [
      "nemoAutomodel",
      "lr_scheduler.start_wd mfu.peak_tflops peft.lora_A_init step_scheduler.start_step domain_mixture.domains",
    ],
  ])("%s: %s", (of, keys) => {
    const run = withKeys(of, Object.fromEntries(keys.split(" ").map((key) => [key, 3])));
    expect(run.unknown.map(({ entry }) => entry.key)).toEqual([]);
    expect(run.idle.map(({ key }) => key)).toEqual(expect.arrayContaining(keys.split(" ")));
  });
});

/** @source verl 0.9.1 workers/engine/base.py `BaseEngineCtx`: weights and states come back to the card for each step */
it.each([
  "actor_rollout_ref.actor.fsdp_config.param_offload",
  "actor_rollout_ref.actor.fsdp_config.optimizer_offload",
  "actor_rollout_ref.actor.megatron.param_offload",
  "actor_rollout_ref.actor.megatron.optimizer_offload",
  "engine.param_offload",
  "engine.optimizer_offload",
])("counts on the card of verl's runs what waits on the host between steps, and says so: %s", (key) => {
  const { question, partial } = withKeys(key.startsWith("engine") ? "verlSupervised" : "verl", { [key]: true });
  expect(question.offload).toBeUndefined();
  expect(partial.map(({ entry }) => entry.key)).toEqual([key]);
});

it("holds whole logits where no entropy is computed, or in pieces", () => {
  const of = (key: string, value: unknown) => withKeys("verl", { [`actor_rollout_ref.actor.${key}`]: value }).question;
  expect(of("entropy_coeff", 0)).toMatchObject({ framework: "hf-inplace", loss: "plain" });
  expect(of("entropy_from_logits_with_chunking", true)).toMatchObject({ framework: "hf-inplace", loss: "plain" });
});
