import type { SelfHostAnswer, Throughput } from "../answer.ts";
import type { Factors } from "../placement/placements.ts";
import type { Gpu } from "../run/hardware.ts";
import type { RowLengths } from "../run/lengths.ts";
import type { Run } from "../run/run.ts";
import { trainingSpeed } from "./hours.ts";
import { interval, type Unmeasured } from "./interval.ts";
import { trainingMemory, type Memory } from "./memory.ts";

/** Memory and speed of a run on a card, each in its range. */
export function figuresOf(
  run: Run,
  gpu: Gpu,
  rows: RowLengths,
  factors: Factors,
  unmeasured: readonly Unmeasured[],
): { readonly memory: SelfHostAnswer["memory"]; readonly throughput: Throughput } {
  const held = interval("memory", factors.memory === undefined ? unmeasured : "here");
  const spread = interval("speed", factors.speed === undefined ? unmeasured : "here");
  const { tokensPerSecondPerGpu: tokens, ...step } = trainingSpeed(run, gpu, rows, factors.speed);
  const { totalGiB, parts } = wantedMemory(run, gpu);
  const factor = factors.memory ?? 1;
  const total = totalGiB * factor;
  const scaled = Object.entries<number>({ ...parts }).map(([part, gib]) => [part, gib * factor] as const);
  return {
    memory: {
      totalGiB: total,
      low: held.low * total,
      high: held.high * total,
      parts: { ...parts, ...Object.fromEntries(scaled) },
      notAtOnce: scaled.reduce((sum, [, gib]) => sum + gib, -total),
    },
    throughput: {
      tokensPerSecondPerGpu: tokens,
      low: spread.low * tokens,
      high: spread.high * tokens,
      stepSeconds: step.seconds,
      parts: step.parts,
      mfu: step.mfu,
      sixNd: (0.4 * gpu.bf16Tflops * 1e12) / (6 * run.counts.active),
    },
  };
}

/** Where the card is too small, nothing is given back that would help: what the run would like to have is told. */
function wantedMemory(run: Run, gpu: Gpu): Memory {
  const held = trainingMemory(run, "device", gpu);
  return held.totalGiB > gpu.memoryGiB ? trainingMemory(run, "device", { ...gpu, memoryGiB: Infinity }) : held;
}
