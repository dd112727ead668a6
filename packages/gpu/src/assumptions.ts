import file from "./sources.json" with { type: "json" };
import type { Assumption } from "@tunecast/estimator/parts";
import type { RunNote } from "./words/noteFacts.ts";
import { networkGBs } from "./physics/communication.ts";
import { usable, type Need } from "./placement/verdict.ts";
import type { Gpu } from "./run/hardware.ts";
import type { SelfHostQuestion } from "./run/question.ts";
import { isForLongRows, lengthNotes } from "./run/lengthNotes.ts";
import type { DataReading } from "./run/lengths.ts";
import { gathersWeights, type Run } from "./run/run.ts";
import { spokenOfRun } from "./words/notes.ts";

/** Where the formulas and constants come from. */
export const sources: readonly string[] = file;

/** Tokens per micro-step under which the host's launches and not the card decide. */
const launchBound = 2048;

/** Below this share of the peak a run is not what anybody would pay for. */
const lowMfu = 0.01;

/** Longer than this, days, a run is not what anybody means to do. */
const patience = 60;
const month = 30;

/** What an answer found. */
interface Assumed {
  readonly run: Run;
  readonly gpu: Gpu;
  readonly need: Need;
  readonly mfu: number;
  readonly hours: number | null;
  /** Share of the hours in which completions are drawn. */
  readonly drawing: number | null;
  readonly reading: DataReading;
  /** Cards of the price book that it does not describe. */
  readonly unknownCards: readonly string[];
}

/** What was filled in, and what the reader should know before trusting a figure. */
export function assumptionsOf(
  { run, gpu, need, mfu, hours, drawing, reading, unknownCards }: Assumed,
  told: SelfHostQuestion,
): Assumption[] {
  const isCutAsked = told.maxTokens !== undefined;
  const notes: readonly (RunNote | false)[] = [
    defaultsNote(run, told, isForLongRows(run, reading, isCutAsked)),
    { kind: "framework", id: run.profile.id, loss: run.loss },
    run.packing !== "packed" &&
      run.microBatch * run.rowTokens < launchBound && { kind: "launch_bound", tokens: launchBound },
    need.verdict === "no" && { kind: "does_not_fit", gpus: run.gpus, card: gpu.name },
    need.verdict === "tight" && {
      kind: "uncertain_memory",
      card: gpu.name,
      needsGiB: need.totalGiB,
      usableGiB: usable * gpu.memoryGiB,
      cardGiB: gpu.memoryGiB,
      inTen: Math.round(10 * need.chance),
    },
    need.verdict !== "no" && mfu < lowMfu && { kind: "low_mfu", percent: 100 * mfu },
    told.gpus === undefined && longNote(run, gpu, hours),
    ...ofCards(run, gpu, unknownCards),
  ];
  const after: readonly (RunNote | false)[] = [
    ...ofModel(run),
    run.objective === "dpo" && { kind: "dpo" },
    run.rollouts !== undefined && {
      kind: "rollouts",
      ...run.rollouts,
      percent: drawing === null ? null : 100 * drawing,
    },
    run.objective === "scratch" && { kind: "scratch" },
    run.objective === "dpo" && gathersWeights(run) && { kind: "pairs_share_gathers" },
  ];
  return [...spokenOf(notes), ...lengthNotes(run, reading, isCutAsked), ...(run.shape.notes ?? []), ...spokenOf(after)];
}

function spokenOf(notes: readonly (RunNote | false)[]): Assumption[] {
  return notes.flatMap((note) => (note === false ? [] : [spokenOfRun(note)]));
}

function defaultsNote(run: Run, told: SelfHostQuestion, isForRows: boolean): RunNote | false {
  const open = (["method", "maxTokens", "microBatch", "packing", "checkpointing"] as const).filter(
    (option) => told[option] === undefined && !(option === "maxTokens" && isForRows),
  );
  return open.length > 0 && { kind: "defaults", options: open.map((option) => [option, String(run[option])] as const) };
}

/** A run of years on the cards that nobody chose. */
function longNote({ gpus }: Run, gpu: Gpu, hours: number | null): RunNote | false {
  const days = (hours ?? 0) / 24;
  if (days <= patience) return false;
  return { kind: "long_run", days, gpus, card: gpu.name, forAMonth: 8 * Math.ceil((gpus * days) / month / 8) };
}

function ofCards(run: Run, gpu: Gpu, unknownCards: readonly string[]): (RunNote | false)[] {
  return [
    gathersWeights(run) && gpu.link === "pcie" && { kind: "communication_bound", linkGBs: run.linkGBs ?? gpu.linkGBs },
    run.gpus > gpu.linkedCards && { kind: "network", networkGBs: networkGBs(run, gpu) },
    run.precision === "fp8" && gpu.fp8Tflops === undefined && { kind: "no_fp8", card: gpu.name },
    gpu.kind === "unified" && { kind: "unified_memory", card: gpu.name, note: gpu.note ?? "" },
    gpu.confidence !== "primary" &&
      gpu.confidence !== "secondary" && { kind: "card", card: gpu.name, note: gpu.note ?? null },
    unknownCards.length > 0 && { kind: "unknown_cards", cards: unknownCards },
  ];
}

function ofModel({ shape, experts, adapters, targets, pictures }: Run): (RunNote | false)[] {
  const onExperts = adapters > 0 && (targets === "all" || targets === "mlp");
  return [
    shape.moe !== undefined && { kind: "experts", by: experts },
    shape.moe !== undefined && onExperts && { kind: "expert_adapters", millions: Math.round(adapters / 1e6) },
    shape.linearAttention !== undefined && { kind: "hybrid" },
    shape.tower !== undefined && {
      kind: "pictures",
      billions: (shape.tower.parameters + shape.tower.projector) / 1e9,
      rows: pictures ?? null,
    },
  ];
}
