import type { Gpu } from "../run/hardware.ts";
import type { RunOptions, SelfHostBook, SelfHostQuestion } from "../run/question.ts";
import { readQuestion } from "../run/readQuestion.ts";
import type { Run } from "../run/run.ts";
import { alterations, bestOf, different, quantised, saving, type Change, type Group } from "./changes.ts";
import { placementsOf, type Placement, type Placements } from "./placements.ts";

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
  const asked = readQuestion({ ...question, gpus, ...change }, book);
  if (!asked.ok) return undefined;
  const placed = placementsOf(asked.value).on(gpu, asked.value.run.gpus);
  return placed?.verdict === "fits" ? placed : undefined;
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
  if (fits(limit)) return { value: limit, step, all: true };
  let [low, high] = [0, Math.floor(limit / step)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(step * middle)) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : { value: low * step, step, all: false };
}

function largestModel(trial: Trial, change: RunOptions): Limits["model"] {
  const known = trial.book.models.flatMap(({ id, released }) => {
    const asked = readQuestion({ ...trial.question, ...change, model: id, gpus: trial.gpus }, trial.book);
    return asked.ok && released >= recent ? [{ id, parameters: asked.value.run.counts.total }] : [];
  });
  return known
    .toSorted((a, b) => b.parameters - a.parameters)
    .find(({ id }) => fitting({ ...trial, question: { ...trial.question, model: id } }, change) !== undefined);
}

/**
 * Changes that each make a run fit so many of a card, those that change the least of it first: settings, quantised
 * adapters, shorter rows, more cards.
 */
export function waysOf(trial: Trial, placements: Placements): Change[] {
  const { asked } = placements;
  const { run } = placements.at(trial.gpu, trial.gpus);
  const of = (group: Group): Change[] => bestOf(placements, run, alterations(group, asked, run), trial.gpu);
  return [...of("settings"), ...of("methods"), ...shorter(trial, placements, run), ...of("more")];
}

/** The largest model that fits with all that saves memory, where the model asked about does not. */
export function insteadOf(
  trial: Trial,
  run: Run,
): { readonly model: NonNullable<Limits["model"]>; readonly options: RunOptions } | null {
  const model = largestModel(trial, quantised);
  return model === undefined ? null : { model, options: different(quantised, run) };
}

/** With rows as long as fit, as they are or with quantised adapters. */
function shorter(trial: Trial, placements: Placements, run: Run): Change[] {
  const adapted = run.method === "qlora" || run.method === "head" ? [saving] : [saving, quantised];
  for (const change of adapted) {
    const rows = mostOf(
      (maxTokens) => fitting(trial, { ...change, maxTokens }) !== undefined,
      steps.maxTokens,
      run.maxTokens,
    );
    if (rows === undefined || rows.all || rows.value < shortest) continue;
    const cut = fitting(trial, { ...change, maxTokens: rows.value });
    const options = different({ ...change, maxTokens: rows.value }, placements.asked.run);
    return cut === undefined ? [] : bestOf(placements, run, [{ run: cut.run, options }], trial.gpu);
  }
  return [];
}
