import { chanceBelow, unmeasuredOf, type Unmeasured } from "../physics/interval.ts";
import { trainingMemory } from "../physics/memory.ts";
import type { Gpu } from "../run/hardware.ts";
import type { Run } from "../run/run.ts";

/** `fits`: at least 19 of 20 such runs do; `no`: fewer than three of ten do; `tight` between them. */
export type Verdict = "fits" | "tight" | "no";

/** Part of a card's memory that a process can have: the rest is the driver's. */
export const usable = 0.97;

const sure = 0.95;
const open = 0.3;

/** What a run would like to have of a card, nothing given back to the driver, and how likely the card has it. */
export interface Need {
  readonly totalGiB: number;
  /** Share of such runs that fit, 0 to 1, by how far left-out runs lay from their estimate. */
  readonly chance: number;
  readonly verdict: Verdict;
  /** What no measured run says of this one. */
  readonly unmeasured: readonly Unmeasured[];
}

/** @param framework as the question names it @param factor measured memory over estimated, where ten steps were measured */
export function needOf(run: Run, gpu: Gpu, framework: string | undefined, factor?: number): Need {
  const card = { architecture: gpu.architecture, memoryGiB: Infinity };
  const totalGiB = trainingMemory(run, "device", card).totalGiB * (factor ?? 1);
  const unmeasured = unmeasuredOf(run, gpu, framework);
  const chance = chanceBelow(usable * gpu.memoryGiB, totalGiB, factor === undefined ? unmeasured : "here");
  return { totalGiB, chance, verdict: verdictAt(chance), unmeasured };
}

/** @param unmeasured what makes the estimate less sure */
export function verdictOf(totalGiB: number, cardGiB: number, unmeasured: readonly Unmeasured[] = []): Verdict {
  return verdictAt(chanceBelow(usable * cardGiB, totalGiB, unmeasured));
}

function verdictAt(chance: number): Verdict {
  return chance >= sure ? "fits" : chance >= open ? "tight" : "no";
}
