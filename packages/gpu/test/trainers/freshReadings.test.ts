import { describe, expect, it } from "vitest";
import { read } from "./configs.ts";

const grpo = "swift rlhf --rlhf_type grpo --model Qwen/Qwen2.5-Math-7B --train_type full --max_completion_length 2048";

describe("cards that a script exports before its run", () => {
  // https://github.com/modelscope/ms-swift examples/train/grpo/multi_node/multi_node1.sh (0a12d25c)
  it("are those of the run", () => {
    const script = `export CUDA_VISIBLE_DEVICES=0,1,2,3\nexport NNODES=2\nexport NPROC_PER_NODE=3\n\n${grpo}\n`;
    expect(read(script, "run.sh").question.gpus).toBe(6);
    expect(read(`export NPROC_PER_NODE=8\n${grpo}\n`, "run.sh").question.gpus).toBe(8);
    const tuned = "llamafactory-cli train --stage sft --model_name_or_path Qwen/Qwen3-4B --finetuning_type full";
    expect(read(`export FORCE_TORCHRUN=1\nexport NPROC_PER_NODE=4\n${tuned}\n`, "run.sh").question.gpus).toBe(4);
  });

  it("are those that a command says itself, where it does", () => {
    expect(read(`export NPROC_PER_NODE=8\nNPROC_PER_NODE=2 ${grpo}\n`, "run.sh").question.gpus).toBe(2);
    const trl = "-m trl.scripts.sft --model_name_or_path Qwen/Qwen2.5-7B --per_device_train_batch_size 1";
    expect(read(`NPROC_PER_NODE=8\ntorchrun --nproc_per_node 4 ${trl}\n`, "run.sh").question.gpus).toBe(4);
    expect(read(`NNODES=2\naccelerate launch --num_processes 8 ${trl}\n`, "run.sh").question.gpus).toBe(8);
  });

  it("are without those of an engine, which older releases name", () => {
    const run = read(`NPROC_PER_NODE=7 ${grpo} --use_vllm true --vllm_device cuda:7\n`, "run.sh");
    expect(run.partial.map(({ entry, why }) => `${entry.key}: ${why}`)).toEqual([
      "vllm_device: the engine has cards of its own, which are not in the price",
    ]);
  });

  it.each([
    [`${grpo} --max_turns 4`, "max_turns"],
    [
      "python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=Qwen/Qwen3-8B actor_rollout_ref.rollout.multi_turn.max_assistant_turns=4",
      "actor_rollout_ref.rollout.multi_turn.max_assistant_turns",
    ],
  ])("say that the turns of a completion are not counted: %s", (command, key) => {
    const told = read(`${command}\n`, "run.sh").partial.map(({ entry, why }) => `${entry.key}: ${why}`);
    expect(told).toContain(`${key}: tools write between the turns of a completion (--rollouts added-tokens=N)`);
  });
});

describe("losses of torchtune", () => {
  // https://github.com/meta-pytorch/torchtune recipes/configs/llama3_1/8B_lora_simpo_single_device.yaml (b77003933)
  it.each([
    ["torchtune.rlhf.loss.SimPOLoss", "orpo"],
    ["torchtune.rlhf.loss.RSOLoss", "dpo"],
    ["torchtune.rlhf.loss.DPOLoss", "dpo"],
  ])("of pairs: %s", (loss, objective) => {
    const config = `model:
  _component_: torchtune.models.llama3_1.lora_llama3_1_8b
  lora_attn_modules: ['q_proj', 'v_proj', 'output_proj']
  apply_lora_to_mlp: True
  lora_rank: 8
tokenizer:
  _component_: torchtune.models.llama3.llama3_tokenizer
  max_seq_len: 1024
checkpointer:
  checkpoint_dir: /tmp/Meta-Llama-3.1-8B-Instruct/
dataset:
  _component_: torchtune.datasets.stack_exchange_paired_dataset
batch_size: 4
optimizer:
  _component_: torch.optim.AdamW
  fused: True
loss:
  _component_: ${loss}
epochs: 1
gradient_accumulation_steps: 8
`;
    expect(read(config).question).toMatchObject({ objective, method: "lora", microBatch: 4, maxTokens: 1024 });
  });
});

describe("tokens of a dynamic batch", () => {
  // https://github.com/volcengine/verl workers/actor/megatron_actor.py: × megatron.context_parallel_size (read 2026-12-02)
  it("are those of all cards that share a row, with Megatron too", () => {
    const actor = "actor_rollout_ref.actor";
    const script = `python3 -m verl.trainer.main_ppo --config-name='ppo_megatron_trainer.yaml' algorithm.adv_estimator=grpo \
actor_rollout_ref.model.path=Qwen/Qwen3-8B data.max_prompt_length=1024 data.max_response_length=1024 \
${actor}.use_dynamic_bsz=True ${actor}.megatron.context_parallel_size=2 trainer.n_gpus_per_node=8 trainer.nnodes=1`;
    expect(read(script, "run.sh").question).toMatchObject({ contextParallel: 2, microBatch: 16 });
  });
});

describe("cards that nobody counts", () => {
  const trl =
    "torchrun --nproc_per_node gpu -m trl.scripts.sft --model_name_or_path Qwen/Qwen2.5-7B --per_device_train_batch_size 1";
  const said = "nproc_per_node: as many as the machine has: add --gpus";
  const partly = (script: string) => read(script, "run.sh").partial.map(({ entry, why }) => `${entry.key}: ${why}`);

  it("are named where torchrun takes all that a machine has", () => {
    expect(partly(`${trl}\n`)).toEqual([said]);
    expect(partly(`${trl.replace("gpu ", "auto ")}\n`)).toEqual([said]);
    expect(partly(`${trl.replace("gpu ", "8 ")}\n`)).toEqual([]);
  });

  it("are those of Slurm, the most of a range of machines: it gives as many as it has", () => {
    const script = `#!/bin/bash\n#SBATCH --nodes=2-4\n#SBATCH --gpus-per-node=8\nsrun ${trl}\n`;
    expect(read(script, "run.sh").question.gpus).toBe(32);
    expect(read(script.replace("--nodes=2-4", "-N 1-2"), "run.sh").question.gpus).toBe(16);
    expect(partly(script)).toEqual([]);
  });
});
