import { describe, expect, it } from "vitest";
import {
  configNotes,
  problemSentence,
  readTrainerConfig,
  type ConfigFile,
  type TrainerRun,
} from "../../src/trainers.ts";

const read = (text: string, name = "run.sh", ...beside: readonly ConfigFile[]): TrainerRun => {
  const run = readTrainerConfig([{ name, text }, ...beside]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
};
const refused = (text: string, name = "run.sh"): string => {
  const run = readTrainerConfig([{ name, text }]);
  return run.ok ? "read" : problemSentence(run.problem);
};
const keys = (run: TrainerRun, kind: string): string[] =>
  configNotes(run)
    .filter((note) => note.kind === kind)
    .map(({ key }) => key);
const sft = "--model_name_or_path Qwen/Qwen2.5-7B --per_device_train_batch_size 2 --max_length 2048";
const full =
  "base_model: openai/gpt-oss-20b\nsequence_len: 2048\nmicro_batch_size: 1\nnum_epochs: 1\ndatasets:\n  - path: a\n";

describe("what accelerate is told on its command line", () => {
  it("splits the run, and its numbers count", () => {
    const launch =
      "accelerate launch --use_deepspeed --zero_stage 3 --offload_optimizer_device cpu --mixed_precision bf16";
    const { question, idle } = read(`${launch} --num_processes 4 -m trl.scripts.sft ${sft}`);
    expect(question).toMatchObject({ sharding: "zero3", gpus: 4, offload: ["optimizer"] });
    expect(idle.map(({ key }) => key)).toEqual(["use_deepspeed"]);
  });

  it.each([
    ["FULL_SHARD", "fsdp"],
    ["SHARD_GRAD_OP", "zero2"],
    ["NO_SHARD", "ddp"],
  ])("is FSDP's strategy: %s", (strategy, sharding) => {
    const launch = `accelerate launch --use_fsdp --fsdp_sharding_strategy ${strategy} --num_processes 4`;
    expect(read(`${launch} -m trl.scripts.sft ${sft}`).question.sharding).toBe(sharding);
  });

  it("is named where it stands in a file that is not there, and read where it is", () => {
    const text = `accelerate launch --config_file zero2.yaml -m trl.scripts.sft ${sft}`;
    expect(keys(read(text), "not_counted")).toEqual(["config_file"]);
    const file =
      "compute_environment: LOCAL_MACHINE\ndistributed_type: DEEPSPEED\nnum_processes: 4\ndeepspeed_config:\n  zero_stage: 2\n";
    const run = read(text, "run.sh", { name: "zero2.yaml", text: file });
    expect(keys(run, "not_counted")).toEqual([]);
    expect(run.question).toMatchObject({ gpus: 4, sharding: "zero2" });
  });
});

describe("the cards of engines that draw", () => {
  it.each([
    ["vllm_device: auto", "vllm_device"],
    ["vllm_server_host: node2", "vllm_server_host"],
    ["vllm_server_base_url: http://node2:8000", "vllm_server_base_url"],
  ])("are named: %s", (line, key) => {
    const text = `model_name_or_path: Qwen/Qwen2.5-7B\nnum_generations: 8\nper_device_train_batch_size: 2\nuse_vllm: true\n${line}\n`;
    expect(keys(read(text, "grpo.yaml"), "not_counted")).toEqual([key]);
  });

  const ray = (engines: number, ofEngine: number): string =>
    `python -m openrlhf.cli.train_ppo_ray --pretrain Qwen/Qwen2.5-7B --actor_num_nodes 1 --actor_num_gpus_per_node 4 --vllm_num_engines ${engines} --vllm_tensor_parallel_size ${ofEngine} --colocate_all_models --micro_train_batch_size 2 --train_batch_size 64`;

  it("are refused in OpenRLHF where all are said to share the actor's, and there are more", () => {
    expect(refused(ray(2, 4))).toContain("no more cards than the actor has");
    expect(refused(ray(2, 4).replaceAll(/(vllm|actor)_(?=n|t)/g, "$1."))).toContain("no more cards than the actor has");
    expect(read(ray(2, 2)).question.gpus).toBe(4);
    expect(read(ray(4, 1).replace("actor_num_gpus_per_node 4", "actor_num_gpus_per_node $GPUS")).trainer).toBe(
      "openrlhf",
    );
  });
});

describe("a program of one's own", () => {
  it.each(["use_lora", "use_peft_adapter", "sft_adapter_path", "lora_config"])(
    "is not the trainer whose keys it shares: %s",
    (key) => {
      expect(refused(`deepspeed finetune.py ${sft} --${key} x --max_steps 3000`)).toContain("is no config of TRL");
    },
  );
});

describe("adapters in TRL's keys", () => {
  const text =
    "model_name_or_path: Qwen/Qwen2.5-7B\nper_device_train_batch_size: 2\nnum_train_epochs: 1\nlora_r: 8\nlora_target_modules: [q_proj]\n";

  it.each([
    ["", ["lora_r", "lora_target_modules"], "full"],
    ["use_peft: false\n", ["lora_r", "lora_target_modules"], "full"],
    ["use_peft: true\n", [], "lora"],
  ])("are trained with use_peft alone, and named without it: %j", (more, named, method) => {
    const run = read(`${text}${more}`, "sft.yaml");
    expect([keys(run, "not_counted"), run.question.method]).toEqual([named, method]);
  });
});

describe("a script that Slurm starts", () => {
  it.each([
    "srun --gres=gpu:8 --ntasks-per-node=1 torchrun --nproc_per_node 8 -m trl.scripts.sft",
    "srun --gres=gpu:8 -N 1 --jobid $SLURM_JOBID python -m torch.distributed.run --nproc_per_node 8 -m trl.scripts.sft",
    "NCCL_DEBUG=INFO srun --cpu-bind=none accelerate launch --num_processes 8 -m trl.scripts.sft",
  ])("has its own options alone: %s", (start) => {
    const run = read(`#!/bin/bash\n#SBATCH --nodes=1\n${start} ${sft}\n`);
    expect(run.question).toMatchObject({ model: "Qwen/Qwen2.5-7B", gpus: 8 });
    expect(run.unknown).toEqual([]);
  });

  it.each([
    ["srun --gres=gpu:4", 4],
    ["srun --gres gpu:a100:8 -N 2", 16],
    ["srun --gpus-per-node=h100:4 --nodes 2", 8],
    ["srun --gpus=8", 8],
    ["srun -G 8 -N 2", 8],
    ["srun --ntasks-per-node=4 --gpus-per-task=1 --nodes=2", 8],
    ["#SBATCH --nodes=2\n#SBATCH --gres=gpu:8\nsrun", 16],
    ["#SBATCH -N 2\n#SBATCH --gpus-per-node=8\nsrun -N 1 --gres=gpu:4", 4],
    [
      "#SBATCH --nodes=2\n#SBATCH --gres=gpu:8\nexport N=$SLURM_NNODES\nsrun torchrun --nproc_per_node 4 --nnodes $N",
      8,
    ],
    ["#SBATCH --nodes=2 # not --nodes=4\n#SBATCH --gpus-per-node=8\nsrun torchrun --nproc_per_node gpu", 16],
    ["#SBATCH -N 2\n#SBATCH --gpus-per-node=4\nsrun torchrun --nproc_per_node $SLURM_GPUS_PER_NODE", 8],
    ["#SBATCH --nodes=3\nsrun torchrun --nproc_per_node 4 --nnodes ${SLURM_JOB_NUM_NODES:-1}", 12],
  ])("has the cards that Slurm is asked for: %j", (start, gpus) => {
    const run = read(`#!/bin/bash\n${start} ${start.includes("torchrun") ? "" : "python"} -m trl.scripts.sft ${sft}\n`);
    expect(run.question.gpus).toBe(gpus);
    expect(run.unknown).toEqual([]);
  });

  it.each([
    [
      "verl",
      "python3 -m verl.trainer.main_ppo trainer.n_gpus_per_node=$SLURM_GPUS_PER_NODE trainer.nnodes=$SLURM_NNODES actor_rollout_ref.model.path=MODEL",
    ],
    [
      "OpenRLHF",
      "deepspeed --num_gpus 4 --num_nodes $SLURM_JOB_NUM_NODES --module openrlhf.cli.train_sft --pretrain MODEL",
    ],
    [
      "OpenRLHF in a shell",
      'bash -c "cd /src; torchrun --nproc_per_node 4 --nnodes $SLURM_NNODES -m openrlhf.cli.train_sft --pretrain MODEL"',
    ],
  ])("has the machines that Slurm is asked for: %s", (_who, start) => {
    const command = start.replace("MODEL", "Qwen/Qwen3-8B");
    const run = read(`#!/bin/bash\n#SBATCH --nodes=3\n#SBATCH --gpus-per-node=4\nsrun ${command}\n`);
    expect(run.question).toMatchObject({ gpus: 12, model: "Qwen/Qwen3-8B" });
    expect([run.unknown, keys(run, "not_counted")]).toEqual([[], []]);
  });

  it.each(["srun --gres=shard:2", "srun --cpus-per-task 8", "#SBATCH --job-name=a\nsrun"])(
    "counts no cards where Slurm is asked for none: %j",
    (start) => {
      expect(read(`#!/bin/bash\n${start} python -m trl.scripts.sft ${sft}\n`).question.gpus).toBeUndefined();
    },
  );

  // LeonLixyz/r2e-verl examples/grpo_trainer/run_qwen3-8b-tool-r2e-multinode.sh (read 2026-12-02).
  it("is read behind an option that is written over several lines", () => {
    const set = "trainer.n_gpus_per_node=8 trainer.nnodes=$NODES actor_rollout_ref.model.path=Qwen/Qwen3-8B";
    const env = `--runtime-env-json '{\n    "conda": "verl"\n  }'`;
    const inside = `cd /src && python3 -m verl.trainer.main_ppo \\\n  data.truncation='error' ${set}`;
    const run = read(`NODES=2\nray job submit \\\n  ${env} \\\n  -- bash -c "${inside}" > out.txt 2>&1\n`);
    expect(run.question).toMatchObject({ gpus: 16, model: "Qwen/Qwen3-8B" });
  });

  it("keeps an option of its own that bears the name of a starter", () => {
    expect(read(`torchrun --nproc_per_node 2 --timeout 5 -m trl.scripts.sft ${sft}`).question.gpus).toBe(2);
  });
});

describe("a script of a program that is not read", () => {
  it.each([
    [
      "a run of NeMo RL",
      "sft:\n  max_num_steps: 60\npolicy:\n  model_name: meta-llama/Llama-3.2-1B\ncluster:\n  num_nodes: 4\n",
      "sft.yaml",
    ],
    [
      "a run of Megatron",
      "torchrun --nproc_per_node 8 pretrain_gpt.py --num-layers 32 --hidden-size 4096 --train-samples 900",
      "a.sh",
    ],
    [
      "a run of Lightning or NeMo",
      "python3 main.py stages=[training] training.trainer.num_nodes=2 training.trainer.max_steps=30",
      "b.sh",
    ],
    ["a run of LitGPT", "litgpt finetune_lora meta-llama/Llama-3.2-1B --train.epochs 2 --lora_r 16", "c.sh"],
    ["a run of LitGPT", "checkpoint_dir: checkpoints/meta-llama/Llama-3.1-8B\nlora_query: true\n", "c.yaml"],
    ["a run of NeMo RL", "grpo:\n  max_num_steps: 9\npolicy:\n  model_name: x/y\ncluster:\n  num_nodes: 1\n", "d.yaml"],
  ])("is named, and what to do instead: %s", (what, text, name) => {
    const said = refused(text, name);
    expect(said).toContain(`it looks like ${what}.`);
    expect(said).toContain("or the run as options: --model, --method,");
    const own = { "a run of LitGPT": "--framework litgpt", "a run of NeMo RL": "--rollouts" }[what] ?? "";
    expect(said).toContain(own);
  });

  it("is known by a flag of DeepSpeed's own, which is no path", () => {
    expect(refused(`deepspeed main.py ${sft} --data_split 2,4,4 --zero_stage 3 --deepspeed`)).toContain(
      "is no config of TRL",
    );
    expect(read(`deepspeed --num_gpus 2 sft.py ${sft} --deepspeed ds_z3.json`).question.sharding).toBe("zero3");
  });

  it("may print what it does, which is no key", () => {
    const text = `#!/bin/bash\ncat <<INFO\nDataset:  a\nBase:   b\nINFO\ntorchrun --nproc_per_node 2 -m trl.scripts.sft ${sft}\n`;
    expect(read(text).question.gpus).toBe(2);
  });
});

describe("OpenRLHF's length", () => {
  const ray =
    "python3 -m openrlhf.cli.train_ppo_ray --actor.num_gpus_per_node 8 --actor.num_nodes 1 --train.colocate_all --actor.model_name_or_path Qwen/Qwen2.5-7B --train.batch_size 128 --algo.advantage.estimator group_norm --rollout.n_samples_per_prompt 8";

  it.each([
    ["--data.max_len 4096", 4096, 4096 - 512],
    ["", 2048, 2048 - 512],
    ["--data.max_len 600", 600, 300],
    ["--data.max_len 4096 --rollout.max_new_tokens 1024", 4096, 1024],
  ])("is that of prompt and completion together: %s", (more, maxTokens, tokens) => {
    expect(read(`${ray} ${more}`).question).toMatchObject({ maxTokens, rollouts: { tokens, perPrompt: 8 } });
  });

  it("was said apart in older releases", () => {
    const older =
      "python3 -m openrlhf.cli.train_ppo_ray --actor_num_gpus_per_node 8 --actor_num_nodes 1 --colocate_all_models --pretrain Qwen/Qwen2.5-7B --train_batch_size 128 --advantage_estimator group_norm";
    const run = read(`${older} --prompt_max_len 512 --generate_max_len 256`);
    expect(run.question).toMatchObject({ maxTokens: 768, rollouts: { tokens: 256 } });
  });
});

describe("axolotl's plugins", () => {
  it.each([
    ["densemixer.DenseMixerPlugin", ["plugins"]],
    ["spectrum.SpectrumPlugin", ["plugins"]],
    ["kd.KDPlugin", ["plugins"]],
    ["liger.LigerPlugin", []],
    ["cut_cross_entropy.CutCrossEntropyPlugin", []],
  ])("are named where they change what is trained or computed: %s", (plugin, named) => {
    const file = `${full}plugins:\n  - axolotl.integrations.liger.LigerPlugin\n  - axolotl.integrations.${plugin}\n`;
    expect(keys(read(file, "a.yml"), "not_counted")).toEqual(named);
  });
});

describe("TRL's older name of Liger's kernels", () => {
  it.each([
    ["true", "fused"],
    ["false", undefined],
  ])("is known: %s", (on, loss) => {
    const run = read(
      `model_name_or_path: Qwen/Qwen2.5-7B\nper_device_train_batch_size: 2\nuse_liger: ${on}\n`,
      "sft.yaml",
    );
    expect([run.question.loss, run.unknown]).toEqual([loss, []]);
  });
});

describe("what a script leaves open", () => {
  it.each([
    ['M="${M:?Set M to a path or an id.}"', "${M}"],
    ['declare -A paths\npaths["qwen"]="/models/Qwen2.5-7B"', "${paths[$name]}"],
    ["M=$(python -c 'import os; print(os.environ.get(\"M\"))')", "${M}"],
  ])("is asked for by name, not taken for nothing: %s", (set, model) => {
    const text = `${set}\ntorchrun --nproc_per_node 2 -m trl.scripts.sft ${sft.replace("Qwen/Qwen2.5-7B", `"${model}"`)}\n`;
    expect(refused(text)).toContain("names no model");
  });

  it("is named where the run is read without it", () => {
    const run = read(
      `G="\${G:-$(python -c 'print(len(str(1)))')}"\ntorchrun --nproc_per_node "\${G}" -m trl.scripts.sft ${sft}\n`,
    );
    expect(keys(run, "not_counted")).toEqual(["nproc_per_node"]);
  });
});

describe("axolotl's keys", () => {
  it("say that a quantised file is loaded in 16 bits", () => {
    const file = `${full}model_quantization_config: Mxfp4Config\n`;
    expect(keys(read(file, "a.yml"), "not_counted")).toEqual(["model_quantization_config"]);
    const undone = read(`${file}model_quantization_config_kwargs:\n  dequantize: true\n`, "a.yml");
    expect(keys(undone, "not_counted")).toEqual([]);
    expect(undone.unknown).toEqual([]);
  });

  it.each([
    ["optim_args:\n  eps: 1e-8", "idle"],
    ["load_best_model_at_end: true", "idle"],
    ["metric_for_best_model: eval_loss", "idle"],
    ["peft_layers_to_transform: [1, 2]", "not_counted"],
    ["auto_find_batch_size: true", "not_counted"],
    ["batch_flattening: true", "taken"],
    ["torch_empty_cache_steps: 5", "taken"],
  ])("are known: %s", (lines, kind) => {
    expect(keys(read(`${full}${lines}\n`, "a.yml"), kind)).toContain(lines.split(":")[0]);
  });
});

describe("a vision tower that is not frozen", () => {
  it("is named for models that have one", () => {
    const run = read("swift sft --model Qwen/Qwen2.5-7B --train_type full --freeze_vit false --max_length 2048");
    expect(run.partial.map(({ why }) => why)).toEqual([
      "of a model that reads pictures, the part that reads them is trained as well",
    ]);
  });
});
