import { type Result, type Rollouts, fail, ok, usualGroup } from "@tunecast/estimator/parts";
import { trainedParameters } from "../model/parameters.ts";
import type { ModelShape } from "../model/shape.ts";
import { readsOn, rowLimits } from "./lengths.ts";
import { pictureIn } from "../model/tower.ts";
import { profileNamed, profiles, type FrameworkProfile } from "./profiles.ts";
import type { RunData, RunOptions } from "./question.ts";
import type { DrawnRollouts, Pictures, Run } from "./run.ts";
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
  const profile = profileNamed(options.framework ?? "hf");
  if (!profile)
    return fail({ kind: "unknown_framework", framework: options.framework ?? "", known: profiles.map(({ id }) => id) });
  const told = filled<Usual>(usual, options);
  const modelParallel = told.tensorParallel * told.pipelineParallel;
  const method = options.method ?? (readsOn(told) ? "full" : "lora");
  const pictures = picturesOf(shape, options);
  const run: Run = {
    ...told,
    ...computedBy(profile, options),
    sharding: options.sharding ?? usualSharding(told.gpus, modelParallel),
    modelParallel,
    dataParallel: told.gpus / (modelParallel * told.contextParallel),
    shape,
    profile,
    method,
    ...(options.rollouts === undefined ? {} : { rollouts: drawnRollouts(options.rollouts, options.accumulation) }),
    ...trainedParameters(shape, { ...told, method, trainTower: options.trainTower === true }),
    ...(pictures && { pictures }),
    ...rowLimits(shape.context, { ...told, ...(pictures && { pictures }) }, options),
    ...(options.networkGBs === undefined ? {} : { networkGBs: options.networkGBs }),
    ...(options.linkGBs === undefined ? {} : { linkGBs: options.linkGBs }),
  };
  const problem = runProblem(run, options);
  return problem ? fail(problem) : ok(run);
}

/** Pictures of this size are taken where nobody says how large they are, pixels. */
const usualSide = 1024;

function picturesOf({ tower }: ModelShape, options: RunOptions): Pictures | undefined {
  const { images = 0, imageWidth: width = usualSide, imageHeight: height = usualSide } = options;
  if (tower === undefined || images === 0) return undefined;
  const { tokens, patches } = pictureIn(tower, width, height);
  const together = tower.grid === "native" ? patches : Math.min(patches, Math.floor(tower.image / tower.patch) ** 2);
  const trained = options.trainTower === true;
  return { images, width, height, tokens: images * tokens, patches: images * patches, together, trained };
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

/** What the framework decides where nobody says. */
function computedBy(
  profile: FrameworkProfile,
  { quantisation, ...options }: RunOptions,
): Pick<Run, "loss" | "compiled" | "experts" | "attention" | "upcastEmbeddings" | "offload"> {
  return {
    loss: options.loss ?? profile.loss,
    compiled: options.compiled ?? profile.compiled,
    experts: options.experts ?? profile.experts,
    attention: options.attention ?? (options.flashAttention === false ? "eager" : profile.attention),
    // PEFT raises what is not quantised to 32 bits for bitsandbytes, not for GPTQ.
    upcastEmbeddings: options.upcastEmbeddings ?? (profile.upcastsEmbeddings && quantisation !== "gptq4"),
    offload: options.offload ?? (profile.offloadsActivations ? ["activations"] : []),
  };
}
