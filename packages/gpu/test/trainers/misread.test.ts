import { describe, expect, it } from "vitest";
import { read, refusal } from "./configs.ts";

const keysOf = (entries: readonly { readonly key: string }[]): readonly string[] => entries.map(({ key }) => key);
const unknownIn = (text: string, name?: string): readonly string[] =>
  keysOf(read(text, name).unknown.map(({ entry }) => entry));
const notCounted = (text: string, name?: string): readonly string[] =>
  keysOf(read(text, name).partial.map(({ entry }) => entry));
const idleIn = (text: string, name?: string): readonly string[] => keysOf(read(text, name).idle);

const pairs = "model_name_or_path: Qwen/Qwen3-8B\nper_device_train_batch_size: 1\nmax_length: 4096\n";

describe("what nothing but a name says", () => {
  it.each([
    [pairs, "qwen3_dpo.yaml", "dpo"],
    [pairs, "recipes/orpo-full.yaml", "orpo"],
    [pairs, "grpo.yaml", "grpo"],
    // A run of another kind before or after it, the folder of a project, a word that only holds the letters.
    [pairs, "sft-before-dpo.yaml", "sft"],
    [pairs, "dpo/config.yaml", "sft"],
    [pairs, "endpoint.yaml", "sft"],
    [pairs, "dpo-or-kto.yaml", "sft"],
    ["accelerate launch train_dpo.py --model_name_or_path Qwen/Qwen3-8B --max_length 512 --bf16", "run.sh", "dpo"],
    ["accelerate launch train_sft.py --model_name_or_path Qwen/Qwen3-8B --max_length 512 --bf16", "run.sh", "sft"],
  ])("decides where no key does: %j in %s", (text, name, objective) => {
    expect(read(text, name).question.objective).toBe(objective);
  });

  it("loses to a key", () => {
    expect(read(`${pairs}num_generations: 4\n`, "dpo.yaml").question.objective).toBe("grpo");
  });
});

describe("OpenRLHF", () => {
  const drawing = (options: string): string =>
    `python3 -m openrlhf.cli.train_ppo_ray --pretrain Qwen/Qwen3-8B --colocate_all_models ${options}`;

  it("goes over the prompts once an episode", () => {
    expect(read(drawing("--num_episodes 3 --max_epochs 1"), "run.sh").question.epochs).toBe(3);
    expect(read(drawing("--train.num_episodes 2"), "run.sh").question.epochs).toBe(2);
    expect(read(drawing("--max_epochs 1"), "run.sh").question.epochs).toBe(1);
  });

  it("holds a model of rewards beside the actor", () => {
    expect(notCounted(drawing("--reward_pretrain Qwen/Qwen3-8B"), "run.sh")).toEqual(["reward_pretrain"]);
    expect(notCounted(drawing("--remote_rm_url http://localhost:5000"), "run.sh")).toEqual([]);
  });

  it.each([
    ["train_sft", 2],
    ["train_dpo", 1],
    ["train_kto", 1],
  ])("%s passes over the data %d times where nobody says how often", (program, epochs) => {
    const { question } = read(`deepspeed --module openrlhf.cli.${program} --pretrain Qwen/Qwen3-8B`, "run.sh");
    expect(question.epochs).toBe(epochs);
  });

  it("trains on running text", () => {
    const text = "deepspeed --module openrlhf.cli.train_sft --pretrain Qwen/Qwen3-8B --pretrain_mode --ckpt_path x";
    expect(read(text, "run.sh").question.objective).toBe("continued");
    expect(unknownIn(text, "run.sh")).toEqual([]);
  });
});

describe("verl", () => {
  const supervised = (options: string): string =>
    `torchrun --nproc_per_node=4 -m verl.trainer.fsdp_sft_trainer model.partial_pretrain=Qwen/Qwen3-8B ${options}`;
  const drawing = (options: string): string =>
    `python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen3-8B trainer.n_gpus_per_node=4 ${options}`;

  it("counts the rows of a supervised step as its config does", () => {
    const { microBatch, accumulation } = read(
      supervised("data.train_batch_size=64 data.micro_batch_size_per_gpu=2"),
      "run.sh",
    ).question;
    expect({ microBatch, accumulation }).toEqual({ microBatch: 2, accumulation: 8 });
  });

  it("spreads rows of all cards together over the cards", () => {
    const key = "actor_rollout_ref.actor.ppo_micro_batch_size";
    expect(read(drawing(`${key}=16`), "run.sh").question.microBatch).toBe(4);
    expect(read(drawing(`${key}=2`), "run.sh").question.microBatch).toBe(1);
    expect(read(drawing(`${key}_per_gpu=3`), "run.sh").question.microBatch).toBe(3);
    expect(notCounted(drawing(`${key}=16`), "run.sh")).toEqual([]);
  });

  it("does not call a key idle that says the rows of a step", () => {
    const keys = "actor_rollout_ref.actor.ppo_mini_batch_size=64 data.train_batch_size=128";
    expect(idleIn(drawing(keys), "run.sh")).toEqual([]);
    expect(idleIn(supervised("data.train_batch_size=64"), "run.sh")).toEqual([]);
  });

  it("says where completions are trained on more than once", () => {
    const key = "actor_rollout_ref.actor.ppo_epochs";
    expect(notCounted(drawing(`${key}=2`), "run.sh")).toEqual([key]);
    expect(notCounted(drawing(`${key}=1`), "run.sh")).toEqual([]);
    expect(notCounted(`${pairs}use_vllm: true\nnum_generations: 8\nnum_iterations: 2\n`)).toEqual(["num_iterations"]);
    expect(notCounted(`${pairs}use_vllm: true\nnum_generations: 8\nnum_iterations: 1\n`)).toEqual([]);
  });
});

describe("a command", () => {
  const train = "torchrun --nproc_per_node 2 sft.py --model_name_or_path Qwen/Qwen3-8B --bf16 True --max_length 512";

  it.each([
    ["| tee -a train.log", []],
    ["2>&1 | tee -a train.log", []],
    ["&> train.log", []],
    ["> >(tee -a train.log) 2>&1 &", []],
    ["&& python eval.py --task gsm8k", []],
    ["--own_key 1 | tee -a train.log", ["own_key"]],
  ])("ends where the shell's begins: %s", (end, unknown) => {
    expect(unknownIn(`set -x; cd train && ${train} ${end}`, "run.sh")).toEqual(unknown);
  });

  it("reads on behind a text of several lines", () => {
    const run = read(
      `MIX="\na/b 100\nc/d 200\n"\n${train} --dataset_mixer_list $MIX --packing True --own "a b"`,
      "run.sh",
    );
    expect(run.question).toMatchObject({ packing: "packed", maxTokens: 512, gpus: 2 });
  });

  it("names the config that its script reads", () => {
    expect(refusal("accelerate launch --num_processes 8 train.py full.yaml --bf16 True", "run.sh")).toContain(
      "takes in another file (full.yaml)",
    );
  });

  it.each([
    ["CUDA_VISIBLE_DEVICES=3 llamafactory-cli train", 1],
    ["CUDA_VISIBLE_DEVICES=0,1,2,3 llamafactory-cli train", 4],
    ["export CUDA_VISIBLE_DEVICES=0,1\nllamafactory-cli train", 2],
    ["CUDA_VISIBLE_DEVICES=0,1,2,3 NPROC_PER_NODE=2 llamafactory-cli train", 2],
    ["CUDA_VISIBLE_DEVICES= llamafactory-cli train", undefined],
    ["deepspeed --include localhost:1,0 src/train.py", 2],
    ["CUDA_VISIBLE_DEVICES=0 python src/train.py", 1],
    // Without a launcher several cards hold a copy, a part or nothing, as the program has it.
    ["CUDA_VISIBLE_DEVICES=0,1 python src/train.py", undefined],
  ])("counts the cards that it sees: %s", (start, gpus) => {
    const options = "--stage sft --do_train --finetuning_type lora --model_name_or_path Qwen/Qwen3-8B --template qwen3";
    const run = read(`${start} ${options}`, "run.sh");
    expect(run.question.gpus).toBe(gpus);
    expect(keysOf(run.unknown.map(({ entry }) => entry))).toEqual([]);
  });

  it.each([
    ["--lora_rank 64", "lora_rank"],
    ["--bits 4 --quant_type nf4", "bits"],
    ["--lora_dim 128 --max_seq_len 512", "lora_dim"],
    ["--freeze_llm True", "freeze_llm"],
    ["--load_in_kbits 8", "load_in_kbits"],
  ])("of a program of one's own is not read without what it says is trained: %s", (options) => {
    expect(
      refusal(`deepspeed finetune.py --model_name_or_path Qwen/Qwen3-8B --bf16 --max_steps 9 ${options}`, "run.sh"),
    ).toMatch(/is no config of TRL: .* are not TRL's\. Give the run as options/);
  });

  it("of a program of one's own is read where the rest alone is not known", () => {
    const text = "deepspeed finetune.py --model_name_or_path Qwen/Qwen3-8B --bf16 --max_steps 9 --train_dir x";
    expect(unknownIn(text, "run.sh")).toEqual(["train_dir"]);
  });

  it("that mason starts has the cards that mason asks for", () => {
    const mason = (options: string, processes: number): number | undefined =>
      read(
        `python mason.py ${options} -- accelerate launch --num_processes ${processes} open_instruct/finetune.py ` +
          "--model_name_or_path Qwen/Qwen3-8B --max_seq_length 4096",
        "run.sh",
      ).question.gpus;
    expect(mason("--num_nodes 8 --gpus 8", 64)).toBe(64);
    expect(mason("--num_nodes 8 --gpus 8", 8)).toBe(64);
    expect(mason("--num_nodes 2", 8)).toBe(16);
  });
});

describe("LLaMA-Factory", () => {
  const full =
    "model_name_or_path: Qwen/Qwen3-8B\nstage: sft\ndo_train: true\ntemplate: qwen3\nfinetuning_type: full\n";

  it("computes in 32 bits unless told otherwise, which is said", () => {
    expect(notCounted(full)).toEqual(["finetuning_type"]);
    expect(notCounted(`${full}bf16: true\n`)).toEqual([]);
    expect(notCounted(`${full}fp16: true\n`)).toEqual([]);
    expect(notCounted(`${full}pure_bf16: true\n`)).toEqual([]);
    expect(notCounted(full.replace("full", "lora"))).toEqual([]);
  });

  it("sets rows apart", () => {
    expect(notCounted(`${full}bf16: true\nval_size: 0.1\n`)).toEqual(["val_size"]);
    expect(notCounted(`${full}bf16: true\nval_size: 0.0\n`)).toEqual([]);
  });
});

describe("axolotl", () => {
  const base = "base_model: Qwen/Qwen3-8B\nsequence_len: 4096\n";

  it("pads rows to the full length where it is told to and packs none", () => {
    expect(notCounted(`${base}pad_to_sequence_len: true\n`)).toEqual(["pad_to_sequence_len"]);
    expect(notCounted(`${base}pad_to_sequence_len: true\nsample_packing: true\n`)).toEqual([]);
    expect(notCounted(`${base}pad_to_sequence_len: false\n`)).toEqual([]);
  });

  it("sets rows apart", () => {
    expect(notCounted(`${base}val_set_size: 0.05\n`)).toEqual(["val_set_size"]);
    expect(notCounted(`${base}val_set_size: 0\n`)).toEqual([]);
  });
});

describe("scripts that were met on 2026-11-30", () => {
  const grpo = (program: string, options: string): string =>
    `${program} actor_rollout_ref.model.path=Qwen/Qwen3-8B algorithm.adv_estimator=grpo data.max_prompt_length=512 \\
  data.max_response_length=1536 actor_rollout_ref.rollout.n=4 trainer.n_gpus_per_node=8 ${options}`;
  const actor = "actor_rollout_ref.actor.";
  const split = `${actor}ulysses_sequence_parallel_size=2`;

  it.each([
    // verl's fsdp_workers.py and dp_actor.py: rows of all cards are spread over those that read rows of their own
    ["", `${actor}ppo_micro_batch_size=64`, 8],
    [split, `${actor}ppo_micro_batch_size=64`, 16],
    ["", `${actor}use_dynamic_bsz=True ${actor}ppo_max_token_len_per_gpu=8192`, 4],
    [split, `${actor}use_dynamic_bsz=True ${actor}ppo_max_token_len_per_gpu=8192`, 8],
  ])("verl gives cards that share a row the rows of both: %s %s", (shared, rows, microBatch) => {
    expect(read(grpo("python3 -m verl.trainer.main_ppo", `${shared} ${rows}`), "run.sh").question.microBatch).toBe(
      microBatch,
    );
  });

  it.each([
    "python -u train.py",
    "python3 -u -m verl.trainer.main_ppo",
    "uv run --active --env-file .env -m our.main_ppo",
  ])("are commands however Python is started: %s", (program) => {
    expect(read(grpo(program, `${actor}ppo_micro_batch_size=64`), "run.sh").question.objective).toBe("grpo");
  });

  it("draw as long completions as the engine is told, which the data need not say", () => {
    const lengths = "actor_rollout_ref.rollout.prompt_length=1024 actor_rollout_ref.rollout.response_length=3072";
    const text = `python3 -m verl.trainer.main_ppo actor_rollout_ref.model.path=Qwen/Qwen3-8B algorithm.adv_estimator=grpo ${lengths}`;
    const dynamic = `${text} ${actor}use_dynamic_bsz=True ${actor}ppo_max_token_len_per_gpu=8192`;
    expect(read(dynamic, "run.sh").question).toMatchObject({
      maxTokens: 4096,
      rollouts: { tokens: 3072 },
      microBatch: 2,
    });
  });

  const own = "torchrun --nproc_per_node=4 train/train_mem.py --model_name_or_path Qwen/Qwen3-8B --bf16 True";
  const usual =
    "--num_train_epochs 3 --per_device_train_batch_size 2 --gradient_accumulation_steps 16 --learning_rate 2e-5";

  it("cut rows where `model_max_length` says, as FastChat's and Alpaca's do", () => {
    expect(read(`${own} ${usual} --model_max_length 2048`, "run.sh").question.maxTokens).toBe(2048);
  });

  it("are refused where they train a model that sees", () => {
    const sees = `${own} ${usual} --vision_tower openai/clip-vit-large-patch14-336 --mm_projector_type mlp2x_gelu`;
    expect(refusal(sees, "run.sh")).toContain("is no config of TRL");
  });
});
