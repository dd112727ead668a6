import { describe, expect, it } from "vitest";
import { problemSentence, readTrainerConfig, type TrainerRun } from "../../src/trainers.ts";

function read(text: string, name: string = "run.sh"): TrainerRun {
  const run = readTrainerConfig([{ name, text }]);
  if (!run.ok) throw new Error(problemSentence(run.problem));
  return run.value;
}

function refusal(text: string): string | undefined {
  const run = readTrainerConfig([{ name: "run.sh", text }]);
  return run.ok ? undefined : run.problem.kind;
}

const notCounted = (text: string, name?: string): readonly string[] =>
  read(text, name).partial.map(({ entry }) => entry.key);

// Scripts of the kinds that were met on 2026-12-01 in public repositories.
describe("a program of one's own with Hugging Face's arguments", () => {
  const shared =
    "--model_name_or_path Qwen/Qwen3-14B --bf16 --num_train_epochs 5 --per_device_train_batch_size 8 --learning_rate 2e-5";

  it("is refused where a rank says that it trains adapters, as a file or as a module", () => {
    for (const program of ["train.py", "-m train"])
      expect(refusal(`torchrun --nproc_per_node 8 ${program} ${shared} --rank 256`), program).toBe("another_program");
    expect(refusal(`torchrun --nproc_per_node 8 -m train ${shared}`)).toBeUndefined();
  });

  // https://github.com/THUDM/ChatGLM2-6B ptuning: the prefix alone is trained
  it("is refused where it trains a prefix", () => {
    const text = `torchrun --nproc-per-node=1 main.py --preprocessing_num_workers 10 ${shared} --quantization_bit 4`;
    expect(refusal(`${text} --pre_seq_len 128`)).toBe("another_program");
  });
});

describe("scripts of LLaMA-Factory", () => {
  const own =
    "--model_name_or_path THUDM/chatglm2-6b --do_train --dataset alpaca_gpt4_zh --num_train_epochs 3.0 --fp16";

  it.each(["--plot_loss", "--lora_target query_key_value", "--dataset_dir data"])(
    "that leave the method at its default train adapters: %s",
    (sign) => {
      const run = read(`CUDA_VISIBLE_DEVICES=0 python src/train_sft.py ${own} ${sign}`);
      expect(run).toMatchObject({ trainer: "llamafactory", question: { method: "lora", gpus: 1 } });
      expect(run.unknown).toEqual([]);
    },
  );

  it("may go on in the next line before the program is named", () => {
    const text = `CUDA_VISIBLE_DEVICES=0 python \\\n    src/train.py \\\n    --stage sft ${own} --finetuning_type lora`;
    expect(read(text).question).toMatchObject({ method: "lora", gpus: 1 });
  });
});

describe("OpenRLHF started by the path of its program", () => {
  const text = `deepspeed --include=localhost:0,1 --master_port 29500 openrlhf/cli/train_sft_dev.py --max_len 64000 \\
  --train_batch_size 64 --micro_train_batch_size 1 --lora_rank 32 --pretrain meta-llama/Meta-Llama-3-8B-Instruct \\
  --zero_stage 3 --packing_samples --ring_attn_size=2`;

  it("is read as its own", () => {
    const { trainer, question, unknown } = read(text);
    expect(trainer).toBe("openrlhf");
    expect(question).toMatchObject({ method: "lora", rank: 32, gpus: 2, contextParallel: 2, maxTokens: 64_000 });
    expect(unknown).toEqual([]);
  });
});

describe("an engine that is asked over the network", () => {
  const drawn = "--model Qwen/Qwen3-8B --rlhf_type grpo --num_generations 8 --use_vllm true --vllm_mode";
  const trl = "model_name_or_path: Qwen/Qwen3-8B\nnum_generations: 8\nuse_vllm: true\nvllm_mode:";
  const axolotl =
    "base_model: Qwen/Qwen3-8B\nrl: grpo\nmicro_batch_size: 1\ndatasets: []\ntrl:\n  use_vllm: true\n  vllm_mode:";

  it("has cards of its own, and that is said", () => {
    expect(notCounted(`swift rlhf ${drawn} server`)).toEqual(["vllm_mode"]);
    expect(notCounted(`${trl} server\n`, "grpo.yml")).toEqual(["vllm_mode"]);
    expect(notCounted(`${axolotl} server\n`, "grpo.yml")).toEqual(["trl.vllm_mode"]);
  });

  it("shares the model's cards elsewhere", () => {
    expect(notCounted(`swift rlhf ${drawn} colocate`)).toEqual([]);
    expect(notCounted(`${trl} colocate\n`, "grpo.yml")).toEqual([]);
    expect(notCounted(`${axolotl} colocate\n`, "grpo.yml")).toEqual([]);
  });
});

describe("older data sets of torchtune", () => {
  it("cut their rows themselves", () => {
    const text = `model:\n  _component_: torchtune.models.llama3_1.lora_llama3_1_8b\ndataset:\n  max_seq_len: 512
optimizer:\n  _component_: torch.optim.AdamW\nbatch_size: 2\n`;
    expect(read(text, "lora.yaml").question.maxTokens).toBe(512);
  });
});
