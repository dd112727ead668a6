import { readFileSync } from "node:fs";
import { selfHost, type SelfHostAnswer } from "@tunecast/gpu";
import { hardware, openModels, uncounted } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import {
  problemSentence,
  readTrainerConfig,
  writeTrainerConfig,
  writtenRun,
  writtenTrainers,
  type TrainerId,
  type TrainerRun,
} from "../../src/trainers.ts";

const book = { models: openModels, hardware, uncounted };
const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const read = (text: string): TrainerRun => {
  const run = readTrainerConfig([{ name: "run.yaml", text }]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
};
const estimated = (run: TrainerRun): SelfHostAnswer => {
  const data = { examples: 4000, tokensPerExample: 350 };
  const answer = selfHost({ ...run.question, gpu: "h100-sxm-80", data }, book);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
};
const written = (id: TrainerId, text: string): string => {
  const run = read(text);
  const { maxSteps, stepsPerEpoch, maxExamples } = run;
  const { model } = run.question;
  const asked = { ...run.question, model: typeof model === "string" ? model : model.id };
  const out = writeTrainerConfig(id, writtenRun(estimated(run), asked, { maxSteps, stepsPerEpoch, maxExamples }));
  return out.ok ? out.value.text : problemSentence(out.problem);
};

const llama = "model_name_or_path: meta-llama/Llama-3.1-8B-Instruct\ntemplate: llama3\n";
const configs: readonly (readonly [TrainerId, string, string])[] = [
  ["axolotl", "quantised adapters", fixture("axolotl.yml")],
  [
    "axolotl",
    "every weight on cards that split it",
    "# accelerate launch --num_processes 8 -m axolotl.cli.train a.yml\nbase_model: Qwen/Qwen3-8B\nsequence_len: 8192\nsample_packing: true\nbf16: true\nfsdp_version: 2\nfsdp_config:\n  offload_params: true\ngradient_checkpointing: true\nmicro_batch_size: 2\nnum_epochs: 2\noptimizer: adamw_torch_8bit\n",
  ],
  [
    "axolotl",
    "pairs under DeepSpeed",
    "base_model: mistralai/Mistral-7B-v0.1\nadapter: lora\nlora_r: 64\nlora_target_modules: [q_proj, v_proj]\nrl: dpo\nload_in_8bit: true\nsequence_len: 2048\ndeepspeed: deepspeed_configs/zero2.json\nmicro_batch_size: 4\nchunked_cross_entropy: true\nmax_steps: 200\n",
  ],
  [
    "axolotl",
    "running text in 8-bit products",
    "base_model: meta-llama/Llama-3.2-3B\nsequence_len: 4096\nsample_packing: true\nfp8: true\nbf16: true\ntorch_compile: true\nactivation_offloading: true\ngradient_checkpointing: true\ndatasets:\n  - path: x\n    type: completion\n",
  ],
  ["llamafactory", "pairs with the weights on the host", fixture("llamafactory.yaml")],
  [
    "llamafactory",
    "a base of 4 bits",
    `${llama}stage: sft\nfinetuning_type: lora\nquantization_bit: 4\nlora_rank: 32\nlora_target: q_proj,v_proj\ncutoff_len: 3000\npacking: true\nenable_liger_kernel: true\nper_device_train_batch_size: 2\nbf16: true\n`,
  ],
  [
    "llamafactory",
    "every weight under DeepSpeed",
    `# FORCE_TORCHRUN=1 NPROC_PER_NODE=4 llamafactory-cli train x.yaml\n${llama}stage: pt\nfinetuning_type: full\ndeepspeed: examples/deepspeed/ds_z3_config.json\ncutoff_len: 8192\npacking: true\nmax_steps: 50\nbf16: true\n`,
  ],
  [
    "llamafactory",
    "AdamW in steps of its own",
    "model_name_or_path: meta-llama/Llama-3.2-1B\ntemplate: llama3\nstage: sft\nfinetuning_type: full\ncutoff_len: 2048\noptim: adamw_torch\nbf16: true\n",
  ],
  [
    "axolotl",
    "every weight of a copy on each card",
    "# accelerate launch --num_processes 2 -m axolotl.cli.train a.yml\nbase_model: Qwen/Qwen3-0.6B\nsequence_len: 4096\nbf16: true\nmicro_batch_size: 1\nnum_epochs: 2\noptimizer: adamw_torch_fused\n",
  ],
];

// https://github.com/modelscope/ms-swift/blob/3602360a/examples/train/full/train.sh: 76 GiB, with masters and wide states 158.
it("estimates all weights of 16 bits on one card as its trainer holds them", () => {
  const text = `NPROC_PER_NODE=1 swift sft --model Qwen/Qwen2.5-7B-Instruct --tuner_type full --torch_dtype bfloat16 \\
    --per_device_train_batch_size 1 --gradient_accumulation_steps 16 --max_length 2048 --optim adamw_torch`;
  const { memory } = estimated(read(text));
  expect(Math.abs(memory.totalGiB / 76 - 1)).toBeLessThan(0.12);
});

/** Runs that compare answers, or draw them. */
const compared: readonly (readonly [TrainerId, string, string])[] = [
  [
    "axolotl",
    "completions of its own",
    "# accelerate launch --num_processes 8 -m axolotl.cli.train a.yml\nbase_model: Qwen/Qwen2.5-7B-Instruct\nadapter: lora\nlora_r: 32\nlora_target_linear: true\nrl: grpo\nsequence_len: 1024\nbf16: true\ngradient_checkpointing: true\nmicro_batch_size: 4\ngradient_accumulation_steps: 4\ntrl:\n  num_generations: 16\n  max_completion_length: 2048\n",
  ],
  [
    "axolotl",
    "pairs without a reference",
    "base_model: mistralai/Mistral-7B-v0.1\nadapter: lora\nlora_r: 8\nlora_target_linear: true\nrl: orpo\nsequence_len: 2048\nmicro_batch_size: 2\n",
  ],
  [
    "trl",
    "completions of its own",
    "# trl grpo --num_processes 8 --config x.yaml\nmodel_name_or_path: Qwen/Qwen2.5-7B-Instruct\nnum_generations: 8\nmax_prompt_length: 700\nmax_completion_length: 1300\nper_device_train_batch_size: 8\ngradient_accumulation_steps: 2\nbf16: true\ndtype: bfloat16\nuse_liger_kernel: true\ndeepspeed:\n  zero_optimization:\n    stage: 3\n",
  ],
  [
    "trl",
    "completions that are compared with one another",
    "# trl rloo --config x.yaml\nmodel_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\nuse_peft: true\nlora_r: 16\nnum_generations: 4\nmax_completion_length: 512\nper_device_train_batch_size: 4\n",
  ],
  [
    "trl",
    "answers that were liked or not",
    "# trl kto --config x.yaml\nmodel_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\nmax_length: 1024\nper_device_train_batch_size: 4\nbf16: true\n",
  ],
  [
    "trl",
    "pairs",
    "# trl dpo --config x.yaml\nmodel_name_or_path: Qwen/Qwen2.5-1.5B-Instruct\nmax_length: 1024\nper_device_train_batch_size: 4\nbf16: true\n",
  ],
  [
    "llamafactory",
    "completions and a critic",
    `${llama}stage: ppo\nfinetuning_type: lora\nlora_rank: 8\nlora_target: all\ncutoff_len: 1500\nmax_new_tokens: 500\nbf16: true\nper_device_train_batch_size: 1\n`,
  ],
  [
    "llamafactory",
    "pairs without a reference",
    `${llama}pref_loss: orpo\nstage: dpo\nfinetuning_type: lora\nlora_target: all\ncutoff_len: 2048\nbf16: true\n`,
  ],
];

describe("writeTrainerConfig", () => {
  it.each([...configs, ...compared])(
    "gives the same estimate when %s's config is read again: %s",
    (id, _what, text) => {
      const run = read(text);
      const again = read(written(id, text));
      const [before, after] = [run, again].map(estimated);
      expect(again.unknown).toEqual([]);
      expect(again.question.objective).toBe(run.question.objective);
      expect(after?.memory).toEqual(before?.memory);
      expect(after?.hours).toEqual(before?.hours);
      expect(after?.verdict).toBe(before?.verdict);
      expect(after?.gpus).toBe(before?.gpus);
      expect(again.maxSteps).toBe(run.maxSteps);
      expect(again.stepsPerEpoch).toBe(run.stepsPerEpoch);
    },
  );

  it("writes the command that starts it, and what is to be filled in, above the config", () => {
    expect(written("axolotl", configs[1]?.[2] ?? "")).toMatch(
      /^# accelerate launch --num_processes 8 -m axolotl.cli.train run.yaml\n# To be filled in: datasets, learning_rate, output_dir.\n/,
    );
    expect(written("llamafactory", configs[6]?.[2] ?? "")).toContain(
      "NPROC_PER_NODE=4 llamafactory-cli train run.yaml",
    );
    expect(written("trl", configs[5]?.[2] ?? "")).toContain("# trl sft --config run.yaml");
  });

  // Weights of 32 bits are multiplied in 16 where a trainer casts them: that is what was estimated.
  it.each([
    ["full", "fp32", true, "bf16: true"],
    ["full", "fp32", false, "bf16: false"],
    ["full", "bf16", true, "bf16: true"],
    ["lora", "fp32", true, "bf16: true"],
    ["lora", "bf16", false, "bf16: false"],
  ] as const)("writes 16-bit arithmetic but without autocast: %s, %s, %s", (method, weights, autocast, line) => {
    const written = writeTrainerConfig("trl", { model: "Qwen/Qwen3-0.6B", method, weights, autocast });
    expect(written.ok && written.value.text.split("\n")).toContain(line);
  });

  // LLaMA-Factory raises what it trains to 32 bits but under ZeRO-3 and FSDP, which need no key to stay in 16.
  it.each([
    ["ddp", true],
    ["zero2", true],
    ["zero3", false],
    ["fsdp", false],
  ] as const)("keeps LLaMA-Factory's weights in 16 bits under %s by a key: %s", (sharding, isSaid) => {
    const run = { model: "Qwen/Qwen3-8B", method: "full", weights: "bf16", gpus: 4, sharding } as const;
    const written = writeTrainerConfig("llamafactory", run);
    expect(written.ok && written.value.text.includes("pure_bf16: true")).toBe(isSaid);
  });

  it("writes over how many cards a row is cut, or refuses the trainer that has no key for it", () => {
    const run = { model: "Qwen/Qwen3-8B", method: "lora", gpus: 8, contextParallel: 4, maxTokens: 65_536 } as const;
    const axolotl = writeTrainerConfig("axolotl", run);
    expect(axolotl.ok && axolotl.value.text).toContain("context_parallel_size: 4");
    // LLaMA-Factory has the key in its Megatron form alone, whose arguments its own parser does not know.
    for (const trainer of ["trl", "llamafactory"] as const)
      expect(writeTrainerConfig(trainer, run)).toMatchObject({ ok: false, problem: { setting: "contextParallel" } });
  });

  it("writes the run of one trainer for another", () => {
    const config =
      "base_model: Qwen/Qwen3-8B\nadapter: lora\nlora_r: 16\nlora_target_linear: true\nsequence_len: 2048\nbf16: true\ngradient_checkpointing: true\n";
    for (const id of writtenTrainers) {
      const again = read(written(id, config));
      expect(again.unknown).toEqual([]);
      expect(again.question).toMatchObject({
        method: "lora",
        rank: 16,
        targets: "all",
        maxTokens: 2048,
        microBatch: 1,
      });
    }
  });

  it.each([
    [
      "llamafactory",
      fixture("torchtune.yaml"),
      "LLaMA-Factory has no key for this run's steps of an epoch at most (100)",
    ],
    ["trl", configs[3]?.[2] ?? "", "TRL has no key for this run's 8-bit products: change it"],
    [
      "axolotl",
      "model:\n  _component_: torchtune.models.qwen2_5.qwen2_5_7b_instruct\nbatch_size: 1\noptimizer_in_bwd: true\noptimizer:\n  _component_: torch.optim.AdamW\n",
      "axolotl has no key for this run's each gradient is used and freed at once",
    ],
  ] as const)("says what %s cannot run", (id, text, said) => {
    expect(written(id, text)).toContain(said);
  });
});
