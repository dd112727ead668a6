import type { SelfHostData } from "../run/question.ts";
import { histogramExamples, histogramTokens } from "@tunecast/estimator/profile";

/** What of a resolved run makes its steps. */
export interface Stepping {
  readonly gpus: number;
  readonly tensorParallel?: number;
  readonly pipelineParallel?: number;
  readonly microBatch: number;
  readonly accumulation: number;
  readonly maxTokens: number;
  readonly packing: string;
  readonly epochs?: number;
  /** Completions that are drawn of every example. */
  readonly rollouts?: { readonly perPrompt?: number };
}

/** Rows that one step reads on all cards. */
export function rowsPerStep({
  gpus,
  tensorParallel = 1,
  pipelineParallel = 1,
  microBatch,
  accumulation,
}: Stepping): number {
  return Math.max(1, gpus / (tensorParallel * pipelineParallel)) * microBatch * accumulation;
}

/** Optimizer steps of all epochs; undefined for mixtures. Packs hold whole rows, so a run may take a few steps more. */
export function stepsOf(run: Stepping, data: SelfHostData): number | undefined {
  if ("mixture" in data) return undefined;
  const examples = "tokens" in data ? histogramExamples(data.tokens) : data.examples;
  const tokens =
    "tokens" in data
      ? histogramTokens(data.tokens, run.maxTokens)
      : data.examples * Math.min(data.tokensPerExample, run.maxTokens);
  const rows = run.packing === "packed" ? Math.ceil(tokens / run.maxTokens) : examples * drawnOf(run);
  return Math.ceil(rows / rowsPerStep(run)) * (run.epochs ?? 1);
}

/** Examples of a mean length that a number of steps read: whole rows, or packs filled to the brim. */
export function examplesIn(run: Stepping, steps: number, tokensPerExample: number): number {
  const rows = steps * rowsPerStep(run);
  const perRow = run.packing === "packed" ? run.maxTokens / Math.min(tokensPerExample, run.maxTokens) : 1;
  return Math.max(1, Math.round((rows * perRow) / drawnOf(run)));
}

/** Rows that an example becomes. */
function drawnOf({ rollouts }: Stepping): number {
  return rollouts?.perPrompt ?? 1;
}
