import { isMap } from "../config/entry.ts";
import { optimizers } from "../config/optimizers.ts";
import { custom, flag, isOff, partial, table, text, whole, words } from "../config/table.ts";
import { targetsOf } from "../config/targets.ts";
import { trainingArguments } from "./shared.ts";
import type { Trainer } from "./trainer.ts";

/**
 * The YAML of `unsloth train` and of Unsloth Studio.
 *
 * @source https://github.com/unslothai/unsloth unsloth_cli/config.py (015bdef0, 2026-08-22)
 */
export const unslothFile: Trainer = {
  id: "unsloth",
  name: "Unsloth",
  framework: "unsloth",
  spreads: "ddp",
  is: ({ values: { training, lora } }) =>
    isMap(training) && "max_seq_length" in training && ("batch_size" in training || isMap(lora)),
  defaults: {
    ...trainingArguments,
    adapter: "qlora",
    bits4: true,
    doubleQuant: false,
    rank: 64,
    targets: "all",
    microBatch: 2,
    accumulation: 4,
    maxTokens: 2048,
    loss: "chunked",
    optimizer: "adamw-8bit",
  },
  table: table(
    [
      text("model", "model"),
      words("training.training_type", "adapter", { lora: "lora", full: "none", qlora: "qlora", cpt: "lora" }),
      custom("training.training_type", "objective", (value) =>
        value === "cpt" ? { value: "continued" as const } : undefined,
      ),
      flag("training.load_in_4bit", "bits4"),
      flag("training.load_in_8bit", "bits8"),
      whole("training.max_seq_length", "maxTokens"),
      whole("training.num_epochs", "epochs"),
      whole("training.batch_size", "microBatch"),
      whole("training.gradient_accumulation_steps", "accumulation"),
      whole("training.max_steps", "maxSteps"),
      flag("training.packing", "packed"),
      words("training.optim", "optimizer", optimizers),
      custom("training.gradient_checkpointing", "checkpointing", (value) => ({
        value: isOff(value) || value === "none" ? "none" : "full",
      })),
      whole("lora.lora_r", "rank"),
      custom("lora.target_modules", "targets", (value) => (value === "" ? undefined : targetsOf(value))),
      partial("lora.use_dora", "the adapters have a magnitude for each row"),
      partial("audio_type", "it speaks or listens: only its text is counted"),
    ],
    `data data.* training.* lora.* logging logging.* inference inference.* audio_input vision is_* name description`,
  ),
};
