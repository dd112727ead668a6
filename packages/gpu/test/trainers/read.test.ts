import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  configNotes,
  deepspeedPath,
  problemSentence,
  readTrainerConfig,
  stepsOf,
  type TrainerRun,
} from "../../src/trainers.ts";

const fixture = (name: string): { name: string; text: string } => ({
  name,
  text: readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"),
});
const read = (...files: { name: string; text: string }[]): TrainerRun => {
  const run = readTrainerConfig(files);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
};
const yaml = (text: string, name = "run.yml"): { name: string; text: string } => ({ name, text });
const refusal = (...files: { name: string; text: string }[]): string => {
  const run = readTrainerConfig(files);
  return run.ok ? "read" : problemSentence(run.problem);
};

describe("readTrainerConfig", () => {
  it("reads axolotl's, names what it does not know with its line, and says what is not counted", () => {
    const run = read(fixture("axolotl.yml"));
    expect(run.trainer).toBe("axolotl");
    expect(run.question).toEqual({
      model: "Qwen/Qwen2.5-7B-Instruct",
      framework: "axolotl",
      objective: "sft",
      method: "qlora",
      quantisation: "nf4-double",
      rank: 32,
      targets: "all",
      optimizer: "paged-adamw-8bit",
      checkpointing: "full",
      flashAttention: true,
      loss: "fused",
      packing: "packed",
      maxTokens: 4096,
      microBatch: 2,
      accumulation: 4,
      epochs: 3,
    });
    expect(run.unknown.map(({ entry, near }) => [entry.key, entry.line, near])).toEqual([
      ["micro_bach_size", 27, "micro_batch_size"],
    ]);
    expect(run.partial.map(({ entry }) => entry.key)).toEqual(["relora"]);
  });

  it.each([
    ["axolotl", "base_model: Qwen/Qwen3-8B\nadapter: lora\nmicro_batch_size: 4\ngroup_by_length: true\n"],
    ["trl", "model_name_or_path: Qwen/Qwen3-8B\nuse_peft: true\ntrain_sampling_strategy: group_by_length\n"],
  ])("counts the little padding of rows of like length: %s", (_trainer, text) => {
    expect(read(yaml(text)).question.packing).toBe("grouped");
  });

  it("reads LLaMA-Factory's, and a config of DeepSpeed's by its name where it is not there", () => {
    const run = read(fixture("llamafactory.yaml"));
    expect(run.question).toMatchObject({
      objective: "dpo",
      method: "lora",
      rank: 16,
      targets: "qv",
      sharding: "zero3",
      offload: ["optimizer", "weights"],
      epochs: 2,
      loss: "plain",
      checkpointing: "full",
      packing: "padded",
    });
    expect(run.maxExamples).toBe(500);
    expect(run.byName).toBe("examples/deepspeed/ds_z3_offload_config.json");
    expect(deepspeedPath(fixture("llamafactory.yaml"))).toBe("examples/deepspeed/ds_z3_offload_config.json");
    const beside = yaml('{"zero_optimization": {"stage": 2, "offload_optimizer": {"device": "cpu"}}}', "ds.json");
    const given = read(fixture("llamafactory.yaml"), beside);
    expect(given.question).toMatchObject({ sharding: "zero2", offload: ["optimizer"] });
    expect(given.byName).toBeUndefined();
  });

  it("reads torchtune's: builders, interpolation, the cards in its comment, the steps of an epoch", () => {
    const run = read(fixture("torchtune.yaml"));
    expect(run.question).toMatchObject({
      model: "llama3_1_8b",
      method: "full",
      gpus: 4,
      sharding: "fsdp",
      optimizer: "paged-adamw-8bit",
      loss: "chunked",
      compiled: true,
      weights: "bf16",
      maxTokens: 8192,
      packing: "packed",
    });
    expect(run.data).toEqual({ examples: 800, tokensPerExample: 8192 });
    expect(run.unknown).toEqual([]);
  });

  it("reads a command line of TRL's", () => {
    const run = read(fixture("trl.sh"));
    expect(run.trainer).toBe("trl");
    expect(run.question).toMatchObject({
      model: "Qwen/Qwen3-0.6B",
      objective: "sft",
      method: "lora",
      rank: 32,
      targets: "all",
      gpus: 4,
      sharding: "ddp",
      microBatch: 8,
      accumulation: 2,
      maxTokens: 1024,
      checkpointing: "none",
      packing: "packed",
    });
    expect(run.unknown).toEqual([]);
  });

  it("refuses a file that stands beside a config where none is given, with its name", () => {
    const alone = yaml('{"zero_optimization": {"stage": 2}}', "ds.json");
    expect(readTrainerConfig([alone])).toMatchObject({
      ok: false,
      problem: { kind: "beside_alone", file: "ds.json", trainer: "DeepSpeed" },
    });
  });

  it("reads TrainingArguments as JSON, with accelerate's file beside it", () => {
    const args = yaml(
      '{"model_name_or_path": "Qwen/Qwen3-8B", "per_device_train_batch_size": 1, "bf16": true}',
      "args.json",
    );
    const accelerate = yaml(
      "compute_environment: LOCAL_MACHINE\ndistributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_offload_params: true\n",
      "fsdp.yaml",
    );
    expect(read(args, accelerate).question).toMatchObject({
      gpus: 8,
      sharding: "fsdp",
      offload: ["optimizer", "weights"],
      weights: "fp32",
    });
  });

  it("takes the steps that a config ends after for its data where rows are packs", () => {
    const run = read(
      yaml(
        "base_model: Qwen/Qwen3-8B\npretraining_dataset: [{path: x}]\nmax_steps: 50\nsequence_len: 2048\nmicro_batch_size: 4\n",
      ),
    );
    expect(run.question).toMatchObject({ objective: "continued", packing: "packed" });
    expect(run.data).toEqual({ examples: 200, tokensPerExample: 2048 });
  });

  it("reckons as the shell does: quotients are whole", () => {
    const script =
      "TOTAL=66\ntrl sft --model_name_or_path Qwen/Qwen3-8B --gradient_accumulation_steps $((TOTAL / 2 / 4))\n";
    expect(read(yaml(script, "run.sh")).question).toMatchObject({ accumulation: 8 });
  });

  it("reads over how many cards a row is cut, and what is left to read rows of their own", () => {
    const run = read(
      yaml(
        "base_model: Qwen/Qwen3-8B\nadapter: lora\nsequence_len: 65536\nmicro_batch_size: 1\nsequence_parallel_degree: 4\n",
      ),
    );
    expect(run.question).toMatchObject({ contextParallel: 4, gpus: 4 });
    expect(run.partial).toEqual([]);
    const { question } = read(
      yaml(
        "NPROC_PER_NODE=8 megatron sft --model Qwen/Qwen3-8B --tensor_model_parallel_size 2 --micro_batch_size 1 --global_batch_size 16 --max_length 4096\n",
        "run.sh",
      ),
    );
    expect(question).toMatchObject({ tensorParallel: 2, gpus: 8, accumulation: 4 });
  });

  it("raises LLaMA-Factory's trained weights to 32 bits unless it is told not to", () => {
    const full = "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\nfinetuning_type: full\nbf16: true\n";
    expect(read(yaml(full)).question.weights).toBe("fp32");
    expect(read(yaml(`${full}pure_bf16: true\n`)).question.weights).toBe("bf16");
    expect(read(yaml(`${full}deepspeed: ds_z3_config.json\n`)).question.weights).toBe("bf16");
  });
});

describe("bad input", () => {
  it.each([
    ["broken YAML", "base_model: [x\nsequence_len: 3\n", /^run\.yml, line \d+ cannot be read/],
    [
      "a key that is there twice",
      "base_model: x/y\nlora_r: 8\nlora_r: 16\n",
      /^run\.yml, line 3 cannot be read: its key stands in the file twice/,
    ],
    ["an include", "base_model: x/y\ndatasets: !include data.yml\n", /^run\.yml, line 2 takes in another file/],
    ["Hydra's defaults", "defaults:\n  - base\nbase_model: x/y\n", /line 1 takes in another file \(defaults\)/],
    [
      "a word for a number",
      "base_model: x/y\nmicro_batch_size: two\n",
      /line 2: micro_batch_size must be a whole number of at least 1, not "two"/,
    ],
    [
      "two ways to quantise",
      "base_model: x/y\nadapter: lora\nload_in_4bit: true\nload_in_8bit: true\n",
      /^load_in_4bit: true \(run\.yml, line 3\) and load_in_8bit: true \(run\.yml, line 4\) contradict/,
    ],
    [
      "qlora without its bits",
      "base_model: x/y\nadapter: qlora\nload_in_4bit: false\n",
      /adapter: qlora .* and load_in_4bit: false/,
    ],
    ["FSDP and DeepSpeed", "base_model: x/y\nfsdp: [full_shard]\ndeepspeed: zero2.json\n", /contradict each other/],
    ["streaming without an end", "base_model: x/y\npretraining_dataset: [{path: x}]\n", /no max_steps/],
    ["no model", "learning_rate: 1e-4\nper_device_train_batch_size: 1\n", /names no model/],
    ["another trainer", "max_duration: 1ep\ntrain_loader:\n  name: finetuning\n", /looks like a run of llm-foundry/],
    ["a launch", "provider: modal\ngpu: h100\n", /looks like a launch on a cloud/],
    [
      "accelerate's alone",
      "compute_environment: LOCAL_MACHINE\ndistributed_type: FSDP\n",
      /name the trainer's config before it/,
    ],
    ["an export", "model_name_or_path: x/y\ntemplate: qwen\nexport_dir: out\n", /config for export/],
    [
      "reinforcement",
      "base_model: x/y\nrl: ebft\n",
      /line 2: training by reinforcement is not counted from a config yet/,
    ],
    ["a list", "- a\n- b\n", /holds no keys/],
    [
      "a script",
      "from unsloth import FastLanguageModel\nmodel, tokenizer = FastLanguageModel.from_pretrained(\n    load_in_4bit=True,\n)\n",
      /it is a script, and only configs and command lines are read: give what it sets as options, such as --model/,
    ],
    ["nothing there for an alias", "base_model: *gone\n", /cannot be read/],
  ])("says what to do about %s", (_what, text, sentence) => {
    expect(refusal(yaml(text))).toMatch(sentence);
  });

  it("finds keys of two files that contradict one another", () => {
    const accelerate = yaml(
      "distributed_type: DEEPSPEED\ndeepspeed_config:\n  zero_stage: 2\n  gradient_accumulation_steps: 4\n",
      "acc.yaml",
    );
    expect(refusal(yaml("base_model: x/y\ngradient_accumulation_steps: 8\n"), accelerate)).toContain(
      "gradient_accumulation_steps: 8 (run.yml, line 2) and deepspeed_config.gradient_accumulation_steps: 4 (acc.yaml, line 4) contradict",
    );
    expect(refusal(yaml("base_model: x/y\n"), yaml("base_model: x/z\n", "other.yml"))).toContain("are two runs");
  });
});

describe("configNotes", () => {
  it("say that all weights are trained where nothing is adapted", () => {
    const notes = configNotes(read(yaml("model_name_or_path: Qwen/Qwen3-8B\nstage: sft\nfinetuning_type: full\n")));
    expect(notes.find(({ key }) => key === "finetuning_type")?.meaning).toBe("what is trained: all weights");
  });

  it("lists what was taken, assumed, not counted and not known", () => {
    const notes = configNotes(read(fixture("axolotl.yml")));
    const of = (kind: string): string[] =>
      notes.filter((note) => note.kind === kind).map(({ key, meaning }) => `${key}: ${meaning}`);
    expect(of("unknown")).toEqual(["micro_bach_size: did you mean micro_batch_size?"]);
    expect(of("not_counted")).toEqual(["relora: adapters are merged and begun anew"]);
    expect(of("taken")).toContain("micro_batch_size: rows per card and micro-step: 2");
    expect(of("assumed")).toEqual([": what it is trained on: sft"]);
    expect(notes.find(({ key }) => key === "sequence_len")?.line).toBe(9);
  });

  it("names keys that are read and change neither memory nor time", () => {
    const notes = configNotes(read(yaml("base_model: Qwen/Qwen3-8B\nlearning_rate: 2e-4\nseed: 7\n")));
    expect(notes.filter(({ kind }) => kind === "idle").map(({ key }) => key)).toEqual(["learning_rate", "seed"]);
  });

  it("says what an optimizer without a like is counted as", () => {
    const notes = configNotes(read(yaml("base_model: Qwen/Qwen3-8B\noptimizer: muon\n")));
    expect(notes.find(({ key }) => key === "optimizer")?.meaning).toBe("optimizer: it is counted as adamw");
  });
});

describe("stepsOf", () => {
  it.each([
    // rows of 2 × 4 on one card; packs of 1,000 tokens; four cards of which two share a layer
    [{ gpus: 1, microBatch: 2, accumulation: 4, maxTokens: 1000, packing: "padded", epochs: 3 }, 100, 300, 39],
    [{ gpus: 1, microBatch: 2, accumulation: 1, maxTokens: 1000, packing: "packed" }, 100, 300, 15],
    [
      { gpus: 4, tensorParallel: 2, microBatch: 1, accumulation: 1, maxTokens: 1000, packing: "unpacked" },
      100,
      300,
      50,
    ],
  ])("counts %j", (run, examples, tokensPerExample, steps) => {
    expect(stepsOf(run, { examples, tokensPerExample })).toBe(steps);
  });
});
