import { keysOf } from "@tunecast/estimator/parts";
import type { Gpu } from "../run/hardware.ts";
import type { FrameworkProfile } from "../run/profiles.ts";
import type { Run } from "../run/run.ts";
import { generations } from "./constants.ts";
import file from "./interval.json" with { type: "json" };

export type Spread = Readonly<Record<"low" | "high", number>>;

/** What few or no measured runs say of a run. */
export type Unmeasured = Exclude<keyof typeof file.reaches.speed, "usual">;

/** Pairs of framework and generation of cards that there are public runs of, as `npm run bench:selfhost` lists them. */
export const measuredPairs: Readonly<Record<string, string>> = file.measuredPairs;

/** Generations of which most public runs are; of each of the others there are few sources, which do not agree. */
const usualCards = new Set(["ampere", "workstation", "hopper"]);
/** Rows of so many tokens are rare in public runs. */
const longRows = 65_536;

/** @param framework as the question names it @param pairs those that are measured, for a test without some of them */
export function unmeasuredOf(
  run: Run,
  gpu: Gpu | undefined,
  framework: string | undefined,
  pairs: Readonly<Record<string, string>> = measuredPairs,
): Unmeasured[] {
  const generation = gpu && generations[gpu.architecture];
  const isPaired = generation === undefined || pairs[run.profile.id]?.split(" ").includes(generation) === true;
  const causes = {
    framework: framework === undefined || !isPaired,
    card: generation !== undefined && !usualCards.has(generation),
    network: gpu !== undefined && run.gpus > gpu.linkedCards && run.networkGBs === undefined,
    experts: run.shape.moe !== undefined,
    offload: run.offload.some((part) => part !== "activations"),
    length: run.maxTokens >= longRows,
    pictures: run.pictures !== undefined,
    host: run.host === "windows",
    shape: run.shape.isOfSize === true,
  };
  return keysOf(causes).filter((cause) => causes[cause]);
}

/**
 * How far, in logarithms, four of five left-out runs lie from their estimate, and what each cause adds to that as a
 * second, independent error. Made by `npm run bench:selfhost` from sources that the constants were fitted without; what pictures
 * and Windows add is a judgement: no run with pictures and one source on Windows are among them.
 */
export const reaches: Readonly<Record<"memory" | "speed", Readonly<Record<Unmeasured | "usual", number>>>> =
  file.reaches;

/** Hours of published runs over those of their steps; what drift, evaluation and saving leave after ten steps of one's own. */
const { wholeRuns, waiting, afterMeasuring } = file;

/** Hours of a run over those of its steps: evaluation, saving, loading, and hosts of unknown speed. */
export const usualHours = 1.13;

const tunedStacks = new Set(["megatron", "prime-rl", "torchtitan"]);

/** Hours of runs that draw their own completions over the arithmetic; stacks that were tuned for it wait less. */
export function waitingOf({ id }: FrameworkProfile): Spread & { readonly usual: number } {
  return tunedStacks.has(id) ? waiting.tuned : waiting.others;
}

export function reachOf(of: "memory" | "speed", unmeasured: readonly Unmeasured[]): number {
  return Math.hypot(reaches[of].usual, ...unmeasured.map((cause) => reaches[of][cause]));
}

/** The interval of a figure. @param unmeasured "here" where ten steps of the run itself were measured */
export function interval(of: "memory" | "speed" | "hours", unmeasured: readonly Unmeasured[] | "here"): Spread {
  if (unmeasured === "here") return afterMeasuring[of];
  const reach = reachOf(of === "memory" ? "memory" : "speed", unmeasured);
  if (of !== "hours") return { low: Math.exp(-reach), high: Math.exp(reach) };
  // The usual reach of the speed is in the spread of whole runs already.
  const added = Math.sqrt(reach ** 2 - reaches.speed.usual ** 2);
  return {
    low: Math.exp(-Math.hypot(Math.log(wholeRuns.low), added)),
    high: Math.exp(Math.hypot(Math.log(wholeRuns.high), added)),
  };
}

/** 80 % of a normal distribution lie within so many standard deviations. */
const z80 = 1.2816;

/** Share of runs with this estimate of memory that stay below a limit, 0 to 1. @param unmeasured "here" where ten steps of the run itself were measured */
export function chanceBelow(limitGiB: number, totalGiB: number, unmeasured: readonly Unmeasured[] | "here"): number {
  const reach = unmeasured === "here" ? Math.log(afterMeasuring.memory.high) : reachOf("memory", unmeasured);
  return normal((Math.log(limitGiB / totalGiB) * z80) / reach);
}

/** Share of a normal distribution below z, to five digits (Abramowitz and Stegun 26.2.17). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? 1 - tail : tail;
}
