import { describe, expect, it } from "vitest";
import { read, refusal } from "./configs.ts";

/** Runs of my own in each program's words, and what they are. */
const programs: readonly (readonly [string, string, string, Readonly<Record<string, unknown>>])[] = [
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
      offload: ["optimizer", "weights"],
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

describe("each program's config is read its own way", () => {
  it.each(programs)("%s: %s", (trainer, name, text, expected) => {
    const run = read(text, name);
    expect(run.trainer).toBe(trainer);
    expect(run.unknown).toEqual([]);
    expect(run.question).toMatchObject(expected);
  });

  it("says the line of a TOML key", () => {
    expect(refusal('[model]\nname = "llama3"\nflavor = "8B"\n[training]\nseq_len = "long"\n', "run.toml")).toBe(
      'run.toml, line 5: training.seq_len must be a whole number of at least 1, not "long".',
    );
  });

  it("lists a value that a variable of elsewhere sets, and does not guess it", () => {
    const run = read("swift sft --model Qwen/Qwen3-8B --tuner_type lora --max_length $LENGTH", "run.sh");
    expect(run.question.maxTokens).toBeUndefined();
    expect(run.partial.map(({ entry, why }) => [entry.key, why])).toEqual([["max_length", "it is set elsewhere"]]);
  });

  const drawn = (flags: string): string => `ray job submit -- python3 -m openrlhf.cli.train_ppo_ray \\
    --actor_num_gpus_per_node 2 --critic_num_gpus_per_node 2 --ref_num_gpus_per_node 2 --vllm_num_engines 2 \\
    --vllm_tensor_parallel_size 2 --pretrain Qwen/Qwen2.5-7B --train_batch_size 128 --micro_train_batch_size 2 ${flags}`;

  it.each([
    ["", "no word of who shares"],
    ["--colocate_actor_ref --colocate_critic_reward", "engines of their own"],
    ["--train.colocate_all --train.async_enable", "engines that draw while the actor learns"],
  ])("refuses a run of OpenRLHF with cards beside the actor's: %s", (flags) => {
    expect(refusal(drawn(flags), "run.sh")).toBe(
      "run.sh gives the engines, the critic or the models that judge cards of their own beside the actor's, and such a run is not priced yet. It is priced where all share the actor's: with --train.colocate_all, without --train.async_enable.",
    );
  });

  it.each(["--colocate_all_models", "--train.colocate_all"])(
    "reads it where all share the actor's cards: %s",
    (flags) => {
      expect(read(drawn(flags), "run.sh").question).toMatchObject({ objective: "ppo", gpus: 2, microBatch: 2 });
    },
  );

  it("names the engines of open-instruct, whose cards are not in the price", () => {
    const text = `python open_instruct/grpo_fast.py --model_name_or_path Qwen/Qwen2.5-7B --num_learners_per_node 2 --vllm_num_engines 6`;
    const run = read(text, "grpo.sh");
    expect(run.partial.map(({ entry }) => entry.key)).toEqual(["vllm_num_engines"]);
    expect(run.question.gpus).toBe(2);
    expect(
      read(text.replace("--num_learners_per_node 2", "--num_learners_per_node 8 8"), "grpo.sh").question.gpus,
    ).toBe(16);
  });

  it("counts the machines that Ai2's launcher starts, and splits as the file of DeepSpeed is called", () => {
    const text = `python mason.py --cluster ai2/a --num_nodes 8 --gpus 8 -- accelerate launch --num_processes 8 \\
      --use_deepspeed --deepspeed_config_file configs/ds_configs/stage3_no_offloading_accelerate.conf \\
      open_instruct/finetune.py --model_name_or_path Qwen/Qwen2.5-7B --max_seq_length 8192`;
    const { question } = read(text, "finetune.sh");
    expect(question).toMatchObject({ gpus: 64, sharding: "zero3" });
    expect(question.offload ?? []).toEqual([]);
  });

  it.each([
    'max_steps = 20\n[model]\nname = "Qwen/Qwen3-0.6B"\n[orchestrator]\nbatch_size = 128\n[trainer.optim]\nlr = 3e-6\n[inference]\n',
    '[model]\nname = "Qwen/Qwen3-0.6B"\n[data]\nseq_len = 4096\n[deployment]\nnum_train_gpus = 1\n',
  ])("calls a run of prime-rl by its name", (text) => {
    expect(refusal(text, "rl.toml")).toContain("it looks like a run of prime-rl");
  });

  it.each([
    "python scripts/pissa_init.py --model_name_or_path meta-llama/Meta-Llama-3-8B-Instruct --output_dir models/pissa",
    "python open_instruct/sample_logits_vllm.py --model_name_or_path a/b --max_seq_length 32768 --dataset_mixer_list a 1.0",
  ])("refuses a command of a program that trains nothing: %s", (text) => {
    expect(refusal(text, "run.sh")).toContain("run.sh is no config that is read");
  });

  it.each([
    "trl sft --model_name_or_path Qwen/Qwen3-8B",
    "python examples/scripts/dpo.py --model_name_or_path Qwen/Qwen3-8B",
    "accelerate launch mine.py --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-4",
  ])("reads a command of few words: %s", (text) => {
    expect(read(text, "run.sh")).toMatchObject({ trainer: "trl", question: { model: "Qwen/Qwen3-8B" } });
  });

  it("refuses a file of LLaMA-Factory's second form that merges adapters", () => {
    const text = "model: Qwen/Qwen3-4B\npeft_config: {name: lora, adapter_name_or_path: ./out, export_dir: ./merged}\n";
    expect(refusal(text, "export.yaml")).toBe("export.yaml is a config for export, which trains nothing.");
  });

  it("reads how open-instruct's pairs are spread over cards", () => {
    const text = `torchrun --nnodes=2 --nproc_per_node=8 open_instruct/dpo.py --model_name_or_path allenai/OLMo-2-1124-7B \\
      --max_seq_length 16384 --per_device_train_batch_size 16 --packing --mixer_list a 7680 --profiling \\
      --fsdp_shard_degree 4 --fsdp_num_replicas 2 --tensor_parallel_degree 2`;
    const { question, unknown } = read(text, "dpo.sh");
    expect(unknown).toEqual([]);
    expect(question).toMatchObject({ objective: "dpo", gpus: 16, sharding: "fsdp", tensorParallel: 2 });
  });

  const chosen = (before: string, inside: string): string =>
    `${before}\nif [ "$SIZE" = large ]; then\n${inside}\nfi\ntorchrun --nproc_per_node 8 train.py --model_name_or_path $MODEL \\
      --per_device_train_batch_size $BATCH --learning_rate 1e-5 --max_length 4096 --bf16 True --output_dir out`;

  it.each([
    ["two models", "BATCH=1", "  MODEL=Qwen/Qwen3-32B\nelse\n  MODEL=Qwen/Qwen3-8B", "Qwen3-8B", "Qwen3-32B"],
    ["a model that is there else", "BATCH=1\nMODEL=Qwen/Qwen3-8B", "  MODEL=Qwen/Qwen3-32B", "Qwen3-32B", "Qwen3-8B"],
    [
      "another number of rows within a second choice",
      "MODEL=Qwen/Qwen3-8B",
      '  if [ "$LONG" ]; then\n    BATCH=1\n  else\n    BATCH=2\n  fi\nelif [ "$MID" ]; then BATCH=4; else\n  BATCH=8',
      "per_device_train_batch_size: 8",
      "per_device_train_batch_size: 1",
    ],
  ])("asks which of the set-ups of a script is meant: %s", (_what, before, inside, first, second) => {
    const said = refusal(chosen(before, inside), "run.sh");
    expect(said).toMatch(/^[^]+ \(run\.sh\) and [^]+ \(run\.sh\) contradict each other: keep one\.$/);
    expect(said).toContain(first);
    expect(said).toContain(second);
  });

  it("asks which of two keys is meant that say how many cards share a row", () => {
    const keys =
      "base_model: Qwen/Qwen3-8B\nlearning_rate: 1e-5\ncontext_parallel_size: 4\nsequence_parallel_degree: 2\n";
    const said = refusal(keys, "axolotl.yaml");
    expect(said).toBe(
      "context_parallel_size: 4 (axolotl.yaml, line 3) and sequence_parallel_degree: 2 (axolotl.yaml, line 4) contradict each other: keep one.",
    );
  });

  it("reads a script of which a variable names itself", () => {
    const text = `HOST="\${HOST:-\${NODE:-$(hostname | awk '{print $1}')}}"
      PLACE="\${PLACE:-\${HOST:-\${NODE:-here}}}"
      trl sft --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-5 --output_dir out`;
    expect(read(text, "run.sh").question).toMatchObject({ model: "Qwen/Qwen3-8B" });
  });

  it("takes a folder of one's own for a copy of the model that a script names else", () => {
    const text = chosen("BATCH=1", "  MODEL=Qwen/Qwen3-8B\nelse\n  MODEL=./checkpoint/qwen3-8b-sft");
    expect(read(text, "run.sh").question).toMatchObject({ model: "./checkpoint/qwen3-8b-sft" });
  });

  it("reads a script that chooses what does not matter, or what it says once", () => {
    const text = chosen("MODEL=Qwen/Qwen3-8B", "  export NCCL_DEBUG=INFO\n  BATCH=2\nelse\n  BATCH=2");
    expect(read(text, "run.sh").question).toMatchObject({ model: "Qwen/Qwen3-8B", microBatch: 2, gpus: 8 });
  });

  it("refuses a command that takes in a file which is not there", () => {
    expect(refusal("trl sft --config recipes/sft.yaml --max_length 2048", "run.sh")).toContain("recipes/sft.yaml");
  });
});
