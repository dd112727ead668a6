import { trainingHours, trainingSpeed, type Hours } from "../physics/hours.ts";
import { trainingMemory } from "../physics/memory.ts";
import { takesRun, type Gpu } from "../run/hardware.ts";
import { rowLengths } from "../run/lengths.ts";
import type { Sharding } from "../model/runWords.ts";
import type { Asked } from "../run/readQuestion.ts";
import { spreadOver } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import { cardsProblem } from "../run/runProblem.ts";
import { needOf, type Need } from "./verdict.ts";

/** What ten steps of the user's own showed over what was estimated. */
export interface Factors {
  readonly speed?: number;
  readonly memory?: number;
}

/** A run on cards of one kind, in the cheapest sharding that fits. */
export interface Placement extends Need {
  readonly gpu: Gpu;
  readonly run: Run;
  /** Null where no data is given, or it does not fit. */
  readonly hours: Hours | null;
}

/** Where a run can go. Every pair of card and count is computed once, when it is first looked at. */
export interface Placements {
  readonly asked: Asked;
  readonly factors: Factors;
  /** Undefined where no sharding fits so many of these cards. */
  readonly on: (gpu: Gpu, gpus: number) => Placement | undefined;
  /** The same, and where it does not fit what it would need there. */
  readonly at: (gpu: Gpu, gpus: number) => Placement;
  /** What a run needs of a card. */
  readonly need: (run: Run, gpu: Gpu) => Need;
  /** The fewest machines of so many cards that take the run, or as many as hold the cards asked for. */
  readonly onMachines: (gpu: Gpu, perMachine: number) => (Placement & { readonly machines: number }) | undefined;
}

const machineCounts = [1, 2, 4, 8, 16];

/** The table of placements of a run: card × count × sharding. */
export function placementsOf(asked: Asked): Placements {
  const { question, gpu: measured } = asked;
  const factors = measured ? factorsOf(asked, measured) : {};
  const need = (run: Run, gpu: Gpu): Need => needOf(run, gpu, question.framework, factors.memory);
  const first = (gpu: Gpu, gpus: number): Placement | undefined => {
    if (!takesRun(gpu, asked.run.profile.id, gpus)) return undefined;
    for (const run of layoutsOf(asked, gpus)) {
      const needed = need(run, gpu);
      if (needed.verdict !== "no")
        return { gpu, run, ...needed, hours: trainingHours(run, gpu, question, factors.speed, needed.unmeasured) };
    }
    return undefined;
  };
  const known = new Map<string, Placement | undefined>();
  const on = (gpu: Gpu, gpus: number): Placement | undefined => {
    const cards = `${gpu.id} ${gpus}`;
    if (!known.has(cards)) known.set(cards, first(gpu, gpus));
    return known.get(cards);
  };
  return {
    asked,
    factors,
    on,
    need,
    at: (gpu, gpus) => {
      const placed = on(gpu, gpus);
      if (placed) return placed;
      const run = spreadOver(asked.run, gpus, question.sharding);
      return { gpu, run, ...need(run, gpu), hours: null };
    },
    onMachines: (gpu, perMachine) => {
      const counts = question.gpus === undefined ? machineCounts.map((n) => n * perMachine) : [question.gpus];
      for (const gpus of counts) {
        // Small machines are not sold with a network that training could use.
        if (gpus > perMachine && perMachine < 8 && gpu.linkedCards <= 8) continue;
        const placed = on(gpu, gpus);
        if (placed) return { ...placed, machines: Math.ceil(gpus / perMachine) };
      }
      return undefined;
    },
  };
}

/** The run in each sharding worth trying, replicas before shards. */
function layoutsOf({ run, question }: Asked, gpus: number): Run[] {
  return shardings(run, question.sharding, gpus)
    .map((sharding) => spreadOver(run, gpus, sharding))
    .filter((spread) => cardsProblem(spread) === undefined);
}

function shardings({ method }: Run, told: Sharding | undefined, gpus: number): readonly Sharding[] {
  if (told && (gpus > 1 || told === "single")) return [told];
  if (gpus === 1) return ["single"];
  return method === "full" ? ["zero1", "fsdp"] : ["ddp", "fsdp"];
}

/** Measured over estimated, on the card that was measured, in the sharding that it is estimated in. */
function factorsOf(asked: Asked, gpu: Gpu): Factors {
  const { question } = asked;
  const { tokensPerSecond, peakGiB } = question.measured ?? {};
  if (tokensPerSecond === undefined && peakGiB === undefined) return {};
  const layouts = layoutsOf(asked, asked.run.gpus);
  const run = layouts.find((one) => needOf(one, gpu, question.framework).verdict !== "no") ?? asked.run;
  const estimated = trainingSpeed(run, gpu, rowLengths(run, question.data)).tokensPerSecondPerGpu * run.gpus;
  return {
    ...(tokensPerSecond === undefined ? {} : { speed: tokensPerSecond / estimated }),
    ...(peakGiB === undefined ? {} : { memory: peakGiB / trainingMemory(run, "device", gpu).totalGiB }),
  };
}
