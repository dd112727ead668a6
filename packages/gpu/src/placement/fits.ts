import { stepTime } from "../physics/time.ts";
import { rowLengths } from "../run/lengths.ts";
import { takesRun, type Gpu } from "../run/hardware.ts";
import type { RunOptions } from "../run/question.ts";
import type { Asked } from "../run/readQuestion.ts";
import { resolveRun } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import type { Placements } from "./placements.ts";
import type { Verdict } from "./verdict.ts";

export interface Fit {
  readonly gpu: string;
  readonly gpus: number;
  readonly memoryGiB: number;
  readonly totalGiB: number;
  /** Share of such runs that fit, 0 to 1. */
  readonly chance: number;
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

/** Whether the run fits so many of each card, and what would make it fit. */
export function fitsOf(placements: Placements, hardware: readonly Gpu[], gpus: number): Fit[] {
  const { asked } = placements;
  const altered = new Map<string, Altered[]>();
  const kinds = hardware.filter((gpu) => takesRun(gpu, asked.run.profile.id, gpus));
  return kinds.map((gpu) => {
    const { run, totalGiB, chance, verdict } = placements.at(gpu, gpus);
    const fit = { gpu: gpu.id, gpus, memoryGiB: gpu.memoryGiB, totalGiB, chance, verdict };
    if (verdict === "fits") return fit;
    const known = altered.get(run.sharding) ?? alterations(asked, run);
    altered.set(run.sharding, known);
    return { ...fit, change: cheapestChange(placements, run, known, gpu) };
  });
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

/** A changed run, whatever the card. */
interface Altered {
  readonly run: Run;
  readonly options: RunOptions;
  /** Which of the groups of changes it belongs to. */
  readonly group: number;
}

function alterations({ shape, question, run: asked }: Asked, run: Run): Altered[] {
  const { gpus, sharding } = run;
  return changes(run).flatMap((options, group) =>
    options.flatMap((change): Altered[] => {
      const changed = resolveRun(shape, { ...question, gpus, sharding, ...change });
      if (!changed.ok) return [];
      return [{ run: changed.value, options: different({ gpus, sharding, ...change }, asked), group }];
    }),
  );
}

/** Of the first group with a change that fits, the one that costs the least time. */
function cheapestChange({ need }: Placements, run: Run, altered: readonly Altered[], gpu: Gpu): Change | null {
  const fitting = altered
    .filter(({ run: { profile, gpus } }) => takesRun(gpu, profile.id, gpus) && (gpus === 1 || gpu.linkedCards > 1))
    .map((one) => ({ ...one, ...need(one.run, gpu) }))
    .filter(({ verdict }) => verdict === "fits");
  const rows = rowLengths(run, undefined);
  const speedOf = (one: Run): number => stepTime(one, gpu, rows).tokensPerSecondPerGpu;
  const [best] = fitting
    .filter(({ group }) => group === fitting[0]?.group)
    .map(({ run: changed, options, totalGiB }) => ({ options, totalGiB, timeFactor: speedOf(run) / speedOf(changed) }))
    .toSorted((a, b) => a.timeFactor - b.timeFactor);
  return best ?? null;
}

/** The options that the run does not have already. */
function different(change: RunOptions, run: Run): RunOptions {
  const held: Readonly<Record<string, unknown>> = { ...run };
  return Object.fromEntries(Object.entries(change).filter(([option, value]) => String(held[option]) !== String(value)));
}
