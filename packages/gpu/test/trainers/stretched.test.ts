import { describe, expect, it } from "vitest";
import { explain } from "../../../estimator/src/words/explain.ts";
import { selfHost } from "../../src/selfHost.ts";
import { readTrainerConfig, writeTrainerConfig } from "../../src/trainers.ts";
import { book } from "../book.ts";
import { read } from "./configs.ts";

const long = "cutoff_len: 262144\n";
const factory =
  "model_name_or_path: Qwen/Qwen2.5-7B-Instruct\nstage: sft\ndo_train: true\nfinetuning_type: lora\ntemplate: qwen\n";
const at = { gpu: "b300-288", gpus: 8, sharding: "fsdp" } as const;

describe("rows longer than the model reads", () => {
  it("are refused, with what the trainer may do about it", () => {
    const answer = selfHost({ ...read(`${factory}${long}`).question, ...at }, book);
    expect(answer.ok || explain(answer.problem)).toBe(
      "qwen2.5-7b reads at most 131,072 tokens, not 262,144: lower the longest sequence, or say that positions are scaled for it (--set stretched=true).",
    );
  });

  // https://github.com/hiyouga/LLaMA-Factory src/llamafactory/model/model_utils/rope.py (1fbb7c5a): the model's length is enlarged.
  it("are read where the config scales positions: LLaMA-Factory, axolotl and ms-swift", () => {
    const swift =
      "swift sft --model Qwen/Qwen2.5-7B-Instruct --train_type lora --max_length 262144 --rope_scaling yarn\n";
    const axolotl =
      "base_model: Qwen/Qwen2.5-7B-Instruct\nadapter: lora\nlora_r: 8\nmicro_batch_size: 1\nsequence_len: 262144\noverrides_of_model_config:\n  rope_scaling:\n    rope_type: yarn\n    factor: 2.0\n";
    for (const run of [read(`${factory}${long}rope_scaling: yarn\n`), read(swift, "run.sh"), read(axolotl)]) {
      expect(run.question).toMatchObject({ stretched: true, maxTokens: 262_144 });
      const answer = selfHost({ ...run.question, ...at }, book);
      expect(answer.ok && answer.value.input).toMatchObject({ stretched: true });
    }
    expect(read(`${factory}rope_scaling: null\n`).question.stretched).toBeUndefined();
  });

  it("are written with the key that scales them, or not at all", () => {
    const { question } = read(`${factory}${long}rope_scaling: linear\n`);
    const run = { ...question, model: "Qwen/Qwen2.5-7B-Instruct", packing: "padded", microBatch: 1 } as const;
    const written = writeTrainerConfig("llamafactory", run);
    const again = written.ok ? readTrainerConfig([{ name: "run.yaml", text: written.value.text }]) : written;
    expect(again.ok && again.value.question.stretched).toBe(true);
    const other = writeTrainerConfig("trl", run);
    expect(other.ok || other.problem["setting"]).toBe("stretched");
  });
});
