import { describe, expect, it } from "vitest";
import { writeTrainerConfig, type TrainerRun } from "../../src/trainers.ts";
import { file, read, refusal } from "./configs.ts";

const trl = "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 1\n";
const axolotl = "base_model: Qwen/Qwen3-8B\n";

describe("a number of a config", () => {
  it.each([
    ["8", 8],
    ['"8"', 8],
    ["1_000", 1000],
    ["7.6", 8],
    ["0.3", 1],
  ])("%s is %d", (text, value) => {
    expect(read(`${axolotl}micro_batch_size: ${text}\n`).question.microBatch).toBe(value);
  });

  it.each(["auto", "none", "None", "-1", "0", "null"])("%s says nothing", (text) => {
    const { question, taken } = read(`${axolotl}micro_batch_size: ${text}\n`);
    expect(question.microBatch).toBe(1);
    expect(taken.map(({ setting }) => setting)).not.toContain("microBatch");
  });

  it.each(["two", "-2", "true", "[1]", ".inf"])("%s is refused with its line", (text) => {
    expect(refusal(`${axolotl}lora_r: ${text}\n`.replace("[1]", "[1, 2]"))).toMatch(
      /^run\.yaml, line 2: lora_r must be a whole number of at least 1, not /,
    );
  });
});

describe("a flag of a config", () => {
  it.each(["true", "True", "yes", "1", "auto"])("%s is on", (text) => {
    expect(read(`${axolotl}sample_packing: ${text}\n`).question.packing).toBe("packed");
  });

  it.each(["false", "False", "no", "0", '""'])("%s is off", (text) => {
    expect(read(`${axolotl}sample_packing: ${text}\n`).question.packing).toBe("padded");
  });

  it("is nothing else", () => {
    expect(refusal(`${axolotl}sample_packing: perhaps\n`)).toBe(
      'run.yaml, line 2: sample_packing must be true or false, not "perhaps".',
    );
    expect(refusal(`${axolotl}base_model: 7\n`.replace(axolotl, ""))).toBe(
      "run.yaml, line 1: base_model must be a text, not 7.",
    );
  });
});

describe("a word of a config", () => {
  it("is one of those that the trainer knows", () => {
    expect(refusal(`${axolotl}adapter: vera\n`)).toBe('run.yaml, line 2: adapter must be lora or qlora, not "vera".');
    expect(refusal(`${axolotl}rl: dppo\n`)).toContain("rl must be one of dpo, ipo, orpo, kto, simpo, grpo");
    expect(refusal(axolotl, "run.yaml", file('{"zero_optimization": {"stage": 4}}', "ds.json"))).toContain(
      "zero_optimization.stage must be one of 0, 1, 2, 3, not 4",
    );
  });

  it("that is only like a known one is said to be", () => {
    const optimizer = (name: string): unknown =>
      read(`${axolotl}optimizer: ${name}\n`).taken.find(({ setting }) => setting === "optimizer");
    expect(optimizer("adamw_torch")).toMatchObject({ value: "adamw" });
    expect(optimizer("adamw_torch")).not.toHaveProperty("inexact");
    expect(optimizer("lion_8bit")).toMatchObject({ value: "adamw-8bit", inexact: "optimizer" });
  });
});

describe("an optimizer", () => {
  // PyTorch's AdamW makes copies in its step unless it is fused; transformers 5.24.0 takes the fused one since torch 2.8.
  it.each([
    ["optimizer: adamw_torch\n", false],
    ["optimizer: adamw_torch_fused\n", undefined],
    ["optimizer: adamw_bnb_8bit\n", undefined],
    ["", undefined],
  ])("steps in one kernel unless its name says otherwise: %j", (line, fused) => {
    expect(read(`${axolotl}${line}`).question.fusedOptimizer).toBe(fused);
  });

  it("of verl is torch's own, with copies", () => {
    const command =
      "python -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen3-4B data.max_prompt_length=512";
    expect(read(command, "run.sh").question.fusedOptimizer).toBe(false);
  });
});

// transformers 5.24.0 training_args.py and PEFT's `autocast_adapter_dtype`: adapters are held in 32 bits, and nothing casts them.
describe("bf16: false of TRL", () => {
  const adapters = `${trl}use_peft: true\ndtype: bfloat16\n`;
  const asked = (config: string): unknown => read(config).question.autocast;

  it.each([
    ["bf16: false\n", false],
    ["bf16: false\nfp16: true\n", undefined],
    ["bf16: true\n", undefined],
    ["bf16: false\nload_in_4bit: true\n", undefined],
    ["bf16: false\ndeepspeed: ds_z3_config.json\n", undefined],
    ["", undefined],
  ])("leaves adapters in 32 bits: %j", (lines, autocast) => {
    expect(asked(`${adapters}${lines}`)).toBe(autocast);
  });

  it("leaves weights of 32 bits in 32, and says nothing of those of 16", () => {
    expect(read(`${trl}bf16: false\n`).question).toMatchObject({ weights: "fp32", autocast: false });
    expect(asked(`${trl}dtype: bfloat16\nbf16: false\n`)).toBeUndefined();
  });

  it("leaves it to accelerate, where that casts", () => {
    const command = (casts: string): string =>
      `accelerate launch ${casts} sft.py --model_name_or_path Qwen/Qwen3-8B --use_peft --dtype bfloat16 --bf16 false\n`;
    expect(read(command("--mixed_precision bf16"), "run.sh").question.autocast).toBeUndefined();
    expect(read(command("--mixed_precision no"), "run.sh").question.autocast).toBe(false);
  });

  it("is written again", () => {
    const run = { ...read(`${adapters}bf16: false\n`).question, model: "Qwen/Qwen3-8B" };
    const written = writeTrainerConfig("trl", run);
    expect(written.ok && read(written.value.text).question.autocast).toBe(false);
    expect(writeTrainerConfig("trl", { ...run, method: "qlora" })).toMatchObject({ problem: { setting: "uncast" } });
    expect(writeTrainerConfig("axolotl", run)).toMatchObject({ ok: false, problem: { setting: "uncast" } });
  });
});

describe("what gets adapters", () => {
  const targets = (said: string): readonly [unknown, boolean] => {
    const { question, taken } = read(`${axolotl}adapter: lora\nlora_target_modules: ${said}\n`);
    return [question.targets, taken.some(({ setting, inexact }) => setting === "targets" && inexact === "targets")];
  };

  it.each([
    ["all-linear", "all", false],
    ["linear", "all", false],
    ['"*_proj"', "all", false],
    ["[q_proj, v_proj]", "qv", false],
    ["[q_proj, k_proj, v_proj]", "qkv", false],
    ["[q_proj, k_proj, v_proj, o_proj]", "attention", false],
    ['"q_proj, v_proj"', "qv", false],
    ["[wq, wk, wv, wo]", "attention", false],
    ["[query_key_value]", "qkv", false],
    ["[query_key_value, dense]", "attention", false],
    ["[c_attn]", "qkv", false],
    ["[gate_proj, up_proj, down_proj]", "mlp", false],
    ["[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]", "all", false],
    ["[query_key_value, dense, dense_h_to_4h, dense_4h_to_h]", "all", false],
    // Fewer matrices than the group that they are counted as.
    ["[q_proj]", "qv", true],
    ["[q_proj, o_proj]", "attention", true],
    ["[q_proj, v_proj, up_proj]", "all", true],
    ["[lm_head]", "all", true],
  ])("%s is %s", (said, value, isInexact) => {
    expect(targets(said)).toEqual([value, isInexact]);
  });

  it.each(["[]", '""'])("%s says nothing", (said) => {
    expect(targets(said)).toEqual([undefined, false]);
  });

  it("is refused where it names no layers", () => {
    expect(refusal(`${axolotl}adapter: lora\nlora_target_modules: 3\n`)).toContain(
      "lora_target_modules must be names of layers, not 3",
    );
  });

  it("is all layers, or those of the feed-forward block, where a key of their own says so", () => {
    const torchtune = (more: string): TrainerRun =>
      read(
        `model:\n  _component_: torchtune.models.llama3_1.lora_llama3_1_8b\n${more}batch_size: 2\noptimizer:\n  _component_: torch.optim.AdamW\n`,
      );
    expect(read(`${axolotl}adapter: lora\nlora_target_linear: true\n`).question.targets).toBe("all");
    expect(torchtune("  lora_attn_modules: [q_proj, v_proj]\n  apply_lora_to_mlp: true\n").question.targets).toBe(
      "all",
    );
    expect(torchtune("  lora_attn_modules: [q_proj, v_proj]\n  apply_lora_to_mlp: false\n").question.targets).toBe(
      "qv",
    );
  });
});

describe("how a base is quantised", () => {
  it.each([
    ["adapter: qlora\nload_in_4bit: true\n", "qlora", "nf4-double"],
    ["adapter: qlora\n", "qlora", "nf4-double"],
    ["adapter: lora\nload_in_4bit: true\n", "qlora", "nf4-double"],
    ["adapter: lora\nload_in_4bit: true\nbnb_config_kwargs: {bnb_4bit_use_double_quant: false}\n", "qlora", "nf4"],
    ["adapter: lora\nload_in_8bit: true\n", "qlora", "int8"],
    ["adapter: lora\ngptq: true\n", "qlora", "gptq4"],
    ["adapter: lora\n", "lora", undefined],
    ["adapter: none\n", "full", undefined],
    ["", "full", undefined],
  ])("%j", (keys, method, quantisation) => {
    const { question } = read(axolotl + keys);
    expect([question.method, question.quantisation]).toEqual([method, quantisation]);
    expect(question.rank).toBe(method === "full" ? undefined : 8);
  });

  it("stands in the name of a model whose file is quantised", () => {
    const named = (model: string): unknown => read(`base_model: ${model}\nadapter: lora\n`).question.quantisation;
    expect(named("TheBloke/Llama-2-7B-GPTQ")).toBe("gptq4");
    expect(named("Qwen/Qwen2.5-7B-Instruct-AWQ")).toBe("gptq4");
    expect(named("Qwen/Qwen2.5-7B-Awquard")).toBeUndefined();
  });
});

describe("keys that contradict each other", () => {
  it.each([
    ["4 and 8 bits", `${axolotl}adapter: lora\nload_in_4bit: true\nload_in_8bit: true\n`, "load_in_4bit: true"],
    ["two 16-bit types", `${trl}bf16: true\nfp16: true\n`, "bf16: true (run.yaml, line 3) and fp16: true"],
    ["4 bits of weights that are all trained", `${axolotl}adapter: none\nload_in_4bit: true\n`, "adapter: none"],
  ])("%s", (_what, text, first) => {
    expect(refusal(text)).toContain(first);
  });

  it.each([
    ["a base in 8 bits under qlora", `${axolotl}adapter: qlora\nload_in_4bit: false\nload_in_8bit: true\n`],
    ["GPTQ under qlora", `${axolotl}adapter: qlora\nload_in_4bit: false\ngptq: true\n`],
    ["bf16 that is left to the trainer", `${axolotl}bf16: auto\nfp16: true\n`],
    ["FSDP and stage 0", `${trl}fsdp: full_shard\n`],
    ["one length said twice alike", `${trl}max_length: 512\nmax_seq_length: 512\n`],
  ])("are no such keys: %s", (_what, text) => {
    expect(refusal(text)).toMatch(/^read as /);
  });

  it("are named with what each says", () => {
    expect(refusal(`${trl}max_length: 512\nmax_seq_length: 1024\n`)).toBe(
      "max_length: 512 (run.yaml, line 3) and max_seq_length: 1024 (run.yaml, line 4) contradict each other: keep one.",
    );
    expect(refusal(`${trl}fsdp: full_shard\ndeepspeed: zero2.json\n`)).toContain(
      "fsdp: full_shard (run.yaml, line 3) and deepspeed: zero2.json (run.yaml, line 4)",
    );
  });
});
