import { type Result, type Rollouts, fail, ok, usualGroup } from "@tunecast/estimator/parts";
import { trainedParameters } from "../model/parameters.ts";
import type { ModelShape } from "../model/shape.ts";
import { rowLimits } from "./lengths.ts";
import { isRunningText } from "./objectives.ts";
import { picturesOf } from "../model/tower.ts";
import { decidedBy, profileNamed, profiles } from "./profiles.ts";
import type { RunData, RunOptions } from "./question.ts";
import type { DrawnRollouts, Run } from "./run.ts";
import { runProblem } from "./runProblem.ts";
import type { Sharding } from "../model/runWords.ts";

/** Completions drawn before a step of the weights: recipes have 128 to 8,192. */
const usualCompletions = 512;

/** What most recipes start from. */
const usual = {
  objective: "sft",
  rank: 16,
  trainEmbeddings: false,
  targets: "all",
  quantisation: "nf4-double",
  weights: "bf16",
  optimizer: "adamw",
  optimizerInBackward: false,
  checkpointing: "full",
  flashAttention: true,
  precision: "bf16",
  host: "linux",
  microBatch: 1,
  accumulation: 1,
  packing: "packed",
  gpus: 1,
  tensorParallel: 1,
  pipelineParallel: 1,
  expertParallel: 1,
  contextParallel: 1,
  environmentSeconds: 0,
  judgeSeconds: 0,
} as const satisfies RunOptions;

type Usual = Required<Pick<RunOptions, keyof typeof usual>>;

/** Fills in what the options leave open and refuses what contradicts itself. Each field alone is checked by `questionProblem`. */
export function resolveRun(shape: ModelShape, options: RunOptions & RunData): Result<Run> {
  const told = filled<Usual>(usual, options);
  const modelParallel = told.tensorParallel * told.pipelineParallel;
  const spread = { sharding: options.sharding ?? usualSharding(told.gpus, modelParallel), modelParallel };
  const { rollouts, networkGBs, linkGBs, trainTower = false } = options;
  const drawn = rollouts && { rollouts: drawnRollouts(rollouts, options.accumulation) };
  const profile = profileNamed(options.framework ?? "hf");
  if (!profile)
    return fail({ kind: "unknown_framework", framework: options.framework ?? "", known: profiles.map(({ id }) => id) });
  const decided = decidedBy(profile, options);
  const method = options.method ?? (isRunningText(told.objective) ? "full" : "lora");
  const pictures = picturesOf(shape.tower, options);
  const run: Run = {
    ...told,
    ...decided,
    ...spread,
    dataParallel: told.gpus / (modelParallel * told.contextParallel),
    shape,
    profile,
    method,
    ...drawn,
    ...trainedParameters(shape, { ...told, method, trainTower }),
    ...rowLimits(shape.context, { ...told, ...(pictures && { pictures }) }, options),
    ...(networkGBs !== undefined && { networkGBs }),
    ...(linkGBs !== undefined && { linkGBs }),
  };
  const problem = runProblem(run, options);
  return problem ? fail(problem) : ok(run);
}

function drawnRollouts(
  { tokens, perPrompt = usualGroup, turns = 1, addedTokens = 0 }: Rollouts,
  accumulation: number | undefined,
): DrawnRollouts {
  const perStep = accumulation === undefined ? usualCompletions : 1;
  return { tokens, perPrompt, turns, addedTokens, perStep };
}

/** The same run on other cards. */
export function spreadOver(run: Run, gpus: number, sharding: Sharding = usualSharding(gpus, run.modelParallel)): Run {
  return { ...run, gpus, dataParallel: gpus / (run.modelParallel * run.contextParallel), sharding };
}

function usualSharding(gpus: number, modelParallel: number): Sharding {
  if (gpus === 1) return "single";
  return modelParallel === gpus ? "ddp" : "fsdp";
}

/** What is told, else what is usual. */
function filled<T extends object>(defaults: T, told: Partial<T>): T {
  const fields = Object.entries(defaults) as [keyof T, T[keyof T]][];
  return Object.fromEntries(fields.map(([field, value]) => [field, told[field] ?? value])) as T;
}
