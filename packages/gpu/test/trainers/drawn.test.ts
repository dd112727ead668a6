import { describe, expect, it } from "vitest";
import {
  examplesIn,
  problemSentence,
  readTrainerConfig,
  stepsOf,
  writeTrainerConfig,
  type TrainerRun,
} from "../../src/trainers.ts";

const read = (text: string, name = "run.yml"): TrainerRun => {
  const run = readTrainerConfig([{ name, text }]);
  if (!run.ok) throw new Error(run.problem.kind);
  return run.value;
};

describe("A config whose model learns from what it writes", () => {
  it.each([
    [
      "axolotl's GRPO",
      "base_model: x/y\nrl: grpo\nsequence_len: 1024\ntrl:\n  num_generations: 16\n  max_completion_length: 2048\n",
      { objective: "grpo", maxTokens: 3072, rollouts: { tokens: 2048, perPrompt: 16 } },
    ],
    [
      "TRL's GRPO with nothing said",
      "# trl grpo --config run.yml\nmodel_name_or_path: x/y\nmax_steps: 10\n",
      { objective: "grpo", maxTokens: 768, rollouts: { tokens: 256, perPrompt: 8 } },
    ],
    [
      "TRL's RLOO",
      "# trl rloo --config run.yml\nmodel_name_or_path: x/y\nmax_prompt_length: 1000\nmax_completion_length: 3000\n",
      { objective: "rloo", maxTokens: 4000, rollouts: { tokens: 3000, perPrompt: 2 } },
    ],
    [
      "LLaMA-Factory's PPO",
      "model_name_or_path: x/y\nstage: ppo\nfinetuning_type: lora\ncutoff_len: 2048\nmax_new_tokens: 512\n",
      { objective: "ppo", maxTokens: 2560, rollouts: { tokens: 512, perPrompt: 1 } },
    ],
  ])("is asked with its completions: %s", (_what, text, question) => {
    expect(read(text).question).toMatchObject(question);
    expect(read(text).data).toBeUndefined();
  });

  it.each([
    ["trl grpo --model_name_or_path x/y --max_steps 9", true],
    ["trl grpo --model_name_or_path x/y --max_steps 9 --beta 0.04", undefined],
    ["trl rloo --model_name_or_path x/y --max_steps 9", undefined],
    ["trl rloo --model_name_or_path x/y --max_steps 9 --beta 0.0", true],
    ["swift rlhf --rlhf_type grpo --model x/y", undefined],
    ["swift rlhf --rlhf_type grpo --model x/y --beta 0", true],
    ["python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=x/y", true],
    [
      "python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=x/y actor_rollout_ref.actor.use_kl_loss=True",
      undefined,
    ],
    [
      "python3 -m verl.trainer.main_ppo algorithm.adv_estimator=gae actor_rollout_ref.model.path=x/y algorithm.use_kl_in_reward=True",
      undefined,
    ],
    ["python3 -m openrlhf.cli.train_ppo_ray --pretrain x/y --colocate_all_models", undefined],
    ["python3 -m openrlhf.cli.train_ppo_ray --pretrain x/y --colocate_all_models --init_kl_coef 0", true],
    ["python open_instruct/grpo_fast.py --model_name_or_path x/y --load_ref_policy false", true],
    ["trl sft --model_name_or_path x/y --max_steps 9", undefined],
  ])("has a reference where it is held to one: %s", (text, free) => {
    expect(read(text, "run.sh").question.referenceFree).toBe(free);
  });

  it.each([
    ["trl dpo --model_name_or_path x/y --max_steps 9", undefined],
    ["trl dpo --model_name_or_path x/y --max_steps 9 --precompute_ref_log_probs", true],
    ["trl kto --model_name_or_path x/y --max_steps 9 --precompute_ref_log_probs true", true],
    // FSDP's keeps it on the host whatever is said, Megatron's where its weights, or else the actor's, wait there.
    ["python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=x/y", true],
    ["python3 -m verl.trainer.main_ppo --config-name=ppo_megatron_trainer actor_rollout_ref.model.path=x/y", undefined],
    [
      "python3 -m verl.trainer.main_ppo --config-name=ppo_megatron_trainer actor_rollout_ref.model.path=x/y actor_rollout_ref.ref.megatron.param_offload=True",
      true,
    ],
    [
      "python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=x/y actor_rollout_ref.ref.fsdp_config.param_offload=True",
      true,
    ],
    ["python3 -m openrlhf.cli.train_ppo_ray --pretrain x/y --colocate_all_models --ref_offload", true],
    ["python3 -m openrlhf.cli.train_ppo_ray --pretrain x/y --train.colocate_all --ref.offload", true],
  ])("may have one that is away while it learns: %s", (text, away) => {
    const { question, partial } = read(text, "run.sh");
    expect([question.referenceAway, partial]).toEqual([away, []]);
  });

  it("says that it has none where no key does", () => {
    const run = read("trl grpo --model_name_or_path x/y --max_steps 9", "run.sh");
    expect(run.assumed).toContainEqual({ setting: "referenceFree", value: true });
  });

  it("has rows for every completion, so that a step reads fewer prompts", () => {
    const run = { gpus: 8, microBatch: 4, accumulation: 4, maxTokens: 1024, packing: "padded" };
    const drawn = { ...run, rollouts: { perPrompt: 8 } };
    const data = { examples: 1600, tokensPerExample: 200 };
    expect(stepsOf(run, data)).toBe(13);
    expect(stepsOf(drawn, data)).toBe(100);
    expect(examplesIn(drawn, 100, 200)).toBe(1600);
  });

  it("takes as many steps as it says where a step holds no whole number of prompts", () => {
    const run = {
      gpus: 1,
      packing: "padded",
      maxTokens: 2000,
      microBatch: 4,
      accumulation: 20,
      rollouts: { tokens: 1000, perPrompt: 3 },
    };
    for (const steps of [1, 2, 100, 1000]) {
      const examples = examplesIn(run, steps, 600);
      expect(stepsOf(run, { examples, tokensPerExample: 600 })).toBe(steps);
    }
  });

  it.each([
    ["llamafactory", "grpo", "objective", "grpo"],
    ["axolotl", "rloo", "objective", "rloo"],
    ["trl", "ppo", "objective", "ppo"],
  ] as const)("is not written for %s where it has no %s", (id, objective, setting, value) => {
    const question = { ...read("base_model: x/y\nrl: grpo\n").question, model: "x/y", objective };
    expect(writeTrainerConfig(id, question)).toMatchObject({
      ok: false,
      problem: { kind: "not_writable", setting, value },
    });
  });

  it.each([
    ["turns", { rollouts: { tokens: 500, turns: 3 } }, "3"],
    ["addedTokens", { rollouts: { tokens: 500, addedTokens: 90 } }, "90"],
  ] as const)("is not written where no key says its %s", (setting, changed, value) => {
    const question = { ...read("# trl grpo --config x\nmodel_name_or_path: x/y\n").question, model: "x/y" };
    expect(writeTrainerConfig("trl", { ...question, ...changed })).toMatchObject({
      ok: false,
      problem: { kind: "not_writable", setting, value },
    });
  });

  it.each(["grpo", "dpo", "kto"] as const)(
    "is written without packing for TRL's %s, which has no such key",
    (objective) => {
      const rolled = objective === "grpo" ? { rollouts: { tokens: 256 } } : {};
      const run = { model: "x/y", objective, packing: "packed", maxTokens: 1024, epochs: 1, ...rolled } as const;
      const written = writeTrainerConfig("trl", run);
      expect(written.ok && written.value.text).toMatch(/^# trl /);
      expect(written.ok && written.value.text).not.toContain("packing");
    },
  );

  it("names the rewards that have to be filled in, and no chats", () => {
    const question = { ...read("base_model: x/y\nrl: grpo\n").question, model: "x/y" };
    const text = (id: "axolotl" | "trl"): string => {
      const out = writeTrainerConfig(id, question, "run.yaml", { file: "chats.jsonl", name: "chats" });
      return out.ok ? out.value.text : problemSentence(out.problem);
    };
    expect(text("axolotl")).toContain("# To be filled in: datasets, learning_rate, output_dir, trl.reward_funcs.");
    expect(text("trl")).toMatch(/^# trl grpo --config run.yaml\n# To be filled in: .*reward_funcs\.\n/);
    expect(text("trl")).not.toContain("chats.jsonl");
    expect(text("trl")).not.toContain("packing");
  });
});
