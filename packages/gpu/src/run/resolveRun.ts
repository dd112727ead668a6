import { type Result, fail, keysOf, ok, usualGroup, type Problem } from "@tunecast/estimator/parts";
import { trainedParameters } from "../model/parameters.ts";
import type { ModelShape } from "../model/shape.ts";
import { rowCounts, rowLimits, setsOf } from "./lengths.ts";
import { isRunningText, objectives, type Run } from "./run.ts";
import { picturesOf } from "../model/tower.ts";
import { decidedBy, profileNamed, profiles } from "./profiles.ts";
import type { RunData, RunOptions } from "./question.ts";
import type { Sharding } from "../model/runWords.ts";
import usual from "./usual.json" with { type: "json" };
import ways from "./ways.json" with { type: "json" };

/** What contradicts itself in a run, or cannot be done with its model. */
function runProblem(run: Run, options: RunOptions & RunData): Problem | undefined {
  if (run.learns.rolled && options.rollouts === undefined) return { kind: "no_rollouts", objective: run.objective };
  return (
    firstClash(strangeOptions(run, options)) ??
    rankProblem(run) ??
    lengthProblem(run, options) ??
    firstClash(contradictions(run, options)) ??
    cardsProblem(run)
  );
}

type Clash = readonly [holds: boolean, first: string, second: string, change: string];

function firstClash(clashes: readonly Clash[]): Problem | undefined {
  const [, first, second, change] = clashes.find(([holds]) => holds) ?? [];
  return first === undefined ? undefined : { kind: "conflicting_options", first, second, change };
}

/** Options of runs that draw completions or read pictures, given to one that does not. */
function strangeOptions(run: Run, options: RunOptions & RunData): Clash[] {
  const [drawsNone, seesNone] = [!run.learns.rolled, run.shape.tower === undefined];
  const [objective, model] = [`objective=${run.objective}`, `model=${run.shape.id}`];
  const { drawn, hasNone, seen } = ways;
  const ofPictures = ["images", "trainTower", "imageWidth", "imageHeight"] as const;
  const ofDrawing = ["environmentSeconds", "judgeSeconds"] as const;
  const { completionsPerRound: round } = run;
  return [
    ...ofDrawing.map((name): Clash => [drawsNone && run[name] > 0, objective, `${name}=${run[name]}`, drawn]),
    [drawsNone && options.rollouts !== undefined, objective, "rollouts", drawn.replace("it", "the rollouts")],
    [run.referenceFree === true && objectives[run.objective].frozenFull === 0, objective, "referenceFree", hasNone],
    [drawsNone && round !== undefined, objective, `completionsPerRound=${round}`, drawn],
    ...ofPictures.map((name): Clash => [seesNone && !!options[name], `${name}=${options[name]}`, model, seen]),
  ];
}

function rankProblem({ adapters, method, shape, rank }: Run): Problem | undefined {
  if (adapters === 0 && method !== "lora" && method !== "qlora") return undefined;
  const most = Math.min(shape.hidden, 4096);
  if (Number.isSafeInteger(rank) && rank >= 1 && rank <= most) return undefined;
  return { kind: "bad_rank", got: String(rank), expected: `a whole number from 1 to ${most}` };
}

/** A sequence that the model cannot read: stated, or the longest row where no cut is stated. */
function lengthProblem(
  { shape, objective, maxTokens, stretched = false }: Run,
  options: RunOptions & RunData,
): Problem | undefined {
  const { id: model, context } = shape;
  if (maxTokens <= context || stretched) return undefined;
  if (options.maxTokens !== undefined) return { kind: "over_context", model, maxTokens, context };
  const over = setsOf(options).map((data) => rowCounts({ objective, maxTokens: context }, data).over);
  const rows = Math.max(1, Math.round(over.reduce((sum, count) => sum + count, 0)));
  return { kind: "over_context", model, context, rows, longest: maxTokens };
}

function contradictions(run: Run, options: RunOptions): Clash[] {
  const { quantisation, rank, targets, weights, globalBatch } = options;
  const { method, objective, optimizerInBackward, accumulation } = run;
  const isTwice = globalBatch !== undefined && options.accumulation !== undefined;
  const by = `method=${method}`;
  const quantised = `quantisation=${quantisation}`;
  const { bits, freed, noBase } = ways;
  const { autocast, adapters, profile } = run;
  const in16 = adapters > 0 ? `framework=${profile.id}` : `weights=${run.weights}`;
  const isCast = run.weights !== "fp32" && (adapters === 0 || profile.castsAdapters);
  const isBare = method === "full" || method === "head";
  return [
    [isBare && !!quantisation, by, quantised, "use method=qlora, or leave the quantisation out"],
    [isBare && rank !== undefined, by, `rank=${rank}`, "use method=lora, or leave the rank out"],
    [isBare && !!targets, by, `targets=${targets}`, "use method=lora, or leave the targets out"],
    [method === "lora" && !!quantisation, by, quantised, "use method=qlora"],
    [method === "qlora" && (weights ?? "bf16") !== "bf16", by, `weights=${weights}`, bits],
    [objective === "scratch" && method !== "full", "objective=scratch", by, noBase],
    [!autocast && isCast, "autocast=false", in16, "leave it out: nothing waits for a cast"],
    [isTwice, `globalBatch=${globalBatch}`, `accumulation=${options.accumulation}`, "give one of them"],
    [optimizerInBackward && accumulation > 1, "optimizerInBackward", `accumulation=${accumulation}`, freed],
  ];
}

/** Cards that a run cannot be spread over. */
export function cardsProblem(run: Run): Problem | undefined {
  const { shape, gpus, modelParallel, tensorParallel, pipelineParallel, expertParallel, contextParallel } = run;
  const { virtualStages = 1, globalBatch = Infinity, microBatch, dataParallel } = run;
  const rows = microBatch * dataParallel;
  const fewer = `use a step of at least ${rows} rows: so many are read at once`;
  const turns = `virtualStages=${virtualStages}`;
  const experts = `expertParallel=${expertParallel}`;
  const noExperts = "leave it out: the model has no experts";
  const { layers, heads, moe } = shape;
  const alone = run.sharding === "single" && gpus > 1 && modelParallel === 1;
  const clash = firstClash([
    [alone, "sharding=single", `gpus=${gpus}`, "use sharding=ddp, zero2, zero3 or fsdp"],
    [expertParallel > 1 && moe === undefined, experts, `model=${shape.id}`, noExperts],
    [rows > globalBatch, `globalBatch=${globalBatch}`, `microBatch=${microBatch}`, fewer],
    [virtualStages > 1 && pipelineParallel === 1, turns, "pipelineParallel=1", "leave it out: there is one stage"],
  ]);
  if (clash) return clash;
  const divisions = [
    ["tensorParallel × pipelineParallel", modelParallel, "GPUs", gpus],
    ["contextParallel", contextParallel, "GPUs", gpus / modelParallel],
    ["tensorParallel", tensorParallel, "heads", heads],
    ["pipelineParallel", pipelineParallel, "layers", layers],
    // Embedding and head count as layers in Megatron's splits: Qwen3-235B's 94 layers have been trained in 96 parts.
    ["pipelineParallel × virtualStages", pipelineParallel * virtualStages, "layers, embedding and head", layers + 2],
    ["expertParallel", expertParallel, "experts", moe?.experts ?? expertParallel],
    ["expertParallel", expertParallel, "GPUs", gpus],
  ] as const;
  // Stages may have unlike numbers of layers.
  const [option, got = 1, divides, by = 1] =
    divisions.find(([, n, things, all]) => (things.startsWith("layers") ? n > all : all % n !== 0)) ?? [];
  if (option === undefined) return undefined;
  const isMany = divides?.startsWith("layers");
  const reason = `${option}=${got} ${isMany ? "is more than" : "does not divide"} the ${by} ${divides}`;
  const change = isMany ? `use at most ${by}` : `use a divisor of ${by}`;
  return { kind: "bad_parallelism", option, got, reason, change };
}

/** Completions drawn before a step of the weights: recipes have 128 to 8,192. */
const usualCompletions = 512;

/** Fills in what the options leave open and refuses what contradicts itself. Each field alone is checked by `readQuestion`. */
export function resolveRun(shape: ModelShape, options: RunOptions & RunData): Result<Run> {
  // Experts that are stored as one parameter of a layer have no matrices that adapters would find by name, but in Megatron.
  const isFound = shape.moe?.storedBits === undefined || options.framework === "megatron";
  const targets = isFound || (options.targets ?? "all") !== "all" ? options.targets : "attention";
  const told = filled({ ...options, ...(targets && { targets }) });
  const { frozenFull, extraForwards, ...learns } = objectives[told.objective];
  const reference = options.referenceFree === true ? 1 : 0;
  const held = Math.max(0, frozenFull - (options.referenceAway === true ? 1 : reference));
  const modelParallel = told.tensorParallel * told.pipelineParallel;
  const { rollouts, completionsPerRound, trainTower = false } = options;
  const perStep = completionsPerRound ?? ((options.accumulation ?? options.globalBatch) ? 1 : usualCompletions);
  const usually = told.objective === "ppo" ? 1 : told.objective === "rloo" ? 2 : usualGroup;
  const { tokens = 0, perPrompt = usually, turns = 1, addedTokens = 0 } = rollouts ?? {};
  const drawn = rollouts && { rollouts: { tokens, perPrompt, turns, addedTokens, perStep } };
  const profile = profileNamed(options.framework ?? "hf");
  if (!profile)
    return fail({ kind: "unknown_framework", framework: options.framework ?? "", known: profiles.map(({ id }) => id) });
  const decided = decidedBy(profile, options);
  const method = options.method ?? (isRunningText(told.objective) ? "full" : "lora");
  const pictures = picturesOf(shape.tower, options);
  const onOne: Run = {
    ...told,
    ...decided,
    sharding: "single",
    modelParallel,
    dataParallel: 1,
    shape,
    profile,
    method,
    learns: { ...learns, frozenFull: held, extraForwards: extraForwards - reference },
    ...drawn,
    ...trainedParameters(shape, { ...told, method, trainTower, fused: profile.id === "megatron" }),
    ...rowLimits(shape.context, { ...told, ...(pictures && { pictures }) }, options),
  };
  const run = spreadOver(onOne, told.gpus, options.sharding);
  const problem = runProblem(run, options);
  return problem ? fail(problem) : ok(run);
}

export function spreadOver(run: Run, gpus: number, sharding: Sharding = usualSharding(gpus, run.modelParallel)): Run {
  const dataParallel = gpus / (run.modelParallel * run.contextParallel);
  const steps = run.globalBatch && Math.max(1, Math.round(run.globalBatch / (run.microBatch * dataParallel)));
  return { ...run, gpus, dataParallel, sharding, accumulation: steps ?? run.accumulation };
}

function usualSharding(gpus: number, modelParallel: number): Sharding {
  if (gpus === 1) return "single";
  return modelParallel === gpus ? "ddp" : "fsdp";
}

/** What is told, else what most recipes start from; null where that is left open. */
function filled(told: { readonly [F in keyof typeof usual]?: unknown }): Pick<Run, keyof typeof usual> {
  const fields = keysOf(usual).map((field) => [field, told[field] ?? usual[field]] as const);
  return Object.fromEntries(fields.filter(([, value]) => value !== null)) as Pick<Run, keyof typeof usual>;
}
