import { describe, expect, it } from "vitest";
import { changedKeys, type TrainerId, type WrittenRun } from "../../src/trainers.ts";

describe("What would make a run fit", () => {
  const run: WrittenRun = {
    model: "Qwen/Qwen2.5-7B",
    method: "lora",
    rank: 16,
    targets: "all",
    microBatch: 4,
    accumulation: 4,
    maxTokens: 2048,
    packing: "packed",
    checkpointing: "full",
    optimizer: "adamw",
    loss: "chunked",
  };
  const writable: Readonly<Record<TrainerId, Partial<WrittenRun>>> = {
    axolotl: {},
    llamafactory: { loss: "plain", packing: "padded" },
    trl: { loss: "plain" },
  };

  it.each([
    ["axolotl", { microBatch: 1 }, ["micro_batch_size: 1"]],
    ["llamafactory", { microBatch: 1 }, ["per_device_train_batch_size: 1"]],
    ["trl", { microBatch: 1 }, ["per_device_train_batch_size: 1"]],
    ["axolotl", { optimizer: "adamw-8bit" }, ["optimizer: adamw_bnb_8bit"]],
    [
      "axolotl",
      { loss: "fused" },
      ["plugins: [axolotl.integrations.cut_cross_entropy.CutCrossEntropyPlugin]", "no chunked_cross_entropy"],
    ],
    ["llamafactory", { loss: "fused" }, ["enable_liger_kernel: true"]],
    ["trl", { loss: "fused" }, ["use_liger_kernel: true"]],
    ["axolotl", { gpus: 2, sharding: "fsdp" }, ["fsdp_version: 2", "2 cards"]],
  ] as const)("is said in the keys of %s for %j", (trainer, change, keys) => {
    expect(changedKeys(trainer, { ...run, ...writable[trainer] }, change)).toEqual(keys);
  });

  it("is not said where the trainer has no key for it", () => {
    expect(changedKeys("llamafactory", { ...run, ...writable.llamafactory }, { loss: "chunked" })).toBeUndefined();
    expect(changedKeys("llamafactory", run, { microBatch: 1 })).toBeUndefined();
  });
});
