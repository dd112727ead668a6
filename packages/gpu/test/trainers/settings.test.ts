import { describe, expect, it } from "vitest";
import type { TrainerRun } from "../../src/trainers.ts";
import { file, read, refusal } from "./configs.ts";

const trl = "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 1\n";
const axolotl = "base_model: Qwen/Qwen3-8B\n";
const factory = "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\n";

describe("a config of DeepSpeed's that is known by its name alone", () => {
  const named = (path: string): TrainerRun => read(`${trl}num_processes: 4\ndeepspeed: ${path}\n`);

  it.each([
    ["ds_z3_config.json", "zero3", undefined],
    ["configs/zero2.json", "zero2", undefined],
    ["stage-1.json", "zero1", undefined],
    ["zero_0.json", "ddp", undefined],
    ["zero3_bf16_cpuoffload_all.json", "zero3", ["optimizer", "weights"]],
    ["zero3_bf16_cpuoffload_params.json", "zero3", ["optimizer", "weights"]],
    ["zero3_offload_optimizer.json", "zero3", ["optimizer"]],
    ["ds_z2_offload_config.json", "zero2", ["optimizer"]],
  ])("%s", (path, sharding, offload) => {
    const { question, byName } = named(path);
    expect([question.sharding, question.offload, byName]).toEqual([sharding, offload, path]);
  });

  it("says nothing where its name has no stage", () => {
    expect([named("zero3/mine.json").byName, named("zero3/mine.json").question.sharding]).toEqual([undefined, "ddp"]);
  });

  it("is not asked where the file is at hand", () => {
    const beside = file('{"zero_optimization": {"stage": 1}}', "ds.json");
    const { question, byName } = read(`${trl}num_processes: 4\ndeepspeed: zero3.json\n`, "run.yaml", beside);
    expect([question.sharding, byName]).toEqual(["zero1", undefined]);
  });
});

describe("how a run is split over cards", () => {
  it.each([
    ["on one card, whatever is said", `${trl}num_processes: 1\ndeepspeed: zero3.json\n`, 1, undefined],
    ["on cards that nobody counted, as a key says", `${trl}deepspeed: zero3.json\n`, undefined, "zero3"],
    ["on cards that nobody counted, where no key says", trl, undefined, undefined],
    ["as copies", `${trl}num_processes: 2\n`, 2, "ddp"],
    ["by FSDP", `${trl}num_processes: 2\nfsdp: full_shard auto_wrap\n`, 2, "fsdp"],
    ["by FSDP that keeps the weights", `${trl}num_processes: 2\nfsdp: shard_grad_op\n`, 2, "zero2"],
    ["over machines", `${trl}nproc_per_node: 8\nnnodes: 2\n`, 16, "ddp"],
  ])("%s", (_what, text, gpus, sharding) => {
    const { question } = read(text);
    expect([question.gpus, question.sharding]).toEqual([gpus, sharding]);
  });

  it.each([
    ["NO_SHARD", "ddp"],
    ["FULL_SHARD", "fsdp"],
    ["HYBRID_SHARD", "fsdp"],
    ["SHARD_GRAD_OP", "zero2"],
  ])("by accelerate's %s", (strategy, sharding) => {
    const beside = `num_processes: 4\nmixed_precision: bf16\ndistributed_type: FSDP\nfsdp_config: {fsdp_sharding_strategy: ${strategy}}\n`;
    expect(read(trl, "run.yaml", file(beside, "acc.yaml")).question.sharding).toBe(sharding);
  });

  it.each(["NO", "'NO'", "MULTI_GPU"])("not at all by accelerate's %s, quoted or not", (type) => {
    const beside = file(`distributed_type: ${type}\nnum_processes: 4\n`, "acc.yaml");
    expect(read(trl, "run.yaml", beside).question.sharding).toBe("ddp");
  });

  it("offloads what the keys say, and the states with the weights", () => {
    const fsdp = read(`${trl}num_processes: 2\nfsdp: full_shard offload auto_wrap\nactivation_offloading: true\n`);
    expect(fsdp.question.offload).toEqual(["optimizer", "weights", "activations"]);
    expect(read(`${trl}num_processes: 2\nfsdp: full_shard\n`).question.offload).toBeUndefined();
  });
});

describe("rows of a step", () => {
  const megatron = "NPROC_PER_NODE=8 megatron sft --model Qwen/Qwen3-8B --max_length 2048";
  const swift = (options: string): TrainerRun => {
    return read(`${megatron} ${options}\n`, "run.sh");
  };

  it.each([
    ["--micro_batch_size 1 --global_batch_size 32", 4],
    ["--micro_batch_size 2 --global_batch_size 32", 2],
    ["--micro_batch_size 1 --global_batch_size 32 --tensor_model_parallel_size 2", 8],
    ["--micro_batch_size 1 --global_batch_size 32 --pipeline_model_parallel_size 4", 16],
    ["--micro_batch_size 1 --global_batch_size 32 --context_parallel_size 8", 32],
    ["--micro_batch_size 1 --global_batch_size 8", 1],
  ])("%s are %d micro-steps", (options, accumulation) => {
    expect(swift(options).question.accumulation).toBe(accumulation);
  });

  it.each([
    ["sample_packing: true\nmax_steps: 10\nsequence_len: 1000\nmicro_batch_size: 2\n", { examples: 20 }],
    [
      "sample_packing: true\nmax_steps: 10\nsequence_len: 1000\nmicro_batch_size: 2\ngradient_accumulation_steps: 4\n",
      { examples: 80 },
    ],
    ["sample_packing: true\nsequence_len: 1000\nmicro_batch_size: 2\n", undefined],
    ["max_steps: 10\nsequence_len: 1000\nmicro_batch_size: 2\n", undefined],
  ])("are data where a config ends after them: %j", (keys, data) => {
    expect(read(axolotl + keys).data).toEqual(data && { ...data, tokensPerExample: 1000 });
  });

  it("are packs, padded, padded with rows of like length, or free of padding", () => {
    const packing = (keys: string): unknown => read(trl + keys).question.packing;
    expect(packing("packing: true\n")).toBe("packed");
    expect(packing("padding_free: true\n")).toBe("unpacked");
    expect(packing("group_by_length: true\n")).toBe("grouped");
    expect(packing("")).toBe("padded");
  });
});

describe("what weights are held in", () => {
  it.each([
    [`${factory}finetuning_type: full\nbf16: true\n`, "fp32"],
    [`${factory}finetuning_type: full\npure_bf16: true\n`, "bf16"],
    [`${factory}finetuning_type: full\nbf16: true\nfsdp: full_shard\n`, "bf16"],
    [`${factory}finetuning_type: full\nbf16: true\ndeepspeed: ds_z2_config.json\n`, "bf16"],
    [`${factory}finetuning_type: lora\nbf16: true\n`, undefined],
    [`${axolotl}bf16: true\n`, "bf16"],
    [`${axolotl}fp16: true\n`, "bf16"],
    [axolotl, "fp32"],
    [`${axolotl}adapter: qlora\n`, undefined],
    [`${trl}dtype: bfloat16\n`, "bf16"],
    [trl, "fp32"],
    // DeepSpeed casts the whole model where it computes in 16 bits.
    [`${trl}bf16: true\ndeepspeed: ds_z2_config.json\n`, "bf16"],
    [`${trl}bf16: false\ndeepspeed: ds_z2_config.json\n`, "fp32"],
  ])("%j", (text, weights) => {
    expect(read(text).question.weights).toBe(weights);
  });
});

describe("what is assumed", () => {
  const assumed = (text: string): readonly string[] => read(text).assumed.map(({ setting }) => setting);

  it("leaves out what a key says and what the run has no use for", () => {
    expect(assumed(axolotl)).toEqual(expect.arrayContaining(["adapter", "objective", "maxTokens", "epochs"]));
    expect(assumed(axolotl)).not.toContain("rank");
    expect(assumed(`${axolotl}adapter: lora\n`)).toContain("rank");
    expect(assumed(`${axolotl}adapter: lora\n`)).not.toContain("adapter");
    expect(assumed(`${axolotl}sequence_len: 512\n`)).not.toContain("maxTokens");
    expect(assumed(trl)).not.toEqual(expect.arrayContaining(["targets"]));
    expect(assumed(`${trl}use_peft: true\n`)).toEqual(expect.arrayContaining(["rank", "targets", "doubleQuant"]));
  });

  it("takes the leanest of several losses", () => {
    const loss = (keys: string): unknown => read(axolotl + keys).question.loss;
    expect(loss("")).toBe("plain");
    expect(loss("chunked_cross_entropy: true\n")).toBe("chunked");
    expect(loss("chunked_cross_entropy: true\ncut_cross_entropy: true\n")).toBe("fused");
  });

  it("says that only some of the weights are trained where layers stay as they are", () => {
    const frozen = read(`${factory}finetuning_type: freeze\n`);
    expect(frozen.partial.map(({ why }) => why)).toContain("only some of the weights are trained");
    expect(read(`${factory}finetuning_type: full\nbf16: true\n`).partial).toEqual([]);
  });
});

describe("keys that a trainer does not have", () => {
  it.each([
    ["max_lenght", "max_length"],
    ["per_device_train_batch_sise", "per_device_train_batch_size"],
    ["quite_another_thing", undefined],
  ])("%s may be %s", (key, near) => {
    expect(read(`${trl}${key}: 5\n`).unknown.map((one) => one.near)).toEqual([near]);
  });

  it("are no such keys where a family of keys is left alone", () => {
    const { unknown, idle } = read(`${trl}wandb_mine: x\ndataset_own: {a: 1}\n`);
    expect(unknown).toEqual([]);
    expect(idle.map(({ key }) => key)).toEqual(["wandb_mine", "dataset_own"]);
  });

  it("change something that is not counted, unless they are off", () => {
    const partial = (text: string): readonly string[] => read(trl + text).partial.map(({ entry }) => entry.key);
    expect(partial("use_dora: true\n")).toEqual(["use_dora"]);
    expect(partial("use_dora: false\n")).toEqual([]);
    expect(partial("lora_modules_to_save: []\n")).toEqual([]);
    expect(partial("lora_modules_to_save: [lm_head]\n")).toEqual(["lora_modules_to_save"]);
    expect(read(`${trl}use_dora: false\n`).idle.map(({ key }) => key)).toEqual(["use_dora"]);
  });
});

describe("a file that is filled in or taken apart", () => {
  it("takes values of its own keys, however far apart", () => {
    const text = `base_model: \${names.base}\nnames: {base: "\${first}"}\nfirst: Qwen/Qwen3-8B\nlora_r: \${gone}\n`;
    const run = read(text);
    expect(run.question.model).toBe("Qwen/Qwen3-8B");
    expect(run.partial.map(({ entry, why }) => [entry.key, why])).toEqual([["lora_r", "it is set elsewhere"]]);
  });

  it("keeps a value that stands for itself", () => {
    expect(read(`${axolotl}output_dir: \${output_dir}\n`).question.model).toBe("Qwen/Qwen3-8B");
  });

  it.each([
    ["base_model: x/y\n_base_: other.yml\n", "line 2 takes in another file (_base_)"],
    ["include: a.yml\nbase_model: x/y\n", "line 1 takes in another file (include)"],
    ["base_model: x/y\ndatasets: !inc data.yml\n", "line 2 takes in another file (!inc)"],
    ["defaults: [ppo_trainer, mine]\nbase_model: x/y\n", "line 1 takes in another file (defaults)"],
  ])("is refused where it takes in another: %j", (text, said) => {
    expect(refusal(text)).toContain(said);
  });

  it("is read where the key only looks like it", () => {
    expect(refusal(`${axolotl}include: {a: 1}\n`)).toMatch(/^read as /);
  });
});
