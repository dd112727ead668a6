import { describe, expect, it } from "vitest";
import { problemSentence, readTrainerConfig, type TrainerRun } from "../../src/trainers.ts";

function read(text: string): TrainerRun {
  const run = readTrainerConfig([{ name: "run.sh", text }]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

const notCounted = (text: string): readonly string[] => read(text).partial.map(({ entry }) => entry.key);

// Ways of writing a script that were met in public repositories on 2026-12-01.
describe("what a script leaves to the shell", () => {
  it.each([
    ["$HOME/models/Qwen3-8B", "$HOME/models/Qwen3-8B"],
    ['"$MODEL_DIR/Qwen3-8B"', "$MODEL_DIR/Qwen3-8B"],
    ['"${MODEL_DIR}/Qwen3-8B"', "$MODEL_DIR/Qwen3-8B"],
    ["$ROOT/$USER/Qwen3-8B", "$ROOT/$USER/Qwen3-8B"],
  ])("may stand at the head of a path, which is the value of its key: %s", (path, model) => {
    const run = read(`swift sft --model ${path} --tuner_type lora --max_length 2048`);
    expect(run.question).toMatchObject({ model, method: "lora", maxTokens: 2048 });
  });

  it("is no value behind a key that needs none", () => {
    const run = read("trl sft --model_name_or_path Qwen/Qwen3-8B --use_peft --gradient_checkpointing $ARGS --bf16 $@");
    expect(run.question).toMatchObject({ model: "Qwen/Qwen3-8B", method: "lora" });
  });

  const supervised = `-m verl.trainer.fsdp_sft_trainer data.train_files="$DATA/train.parquet" data.max_length=2048 \\
  data.train_batch_size=64 data.micro_batch_size_per_gpu=2 model.partial_pretrain=Qwen/Qwen3-8B`;

  it.each([
    ["a list that a variable holds", 'GPUS="${GPUS:-0,1,2,3}"\nexport CUDA_VISIBLE_DEVICES="$GPUS"\n', 4],
    ["a list", "export CUDA_VISIBLE_DEVICES=0,1\n", 2],
  ])("may be how many cards there are, where %s says which", (_how, before, gpus) => {
    const count = "COUNT=$(awk -F',' '{print NF}' <<< $GPUS)\n";
    const { question } = read(`${before}${count}torchrun --nnodes=1 --nproc_per_node="$COUNT" ${supervised}`);
    expect(question).toMatchObject({ gpus, accumulation: 64 / (2 * gpus) });
  });

  it.each(["torch.distributed.run", "torch.distributed.launch"])(
    "keeps the options of a launcher of Python's: %s",
    (launcher) => {
      const text = `python3 -m ${launcher} --nnodes=1 --nproc_per_node=4 ${supervised} custom_cls.path=own.py`;
      expect(read(text).question).toMatchObject({ gpus: 4, accumulation: 8 });
      const later = `python -m ${launcher} --nproc_per_node=2 src/train.py --stage sft --model_name_or_path Qwen/Qwen3-8B`;
      expect(read(`${later} --finetuning_type full`).question.gpus).toBe(2);
    },
  );

  it("does not count the cards that are seen where the script counts fewer", () => {
    const text = `export CUDA_VISIBLE_DEVICES=0,1,2,3\ntorchrun --nproc_per_node=2 ${supervised}`;
    expect(read(text).question.gpus).toBe(2);
  });

  it.each([
    ["a path", "/opt/venv/bin/python"],
    ["a path in quotes", '"/opt/venv/bin/python3"'],
    ["a variable", "$PYTHON"],
    ["a variable in quotes", '"${PYTHON_BIN}"'],
  ])("may be where Python is: %s", (_what, python) => {
    const run = read(`CUDA_VISIBLE_DEVICES=0,1 ${python} ${supervised} trainer.n_gpus_per_node=2`);
    expect(run).toMatchObject({ trainer: "verl", question: { model: "Qwen/Qwen3-8B", gpus: 2, maxTokens: 2048 } });
    expect(run.unknown).toEqual([]);
  });
});

describe("a script of several runs", () => {
  const sft = "swift sft --model Qwen/Qwen3-8B --tuner_type lora --max_length 2048";
  const whys = (text: string): readonly string[] => read(text).partial.map(({ entry, why }) => `${entry.key}: ${why}`);

  it("is answered for the last, and names the others", () => {
    const text = `swift pt --model Qwen/Qwen3-8B --tuner_type full --max_length 4096\n${sft}\n`;
    expect(read(text).question).toMatchObject({ method: "lora", maxTokens: 2048 });
    expect(whys(text)).toEqual(["swift pt: the script starts this run too: give it alone"]);
  });

  it("names runs of other programs, and each of a sweep", () => {
    const grpo =
      "python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=Qwen/Qwen3-8B";
    const first = "deepspeed --module openrlhf.cli.train_sft --pretrain Qwen/Qwen3-8B";
    expect(whys(`${first}\n${grpo}\n`)).toEqual([
      "deepspeed openrlhf.cli.train_sft: the script starts this run too: give it alone",
    ]);
    expect(whys(`R=8\n${sft} --lora_rank $R\nR=16\n${sft} --lora_rank $R\nR=32\n${sft} --lora_rank $R\n`)).toEqual([
      "swift sft: the script starts this run too: give it alone",
    ]);
  });

  it.each([
    ["one that is tried again", `${sft} || ${sft}`],
    ["one of which the script chooses", `if [ $A = 1 ]; then\n${sft}\nelse\n${sft} --bf16 true\nfi`],
    ["an export", `${sft}\nswift export --model out --merge_lora true\npython3 -m swift.cli.infer --model out`],
    ["a merge", `python merge_lora.py --model_name_or_path x --max_length 3\n${sft}`],
    ["a program that is not read", `torchrun --nproc_per_node 8 prepare.py --model a\n${sft}`],
  ])("is none with %s", (_what, text) => {
    expect(whys(text)).toEqual([]);
  });

  it("names options that the shell cuts off at a comment", () => {
    const text = `${sft} \\\n  # --lora_rank 64 \\\n  --packing true \\\n  --num_train_epochs 5\n`;
    const why = "the shell ends the command before it, at a comment or a line without a backslash at its end";
    expect(whys(text)).toEqual([`packing: ${why}`, `num_train_epochs: ${why}`]);
    expect(read(text).question).toMatchObject({ packing: "padded", epochs: 3 });
  });

  it.each([
    "swift sft \\\n  # the model\n  --model Qwen/Qwen3-8B",
    "llamafactory-cli train \\ \n  --model_name_or_path Qwen/Qwen3-8B --stage sft",
  ])("is refused where the shell cuts off what a run needs: %j", (text) => {
    const run = readTrainerConfig([{ name: "run.sh", text }]);
    expect(run.ok ? "read" : problemSentence(run.problem)).toMatch(
      /^run.sh: the shell ends the command before model\w*, as the line before has no backslash at its very end/,
    );
  });
});

describe("what starts a run in a container", () => {
  it("has options of its own, which are none of the run's", () => {
    const text = `timeout --signal=TERM --kill-after=60 2400 apptainer exec --nv --bind /data:/data --env OMP_NUM_THREADS=4 \\
  sft.sif /opt/venv/bin/torchrun --nnodes=1 --nproc_per_node=4 /opt/venv/bin/swift sft --model Qwen/Qwen3-8B \\
  --tuner_type full --per_device_train_batch_size 1`;
    const run = read(text);
    expect(run.question).toMatchObject({ gpus: 4, method: "full", microBatch: 1 });
    expect(run.unknown).toEqual([]);
  });
});

describe("ms-swift", () => {
  const lora = "--model Qwen/Qwen3-8B --lora_rank 64 --dataset a.jsonl --max_length 4096 --enable_thinking false";

  it.each([
    ["deepspeed --num_gpus=2 --module swift.cli.sft", 2],
    ["torchrun --nproc_per_node 4 -m swift.cli.sft", 4],
    ["torchrun --nproc_per_node 4 swift/cli/sft.py", 4],
  ])("may be started by the name of its module: %s", (start, gpus) => {
    const run = read(`${start} ${lora}`);
    expect(run).toMatchObject({ trainer: "ms-swift", question: { method: "lora", rank: 64, gpus, maxTokens: 4096 } });
    expect(run.unknown).toEqual([]);
  });

  it("is read by the names that its options had before version 3", () => {
    // https://github.com/modelscope/ms-swift docs/source_en/LLM/Command-line-parameters.md (003f77b2)
    const text = "swift sft --model_id_or_path qwen/Qwen2-7B-Instruct --batch_size 2 --max_length 2048";
    const full = { model: "qwen/Qwen2-7B-Instruct", method: "full", microBatch: 2 };
    expect(read(`${text} --sft_type full`).question).toMatchObject(full);
    expect(read(`${text} --sft_type lora --quantization_bit 4`).question.method).toBe("qlora");
  });

  it("cuts prompts at max_length where the model completes them", () => {
    const text = "swift rlhf --rlhf_type grpo --model Qwen/Qwen3-8B --tuner_type lora --max_completion_length 256";
    expect(read(`${text} --max_length 2048`).question.maxTokens).toBe(2048 + 256);
    expect(read(`${text} --max_length 2048 --vllm_max_model_len 2100`).question.maxTokens).toBe(2100);
  });

  it("has the model's name in the folder of its converted weights, where no other key names it", () => {
    const megatron = "NPROC_PER_NODE=8 megatron sft --micro_batch_size 1 --max_length 2048";
    expect(read(`${megatron} --load Qwen3-8B-mcore`).question.model).toBe("Qwen3-8B-mcore");
    expect(read(`${megatron} --load out/v1 --model Qwen/Qwen3-8B`).question.model).toBe("Qwen/Qwen3-8B");
  });

  it("counts no part that reads pictures and is trained, and says so", () => {
    const text = "swift sft --model Qwen/Qwen3-VL-4B-Instruct --tuner_type lora --freeze_vit";
    expect([notCounted(`${text} false`), notCounted(`${text} true`)]).toEqual([["freeze_vit"], []]);
  });

  it("names layers that wait on the host, and knows the keys that change nothing", () => {
    const text = `NPROC_PER_NODE=8 megatron sft --model Qwen/Qwen3-8B --tuner_type lora --micro_batch_size 1 --num_workers 4 \\
  --no_initialization false --ignore_args_error true --megatron_extra_kwargs '{"lr_warmup_init": 1e-6}'`;
    expect(read(text)).toMatchObject({ unknown: [], partial: [] });
    expect(notCounted(`${text} --cpu_offloading true --cpu_offloading_num_layers 24`)).toEqual(["cpu_offloading"]);
  });
});

describe("TRL", () => {
  const sft = "trl sft --model_name_or_path Qwen/Qwen3-8B --no_remove_unused_columns";

  it.each([
    ["--no_gradient_checkpointing", "none"],
    ["--gradient_checkpointing", "full"],
    ["", "full"],
  ])("turns off what is on, by its parser's own words: %j", (more, checkpointing) => {
    expect(read(`${sft} ${more}`)).toMatchObject({ unknown: [], question: { checkpointing } });
  });
});

describe("LLaMA-Factory", () => {
  // parser.py of release 0.9.5: `packing if packing is not None else stage == "pt"`.
  it.each([
    ["pt", "", "packed"],
    ["pt", "--packing false", "padded"],
    ["sft", "", "padded"],
    ["sft", "--packing true", "packed"],
  ])("packs running text where no key says otherwise: %s %s", (stage, more, packing) => {
    const text = `llamafactory-cli train ${more} --stage ${stage} --model_name_or_path Qwen/Qwen3-8B --cutoff_len 8192`;
    expect(read(text).question.packing).toBe(packing);
  });

  it("counts no part that reads pictures and is trained, and says so", () => {
    const text =
      "llamafactory-cli train --stage sft --model_name_or_path Qwen/Qwen3-VL-4B-Instruct --freeze_vision_tower";
    expect([notCounted(`${text} false`), notCounted(`${text} true`)]).toEqual([["freeze_vision_tower"], []]);
  });
});

describe("verl", () => {
  const drawn = `python3 -m verl.trainer.main_ppo algorithm.adv_estimator=grpo actor_rollout_ref.model.path=Qwen/Qwen3-4B \\
  trainer.n_gpus_per_node=8`;

  it("says that it runs on cards of another kind than those that are counted", () => {
    expect(notCounted(`${drawn} trainer.device=npu`)).toEqual(["trainer.device"]);
    expect(notCounted(`${drawn} trainer.device=cuda`)).toEqual([]);
  });

  it("keeps the optimizer on the host where Megatron's optimizer does", () => {
    const key = "actor_rollout_ref.actor.optim.override_optimizer_config.optimizer_cpu_offload";
    const megatron = `${drawn} actor_rollout_ref.actor.megatron.tensor_model_parallel_size=2`;
    expect(read(`${megatron} +${key}=True`).question.offload).toEqual(["optimizer"]);
    expect(read(`${megatron} +${key}=False`).question.offload).toBeUndefined();
  });

  it("keeps the gradient of its logits in their place where it draws", () => {
    expect(read(drawn).question.framework).toBe("hf-inplace");
    expect(read(`${drawn} actor_rollout_ref.actor.megatron.tensor_model_parallel_size=2`).question.framework).toBe(
      "megatron",
    );
  });

  it("knows the older name of its warm-up", () => {
    const text = "torchrun --nproc_per_node=8 -m verl.trainer.fsdp_sft_trainer model.partial_pretrain=Qwen/Qwen3-4B";
    expect(read(`${text} optim.warmup_steps_ratio=0.1`).unknown).toEqual([]);
  });
});

describe("ms-swift", () => {
  const text = "swift sft --model Qwen/Qwen3-8B --train_type lora --max_length 2048 --dataset";

  it("reads so many rows of a set as its name says", () => {
    expect(read(`${text} 'a/chats#1000' b/more#500`).maxExamples).toBe(1500);
    expect(read(`${text} a/chats b/more#500`).maxExamples).toBeUndefined();
    expect(read(`${text} a/chats#1000`).idle.map(({ key }) => key)).toEqual([]);
  });

  it("names the kind of its model, which is no model", () => {
    const run = readTrainerConfig([{ name: "a.sh", text: "swift sft --model_type qwen2_5 --train_type lora" }]);
    expect(run.ok ? "" : problemSentence(run.problem)).toBe(
      "a.sh names its model by model_type alone (qwen2_5), which says what kind it is and not which: give --model.",
    );
  });
});

describe("LLaMA-Factory", () => {
  it("cuts each of its sets to as many rows", () => {
    const text = "llamafactory-cli train --stage sft --do_train --model_name_or_path x/y --max_samples 900 --dataset";
    expect([read(`${text} one`).maxExamples, read(`${text} one,two,three`).maxExamples]).toEqual([900, 2700]);
  });
});

describe("TRL's own configs for accelerate", () => {
  const text = "trl sft --model_name_or_path x/y --dtype bfloat16 --accelerate_config";
  it.each([
    ["zero1", { gpus: 8, sharding: "zero1" }],
    ["zero2 --num_processes 4", { gpus: 4, sharding: "zero2" }],
    ["zero3", { gpus: 8, sharding: "zero3" }],
    ["fsdp2", { gpus: 8, sharding: "fsdp" }],
    ["multi_gpu", { gpus: 8, sharding: "ddp" }],
  ])("are known by their names: %s", (name, question) => {
    const run = read(`${text} ${name}`);
    expect(run.question).toMatchObject(question);
    expect([run.unknown, run.partial]).toEqual([[], []]);
  });

  it("are to be given where they are files of one's own", () => {
    expect(notCounted(`${text} ./own/zero3.json`)).toEqual(["accelerate_config"]);
  });
});

describe("transformers' run_clm.py", () => {
  const text = "torchrun --nproc_per_node 4 run_clm.py --model_name_or_path x/y --train_file a.txt --do_train --bf16";

  it("reads running text in blocks", () => {
    const { question, unknown } = read(`${text} --block_size 4096 --per_device_train_batch_size 4`);
    expect(question).toMatchObject({ objective: "continued", maxTokens: 4096, packing: "packed", framework: "hf" });
    expect(unknown).toEqual([]);
  });
});
