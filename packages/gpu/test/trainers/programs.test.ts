import { describe, expect, it } from "vitest";
import { read, refusal } from "./configs.ts";
import { programs } from "./programs.ts";

describe("each program's config is read its own way", () => {
  it.each(programs)("%s: %s", (trainer, name, text, expected) => {
    const run = read(text, name);
    expect(run.trainer).toBe(trainer);
    expect(run.unknown).toEqual([]);
    expect(run.question).toMatchObject(expected);
  });

  it("says the line of a TOML key", () => {
    expect(refusal('[model]\nname = "llama3"\nflavor = "8B"\n[training]\nseq_len = "long"\n', "run.toml")).toBe(
      'run.toml, line 5: training.seq_len must be a whole number of at least 1, not "long".',
    );
  });

  it.each([
    ["no size", 'name = "llama3"'],
    ["no family", 'flavor = "8B"'],
    ["a model for trials", 'name = "llama3"\nflavor = "debugmodel"'],
  ])("takes no model of torchtitan's from %s", (_what, model) => {
    const text = `[model]\n${model}\n[training]\nseq_len = 8192\nlocal_batch_size = 1\n`;
    expect(refusal(text, "run.toml")).toBe("run.toml names no model: add it, or give --model.");
  });

  it("lists a value that a variable of elsewhere sets, and does not guess it", () => {
    const run = read("swift sft --model Qwen/Qwen3-8B --tuner_type lora --max_length $LENGTH", "run.sh");
    expect(run.question.maxTokens).toBeUndefined();
    expect(run.partial.map(({ entry, why }) => [entry.key, why])).toEqual([["max_length", "it is set elsewhere"]]);
  });

  const drawn = (flags: string): string => `ray job submit -- python3 -m openrlhf.cli.train_ppo_ray \\
    --actor_num_gpus_per_node 2 --critic_num_gpus_per_node 2 --ref_num_gpus_per_node 2 --vllm_num_engines 2 \\
    --vllm_tensor_parallel_size 2 --pretrain Qwen/Qwen2.5-7B --train_batch_size 128 --micro_train_batch_size 2 ${flags}`;

  it.each([
    ["", "no word of who shares"],
    ["--colocate_actor_ref --colocate_critic_reward", "engines of their own"],
    ["--train.colocate_all --train.async_enable", "engines that draw while the actor learns"],
  ])("refuses a run of OpenRLHF with cards beside the actor's: %s", (flags) => {
    expect(refusal(drawn(flags), "run.sh")).toBe(
      "run.sh gives the engines, the critic or the models that judge cards of their own beside the actor's, and such a run is not priced yet. It is priced where all share the actor's: with --train.colocate_all, without --train.async_enable, with engines on no more cards than the actor has.",
    );
  });

  it.each(["--colocate_all_models", "--train.colocate_all"])(
    "reads it where all share the actor's cards: %s",
    (flags) => {
      expect(read(drawn(flags), "run.sh").question).toMatchObject({ objective: "ppo", gpus: 2, microBatch: 2 });
    },
  );

  it("names the engines of open-instruct, whose cards are not in the price", () => {
    const text = `python open_instruct/grpo_fast.py --model_name_or_path Qwen/Qwen2.5-7B --num_learners_per_node 2 --vllm_num_engines 6`;
    const run = read(text, "grpo.sh");
    expect(run.partial.map(({ entry }) => entry.key)).toEqual(["vllm_num_engines"]);
    expect(run.question.gpus).toBe(2);
    expect(
      read(text.replace("--num_learners_per_node 2", "--num_learners_per_node 8 8"), "grpo.sh").question.gpus,
    ).toBe(16);
  });

  it("counts the machines that Ai2's launcher starts, and splits as the file of DeepSpeed is called", () => {
    const text = `python mason.py --cluster ai2/a --num_nodes 8 --gpus 8 -- accelerate launch --num_processes 8 \\
      --use_deepspeed --deepspeed_config_file configs/ds_configs/stage3_no_offloading_accelerate.conf \\
      open_instruct/finetune.py --model_name_or_path Qwen/Qwen2.5-7B --max_seq_length 8192`;
    const { question } = read(text, "finetune.sh");
    expect(question).toMatchObject({ gpus: 64, sharding: "zero3" });
    expect(question.offload ?? []).toEqual([]);
  });

  it.each([
    ["a run", 'max_steps = 20\n[model]\nname = "a/b-1b"\n[orchestrator]\nbatch_size = 128\n[inference]\n'],
    [
      "a run",
      'max_steps = 20\nseq_len = 8192\n[deployment]\ntype = "single_node"\n[ckpt]\ninterval = 10\n[model]\nname = "a/b-1b"\n[orchestrator]\nbatch_size = 128\n[trainer.optim]\nlr = 1e-6\n',
    ],
    ["a supervised run", "max_steps = 9\n[ckpt]\n[data]\nseq_len = 512\nbatch_size = 8\n"],
    // Its trainer, its orchestrator, an engine alone, and made-up rollouts: k8s/prime-rl/examples/reverse-text, examples/advanced/glm-5.2/infer, configs/debug/fake.
    ["a run", 'max_steps = 20\n[model]\nname = "a/b-1b"\nseq_len = 2048\n[optim]\nlr = 3e-6\n[ckpt]\n'],
    [
      "a run",
      'max_steps = 20\nbatch_size = 128\ngroup_size = 16\n[model]\nname = "a/b-1b"\n[train.sampling]\n[ckpt]\n',
    ],
    ["a run", '[deployment]\ntype = "single_node"\n[model]\nname = "a/b-1b"\n[parallel]\ntp = 2\n'],
    ["a run", 'max_steps = 5\n[data.fake]\nbatch_size = 2\n[model]\nname = "a/b-1b"\n[optim]\n[ckpt]\n'],
  ])("calls %s of prime-rl by its name", (what, text) => {
    expect(refusal(text, "rl.toml")).toContain(`it looks like ${what} of prime-rl`);
  });

  // NeMo RL 7ea279ab examples/configs: grpo_rm_1B.yaml, sft_avlm.yaml, prorlv2.v2.yaml, recipes/llm/*-tq_simple.yaml.
  it.each([
    "defaults: grpo_math_1B.yaml\ncluster:\n  gpus_per_node: 8\n",
    "defaults: [sft_vlm_3B.yaml]\npolicy:\n  model_name: a/b-1b\n",
    "defaults: ../grpo_math_1B.yaml\ngrpo:\n  num_prompts_per_step: 64\nloss_fn: {}\n",
    "defaults: grpo-a-1b.yaml\ndata_plane:\n  enabled: true\n",
  ])("names NeMo RL though the config takes in another: %s", (text) => {
    expect(refusal(text, "grpo.yaml")).toContain(
      "grpo.yaml is no config that is read; it looks like a run of NeMo RL.",
    );
  });

  it.each([
    ["defaults: base.yaml\nmodel: a/b-1b\n", 1],
    ["seed: 1\ndefaults:\n  - actor@actor_rollout_ref.actor: dp_actor\n  - _self_\ntrainer:\n  nnodes: 1\n", 2],
  ])("asks for the whole config where it may be one that is read: %s", (text, line) => {
    expect(refusal(text, "run.yaml")).toContain(`run.yaml, line ${line} takes in another file (defaults)`);
  });

  // slime 624b824a scripts/run-kimi-k2-Instruct.sh: the shell ends the command before the rest of its options.
  it("names slime by what is left of a command", () => {
    const text =
      "python3 train.py --actor-num-nodes 32 --colocate --update-weight-buffer-size $((512 * 1024))\n  --hf-checkpoint a/b\n";
    expect(refusal(text, "run.sh")).toContain("it looks like a run of slime");
  });

  it("lists no key as without effect that names the model, and no micro-steps where a step says its rows", () => {
    const text = `[model]\nname = "llama3"\nflavor = "8B"\n[training]\nseq_len = 8192\nglobal_batch_size = 64\n`;
    const { idle, assumed, question } = read(text, "llama3.toml");
    expect(idle).toEqual([]);
    expect(question).toMatchObject({ model: "llama-3.1-8b", globalBatch: 64 });
    expect(assumed.map(({ setting }) => setting)).not.toContain("accumulation");
  });

  it.each([
    "python scripts/pissa_init.py --model_name_or_path meta-llama/Meta-Llama-3-8B-Instruct --output_dir models/pissa",
    "python open_instruct/sample_logits_vllm.py --model_name_or_path a/b --max_seq_length 32768 --dataset_mixer_list a 1.0",
  ])("refuses a command of a program that trains nothing: %s", (text) => {
    expect(refusal(text, "run.sh")).toContain("run.sh is no config that is read");
  });

  it.each([
    "trl sft --model_name_or_path Qwen/Qwen3-8B",
    "python examples/scripts/dpo.py --model_name_or_path Qwen/Qwen3-8B",
    "accelerate launch mine.py --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-4",
  ])("reads a command of few words: %s", (text) => {
    expect(read(text, "run.sh")).toMatchObject({ trainer: "trl", question: { model: "Qwen/Qwen3-8B" } });
  });

  it("refuses a file of LLaMA-Factory's second form that merges adapters", () => {
    const text = "model: Qwen/Qwen3-4B\npeft_config: {name: lora, adapter_name_or_path: ./out, export_dir: ./merged}\n";
    expect(refusal(text, "export.yaml")).toBe("export.yaml is a config for export, which trains nothing.");
  });

  it("reads how open-instruct's pairs are spread over cards", () => {
    const text = `torchrun --nnodes=2 --nproc_per_node=8 open_instruct/dpo.py --model_name_or_path allenai/OLMo-2-1124-7B \\
      --max_seq_length 16384 --per_device_train_batch_size 16 --packing --mixer_list a 7680 --profiling \\
      --fsdp_shard_degree 4 --fsdp_num_replicas 2 --tensor_parallel_degree 2`;
    const { question, unknown } = read(text, "dpo.sh");
    expect(unknown).toEqual([]);
    expect(question).toMatchObject({ objective: "dpo", gpus: 16, sharding: "fsdp", tensorParallel: 2 });
  });

  it.each([
    ["dpo.py", true],
    ["dpo_tune_cache.py", true],
    ["dpo_tune.py", undefined],
    ["finetune.py", undefined],
  ])("has what its reference says computed before, with no second model: %s", (program, away) => {
    const text = `accelerate launch --num_processes 8 open_instruct/${program} --model_name_or_path a/b-8b --max_seq_length 2048`;
    expect(read(text, "run.sh").question.referenceAway).toBe(away);
  });

  const chosen = (before: string, inside: string): string =>
    `${before}\nif [ "$SIZE" = large ]; then\n${inside}\nfi\ntorchrun --nproc_per_node 8 train.py --model_name_or_path $MODEL \\
      --per_device_train_batch_size $BATCH --learning_rate 1e-5 --max_length 4096 --bf16 True --output_dir out`;

  it.each([
    ["two models", "BATCH=1", "  MODEL=Qwen/Qwen3-32B\nelse\n  MODEL=Qwen/Qwen3-8B", "Qwen3-8B", "Qwen3-32B"],
    ["a model that is there else", "BATCH=1\nMODEL=Qwen/Qwen3-8B", "  MODEL=Qwen/Qwen3-32B", "Qwen3-32B", "Qwen3-8B"],
    [
      "another number of rows within a second choice",
      "MODEL=Qwen/Qwen3-8B",
      '  if [ "$LONG" ]; then\n    BATCH=1\n  else\n    BATCH=2\n  fi\nelif [ "$MID" ]; then BATCH=4; else\n  BATCH=8',
      "per_device_train_batch_size: 8",
      "per_device_train_batch_size: 1",
    ],
  ])("asks which of the set-ups of a script is meant: %s", (_what, before, inside, first, second) => {
    const said = refusal(chosen(before, inside), "run.sh");
    expect(said).toMatch(/^[^]+ \(run\.sh\) and [^]+ \(run\.sh\) contradict each other: keep one\.$/);
    expect(said).toContain(first);
    expect(said).toContain(second);
  });

  it("asks which of two keys is meant that say how many cards share a row", () => {
    const keys =
      "base_model: Qwen/Qwen3-8B\nlearning_rate: 1e-5\ncontext_parallel_size: 4\nsequence_parallel_degree: 2\n";
    const said = refusal(keys, "axolotl.yaml");
    expect(said).toBe(
      "context_parallel_size: 4 (axolotl.yaml, line 3) and sequence_parallel_degree: 2 (axolotl.yaml, line 4) contradict each other: keep one.",
    );
  });

  it("reads a script of which a variable names itself", () => {
    const text = `HOST="\${HOST:-\${NODE:-$(hostname | awk '{print $1}')}}"
      PLACE="\${PLACE:-\${HOST:-\${NODE:-here}}}"
      trl sft --model_name_or_path Qwen/Qwen3-8B --learning_rate 1e-5 --output_dir out`;
    expect(read(text, "run.sh").question).toMatchObject({ model: "Qwen/Qwen3-8B" });
  });

  it("takes a folder of one's own for a copy of the model that a script names else", () => {
    const text = chosen("BATCH=1", "  MODEL=Qwen/Qwen3-8B\nelse\n  MODEL=./checkpoint/qwen3-8b-sft");
    expect(read(text, "run.sh").question).toMatchObject({ model: "./checkpoint/qwen3-8b-sft" });
  });

  it("reads a script that chooses what does not matter, or what it says once", () => {
    const text = chosen("MODEL=Qwen/Qwen3-8B", "  export NCCL_DEBUG=INFO\n  BATCH=2\nelse\n  BATCH=2");
    expect(read(text, "run.sh").question).toMatchObject({ model: "Qwen/Qwen3-8B", microBatch: 2, gpus: 8 });
  });

  it("refuses a command that takes in a file which is not there", () => {
    expect(refusal("trl sft --config recipes/sft.yaml --max_length 2048", "run.sh")).toContain("recipes/sft.yaml");
  });
});
