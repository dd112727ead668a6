import { describe, expect, it } from "vitest";
import type { Parsed } from "../../src/config/entry.ts";
import { otherDeed, statedObjective } from "../../src/config/preference.ts";
import { targetsOf } from "../../src/config/settings.ts";
import { isOff, oneOf } from "../../src/config/table.ts";
import { readOnly } from "../../src/trainers/readOnly.ts";
import { valueAt } from "../../src/trainers/trainer.ts";

const parsed = (values: Record<string, unknown>, command: readonly string[] = [], file = "run.yaml"): Parsed => ({
  file,
  values,
  lineOf: () => undefined,
  command,
  head: "",
  comments: [],
});
const trainer = (id: string) => {
  const found = readOnly.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

describe("the batches of verl", () => {
  const actor = "actor_rollout_ref.actor";
  const drawing = (values: Record<string, unknown>) =>
    trainer("verl").beside?.(parsed(values, ["verl.trainer.main_ppo"]));
  const supervised = (values: Record<string, unknown>, command = "fsdp_sft_trainer") =>
    trainer("verl").beside?.(parsed(values, [command]));

  it("are prompts in a step, each with its completions, and rows of a card", () => {
    expect(drawing({})).toMatchObject({ globalBatch: 256 });
    const step = { [`${actor}.ppo_mini_batch_size`]: 64, "actor_rollout_ref.rollout.n": 5 };
    expect(drawing(step)).toMatchObject({ globalBatch: 320 });
    const rows = (values: Record<string, unknown>) => drawing({ ...step, ...values })?.microBatch;
    expect(rows({ [`${actor}.ppo_micro_batch_size_per_gpu`]: 4 })).toBe(4);
    // Older versions count the rows of all cards: eight of a machine where nobody says otherwise.
    expect(rows({ [`${actor}.ppo_micro_batch_size`]: 64 })).toBe(8);
    expect(rows({ [`${actor}.ppo_micro_batch_size`]: 64, "trainer.n_gpus_per_node": 4 })).toBe(16);
    expect(rows({ [`${actor}.ppo_micro_batch_size`]: 64, "trainer.n_gpus_per_node": 4, "trainer.nnodes": 2 })).toBe(8);
    expect(rows({ [`${actor}.ppo_micro_batch_size`]: 64, [`${actor}.ulysses_sequence_parallel_size`]: 2 })).toBe(16);
    expect(rows({ [`${actor}.ppo_micro_batch_size`]: 4 })).toBe(1);
    expect(rows({})).toBeUndefined();
  });

  it("are tokens where they are dynamic: whole rows of prompt and completion", () => {
    const rows = (values: Record<string, unknown>) =>
      drawing({ [`${actor}.use_dynamic_bsz`]: true, ...values })?.microBatch;
    // 16,384 tokens of 512 and 512.
    expect(rows({})).toBe(16);
    expect(rows({ "data.max_prompt_length": 1024, "data.max_response_length": 3072 })).toBe(4);
    expect(rows({ "actor_rollout_ref.rollout.prompt_length": 1536, "data.max_prompt_length": 1 })).toBe(8);
    expect(rows({ [`${actor}.ppo_max_token_len_per_gpu`]: 4096 })).toBe(4);
    expect(rows({ [`${actor}.ppo_max_token_len_per_gpu`]: 1500 })).toBe(1);
    expect(rows({ [`${actor}.ulysses_sequence_parallel_size`]: 2 })).toBe(32);
    expect(drawing({ [`${actor}.use_dynamic_bsz`]: "False" })?.microBatch).toBeUndefined();
  });

  it("of supervised runs are rows, by tokens in later versions", () => {
    const old = { "data.max_length": 2048, "model.partial_pretrain": "x" };
    expect(supervised(old)).toEqual({ globalBatch: 256 });
    expect(supervised({ ...old, "data.train_batch_size": 64, "data.micro_batch_size_per_gpu": 2 })).toEqual({
      globalBatch: 64,
      microBatch: 2,
    });
    const later = { "data.max_length": 2048 };
    expect(supervised(later, "sft_trainer")).toEqual({ globalBatch: 256, dynamic: true, microBatch: 4 });
    expect(supervised({}, "sft_trainer")?.microBatch).toBe(8);
    expect(
      supervised({ ...later, "data.use_dynamic_bsz": false, "data.micro_batch_size_per_gpu": 3 }, "sft_trainer"),
    ).toEqual({ globalBatch: 256, microBatch: 3 });
    expect(supervised({ ...later, "engine.ulysses_sequence_parallel_size": 2 }, "sft_trainer")?.microBatch).toBe(8);
  });
});

describe("the episodes of open-instruct", () => {
  const own = trainer("open-instruct");
  const grpo = (values: Record<string, unknown>) => own.beside?.(parsed(values, ["open_instruct/grpo_fast.py"]));

  it("are completions, of which a step has so many of so many prompts", () => {
    expect(grpo({})).toMatchObject({ globalBatch: 64, maxSteps: Math.ceil(100_000 / 64), processes: 1 });
    const values = { num_unique_prompts_rollout: 32, num_samples_per_prompt_rollout: 8, total_episodes: 1000 };
    expect(grpo(values)).toMatchObject({ globalBatch: 256, maxSteps: 4 });
    expect(grpo({ num_learners_per_node: 6 })?.processes).toBe(6);
    expect(grpo({ num_learners_per_node: [6, 8] })?.processes).toBe(14);
    expect(grpo({ num_learners_per_node: [6, "x"] })?.processes).toBe(6);
    expect(own.beside?.(parsed({}, ["open_instruct/finetune.py"]))).not.toHaveProperty("globalBatch");
  });

  it("are none of a file with a beta and no command, which is of pairs", () => {
    expect(own.beside?.(parsed({ beta: 0.1 }))).toMatchObject({ objective: "dpo" });
    expect(own.beside?.(parsed({}))).not.toHaveProperty("objective");
    expect(own.beside?.(parsed({ beta: 0.1 }, ["open_instruct/finetune.py"]))?.objective).toBe("sft");
  });
});

describe("the cards of OpenRLHF", () => {
  const apart = (values: Record<string, unknown>, program = "openrlhf.cli.train_ppo_ray"): boolean | undefined =>
    trainer("openrlhf").apart?.(parsed(values, [program]));
  const together = { colocate_all_models: true };

  it("are shared by all models where it is said, and hold no more engines than there are cards", () => {
    expect([apart({}), apart(together), apart({ "train.colocate_all": true })]).toEqual([true, false, false]);
    expect(apart({}, "openrlhf.cli.train_sft")).toBe(false);
    expect([apart({ ...together, async_train: true }), apart({ ...together, "train.async_enable": true })]).toEqual([
      true,
      true,
    ]);
    const four = { ...together, actor_num_nodes: 1, actor_num_gpus_per_node: 4 };
    expect(apart({ ...four, vllm_num_engines: 4 })).toBe(false);
    expect(apart({ ...four, vllm_num_engines: 5 })).toBe(true);
    expect(apart({ ...four, vllm_num_engines: 2, vllm_tensor_parallel_size: 2 })).toBe(false);
    expect(apart({ ...four, vllm_num_engines: 2, vllm_tensor_parallel_size: 3 })).toBe(true);
    expect(apart({ ...four, actor_num_nodes: 2, vllm_num_engines: 8 })).toBe(false);
    // Nobody says how many cards there are: none are too many.
    expect(apart({ ...together, vllm_num_engines: 99 })).toBe(false);
    expect(apart({ ...four, "vllm.num_engines": 5 })).toBe(true);
  });

  it("has two epochs of supervised runs, and a completion that a usual prompt leaves room for", () => {
    const usual = (values: Record<string, unknown>, program: string) =>
      trainer("openrlhf").usual?.(parsed(values, [program]));
    expect(usual({}, "openrlhf.cli.train_sft")).toEqual({ epochs: 2 });
    expect(usual({}, "openrlhf.cli.train_dpo")).toEqual({});
    expect(usual({}, "openrlhf.cli.train_ppo_ray")).toEqual({ microBatch: 1, perPrompt: 1, roundPrompts: 1024 });
    const points = (length?: number) =>
      usual(
        { "train.batch_size": 1, ...(length !== undefined && { "data.max_len": length }) },
        "openrlhf.cli.train_ppo_ray",
      );
    expect(points()).toMatchObject({ drawnTokens: 2048, completionTokens: 1536 });
    expect(points(600)).toMatchObject({ drawnTokens: 600, completionTokens: 300 });
    expect(points(1024)).toMatchObject({ completionTokens: 512 });
    expect(points(601)).toMatchObject({ completionTokens: 301 });
  });
});

describe("the model of torchtitan", () => {
  const model = (values: Record<string, unknown>) => trainer("torchtitan").beside?.(parsed({ model: values }))?.model;
  it.each([
    [{ hf_assets_path: "./assets/hf/Llama-3.1-8B/" }, "Llama-3.1-8B"],
    [{ hf_assets_path: "./assets/tokenizer", name: "llama3", flavor: "8B" }, "llama-3.1-8b"],
    [{ hf_assets_path: "./assets/own", name: "llama3", flavor: "405B" }, "llama-3.1-405b"],
    [{ name: "llama3", flavor: "1B" }, "llama3-1b"],
    [{ name: "qwen3_moe", flavor: "30B-A3B" }, "qwen3-moe-30b-a3b"],
    [{ name: "llama3", flavor: "debugmodel" }, undefined],
    [{ name: "llama3" }, undefined],
  ])("%j is %s", (values, name) => {
    expect(model(values)).toBe(name);
  });
});

describe("a value at a dotted key", () => {
  it("stands under it as it is written, or further in", () => {
    expect(valueAt(parsed({ "a.b": 1, a: { b: 2 } }), "a.b")).toBe(1);
    expect(valueAt(parsed({ a: { b: 2 } }), "a.b")).toBe(2);
    expect(valueAt(parsed({ a: 3 }), "a.b")).toBeUndefined();
    expect(oneOf(["a", "b", "c"])).toBe("a, b or c");
    expect(oneOf(["a"])).toBe("a");
    expect([false, "no", 0, null, "", 1, []].every(isOff)).toBe(true);
    expect([true, "yes", 2, [0]].some(isOff)).toBe(false);
  });
});

describe("what a config is trained on, where no key says it", () => {
  const stated = (values: Record<string, unknown>, file = "run.yaml", command: readonly string[] = []) => {
    const found = statedObjective(parsed(values, command, file));
    return found === undefined
      ? undefined
      : "objective" in found
        ? [found.objective, found.by]
        : [found.among.join(" "), found.by];
  };

  it("is said by keys that one objective alone has", () => {
    expect(stated({ reward_funcs: "x" })).toEqual(["grpo", "reward_funcs"]);
    expect(stated({ reward_funcs: false })).toBeUndefined();
    expect(stated({ teacher_model_name_or_path: "x" })).toEqual(["distillation", "teacher_model_name_or_path"]);
    expect(stated({})).toBeUndefined();
  });

  it("is said by its loss, where one alone has it, before any key", () => {
    expect(stated({ loss_type: "sigmoid" })).toEqual(["dpo", "loss_type"]);
    expect(stated({ loss_type: "kto", reward_funcs: "x" })).toEqual(["kto", "loss_type"]);
    expect(stated({ loss_type: ["own", "simpo"] })).toEqual(["orpo", "loss_type"]);
    expect(stated({ loss_type: "own", reward_funcs: "x" })).toEqual(["grpo", "reward_funcs"]);
    expect(stated({ loss_type: "toString" })).toBeUndefined();
    expect(stated({ loss_type: 3 })).toBeUndefined();
  });

  it("is among those on preferences where a key belongs to them, unless the file's name says which", () => {
    expect(stated({ beta: 0.1 })).toEqual(["dpo orpo kto", "beta"]);
    expect(stated({ beta: 0.1 }, "a/dpo.yaml")).toEqual(["dpo", "beta"]);
    expect(stated({ beta: 0.1, output_dir: "out/kto-run" })).toEqual(["kto", "beta"]);
    expect(stated({ beta: 0.1, output_dir: "out/kto-run" }, "dpo.yaml")).toEqual(["dpo orpo kto", "beta"]);
    // Without such a key only the names of the file and its program count.
    expect(stated({ output_dir: "out/kto-run" })).toBeUndefined();
    expect(stated({}, "x/my_dpo.yaml")).toEqual(["dpo", "my_dpo.yaml"]);
    expect(stated({}, "sft_dpo.yaml")).toBeUndefined();
    expect(stated({}, "run.sh", ["python", "src/train_dpo.py"])).toEqual(["dpo", "train_dpo.py"]);
  });

  it("is no training where torchtune's or LLaMA-Factory's keys are of something else", () => {
    const deed = (values: Record<string, unknown>, id: string) => otherDeed(parsed(values), id);
    expect(deed({ optimizer: {} }, "torchtune")).toBeUndefined();
    expect(deed({ training: {} }, "torchtune")).toBeUndefined();
    expect(deed({ tasks: [] }, "torchtune")).toBe("evaluation");
    expect(deed({ prompt: "" }, "torchtune")).toBe("generation");
    expect(deed({}, "torchtune")).toBe("quantisation");
    expect(deed({ tasks: [] }, "axolotl")).toBeUndefined();
    const factory = (values: Record<string, unknown>, id = "llamafactory") => deed(values, id);
    expect(factory({ export_dir: "a" })).toBe("export");
    expect(factory({ export_dir: "a", learning_rate: 1 })).toBeUndefined();
    expect(factory({ infer_backend: "vllm", do_train: true })).toBe("inference");
    expect(factory({ do_predict: true })).toBe("prediction");
    expect(factory({ do_predict: true, do_train: true })).toBeUndefined();
    expect(factory({ do_predict: false })).toBe("inference");
    expect(factory({ stage: "sft" })).toBeUndefined();
    expect(factory({ sample_backend: "hf" }, "llamafactory-v1")).toBe("inference");
    expect(factory({ sample_backend: "hf", max_steps: 3 }, "llamafactory-v1")).toBeUndefined();
    expect(factory({}, "llamafactory-v1")).toBeUndefined();
    expect(factory({ sample_backend: "hf", stage: "sft" })).toBeUndefined();
  });
});

describe("the matrices that adapters are on", () => {
  it.each<[names: unknown, targets: unknown]>([
    [["q_proj", "v_proj"], { value: "qv" }],
    ["q_proj,k_proj, v_proj", { value: "qkv" }],
    [["qkv_proj"], { value: "qkv" }],
    [["q_proj", "k_proj", "v_proj", "o_proj"], { value: "attention" }],
    [["qkv_proj", "o_proj"], { value: "attention" }],
    [["q_proj", "o_proj"], { value: "attention", inexact: "targets" }],
    [["gate_proj", "up_proj", "down_proj"], { value: "mlp" }],
    [["q_proj", "gate_proj"], { value: "all", inexact: "targets" }],
    [["q_proj", "k_proj", "v_proj", "o_proj", "up_proj"], { value: "all" }],
    [["q_proj"], { value: "qv", inexact: "targets" }],
    ["all-linear", { value: "all" }],
    [["q_proj", "all"], { value: "all" }],
    [["something"], { value: "all", inexact: "targets" }],
    [[], undefined],
    ["", undefined],
    [7, { expected: "names of layers" }],
  ])("%j", (names, targets) => {
    expect(targetsOf(names)).toEqual(targets);
  });
});
