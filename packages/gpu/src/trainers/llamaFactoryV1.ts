import file from "./keys/llamafactory-v1.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** LLaMA-Factory's second form of YAML, with parts of their own for adapters, kernels and cards. */
export const llamaFactoryV1: Trainer = trainerOf(file, {
  is: ({ values }) =>
    typeof values["model"] === "string" &&
    ["model_class", "train_dataset", "dist_config", "peft_config", "sample_backend"].some((key) => key in values),
});
