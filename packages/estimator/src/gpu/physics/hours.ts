import type { Gpu } from "../run/hardware.ts";
import { rowLengths, tokenRange, trainedTokens } from "../run/lengths.ts";
import { constants, type Constants } from "./constants.ts";
import { profiles } from "../run/profiles.ts";
import type { SelfHostData, SelfHostQuestion } from "../run/question.ts";
import type { Run } from "../run/run.ts";
import { stepTime, type StepTime } from "./time.ts";

export interface Spread {
  readonly low: number;
  readonly high: number;
}

/** Wall hours of one run of all stages, by how well it is set up. */
export interface Hours {
  readonly low: number;
  readonly typical: number;
  readonly high: number;
  readonly tiers: {
    /** What the options can give, on a machine that is set up well. */
    readonly tuned: Spread;
    /** With loading, evaluation and saving, and a host of unknown speed. */
    readonly typical: Spread;
    /** A first script: rows padded to the longest, an eager framework, nothing overlapped, a slow network. */
    readonly naive: Spread;
  };
  readonly tokens: number;
}

/**
 * Wall hours over computed hours: published runs that the constants were not fitted on lie between 0.8 and 1.9,
 * with evaluation and saving in them.
 */
const tuned: Spread = { low: 0.85, high: 1.15 };
const typical = { low: 0.85, middle: 1.2, high: 1.9 };
const naive: Spread = { low: 0.75, high: 2.5 };
/** After ten steps on the user's own machine only evaluation, saving and drift are unknown. */
const afterMeasuring = { low: 0.97, middle: 1.07, high: 1.2 };

/** GB/s of a network that nobody chose for training. */
const slowNetworkGBs = 10;

const naiveConstants: Constants = { ...constants, unhidden: 1 };

/** Step time of the first stage's rows; `factor` is measured speed over estimated. */
export function trainingSpeed(run: Run, gpu: Gpu, data: SelfHostQuestion["data"], factor: number = 1): StepTime {
  const step = stepTime(run, gpu, rowLengths(run, data));
  return {
    ...step,
    seconds: step.seconds / factor,
    tokensPerSecondPerGpu: step.tokensPerSecondPerGpu * factor,
    mfu: step.mfu * factor,
  };
}

/** The same run as a first script would do it. */
function naiveSpeed(run: Run, gpu: Gpu, data: SelfHostQuestion["data"]): number {
  const script: Run = {
    ...run,
    profile: { ...(profiles[0] ?? run.profile), matmul: 0.6 },
    compiled: false,
    loss: "plain",
    networkGBs: Math.min(slowNetworkGBs, run.networkGBs ?? slowNetworkGBs),
  };
  const slow: Gpu = { ...gpu, linkGBs: gpu.linkGBs / 4 };
  const rows = rowLengths(run, data);
  const padded = run.packing === "packed" ? rows : { ...rows, computed: run.rowTokens };
  return stepTime(script, slow, padded, naiveConstants).tokensPerSecondPerGpu;
}

/** Hours of all stages; null where no data is given. @param factor measured speed over estimated; absent where nothing was measured */
export function trainingHours(run: Run, gpu: Gpu, question: SelfHostQuestion, factor?: number): Hours | null {
  if (!question.data) return null;
  let base: Spread & { typical: number } = { low: 0, typical: 0, high: 0 };
  let script: Spread = { low: 0, high: 0 };
  for (const { data, tokens } of trainedSets(run, question)) {
    const off = tokenRange(data);
    const hours = (speed: number): number => tokens / (speed * run.gpus * 3600);
    const own = hours(trainingSpeed(run, gpu, data, factor).tokensPerSecondPerGpu);
    const slow = hours(naiveSpeed(run, gpu, data));
    base = { low: base.low + off.low * own, typical: base.typical + own, high: base.high + off.high * own };
    script = { low: script.low + off.low * slow, high: script.high + off.high * slow };
  }
  const spread = factor === undefined ? typical : afterMeasuring;
  const times = ({ low, high }: Spread, hours: Spread): Spread => ({ low: low * hours.low, high: high * hours.high });
  return {
    low: spread.low * base.low,
    typical: spread.middle * base.typical,
    high: spread.high * base.high,
    tiers: { tuned: times(tuned, base), typical: times(typical, base), naive: times(naive, script) },
    tokens: trainedInAll(run, question),
  };
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
