import { describe, expect, it } from "vitest";
import { read } from "./configs.ts";

/** What a config asks of a round and of a step, rows of all cards. */
const roundOf = (text: string, name = "run.sh") => {
  const { completionsPerRound, microBatch = 1, accumulation = 1, gpus = 1 } = read(text, name).question;
  return { round: completionsPerRound, step: microBatch * accumulation * gpus };
};

describe("completions that several steps go over", () => {
  // https://github.com/huggingface/trl trl/trainer/grpo_config.py: generation_batch_size is per_device_train_batch_size x
  // processes x steps_per_generation, which is gradient_accumulation_steps where nobody says it.
  it("are so many micro-steps of TRL, or as many as are said at once", () => {
    const trl = "# trl grpo --config run.yml --num_processes 4\nmodel_name_or_path: Qwen/Qwen3-8B\nnum_processes: 4\n";
    const batch = "per_device_train_batch_size: 2\ngradient_accumulation_steps: 8\n";
    expect(roundOf(`${trl}${batch}steps_per_generation: 32\n`, "run.yml")).toEqual({ round: 256, step: 64 });
    expect(roundOf(`${trl}${batch}generation_batch_size: 512\n`, "run.yml")).toEqual({ round: 512, step: 64 });
    expect(roundOf(`${trl}${batch}`, "run.yml")).toEqual({ round: undefined, step: 64 });
  });

  it("are ms-swift's, which hands these keys to TRL, and axolotl's", () => {
    const swift = "NPROC_PER_NODE=8 swift rlhf --rlhf_type grpo --model Qwen/Qwen3-8B --per_device_train_batch_size 4";
    const steps = "--gradient_accumulation_steps 2 --steps_per_generation 16";
    expect(roundOf(`${swift} ${steps}\n`)).toEqual({ round: 512, step: 64 });
    const axolotl =
      "base_model: Qwen/Qwen3-8B\nrl: grpo\nmicro_batch_size: 4\ngradient_accumulation_steps: 2\nsequence_len: 512\n";
    expect(roundOf(`${axolotl}trl:\n  generation_batch_size: 128\n`, "run.yml")).toEqual({ round: 128, step: 8 });
  });

  // https://github.com/volcengine/verl verl/trainer/config/ppo_trainer.yaml: 1,024 prompts a round, 256 a step.
  it("are verl's prompts of a round by its completions of each", () => {
    const verl =
      "python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=Qwen/Qwen3-8B";
    const cards =
      "trainer.n_gpus_per_node=8 actor_rollout_ref.rollout.n=5 actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=4";
    const batches = "data.train_batch_size=512 actor_rollout_ref.actor.ppo_mini_batch_size=128";
    expect(roundOf(`${verl} ${cards} ${batches}\n`)).toEqual({ round: 2560, step: 640 });
    expect(roundOf(`${verl} ${cards}\n`)).toEqual({ round: 5120, step: 1280 });
  });

  // https://github.com/OpenRLHF/OpenRLHF openrlhf/cli/train_ppo_ray.py: rollout_batch_size 1024, train_batch_size 128.
  it("are OpenRLHF's prompts of a round by its samples of each", () => {
    const ray =
      "python3 -m openrlhf.cli.train_ppo_ray --pretrain Qwen/Qwen3-8B --colocate_all_models --advantage_estimator group_norm";
    const cards = "--actor_num_nodes 1 --actor_num_gpus_per_node 8 --micro_train_batch_size 4";
    const batches = "--rollout_batch_size 128 --n_samples_per_prompt 8 --train_batch_size 256";
    expect(roundOf(`${ray} ${cards} ${batches}\n`)).toEqual({ round: 1024, step: 256 });
  });

  it("take fewer rounds, and so fewer hours", async () => {
    const { selfHost } = await import("../../src/selfHost.ts");
    const { book } = await import("../book.ts");
    const hours = (more: string): number => {
      const text = `# trl grpo --config run.yml\nmodel_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 2\n${more}`;
      const data = { examples: 1000, tokensPerExample: 200 };
      const answer = selfHost({ ...read(text, "run.yml").question, gpu: "b200-180", data }, book);
      return answer.ok ? (answer.value.hours?.typical ?? 0) : Number.NaN;
    };
    expect(hours("steps_per_generation: 64\n")).toBeLessThan(0.8 * hours(""));
  });
});
