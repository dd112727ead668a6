import type { Gpu } from "../run/hardware.ts";
import { expectedLongest } from "../run/lengths.ts";
import type { Run } from "../run/run.ts";
import { decodeSeconds, servedFlops, servingOn } from "./serving.ts";

/** Seconds of a step in which neither completions are drawn nor weights trained: the engine wakes and sleeps, answers are scored. */
const betweenSeconds = 5;

/** GB/s at which weights that are split over machines are gathered and sent to the engine: verl and NeMo RL, 6 to 25. */
const syncGBs = 15;

/** Completions are cut at so many times their mean, where nobody says at how many tokens: recipes do at 1.3 to 3. */
const longestShare = 3;

/**
 * Hours in which all cards of a run draw completions, weights sent to the engine before each step; null where all of
 * the cards together do not hold the model for it.
 *
 *     each step: prompts + tokens of its completions ÷ requests at once × seconds of a token
 *                + (the longest completion − the mean) × seconds of a token of a batch that is nearly empty
 *                + turns × environment + judge + weights ÷ link + what lies between
 *
 * @param completions in all
 */
export function rolloutHours(run: Run, gpu: Gpu, completions: number, promptTokens: number): number | null {
  const { tokens = 0, perStep = 1, turns = 1 } = run.rollouts ?? {};
  // A request takes room as it grows: half of its completion in the mean.
  const serving = servingOn(run, gpu, { inputTokens: promptTokens, outputTokens: tokens / 2 }, run.gpus);
  if (serving === null) return null;
  const { gpus, concurrency } = serving;
  const copies = Math.max(1, Math.floor(run.gpus / gpus));
  const steps = Math.max(1, completions / Math.max(perStep, run.microBatch * run.accumulation * run.dataParallel));
  const requests = Math.max(1, completions / steps / copies);
  const batch = Math.min(requests, concurrency);
  const context = promptTokens + tokens / 2;
  const cardFlops = servedFlops(gpu);
  const prompts = (2 * run.counts.matmul * requests * promptTokens) / (gpus * cardFlops);
  const together = ((requests * tokens) / batch) * decodeSeconds(run, gpu, { gpus, batch, context, cardFlops });
  const last = expectedLongest(tokens, Math.min(run.shape.context, longestShare * tokens), requests) - tokens;
  const alone = last * decodeSeconds(run, gpu, { gpus, batch: Math.max(1, batch / 8), context, cardFlops });
  const sending =
    (2 * run.counts.total) / ((run.gpus > gpu.linkedCards ? syncGBs : (run.linkGBs ?? gpu.linkGBs)) * 1e9);
  // Environments answer side by side, once after each turn; judges as the completions come, so the last is waited for.
  const waited = turns * run.environmentSeconds + run.judgeSeconds;
  return (steps * (prompts + together + alone + waited + sending + betweenSeconds)) / 3600;
}
