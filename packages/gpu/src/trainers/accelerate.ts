import file from "./keys/accelerate.json" with { type: "json" };
import { trainerOf, type Trainer } from "./trainer.ts";

/** The YAML of `accelerate config`, beside a trainer's config. */
export const accelerate: Trainer = trainerOf(file, {
  is: ({ values }) => "compute_environment" in values || "distributed_type" in values,
});
