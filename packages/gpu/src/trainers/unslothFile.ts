import { isMap } from "../config/entry.ts";
import file from "./keys/unsloth.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** The YAML of `unsloth train` and of Unsloth Studio. */
export const unslothFile: Trainer = trainerOf(file, {
  is: ({ values: { training, lora } }) =>
    isMap(training) && "max_seq_length" in training && ("batch_size" in training || isMap(lora)),
});
