import { interval, reachOf, unmeasuredOf, type Unmeasured } from "../physics/interval.ts";
import { trainingMemory } from "../physics/memory.ts";
import type { Gpu } from "../run/hardware.ts";
import type { Run } from "../run/run.ts";

/** `fits`: at least 19 of 20 such runs do; `no`: fewer than three of ten do; `tight` between them. */
export type Verdict = "fits" | "tight" | "no";

/** Part of a card's memory that a process can have: the rest is the driver's. */
export const usable = 0.97;

const sure = 0.95;
const open = 0.3;

/** 80 % of a normal distribution lie within so many standard deviations. */
const z80 = 1.2816;

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
  const reach = factor === undefined ? reachOf("memory", unmeasured) : Math.log(interval("memory", "here").high);
  const chance = chanceOf(totalGiB, gpu.memoryGiB, reach);
  return { totalGiB, chance, verdict: verdictAt(chance), unmeasured };
}

function chanceOf(totalGiB: number, cardGiB: number, reach: number): number {
  return normal((Math.log((usable * cardGiB) / totalGiB) * z80) / reach);
}

function verdictAt(chance: number): Verdict {
  return chance >= sure ? "fits" : chance >= open ? "tight" : "no";
}

/** @param unmeasured what makes the estimate less sure */
export function verdictOf(totalGiB: number, cardGiB: number, unmeasured: readonly Unmeasured[] = []): Verdict {
  return verdictAt(chanceOf(totalGiB, cardGiB, reachOf("memory", unmeasured)));
}

/** Share of a normal distribution below z, to five digits (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
