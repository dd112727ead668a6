/** Runs of my own in each program's words, and what they are. */
export const programs: readonly (readonly [string, string, string, Readonly<Record<string, unknown>>])[] = [
  [
    "ms-swift",
    "run.sh",
    `CUDA_VISIBLE_DEVICES=0,1 NPROC_PER_NODE=2 \\
swift rlhf --rlhf_type dpo --model Qwen/Qwen3-8B --tuner_type lora --lora_rank 16 --target_modules all-linear \\
    --dataset 'a#500' 'b#500' --max_length 4096 --per_device_train_batch_size 2 --deepspeed zero2 --beta 0.1`,
    { objective: "dpo", method: "lora", rank: 16, maxTokens: 4096, microBatch: 2, gpus: 2, sharding: "zero2" },
  ],
  [
    "ms-swift",
    "run.sh",
    `NPROC_PER_NODE=8 megatron sft --model Qwen/Qwen3-30B-A3B --tuner_type full --tensor_model_parallel_size 2 \\
    --expert_model_parallel_size 4 --micro_batch_size 1 --global_batch_size 32 --packing true --max_length 8192 \\
    --recompute_granularity selective --moe_grouped_gemm true --num_train_epochs 2`,
    {
      framework: "megatron",
      method: "full",
      sharding: "zero1",
      tensorParallel: 2,
      expertParallel: 4,
      dispatcher: "alltoall",
      // Two cards share a layer, so that four read rows of their own.
      accumulation: 8,
      packing: "packed",
      checkpointing: "selective",
      experts: "grouped",
      gpus: 8,
    },
  ],
  [
    "ms-swift",
    "run.yaml",
    "model: Qwen/Qwen3-8B\ntuner_type: lora\nsplit_dataset_ratio: 0.01\nmax_length: 2048\nper_device_train_batch_size: 1\n",
    { objective: "sft", method: "lora", rank: 8, maxTokens: 2048 },
  ],
  [
    "prime-rl",
    "sft.toml",
    `max_steps = 1000
[model]
name = "Qwen/Qwen3-30B-A3B"
optimization_dtype = "bfloat16"
ep = 8
[model.lora]
rank = 32
[model.ac]
mode = "full"
[data]
seq_len = 16384
batch_size = 16
[deployment]
num_train_gpus = 8
`,
    {
      model: "Qwen/Qwen3-30B-A3B",
      method: "lora",
      rank: 32,
      weights: "bf16",
      packing: "packed",
      loss: "chunked",
      checkpointing: "full",
      offload: ["activations"],
      compiled: true,
      maxTokens: 16384,
      microBatch: 1,
      accumulation: 2,
      gpus: 8,
      expertParallel: 8,
      sharding: "fsdp",
    },
  ],
  [
    "verl",
    "run.sh",
    `MODEL=\${MODEL:-"Qwen/Qwen3-8B"}
GPUS=8 # of one machine
DATA=(
    data.max_prompt_length=1024   # tokens
    data.max_response_length=$((1024 * 3))
)
python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo "\${DATA[@]}" \\
    actor_rollout_ref.model.path=$MODEL actor_rollout_ref.rollout.n=16 \\
    actor_rollout_ref.actor.ppo_mini_batch_size=64 actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=4 \\
    actor_rollout_ref.actor.fsdp_config.param_offload=True \\
    trainer.n_gpus_per_node=$GPUS trainer.nnodes=2 trainer.total_epochs=1 $@`,
    {
      model: "Qwen/Qwen3-8B",
      objective: "grpo",
      rollouts: { tokens: 3072, perPrompt: 16 },
      maxTokens: 4096,
      microBatch: 4,
      accumulation: 16,
      gpus: 16,
      sharding: "fsdp",
    },
  ],
  [
    "verl",
    "run.yaml",
    `defaults:
  - ppo_trainer
  - _self_
data: {max_prompt_length: 512, max_response_length: 512}
actor_rollout_ref:
  model: {path: Qwen/Qwen3-4B, lora_rank: 32}
  actor: {use_dynamic_bsz: true, ppo_max_token_len_per_gpu: 8192, ppo_mini_batch_size: 128}
  rollout: {n: 8}
algorithm: {adv_estimator: rloo}
trainer: {n_gpus_per_node: 4, nnodes: 1}
`,
    { objective: "rloo", method: "lora", rank: 32, microBatch: 8, accumulation: 32, gpus: 4 },
  ],
  [
    "verl",
    "sft.sh",
    `torchrun --standalone --nnodes=1 --nproc_per_node=4 -m verl.trainer.fsdp_sft_trainer data.max_length=2048 \\
    data.micro_batch_size_per_gpu=2 model.partial_pretrain=Qwen/Qwen3-8B trainer.total_epochs=2`,
    { objective: "sft", method: "full", maxTokens: 2048, microBatch: 2, accumulation: 32, epochs: 2, gpus: 4 },
  ],
  [
    "openrlhf",
    "run.sh",
    `read -r -d '' training_commands <<EOF
openrlhf.cli.train_dpo \\
   --model.model_name_or_path meta-llama/Meta-Llama-3-8B --train.batch_size 64 --train.micro_batch_size 1 \\
   --data.max_len 4096 --ds.zero_stage 3 --ds.packing_samples --model.gradient_checkpointing_enable
EOF
deepspeed --num_gpus=8 --module $training_commands`,
    { objective: "dpo", sharding: "zero3", accumulation: 8, packing: "unpacked", checkpointing: "full", gpus: 8 },
  ],
  [
    "openrlhf",
    "old.sh",
    `python -m openrlhf.cli.train_sft --pretrain meta-llama/Meta-Llama-3-8B --micro_train_batch_size 2 --max_len 2048 \\
    --lora_rank 32 --zero_stage 2`,
    { objective: "sft", method: "lora", rank: 32, microBatch: 2, maxTokens: 2048 },
  ],
  [
    "torchtitan",
    "run.toml",
    `[model]
name = "llama3"
flavor = "8B"
[training]
local_batch_size = 2
seq_len = 8192
steps = 1_000
[parallelism]
data_parallel_shard_degree = 8
tensor_parallel_degree = 2
expert_parallel_degree = 4
expert_parallel_comm_backend = "hybridep"
[activation_checkpoint]
mode = "full"
`,
    {
      model: "llama-3.1-8b",
      objective: "scratch",
      maxTokens: 8192,
      microBatch: 2,
      gpus: 16,
      tensorParallel: 2,
      dispatcher: "deepep",
      checkpointing: "full",
      packing: "packed",
    },
  ],
  [
    "open-instruct",
    "run.yaml",
    `model_name_or_path: allenai/OLMo-2-1124-7B-SFT
tokenizer_name: allenai/OLMo-2-1124-7B-SFT
use_slow_tokenizer: false
with_tracking: true
checkpointing_steps: epoch
max_seq_length: 2048
per_device_train_batch_size: 1
num_epochs: 1
use_lora: false
loss_type: dpo_norm
beta: 5
`,
    { objective: "dpo", method: "full", epochs: 1, maxTokens: 2048 },
  ],
  [
    "nemo-automodel",
    "run.yaml",
    `recipe: TrainFinetuneRecipeForNextTokenPrediction
step_scheduler: {global_batch_size: 32, local_batch_size: 4, num_epochs: 2}
model:
  _target_: nemo_automodel.NeMoAutoModelForCausalLM.from_pretrained
  pretrained_model_name_or_path: microsoft/phi-4
  backend: {_target_: nemo_automodel.components.models.common.BackendConfig, dispatcher: torch}
peft: {dim: 8, target_modules: "*_proj"}
distributed: {strategy: fsdp2, dp_size: none, tp_size: 1, ep_size: 2}
packed_sequence: {packed_sequence_size: 4096}
`,
    {
      model: "microsoft/phi-4",
      method: "lora",
      rank: 8,
      dispatcher: "alltoall",
      microBatch: 4,
      packing: "packed",
      maxTokens: 4096,
    },
  ],
  [
    "unsloth",
    "run.yaml",
    `model: unsloth/Qwen3-8B
training: {training_type: lora, load_in_4bit: true, max_seq_length: 4096, batch_size: 2, num_epochs: 1}
lora: {lora_r: 32, target_modules: "q_proj,k_proj,v_proj,o_proj,gate_proj,up_proj,down_proj"}
`,
    {
      framework: "unsloth",
      method: "qlora",
      rank: 32,
      targets: "all",
      maxTokens: 4096,
      microBatch: 2,
      accumulation: 4,
    },
  ],
];
