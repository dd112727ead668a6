import { type Assumption, onceBy } from "@tunecast/estimator/parts";
import { trainingHours, trainingSpeed, type Hours } from "../physics/hours.ts";
import { trainingMemory } from "../physics/memory.ts";
import { takesRun, type Gpu } from "../run/hardware.ts";
import { rowLengths } from "../run/lengths.ts";
import type { Sharding } from "../model/runWords.ts";
import type { Asked } from "../run/readQuestion.ts";
import { spreadOver, cardsProblem } from "../run/resolveRun.ts";
import type { Run } from "../run/run.ts";
import { chanceBelow, unmeasuredOf, type Unmeasured } from "../physics/interval.ts";
import { spokenOfRun } from "../words/notes.ts";

type Cards = Pick<Placement, "gpu"> & { readonly gpus: number };

const usualCounts = [1, 2, 4, 8, 16];

export function cardNotes({ asked, on }: Placements, { gpu, gpus }: Cards): Assumption[] {
  if (asked.question.gpus !== undefined || gpus === 1) return [];
  const because = on(gpu, 1) === undefined ? "one_does_not_hold" : "cheapest_machines";
  return [spokenOfRun({ kind: "cards_taken", gpus, card: gpu.name, because })];
}

/** The cards that the answer is about. @param offer the cheapest that anybody can rent */
export function cardsFor(
  { asked: { gpu: asked, question }, on }: Placements,
  hardware: readonly Gpu[],
  offer: { readonly gpu: string; readonly gpus: number } | undefined,
): Cards | undefined {
  const first = offer && hardware.find(({ id }) => id === offer.gpu);
  const rented = first && offer && { gpu: first, gpus: offer.gpus };
  const verdict = (gpu: Gpu, gpus: number): Verdict => on(gpu, gpus)?.verdict ?? "no";
  if (asked) {
    // A card that is built into a machine is alone there.
    const tried = question.measured || asked.linkedCards === 1 ? [1] : [1, ...(rented ? [rented.gpus] : usualCounts)];
    const counts = question.gpus === undefined ? tried : [question.gpus];
    return { gpu: asked, gpus: counts.find((gpus) => verdict(asked, gpus) !== "no") ?? question.gpus ?? 1 };
  }
  if (rented) return rented;
  const bySize = hardware.filter(({ kind }) => kind === undefined).toSorted((a, b) => a.memoryGiB - b.memoryGiB);
  const counts = question.gpus === undefined ? usualCounts : [question.gpus];
  for (const gpus of counts) {
    const gpu = bySize.find((card) => verdict(card, gpus) === "fits");
    if (gpu) return { gpu, gpus };
  }
  const largest = bySize.at(-1);
  return largest && { gpu: largest, gpus: question.gpus ?? 1 };
}

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
  readonly unmeasured: readonly Unmeasured[];
}

/** @param framework as the question names it @param factor measured memory over estimated, where ten steps were measured */
function needOf(run: Run, gpu: Gpu, framework: string | undefined, factor?: number): Need {
  const card = { architecture: gpu.architecture, memoryGiB: Infinity };
  const totalGiB = trainingMemory(run, "device", card).totalGiB * (factor ?? 1);
  const unmeasured = unmeasuredOf(run, gpu, framework);
  const chance = chanceBelow(usable * gpu.memoryGiB, totalGiB, factor === undefined ? unmeasured : "here");
  return { totalGiB, chance, verdict: verdictAt(chance), unmeasured };
}

export function verdictAt(chance: number): Verdict {
  return chance >= sure ? "fits" : chance >= open ? "tight" : "no";
}

/** What ten steps of the user's own showed over what was estimated. */
export interface Factors {
  readonly speed?: number;
  readonly memory?: number;
}

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
  readonly on: (gpu: Gpu, gpus: number) => Placement | undefined;
  /** The same, and where it does not fit what it would need there. */
  readonly at: (gpu: Gpu, gpus: number) => Placement;
  readonly need: (run: Run, gpu: Gpu) => Need;
  /** The fewest machines of so many cards that take the run, or as many as hold the cards asked for. */
  readonly onMachines: (
    gpu: Gpu,
    perMachine: number,
    wanted?: "fits",
  ) => (Placement & { readonly machines: number }) | undefined;
}

export function placementsOf(asked: Asked): Placements {
  const { question, gpu: measured } = asked;
  const factors = measured ? factorsOf(asked, measured) : {};
  const need = (run: Run, gpu: Gpu): Need => needOf(run, gpu, question.framework, factors.memory);
  const first = (gpu: Gpu, gpus: number): Placement | null => {
    if (!takesRun(gpu, asked.run.profile.id, gpus)) return null;
    let tight: Placement | null = null;
    for (const run of layoutsOf(asked, gpus)) {
      const needed = need(run, gpu);
      if (needed.verdict === "no" || (needed.verdict === "tight" && tight)) continue;
      const hours = trainingHours(run, gpu, question, factors.speed, needed.unmeasured);
      if (needed.verdict === "fits") return { gpu, run, ...needed, hours };
      tight = { gpu, run, ...needed, hours };
    }
    return tight;
  };
  const placed = onceBy((gpu: Gpu, gpus: number) => `${gpu.id} ${gpus}`, first);
  const on = (gpu: Gpu, gpus: number): Placement | undefined => placed(gpu, gpus) ?? undefined;
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
    onMachines: (gpu, perMachine, wanted) => {
      const counts = question.gpus === undefined ? usualCounts.map((n) => n * perMachine) : [question.gpus];
      for (const gpus of counts) {
        // Small machines are not sold with a network that training could use.
        if (gpus > perMachine && perMachine < 8 && gpu.linkedCards <= 8) continue;
        const placed = on(gpu, gpus);
        if (placed && (wanted ?? placed.verdict) === placed.verdict)
          return { ...placed, machines: Math.ceil(gpus / perMachine) };
      }
      return undefined;
    },
  };
}

/** The run in each sharding worth trying, replicas before shards. */
function layoutsOf({ run, question: { sharding: told } }: Asked, gpus: number): Run[] {
  const usual: readonly Sharding[] = gpus === 1 ? ["single"] : [run.method === "full" ? "zero1" : "ddp", "fsdp"];
  return (told && (gpus > 1 || told === "single") ? [told] : usual)
    .map((sharding) => spreadOver(run, gpus, sharding))
    .filter((spread) => cardsProblem(spread) === undefined);
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
