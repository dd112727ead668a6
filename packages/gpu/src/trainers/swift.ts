import { cardsOf } from "./shared.ts";
import type { Parsed } from "../config/entry.ts";
import type { SomeSettings } from "../config/settings.ts";
import file from "./keys/ms-swift.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** Keys that no other program has. */
const own = [
  "tuner_type",
  "train_type",
  "rlhf_type",
  "split_dataset_ratio",
  "model_author",
  "attn_impl",
  "load_data_args",
];

/** The word of its command, where no key says what is trained on. */
function commandOf(config: Parsed): SomeSettings {
  return { ...cardsOf(config), ...(config.command.includes("pt") && { objective: "continued" }) };
}

/** Its Megatron has defaults of its own. */
function usual({ command, values }: Parsed): SomeSettings {
  return command.includes("megatron") || "recompute_granularity" in values
    ? { framework: "megatron", fsdp: "none", zeroStage: 1, globalBatch: 16, epochs: 1 }
    : {};
}

/** ms-swift: `swift sft`, `pt` and `rlhf`, and the same of its Megatron, as a command line or YAML. */
export const swift: Trainer = trainerOf(file, {
  is: ({ values, command }) =>
    command.includes("swift") ||
    command.includes("megatron") ||
    ("model" in values && typeof values["model"] === "string" && own.some((key) => key in values)),
  usual,
  beside: commandOf,
});
