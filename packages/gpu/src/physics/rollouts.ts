import type { Gpu } from "../run/hardware.ts";
import { expectedLongest } from "../run/lengths.ts";
import type { Run } from "../run/run.ts";
import { decodeSeconds, servingOn } from "./serving.ts";
import { matmulShare } from "./time.ts";

/** Seconds of a step in which neither completions are drawn nor weights trained: the engine wakes and sleeps, answers are scored. */
const betweenSeconds = 10;

/**
 * Hours in which all cards of a run draw completions, weights sent to the engine before each step; null where all of
 * the cards together do not hold the model for it.
 *
 *     each step: prompts + tokens of its completions ÷ requests at once × seconds of a token
 *                + (the longest completion − the mean) × seconds of a token of a batch that is nearly empty
 *                + weights ÷ link + what lies between
 *
 * @param completions in all
 */
export function rolloutHours(run: Run, gpu: Gpu, completions: number, promptTokens: number): number | null {
  const { tokens = 0, perStep = 1 } = run.rollouts ?? {};
  const serving = servingOn(run, gpu, { inputTokens: promptTokens, outputTokens: tokens }, run.gpus);
  if (serving === null) return null;
  const { gpus, concurrency } = serving;
  const copies = Math.max(1, Math.floor(run.gpus / gpus));
  const steps = Math.max(1, completions / Math.max(perStep, run.microBatch * run.accumulation * run.dataParallel));
  const requests = Math.max(1, completions / steps / copies);
  const batch = Math.min(requests, concurrency);
  const context = promptTokens + tokens / 2;
  const prompts = (2 * run.counts.matmul * requests * promptTokens) / (gpus * gpu.bf16Tflops * 1e12 * matmulShare(gpu));
  const together = ((requests * tokens) / batch) * decodeSeconds(run, gpu, { gpus, batch, context });
  const last = expectedLongest(tokens, run.shape.context, requests) - tokens;
  const alone = last * decodeSeconds(run, gpu, { gpus, batch: Math.max(1, batch / 8), context });
  const sending = (2 * run.counts.total) / ((run.linkGBs ?? gpu.linkGBs) * 1e9);
  return (steps * (prompts + together + alone + sending + betweenSeconds)) / 3600;
}
