import { stepTime } from "../physics/time.ts";
import type { Gpu } from "../run/hardware.ts";
import { rowLengths } from "../run/lengths.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { readQuestion } from "../run/readQuestion.ts";
import type { Run } from "../run/run.ts";
import { placementsOf, type Placement } from "./placements.ts";

/** The most of one option that fits, all else as asked. */
export interface Most {
  readonly value: number;
  /** So much more does not fit, or is not to be had: `all` of what the model takes. */
  readonly step: number;
  readonly all: boolean;
}

/** The most that fits so many of a card, each alone; undefined where it does not matter to the run. */
export interface Limits {
  readonly maxTokens: Most | undefined;
  readonly microBatch: Most | undefined;
  readonly rank: Most | undefined;
  /** The largest model of recent years that fits with the same options; undefined where none does. */
  readonly model: { readonly id: string; readonly parameters: number } | undefined;
}

/** A change that makes a run fit, what it needs then, and GPU time per token over that of the run as asked. */
export interface Way {
  readonly options: RunOptions;
  readonly gpus: number;
  readonly totalGiB: number;
  readonly timeFactor: number;
}

/** What costs no quality, and adapters on the base as it is or quantised. */
const saving: RunOptions = { loss: "fused", checkpointing: "full", microBatch: 1 };
const adapters: RunOptions = { ...saving, method: "lora", optimizer: "adamw", optimizerInBackward: false };
const quantised: RunOptions = { ...adapters, method: "qlora" };

/** Steps between the values that are tried: tokens of a row, rows of a micro-step, ranks. */
const steps = { maxTokens: 64, microBatch: 1, rank: 8 } as const;

/** Rows shorter than this are no longer the same task. */
const shortest = 256;

/** Rows of a micro-step and ranks beyond these are not looked for. */
const most = { microBatch: 1024, rank: 4096 } as const;

/** A model of the list that people still begin with. */
const recent = "2024";

/** A run of the question on so many of a card. */
export interface Trial {
  readonly question: SelfHostQuestion;
  readonly book: SelfHostBook;
  readonly gpu: Gpu;
  readonly gpus: number;
}

/** Where the question goes with some options changed; undefined where it does not fit with room to spare. */
export function fitting({ question, book, gpu, gpus }: Trial, change: RunOptions = {}): Placement | undefined {
  const asked = readQuestion(changed(question, { gpus, ...change }), book);
  if (!asked.ok) return undefined;
  const placed = placementsOf(asked.value).on(gpu, asked.value.run.gpus);
  return placed?.verdict === "fits" ? placed : undefined;
}

/** The question with options of its run changed. Rows to be had are those asked for, so the data's own lengths are cut. */
function changed(question: SelfHostQuestion, change: RunOptions & { readonly model?: string }): SelfHostQuestion {
  return { ...question, ...change };
}

/** The longest rows, the largest micro-step, rank and model that fit with what else was asked. */
export function limitsOf(trial: Trial, context: number, adapted: boolean, change: RunOptions = {}): Limits {
  const at = (option: "maxTokens" | "microBatch" | "rank", limit: number): Most | undefined =>
    mostOf((value) => fitting(trial, { ...change, [option]: value }) !== undefined, steps[option], limit);
  return {
    maxTokens: at("maxTokens", context),
    microBatch: at("microBatch", most.microBatch),
    rank: adapted ? at("rank", most.rank) : undefined,
    model: largestModel(trial, change),
  };
}

/** The most that fits, by halves: what needs more memory than one that does not fit does not fit either. */
function mostOf(fits: (value: number) => boolean, step: number, limit: number): Most | undefined {
  const end = Math.floor(limit / step);
  const holds = (steps: number): boolean => fits(steps * step);
  if (fits(limit)) return { value: limit, step, all: true };
  let [low, high] = [0, end];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : { value: low * step, step, all: false };
}

function largestModel(trial: Trial, change: RunOptions): Limits["model"] {
  const known = trial.book.models.flatMap(({ id, released }) => {
    const asked = readQuestion({ ...changed(trial.question, change), model: id, gpus: trial.gpus }, trial.book);
    return asked.ok && released >= recent ? [{ id, parameters: asked.value.run.counts.total }] : [];
  });
  return known
    .toSorted((a, b) => b.parameters - a.parameters)
    .find(({ id }) => fitting({ ...trial, question: { ...trial.question, model: id } }, change) !== undefined);
}

/**
 * Changes that each make a run fit so many of a card, those that change the least of it first: settings, quantised
 * adapters, shorter rows, more cards. A card that is built into a machine is alone.
 */
export function waysOf(trial: Trial): Way[] {
  const asked = readQuestion({ ...trial.question, gpus: trial.gpus }, trial.book);
  if (!asked.ok) return [];
  const { run } = asked.value;
  const cards = trial.gpu.linkedCards === 1 ? [] : [2, 4, 8].filter((gpus) => gpus > trial.gpus);
  const groups: readonly (readonly RunOptions[])[] = [
    [{ loss: "fused" }, { checkpointing: "full" }, { microBatch: 1 }, { loss: "fused", checkpointing: "full" }, saving],
    run.method === "full" ? [adapters, quantised] : run.method === "lora" ? [quantised] : [],
    [saving, ...(run.method === "qlora" || run.method === "head" ? [] : [quantised])]
      .map((change) => shorter(trial, change, run.maxTokens))
      .filter((change) => change !== undefined)
      .slice(0, 1),
    cards.map((gpus): RunOptions => ({ ...saving, gpus, sharding: "fsdp" })),
  ];
  return groups.flatMap((group) => firstOf(trial, group) ?? []);
}

/** The largest model that fits with all that saves memory, where the model asked about does not. */
export function insteadOf(
  trial: Trial,
): { readonly model: NonNullable<Limits["model"]>; readonly options: RunOptions } | null {
  const asked = readQuestion({ ...trial.question, gpus: trial.gpus }, trial.book);
  if (!asked.ok) return null;
  const options = different(quantised, asked.value.run);
  const model = largestModel(trial, quantised);
  return model === undefined ? null : { model, options };
}

/** What the run does not have already. */
function different(change: RunOptions, run: Run): RunOptions {
  const held: Readonly<Record<string, unknown>> = { ...run };
  return Object.fromEntries(Object.entries(change).filter(([option, value]) => String(held[option]) !== String(value)));
}

/** With rows as long as fit. */
function shorter(trial: Trial, change: RunOptions, asked: number): RunOptions | undefined {
  const rows = mostOf((maxTokens) => fitting(trial, { ...change, maxTokens }) !== undefined, steps.maxTokens, asked);
  return rows === undefined || rows.all || rows.value < shortest ? undefined : { ...change, maxTokens: rows.value };
}

/** Of a group the first change that fits, without what the run has already. */
function firstOf(trial: Trial, group: readonly RunOptions[]): Way | undefined {
  const asked = readQuestion({ ...trial.question, gpus: trial.gpus }, trial.book);
  if (!asked.ok) return undefined;
  const { run } = asked.value;
  for (const change of group) {
    const placed = fitting(trial, change);
    if (placed === undefined) continue;
    const speed = (one: typeof run): number =>
      stepTime(one, trial.gpu, rowLengths(one, undefined)).tokensPerSecondPerGpu;
    const options = different(change, run);
    return {
      options,
      gpus: placed.run.gpus,
      totalGiB: placed.totalGiB,
      timeFactor: speed(run) / speed(placed.run),
    };
  }
  return undefined;
}
