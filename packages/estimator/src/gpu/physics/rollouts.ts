import type { Gpu } from "../run/hardware.ts";
import type { Run } from "../run/run.ts";
import { servingOn } from "./serving.ts";

/** Share of its steady speed that an engine reaches in rollouts: batches end with their longest completion. */
const steady = 0.5;

/**
 * Hours in which all cards of a run draw completions, weights sent to the engine before each step; null where no eight
 * of the cards hold the model for it.
 *
 *     tokens ÷ (engine's tokens/s × copies × share) + steps × weights ÷ link
 *
 * @param completions in all
 */
export function rolloutHours(run: Run, gpu: Gpu, completions: number, promptTokens: number): number | null {
  const tokens = run.rollouts?.tokens ?? 0;
  const serving = servingOn(run, gpu, { inputTokens: promptTokens, outputTokens: tokens });
  if (serving === null) return null;
  const copies = Math.max(1, Math.floor(run.gpus / serving.gpus));
  const drawing = (completions * tokens) / (serving.outputTokensPerSecond * copies * steady);
  const steps = completions / (run.microBatch * run.accumulation * run.dataParallel);
  const sending = (steps * 2 * run.counts.total) / ((run.linkGBs ?? gpu.linkGBs) * 1e9);
  return (drawing + sending) / 3600;
}
