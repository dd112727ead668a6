import { describe, expect, it } from "vitest";
import { readTrainerConfig } from "../../src/trainers.ts";
import { run } from "../book.ts";
import { read, refusal } from "./configs.ts";

describe("what a program does where its config says nothing", () => {
  // https://github.com/modelscope/ms-swift swift/megatron/arguments/megatron_args.py (3602360a).
  it("is to train all weights with Megatron, of which ms-swift otherwise adapts some", () => {
    const options = "--model Qwen/Qwen3-4B --max_length 8192 --micro_batch_size 1";
    expect(read(`NPROC_PER_NODE=4 megatron sft ${options}`, "run.sh").question).toMatchObject({
      method: "full",
      sharding: "zero1",
      checkpointing: "selective",
      loss: "fused",
      packing: "unpacked",
    });
    expect(read(`NPROC_PER_NODE=4 swift sft ${options}`, "run.sh").question).toMatchObject({ method: "lora" });
  });

  // https://docs.nvidia.com/nemo/automodel docs/guides/mixed-precision-training.mdx (36044ad3); torch.optim makes states like the weights.
  it.each([
    ["on one card", "CUDA_VISIBLE_DEVICES=0 NPROC_PER_NODE=1 swift sft --tuner_type full", "adamw-bf16"],
    ["on copies", "NPROC_PER_NODE=2 swift sft --tuner_type full", "adamw-bf16"],
    ["in DeepSpeed", "NPROC_PER_NODE=2 swift sft --tuner_type full --deepspeed zero2", "adamw"],
    ["on cards that nobody counted", "swift sft --tuner_type full", "adamw"],
    ["of 32-bit weights", "NPROC_PER_NODE=1 swift sft --tuner_type full --torch_dtype float32", "adamw"],
    ["of adapters", "NPROC_PER_NODE=1 swift sft --tuner_type lora", "adamw"],
  ])("has AdamW's states as wide as its weights, and no copy: %s", (_name, command, optimizer) => {
    const run = read(`${command} --model Qwen/Qwen3-4B --max_length 2048`, "run.sh");
    expect(run.question.optimizer).toBe(optimizer);
    expect(run.assumed).toContainEqual({ setting: "optimizer", value: optimizer });
  });

  // https://pypi.org/project/trl: trainer/sft_config.py of 1.6.0 announces it for 1.7; 1.15.0 gives DPO, KTO, GRPO and RLOO a fused head.
  it.each([
    ["sft.py", "", "chunked"],
    ["sft.py", "loss_type: nll\n", "chunked"],
    ["sft.py", "use_liger_kernel: true\n", "fused"],
    ["dpo.py", "beta: 0.1\n", "chunked"],
    ["orpo.py", "beta: 0.1\n", "plain"],
    ["ppo.py", "", "plain"],
  ])("is to hold no whole logits, but for TRL's experiments: %s %s", (program, keys, loss) => {
    const text = `# accelerate launch ${program} --config x.yaml\nmodel_name_or_path: Qwen/Qwen3-4B\nper_device_train_batch_size: 2\n${keys}`;
    expect(run("qwen3-4b", read(text).question).loss).toBe(loss);
  });

  it.each([
    ["trl", "sft", "chunked"],
    ["trl", "dpo", "chunked"],
    ["trl", "orpo", "plain"],
    ["hf", "sft", "plain"],
  ] as const)("is so where people name the framework: %s %s", (framework, objective, loss) => {
    expect(run("qwen3-4b", { framework, objective, maxTokens: 1024 }).loss).toBe(loss);
  });

  // https://github.com/hiyouga/LLaMA-Factory/blob/main/examples/megatron/qwen3_moe_full.yaml: "8 * 78GB", "(8 // 2 // 4) * 8 = 8".
  it("is Megatron's where LLaMA-Factory is told of stages; each stage has all experts, so that cards are eight", () => {
    const keys = "model_name_or_path: Qwen/Qwen3-30B-A3B\nstage: sft\nfinetuning_type: full\nbf16: true\n";
    const split = "pipeline_model_parallel_size: 4\nexpert_model_parallel_size: 2\nrecompute_granularity: full\n";
    expect(read(keys + split).question).toMatchObject({
      framework: "megatron",
      sharding: "zero1",
      weights: "bf16",
      checkpointing: "full",
      gpus: 8,
    });
  });

  it.each([
    ["torch.optim.AdamW", "adamw-bf16", "bf16"],
    ["transformer_engine.pytorch.optimizers.fused_adam.FusedAdam", "adamw", "fp32"],
  ])("has them in AutoModel too, but with %s", (target, optimizer, weights) => {
    const run = read(
      `step_scheduler: {local_batch_size: 1}
model: {pretrained_model_name_or_path: Qwen/Qwen3-4B, torch_dtype: bf16}
distributed: {strategy: fsdp2}
optimizer: {_target_: ${target}, lr: 1.0e-5}
`,
    );
    expect(run.question).toMatchObject({ method: "full", optimizer, weights, sharding: "fsdp" });
  });
});

describe("cards of a machine", () => {
  it.each([
    [
      "torchrun --nnodes 2 --nproc_per_node 8 -m verl.trainer.fsdp_sft_trainer model.partial_pretrain=Qwen/Qwen3-4B",
      16,
    ],
    ["NNODES=2 NPROC_PER_NODE=8 swift sft --model Qwen/Qwen3-4B --tuner_type full", 16],
    ["torchrun --nnodes=2 --nproc-per-node=8 train.py --model_name_or_path Qwen/Qwen3-4B --output_dir x", 16],
    ["NPROC_PER_NODE=8 swift sft --model Qwen/Qwen3-4B --tuner_type full", 8],
    ["accelerate launch --num_processes 16 --num_machines 2 sft.py --model_name_or_path Qwen/Qwen3-4B", 16],
  ])("are those of one of them: %s", (command, gpus) => {
    expect(read(`${command} --per_device_train_batch_size 1`, "run.sh").question.gpus).toBe(gpus);
  });

  // https://github.com/NVIDIA-NeMo/Automodel examples/llm_finetune/glm/glm_4.5_air_te_deepep.yaml (36044ad3)
  it("are on as many machines as the parts of the model take, where nobody says", () => {
    const run = read(
      `# automodel glm_4.5_air_te_deepep.yaml --nproc-per-node 8
step_scheduler: {local_batch_size: 1}
model: {pretrained_model_name_or_path: zai-org/GLM-4.5-Air, backend: {te_fp8: {recipe: mxfp8}, dispatcher: deepep}}
distributed: {strategy: fsdp2, ep_size: 32}
`,
    );
    expect(run.question).toMatchObject({ gpus: 32, expertParallel: 32, precision: "fp8", dispatcher: "deepep" });
  });
});

describe("a run of open-instruct's that writes completions", () => {
  // https://github.com/allenai/open-instruct open_instruct/grpo_fast.py, environments/tools/utils.py (e6c3044a)
  const run = read(
    `uv run python mason.py --cluster ai2/jupiter --gpus 1 --timeout 30m --description "50 steps" \\
  -- source configs/ray_node_setup.sh \\&\\& python open_instruct/grpo_fast.py --model_name_or_path Qwen/Qwen3-0.6B \\
  --response_length 1024 --pack_length 1536 --num_unique_prompts_rollout 4 --num_samples_per_prompt_rollout 2 \\
  --total_episodes 400 --beta 0.01 --max_steps 10 --no_filter_zero_std_samples --another_switch`,
    "run.sh",
  );

  it("ends after its episodes, not after the turns of a completion", () => {
    expect(run.maxSteps).toBe(50);
    expect(run.question).toMatchObject({ objective: "grpo", accumulation: 1, rollouts: { perPrompt: 2 } });
  });

  it("has no options of what starts it elsewhere, and no key is taken for a word that is quite unlike it", () => {
    expect(run.unknown.map(({ entry, near }) => [entry.key, near])).toEqual([["another_switch", undefined]]);
  });
});

describe("a config that most of whose keys are another program's", () => {
  it("is refused, and the likely program is named", () => {
    const text = `model_name_or_path: Qwen/Qwen3-8B
use_lora: false
lora_dim: 8
data_path: d
seq_len: 4096
num_rollouts: 8
buffer: 2
`;
    const said =
      "run.yaml is no config of TRL: 6 of its 7 keys are not TRL's; it looks like a config of open-instruct.";
    expect(refusal(text)).toContain(`${said} Give the run as options: --model, --method`);
  });
});

describe("what a config of TRL's is trained on", () => {
  const trl = "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 1\n";

  it.each([
    ["loss_type: apo_zero\nbeta: 0.05\n", "dpo"],
    ["loss_type: [sigmoid, sft]\n", "dpo"],
    ["desirable_weight: 1.0\nbeta: 0.1\n", "kto"],
    ["loss_type: dr_grpo\nbeta: 0.0\n", "grpo"],
    ["reward_funcs: [accuracy_reward]\nmax_completion_length: 512\n", "grpo"],
    ["cpo_alpha: 1.0\nbeta: 0.1\n", "orpo"],
    ["# DPO trainer config\nbeta: 0.01\nmax_prompt_length: 512\n", "dpo"],
    ["beta: 0.05\nmax_prompt_length: 1792\noutput_dir: data/mine-orpo\n", "orpo"],
    ["loss_type: chunked_nll\n", "sft"],
    ["max_length: 2048\n", "sft"],
  ])("%s", (text, objective) => {
    expect(read(trl + text).question.objective).toBe(objective);
  });

  it("asks where keys of preferences do not say which", () => {
    expect(refusal(`${trl}beta: 0.1\nmax_prompt_length: 512\n`)).toBe(
      "run.yaml, line 4: max_prompt_length belongs to training on preferences, and nothing says which: add --objective dpo, --objective orpo or --objective kto.",
    );
    const told = readTrainerConfig([{ name: "run.yaml", text: `${trl}beta: 0.1\n` }], { objective: "kto" });
    expect(told.ok && told.value.question.objective).toBe("kto");
  });

  it("shows the key that decided it", () => {
    const { taken } = read(`${trl}loss_type: apo_zero\n`);
    expect(taken.find(({ setting }) => setting === "objective")?.entry).toMatchObject({ key: "loss_type", line: 3 });
  });
});

describe("a misspelt key below a part of a config", () => {
  it.each([
    [
      "verl",
      "run.sh",
      "python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen3-8B data.max_promt_length=1024 trainer.total_epochs=1",
      "data.max_promt_length",
      "data.max_prompt_length",
    ],
    [
      "NeMo AutoModel",
      "run.yaml",
      "recipe: TrainFinetuneRecipeForNextTokenPrediction\nstep_scheduler:\n  global_batch_size: 8\n  local_batch_sise: 2\nmodel:\n  pretrained_model_name_or_path: Qwen/Qwen3-8B\n",
      "step_scheduler.local_batch_sise",
      "step_scheduler.local_batch_size",
    ],
    [
      "NeMo AutoModel",
      "run.yaml",
      "step_scheduler:\n  global_batch_size: 8\nmodel:\n  pretrained_model_name_or_path: Qwen/Qwen3-8B\n  atn_implementation: eager\n",
      "model.atn_implementation",
      "model.attn_implementation",
    ],
  ])("%s: is named, with the key that may have been meant", (_program, name, text, key, near) => {
    expect(read(text, name).unknown).toEqual([{ entry: expect.objectContaining({ key }), near }]);
  });
});
