import { keysOf } from "@tunecast/estimator/parts";
import type { Gpu } from "../run/hardware.ts";
import { dataTokens, rowLengths, tokenRange, trainedTokens, type RowLengths } from "../run/lengths.ts";
import { profiles } from "../run/profiles.ts";
import type { SelfHostData, SelfHostQuestion } from "../run/question.ts";
import type { Run } from "../run/run.ts";
import { constants, type Constants } from "./constants.ts";
import { interval, unmeasuredOf, usualHours, waitingOf, type Unmeasured } from "./interval.ts";
import { rolloutHours } from "./rollouts.ts";
import { stepTime, type StepTime } from "./time.ts";

/** Wall hours of one run of all stages, with loading, evaluation and saving; four published runs of five lie between. */
export interface Hours {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly tokens: number;
  /** Hours of `typical` in which completions are drawn; 0 where none are. */
  readonly drawing: number;
}

/** Step time of rows; `factor` is measured speed over estimated. */
export function trainingSpeed(run: Run, gpu: Gpu, rows: RowLengths, factor: number = 1): StepTime {
  const step = stepTime(run, gpu, rows);
  return {
    ...step,
    seconds: step.seconds / factor,
    tokensPerSecondPerGpu: step.tokensPerSecondPerGpu * factor,
    mfu: step.mfu * factor,
  };
}

/** Hours of all stages; null where no data is given. @param factor measured speed over estimated; absent where nothing was measured */
export function trainingHours(
  run: Run,
  gpu: Gpu,
  question: SelfHostQuestion,
  factor?: number,
  unknown: readonly Unmeasured[] = unmeasuredOf(run, gpu, question.framework),
): Hours | null {
  if (!question.data) return null;
  let base = { low: 0, typical: 0, high: 0 };
  let drawing = 0;
  for (const { data, tokens } of trainedSets(run, question)) {
    const off = tokenRange(data);
    const own =
      tokens / (trainingSpeed(run, gpu, rowLengths(run, data), factor).tokensPerSecondPerGpu * run.gpus * 3600);
    const drawn = run.rollouts ? rolloutHours(run, gpu, ...completionsOf(run, data, tokens)) : 0;
    if (drawn === null) return null;
    drawing += drawn;
    base = { low: base.low + off.low * own, typical: base.typical + own, high: base.high + off.high * own };
  }
  const unmeasured = factor === undefined ? unknown : "here";
  // Waiting rules the hours of runs that draw: what else was not measured is small beside it.
  const { low, high } = drawing > 0 ? waitingOf(run.profile) : interval("hours", unmeasured);
  const middle = factor === undefined ? usualHours : measuredHours;
  const usual = drawing > 0 ? waitingOf(run.profile).usual : middle;
  return {
    low: low * (base.low + drawing),
    typical: usual * (base.typical + drawing),
    high: high * (base.high + drawing),
    tokens: trainedInAll(run, question),
    drawing: usual * drawing,
  };
}

/** Completions of a set in all epochs, and the mean tokens of their prompts. */
function completionsOf({ rollouts, pictures }: Run, data: SelfHostData, trained: number): [number, number] {
  const { tokens, examples } = dataTokens(data);
  const prompt = tokens / examples + (pictures?.tokens ?? 0);
  const { tokens: written = 0, addedTokens = 0 } = rollouts ?? {};
  return [trained / (prompt + written + addedTokens), prompt + addedTokens];
}

/** Hours of a run over its steps, where those were measured. */
const measuredHours = 1.07;

/** Why a run of these options can take longer than one that is set up well, and how many times as long. */
export interface Slower {
  readonly cause: "rows_padded" | "eager_framework" | "looped_experts" | "slow_network" | "nothing_hidden";
  readonly factor: number;
}

/** GB/s of a network that nobody chose for training, and of a bus with half the lanes. */
const slowNetworkGBs = 10;
/** Below this a cause is not worth a line. */
const noticed = 1.05;

/**
 * What a first script does, each alone: rows padded to the longest, an eager framework, a loop over experts as in
 * transformers below 5.0.0, a slow network, nothing hidden. @param padded the rows where batches are padded
 */
export function slowerBy(run: Run, gpu: Gpu, rows: RowLengths, padded: RowLengths): Slower[] {
  const speed = (one: Run, card: Gpu = gpu, lengths: RowLengths = rows, c: Constants = constants): number =>
    stepTime(one, card, lengths, c).tokensPerSecondPerGpu;
  const eager: Run = { ...run, profile: profiles[0] ?? run.profile, compiled: false, loss: "plain" };
  const slow: Run = { ...run, networkGBs: Math.min(slowNetworkGBs, run.networkGBs ?? slowNetworkGBs) };
  const causes = {
    rows_padded: speed(run, gpu, padded),
    eager_framework: speed(eager),
    looped_experts: speed(run.shape.moe ? { ...run, experts: "loop" } : run),
    slow_network: speed(slow, { ...gpu, linkGBs: gpu.linkGBs / 4 }),
    nothing_hidden: speed(run, gpu, rows, { ...constants, unhidden: 1 }),
  };
  const usual = speed(run);
  return keysOf(causes)
    .map((cause) => ({ cause, factor: usual / causes[cause] }))
    .filter(({ factor }) => factor >= noticed);
}

/** The data of each stage with the tokens trained of it, all epochs. */
function trainedSets(
  run: Run,
  { data, stages = [], epochs = 1 }: SelfHostQuestion,
): { data: SelfHostData; tokens: number }[] {
  const sets = data === undefined ? [] : [{ data, epochs }, ...stages];
  return sets.map((set) => ({ data: set.data, tokens: trainedTokens(run, set.data) * (set.epochs ?? epochs) }));
}

/** Tokens trained in all stages and epochs. */
export function trainedInAll(run: Run, question: SelfHostQuestion): number {
  return trainedSets(run, question).reduce((sum, { tokens }) => sum + tokens, 0);
}
