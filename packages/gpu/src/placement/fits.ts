import { takesRun, type Gpu } from "../run/hardware.ts";
import { alterations, bestOf, type Altered, type Change, type Group } from "./changes.ts";
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

/** Changes in the order in which they are tried. */
const order: readonly Group[] = ["settings", "smaller", "more", "methods"];

/** Whether the run fits so many of each card, and what would make it fit. */
export function fitsOf(placements: Placements, hardware: readonly Gpu[], gpus: number): Fit[] {
  const { asked } = placements;
  const altered = new Map<string, readonly (readonly Altered[])[]>();
  const kinds = hardware.filter((gpu) => takesRun(gpu, asked.run.profile.id, gpus));
  return kinds.map((gpu) => {
    const { run, totalGiB, chance, verdict } = placements.at(gpu, gpus);
    const fit = { gpu: gpu.id, gpus, memoryGiB: gpu.memoryGiB, totalGiB, chance, verdict };
    if (verdict === "fits") return fit;
    const known = altered.get(run.sharding) ?? order.map((group) => alterations(group, asked, run));
    altered.set(run.sharding, known);
    for (const group of known) {
      const [change] = bestOf(placements, run, group, gpu);
      if (change !== undefined) return { ...fit, change };
    }
    return { ...fit, change: null };
  });
}
