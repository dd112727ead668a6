import { trainingMemory, type Memory } from "../physics/memory.ts";
import type { Run } from "../run/run.ts";

/** `fits` with a margin of 15 % for what the estimate does not know; `tight` without one. */
export type Verdict = "fits" | "tight" | "no";

/** Part of a card's memory that a process can have. */
const usable = 0.97;
const margin = 1.15;

export function verdictOf(totalGiB: number, cardGiB: number): Verdict {
  return totalGiB * margin <= usable * cardGiB ? "fits" : totalGiB <= usable * cardGiB ? "tight" : "no";
}

/** Memory on a card, nothing given back to the driver: what the run would like to have. */
export function wantedMemory(run: Run): Memory {
  return trainingMemory(run, "device");
}
