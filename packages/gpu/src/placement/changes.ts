import { keysOf, onceBy } from "@tunecast/estimator/parts";
import { stepTime } from "../physics/time.ts";
import { takesRun, type Gpu } from "../run/hardware.ts";
import { rowLengths } from "../run/lengths.ts";
import type { RunOptions } from "../run/question.ts";
import type { Asked } from "../run/readQuestion.ts";
import { resolveRun } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import type { Need, Placements } from "./placements.ts";

export interface Fit extends Pick<Need, "totalGiB" | "chance" | "verdict"> {
  readonly gpu: string;
  readonly gpus: number;
  readonly memoryGiB: number;
  /** The cheapest change that would make it fit; absent where it fits, null where none of those known does. */
  readonly change?: Change | null;
}

export function fitsOf(placements: Placements, hardware: readonly Gpu[], gpus: number): Fit[] {
  const { asked } = placements;
  const altered = onceBy(
    ({ sharding }: Run) => sharding,
    (run) => keysOf(groups).map((group) => alterations(group, asked, run)),
  );
  const kinds = hardware.filter((gpu) => takesRun(gpu, asked.run.profile.id, gpus));
  return kinds.map((gpu) => {
    const { run, totalGiB, chance, verdict } = placements.at(gpu, gpus);
    const fit = { gpu: gpu.id, gpus, memoryGiB: gpu.memoryGiB, totalGiB, chance, verdict };
    if (verdict === "fits") return fit;
    for (const group of altered(run)) {
      const [change] = bestOf(placements, run, group, gpu);
      if (change !== undefined) return { ...fit, change };
    }
    return { ...fit, change: null };
  });
}

/** Options to set instead, those that differ from the run as asked, and what they give. */
export interface Change {
  readonly options: RunOptions;
  readonly gpus: number;
  readonly totalGiB: number;
  /** GPU time per token over that of the run as asked, 1.2 for 20 % dearer. */
  readonly timeFactor: number;
}

/** What costs no quality, and adapters on the base as it is or quantised. */
export const saving: RunOptions = { loss: "fused", checkpointing: "full", microBatch: 1 };
const lora: RunOptions = { ...saving, method: "lora", optimizer: "adamw", optimizerInBackward: false };
export const quantised: RunOptions = { ...lora, method: "qlora" };

/** Rows of so many tokens are worth sharing among cards. */
const longRow = 16_384;

/** Changes by what they ask of the user, in the order in which they are tried: settings, smaller states, rows shared among cards, more cards, another method. */
const groups = {
  settings: (): readonly RunOptions[] => [
    { loss: "fused" },
    { checkpointing: "full" },
    { microBatch: 1 },
    { loss: "fused", checkpointing: "full" },
    saving,
  ],
  smaller: ({ method }: Run): readonly RunOptions[] =>
    method === "full"
      ? [
          { ...saving, optimizer: "adamw-bf16" },
          { ...saving, optimizer: "adamw-8bit" },
          { ...saving, optimizer: "paged-adamw-8bit", optimizerInBackward: true, accumulation: 1 },
        ]
      : [{ ...saving, offload: ["activations"] }],
  shared: ({ gpus, rowTokens }: Run): readonly RunOptions[] =>
    [2, 4, 8].filter((n) => rowTokens >= longRow && gpus % n === 0).map((n) => ({ ...saving, contextParallel: n })),
  more: ({ gpus }: Run): readonly RunOptions[] =>
    [2, 4, 8, 16].filter((n) => n > gpus).map((n) => ({ ...saving, gpus: n, sharding: "fsdp" })),
  methods: ({ method }: Run): readonly RunOptions[] =>
    method === "full" ? [lora, quantised] : method === "lora" ? [quantised] : [],
};
export type Group = keyof typeof groups;

export interface Altered {
  readonly run: Run;
  readonly options: RunOptions;
}

export function alterations(group: Group, { shape, question, run: asked }: Asked, run: Run): Altered[] {
  const { gpus, sharding } = run;
  return groups[group](run).flatMap((change): Altered[] => {
    const changed = resolveRun(shape, { ...question, gpus, sharding, ...change });
    return changed.ok ? [{ run: changed.value, options: different({ gpus, sharding, ...change }, asked) }] : [];
  });
}

export function bestOf({ need }: Placements, run: Run, altered: readonly Altered[], gpu: Gpu): Change[] {
  const rows = rowLengths(run, undefined);
  const speedOf = (one: Run): number => stepTime(one, gpu, rows).tokensPerSecondPerGpu;
  return altered
    .filter(({ run: { profile, gpus } }) => takesRun(gpu, profile.id, gpus) && (gpus === 1 || gpu.linkedCards > 1))
    .flatMap(({ run: changed, options }) => {
      const { verdict, totalGiB } = need(changed, gpu);
      const timeFactor = speedOf(run) / speedOf(changed);
      return verdict === "fits" ? [{ options, gpus: changed.gpus, totalGiB, timeFactor }] : [];
    })
    .toSorted((a, b) => a.timeFactor - b.timeFactor)
    .slice(0, 1);
}

export function different(change: RunOptions, run: Run): RunOptions {
  const held: Readonly<Record<string, unknown>> = { ...run };
  return Object.fromEntries(Object.entries(change).filter(([option, value]) => String(held[option]) !== String(value)));
}
