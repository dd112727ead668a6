import type { Gpu } from "../run/hardware.ts";
import { rowLengths } from "../run/lengths.ts";
import { trainingMemory, type Memory } from "../physics/memory.ts";
import type { RunData, RunOptions } from "../run/question.ts";
import { resolveRun } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import type { ModelShape } from "../model/shape.ts";
import { stepTime } from "../physics/time.ts";

/** `fits` with a margin of 15 % for what the estimate does not know; `tight` without one. */
export type Verdict = "fits" | "tight" | "no";

/** Part of a card's memory that a process can have. */
const usable = 0.97;
const margin = 1.15;

export function verdictOf(totalGiB: number, cardGiB: number): Verdict {
  return totalGiB * margin <= usable * cardGiB ? "fits" : totalGiB <= usable * cardGiB ? "tight" : "no";
}

export interface Fit {
  readonly gpu: string;
  readonly gpus: number;
  readonly memoryGiB: number;
  readonly totalGiB: number;
  readonly verdict: Verdict;
  /** The cheapest change that would make it fit; absent where it fits, null where none of those known does. */
  readonly change?: Change | null;
}

/** Options to set instead, those that differ from the run as asked, and what they give. */
export interface Change {
  readonly options: RunOptions;
  readonly totalGiB: number;
  /** GPU time per token over that of the run as asked, 1.2 for 20 % dearer. */
  readonly timeFactor: number;
}

/** A run as its options say, and the same on the cards that were chosen for it. */
export interface Chosen {
  readonly asked: Run;
  readonly run: Run;
}

/** Whether a run fits a card, and what would make it fit. @param scale measured memory over estimated */
export function fitOn(
  shape: ModelShape,
  options: RunOptions & RunData,
  chosen: Chosen,
  gpu: Gpu,
  scale: number = 1,
): Fit {
  const { run } = chosen;
  const totalGiB = wantedMemory(run).totalGiB * scale;
  const verdict = verdictOf(totalGiB, gpu.memoryGiB);
  const fit = { gpu: gpu.id, gpus: run.gpus, memoryGiB: gpu.memoryGiB, totalGiB, verdict };
  return verdict === "fits" ? fit : { ...fit, change: cheapestChange(shape, options, chosen, gpu, scale) };
}

/** Memory on a card, nothing given back to the driver: what the run would like to have. */
export function wantedMemory(run: Run): Memory {
  return trainingMemory(run, "device");
}

/** Changes by how much they ask of the user: settings, then more cards, then another method. */
function changes({ method, gpus }: Run): readonly (readonly RunOptions[])[] {
  const settings: readonly RunOptions[] = [
    { loss: "fused" },
    { checkpointing: "full" },
    { microBatch: 1 },
    { loss: "fused", checkpointing: "full" },
    { loss: "fused", checkpointing: "full", microBatch: 1 },
  ];
  const saving: RunOptions = { loss: "fused", checkpointing: "full", microBatch: 1 };
  const smaller: readonly RunOptions[] =
    method === "full"
      ? [
          { ...saving, optimizer: "adamw-bf16" },
          { ...saving, optimizer: "adamw-8bit" },
          { ...saving, optimizer: "paged-adamw-8bit", optimizerInBackward: true, accumulation: 1 },
        ]
      : [{ ...saving, offload: ["activations"] }];
  const more = [2, 4, 8, 16].filter((n) => n > gpus).map((n): RunOptions => ({ ...saving, gpus: n, sharding: "fsdp" }));
  const lora: RunOptions = { ...saving, method: "lora", optimizer: "adamw", optimizerInBackward: false };
  const qlora: RunOptions = { ...lora, method: "qlora" };
  const methods = method === "full" ? [lora, qlora] : method === "lora" ? [qlora] : [];
  return [settings, smaller, more, methods];
}

function cheapestChange(
  shape: ModelShape,
  options: RunOptions & RunData,
  { asked, run }: Chosen,
  gpu: Gpu,
  scale: number,
): Change | null {
  const rows = rowLengths(run, undefined);
  const { gpus, sharding } = run;
  const now = stepTime(run, gpu, rows).tokensPerSecondPerGpu;
  for (const group of changes(run)) {
    const fitting = group.flatMap((change): Change[] => {
      const changed = resolveRun(shape, { ...options, gpus, sharding, ...change });
      if (!changed.ok) return [];
      const totalGiB = wantedMemory(changed.value).totalGiB * scale;
      if (verdictOf(totalGiB, gpu.memoryGiB) !== "fits") return [];
      return [
        {
          options: different({ gpus, sharding, ...change }, asked),
          totalGiB,
          timeFactor: now / stepTime(changed.value, gpu, rows).tokensPerSecondPerGpu,
        },
      ];
    });
    const best = fitting.toSorted((a, b) => a.timeFactor - b.timeFactor)[0];
    if (best) return best;
  }
  return null;
}

/** The options that the run does not have already. */
function different(change: RunOptions, run: Run): RunOptions {
  const held: Readonly<Record<string, unknown>> = { ...run };
  return Object.fromEntries(Object.entries(change).filter(([option, value]) => String(held[option]) !== String(value)));
}
