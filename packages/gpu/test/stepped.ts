import { stepTime } from "../src/physics/time.ts";
import type { RunOptions } from "../src/run/question.ts";
import { card, run } from "./book.ts";

/** Runs as the benchmarks of one A100 have them. */
export const row: RunOptions = { checkpointing: "full", maxTokens: 4096, microBatch: 4, packing: "packed" };
export const lora: RunOptions = { ...row, method: "lora", rank: 16, targets: "attention" };
export const qlora: RunOptions = { ...lora, method: "qlora", quantisation: "nf4" };

/** Tokens per second and card where every row is as long as may be. */
export function speed(id: string, gpu: string, options: RunOptions): number {
  const resolved = run(id, options);
  const tokens = resolved.maxTokens;
  return stepTime(resolved, card(gpu), { tokens, computed: tokens, document: tokens }).tokensPerSecondPerGpu;
}
