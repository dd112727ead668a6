import { describe, expect, it } from "vitest";
import { problemSentence, readTrainerConfig, type TrainerRun } from "../../src/trainers.ts";

function read(text: string): TrainerRun {
  const run = readTrainerConfig([{ name: "run.yml", text }]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

const trl = "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 1\nnum_train_epochs: 1\n";
const factory = "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\nfinetuning_type: lora\ntemplate: qwen3\n";
const axolotl = "base_model: Qwen/Qwen3-8B\nadapter: lora\nmicro_batch_size: 1\ndatasets: []\n";

describe("keys of the trainers' own classes of arguments", () => {
  // https://pypi.org/project/transformers/5.24.0: `gradient_checkpointing` is the old name of `activation_checkpointing`.
  it.each([true, false])("transformers' new name of checkpointing is read as the old one: %s", (on) => {
    const [now, before] = ["activation", "gradient"].map(
      (word) => read(`${trl}${word}_checkpointing: ${on}\n`).question,
    );
    expect(now?.checkpointing).toBe(on ? "full" : "none");
    expect(now).toEqual(before);
  });

  it("old RLOO's draws for one prompt are counted, and its passes over them said", () => {
    const run = read(`${trl}num_generations: 4\nrloo_k: 8\nnum_ppo_epochs: 4\n`.replace("num_generations: 4\n", ""));
    expect(run.unknown).toEqual([]);
    expect(run.partial.map(({ entry }) => entry.key)).toEqual(["num_ppo_epochs", "use_vllm"]);
  });

  it.each([
    // https://pypi.org/project/trl/1.16.0 and earlier releases down to 0.15.2
    ["TRL", trl, "importance_sampling_level delta cache_implementation shuffle_dataset num_completions_to_print"],
    [
      "TRL",
      trl,
      "label_smoothing model_init_kwargs discopop_tau normalize_advantages entropy_coef vespo_k_pos kl_coef",
    ],
    [
      "TRL",
      trl,
      "log_on_each_node full_determinism ignore_data_skip half_precision_backend activation_checkpointing_kwargs",
    ],
    // https://pypi.org/project/llamafactory/0.9.5
    [
      "LLaMA-Factory",
      factory,
      "default_system disable_shuffling split_special_tokens ppo_target profiler_repeat hf_hub_token",
    ],
    // https://pypi.org/project/axolotl/0.19.0
    [
      "axolotl",
      axolotl,
      "gc_steps lora_alpha_pattern default_system_message excess_length_strategy embedding_lr qgalore_scale",
    ],
  ])("%s knows what changes neither memory nor time", (_name, config, keys) => {
    const text = keys
      .split(" ")
      .map((key) => `${key}: 1\n`)
      .join("");
    expect(read(`${config}${text}`).unknown.map(({ entry }) => entry.key)).toEqual([]);
  });
});
