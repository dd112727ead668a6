import { keysOf } from "@tunecast/estimator/parts";
import type { Gpu } from "../run/hardware.ts";
import { dataTokens, rowLengths, rowCounts, tokenRange, type RowLengths, expectedLongest } from "../run/lengths.ts";
import { profiles } from "../run/profiles.ts";
import type { SelfHostData, SelfHostQuestion } from "../run/question.ts";
import type { Run } from "../run/run.ts";
import { constants, type Constants } from "./constants.ts";
import { interval, unmeasuredOf, usualHours, waitingOf, type Unmeasured } from "./interval.ts";
import { stepTime, type StepTime } from "./time.ts";
import { decodeSeconds, servedFlops, servingOn } from "./serving.ts";
import names from "../words/names.json" with { type: "json" };

/** Seconds of a step in which neither completions are drawn nor weights trained: the engine wakes and sleeps, answers are scored. */
const betweenSeconds = 5;

/** GB/s at which weights that are split over machines are gathered and sent to the engine: verl and NeMo RL, 6 to 25. */
const syncGBs = 15;

/** Completions are cut at so many times their mean, where nobody says at how many tokens: recipes do at 1.3 to 3. */
const longestShare = 3;

/** @param most tokens that a prompt and its completion may have */
function rolloutHours(run: Run, gpu: Gpu, most: number, completions: number, promptTokens: number): number | null {
  const { tokens = 0, perStep = 1, turns = 1 } = run.rollouts ?? {};
  // A request takes room as it grows: half of its completion in the mean.
  const serving = servingOn(run, gpu, { inputTokens: promptTokens, outputTokens: tokens / 2 }, run.gpus);
  if (serving === null) return null;
  const { gpus, concurrency } = serving;
  const copies = Math.max(1, Math.floor(run.gpus / gpus));
  const steps = Math.max(1, completions / Math.max(perStep, run.microBatch * run.accumulation * run.dataParallel));
  const requests = Math.max(1, completions / steps / copies);
  const batch = Math.min(requests, concurrency);
  const context = promptTokens + tokens / 2;
  const prompts = (2 * run.counts.matmul * requests * promptTokens) / (gpus * servedFlops(gpu));
  const together = ((requests * tokens) / batch) * decodeSeconds(run, gpu, { gpus, batch, context });
  const last = expectedLongest(tokens, Math.min(most - promptTokens, longestShare * tokens), requests) - tokens;
  const alone = last * decodeSeconds(run, gpu, { gpus, batch: Math.max(1, batch / 8), context });
  const sending =
    (2 * run.counts.total) / ((run.gpus > gpu.linkedCards ? syncGBs : (run.linkGBs ?? gpu.linkGBs)) * 1e9);
  // Environments answer side by side, once after each turn; judges as the completions come, so the last is waited for.
  const waited = turns * run.environmentSeconds + run.judgeSeconds;
  return (steps * (prompts + together + alone + waited + sending + betweenSeconds)) / 3600;
}

/** Wall hours of one run of all stages, with loading, evaluation and saving; four published runs of five lie between. */
export type Hours = Readonly<Record<"low" | "typical" | "high" | "tokens" | "drawing", number>>;

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
  let [least, typical, most, drawing] = [0, 0, 0, 0];
  const longest = Math.min(question.maxTokens ?? Infinity, run.shape.context);
  for (const { data, tokens, off } of trainedSets(run, question)) {
    const own =
      tokens / (trainingSpeed(run, gpu, rowLengths(run, data), factor).tokensPerSecondPerGpu * run.gpus * 3600);
    const drawn = run.rollouts ? rolloutHours(run, gpu, longest, ...completionsOf(run, data, tokens)) : 0;
    if (drawn === null) return null;
    drawing += drawn;
    typical += own;
    least += off.low * own;
    most += off.high * own;
  }
  // Waiting rules the hours of runs that draw: what else was not measured is small beside it.
  const unmeasured = factor === undefined ? unknown : "here";
  const { low, high } = drawing > 0 ? waitingOf(run.profile) : interval("hours", unmeasured);
  const usual = drawing > 0 ? waitingOf(run.profile).usual : factor === undefined ? usualHours : measuredHours;
  return {
    low: low * (least + drawing),
    typical: usual * (typical + drawing),
    high: high * (most + drawing),
    tokens: trainedInAll(run, question).typical,
    drawing: usual * drawing,
  };
}

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
  readonly cause: keyof typeof names.causes;
  readonly factor: number;
}

/** GB/s of a network that nobody chose for training, and of a bus with half the lanes. */
const slowNetworkGBs = 10;
const noticed = 1.05;

/** What a first script does, each alone. @param padded the rows where batches are padded */
export function slowerBy(run: Run, gpu: Gpu, rows: RowLengths, padded: RowLengths): Slower[] {
  const speed = (one: Run, card: Gpu = gpu, lengths: RowLengths = rows, c: Constants = constants): number =>
    stepTime(one, card, lengths, c).tokensPerSecondPerGpu;
  const eager: Run = { ...run, profile: profiles[0] ?? run.profile, compiled: false, loss: "plain" };
  const slow: Run = { ...run, networkGBs: Math.min(slowNetworkGBs, run.networkGBs ?? slowNetworkGBs) };
  const causes = {
    rows_padded: speed(run, gpu, padded),
    no_autocast: speed({ ...run, autocast: false }),
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

function trainedSets(run: Run, { data, stages = [], epochs = 1 }: SelfHostQuestion) {
  const sets = data === undefined ? [] : [{ data, epochs }, ...stages];
  return sets.map(({ data: set, epochs: passes = epochs }) => {
    const tokens = rowCounts(run, set).trained * passes;
    return { data: set, tokens, off: { ...tokenRange(set), typical: 1 } };
  });
}

/** Tokens of all passes: as counted or typed, and how few and how many they may be. */
export function trainedInAll(run: Run, question: SelfHostQuestion): Record<"low" | "typical" | "high", number> {
  const sets = trainedSets(run, question);
  const all = (end: "low" | "typical" | "high"): number =>
    sets.reduce((sum, { off, tokens }) => sum + off[end] * tokens, 0);
  return { low: all("low"), typical: all("typical"), high: all("high") };
}
