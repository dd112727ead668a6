import { given, keysOf } from "@tunecast/estimator/parts";
import { dataTokens } from "../run/lengths.ts";
import type { RunOptions, SelfHostQuestion, SelfHostData } from "../run/question.ts";
import type { Objective as RunObjective } from "../run/run.ts";
import { isQuantisedFile, type Objective, type Settings, type SomeSettings } from "./settings.ts";
import type { Trainer } from "../trainers/trainer.ts";

type Split = Pick<RunOptions, "tensorParallel" | "pipelineParallel" | "contextParallel">;

/** A run as far as its steps go. */
export type Stepping = Split &
  Pick<SelfHostQuestion, "gpus" | "microBatch" | "accumulation" | "globalBatch" | "epochs"> & {
    readonly maxTokens: number;
    readonly packing?: string;
    readonly rollouts?: { readonly perPrompt?: number | undefined };
  };

/** Cards, or groups of those that share a row, which read rows of their own. */
function readersOf(gpus: number, { tensorParallel = 1, pipelineParallel = 1, contextParallel = 1 }: Split): number {
  return Math.max(1, gpus / (tensorParallel * pipelineParallel * contextParallel));
}

function rowsPerStep({ gpus = 1, microBatch = 1, accumulation = 1, globalBatch, ...split }: Stepping): number {
  return globalBatch ?? readersOf(gpus, split) * microBatch * accumulation;
}

/** Optimizer steps of all epochs; undefined for mixtures. Packs hold whole rows, so a run may take a few steps more. */
export function stepsOf(run: Stepping, data: SelfHostData): number | undefined {
  if ("mixture" in data) return undefined;
  const { tokens, examples } = dataTokens(data, run.maxTokens);
  const rows = run.packing === "packed" ? Math.ceil(tokens / run.maxTokens) : examples * drawnOf(run);
  return Math.ceil(rows / rowsPerStep(run)) * (run.epochs ?? 1);
}

/** The most examples of a mean length that a number of steps read: whole rows, or packs filled to the brim. */
export function examplesIn(run: Stepping, steps: number, tokensPerExample: number): number {
  const rows = steps * rowsPerStep(run);
  const perRow = run.packing === "packed" ? run.maxTokens / Math.min(tokensPerExample, run.maxTokens) : 1;
  return Math.max(1, Math.floor((rows * perRow) / drawnOf(run)));
}

function drawnOf({ rollouts }: Stepping): number {
  return rollouts?.perPrompt ?? 1;
}

type Options = Omit<SelfHostQuestion, "data" | "stages">;

/** Those that learn from what they write themselves, and completions of one prompt where no key says how many. */
const rolled: Readonly<Partial<Record<Objective, number>>> = { grpo: 8, rloo: 2, ppo: 1 };
const counted: ReadonlySet<Objective> = new Set(["sft", "dpo", "orpo", "kto", "continued", "scratch"]);

/**
 * Tokens of a completion and of a prompt at most, where no key says it.
 * @source trl 006d32c9 trl/trainer/grpo_config.py (its trainer is axolotl's as well), LLaMA-Factory generating_args.py
 */
const usualCompletion: Readonly<Record<string, number>> = { "llama-factory": 1024 };
const usualLengths = { completion: 256, prompt: 512 };

export function isCounted(objective: Objective | undefined): boolean {
  return objective === undefined || counted.has(objective) || isRolled(objective);
}

const isHuggingFace = (framework: string): boolean => framework === "hf" || framework === "trl";

export function questionOf(settings: SomeSettings, trainer: Pick<Trainer, "framework" | "spreads">): Options {
  const { framework, spreads } = trainer;
  const { model = "", objective = "sft", referenceFree, globalBatch, episodes } = settings;
  const method = methodOf(settings);
  const adapted = method === "lora" || method === "qlora";
  const gpus = cardsOf(settings);
  const readers = readersOf(gpus ?? 1, settings);
  // Rows that are taken by their tokens are never more than a step has.
  const most = settings.dynamic === true && globalBatch ? Math.max(1, Math.floor(globalBatch / readers)) : Infinity;
  const microBatch = settings.microBatch && Math.min(settings.microBatch, most);
  const rows = (microBatch ?? 1) * readers;
  const isOpen = globalBatch !== undefined && (gpus === undefined || globalBatch < rows);
  const offload = offloadOf(settings);
  const weights = method === "qlora" ? undefined : weightsOf(settings, method, framework);
  const fused = isHuggingFace(framework) && settings.loss === "fused" ? "hf-fused" : framework;
  const fields: { readonly [O in keyof Options]?: Options[O] | undefined } = {
    ...sameIn(settings),
    // A pass over the prompts draws completions, which are trained on as often as a batch is gone over.
    ...(episodes !== undefined && { epochs: episodes * (settings.epochs ?? 1) }),
    model,
    framework: settings.framework ?? (settings.unsloth === true ? "unsloth" : fused),
    // Pairs that are compared without a reference model count as ORPO's.
    objective: (objective === "dpo" && referenceFree === true ? "orpo" : objective) as RunObjective,
    referenceFree: isRolled(objective) && referenceFree === true ? true : undefined,
    method,
    quantisation: method === "qlora" ? quantisationOf(settings) : undefined,
    rank: adapted ? settings.rank : undefined,
    targets: adapted ? targetsOf(settings) : undefined,
    weights,
    precision: settings.fp8 === true ? "fp8" : undefined,
    fusedOptimizer: settings.fusedOptimizer,
    autocast: isUncast(settings, weights, method) ? false : undefined,
    flashAttention: settings.flash,
    attention: settings.attention,
    compiled: settings.compiled,
    packing: packingOf(settings),
    offload: offload.length > 0 ? offload : undefined,
    microBatch,
    ...lengthsOf(settings, framework, rows),
    // Micro-steps of cards that nobody counted, or too many for the batch, are left to who chooses or refuses them.
    ...(isOpen
      ? { globalBatch }
      : { accumulation: globalBatch ? Math.round(globalBatch / rows) : settings.accumulation }),
    gpus,
    sharding: shardingOf(settings, gpus, spreads),
    dispatcher: settings.expertParallel === undefined ? undefined : settings.dispatcher,
  };
  const question = given(fields) as Options;
  return hasStatesIn16(settings, question, spreads) ? { ...question, optimizer: "adamw-bf16" } : question;
}

const splits = ["tensorParallel", "pipelineParallel", "virtualStages", "expertParallel", "contextParallel"] as const;
const others = ["model", "stretched", "optimizer", "checkpointing", "loss", "experts", "epochs"] as const;
/** Said only where they are on. */
const switches = ["optimizerInBackward", "cacheEmptied", "referenceAway"] as const;
type Same = { readonly [S in (typeof splits | typeof others | typeof switches)[number]]?: Settings[S] | undefined };

export function sameIn(of: Same): Same {
  const on = switches.map((name) => [name, of[name] || undefined]);
  return Object.fromEntries([...[...others, ...splits].map((name) => [name, of[name]]), ...on]);
}

function packingOf({ packed, streamed, paddingFree, grouped }: SomeSettings): Options["packing"] {
  if (packed === true || streamed === true) return "packed";
  return paddingFree === true ? "unpacked" : grouped === true ? "grouped" : "padded";
}

type Lengths = Pick<SelfHostQuestion, "maxTokens" | "rollouts" | "completionsPerRound">;

/** @param rows of a micro-step, of all cards: TRL's generations are so many times as long */
function lengthsOf(settings: SomeSettings, framework: string, rows: number): Lengths {
  const { objective = "sft", maxTokens: cut, packTokens = cut, roundPrompts, roundSteps } = settings;
  const maxTokens = settings.packed === true ? packTokens : cut;
  const usual = rolled[objective];
  if (usual === undefined) return maxTokens === undefined ? {} : { maxTokens };
  const tokens = settings.completionTokens ?? usualCompletion[framework] ?? usualLengths.completion;
  // TRL's `max_length` is that of supervised rows; the others cut prompts where they cut rows.
  const prompt = settings.promptTokens ?? (isHuggingFace(framework) ? undefined : maxTokens) ?? usualLengths.prompt;
  const { perPrompt = usual, roundCompletions = roundPrompts && roundPrompts * perPrompt } = settings;
  const round = roundCompletions ?? (roundSteps && roundSteps * rows);
  return {
    maxTokens: settings.drawnTokens ?? prompt + tokens,
    rollouts: { tokens, perPrompt },
    ...(round !== undefined && { completionsPerRound: round }),
  };
}

export function isRolled(objective: Objective | undefined): boolean {
  return objective !== undefined && rolled[objective] !== undefined;
}

function methodOf({ adapter = "none", bits4, bits8, gptq, model = "" }: SomeSettings): "full" | "lora" | "qlora" {
  if (adapter === "none") return "full";
  return adapter === "qlora" || bits4 === true || bits8 === true || gptq === true || isQuantisedFile(model)
    ? "qlora"
    : "lora";
}

function quantisationOf({ bits8, gptq, model = "", doubleQuant = true }: SomeSettings): Options["quantisation"] {
  if (bits8 === true) return "int8";
  if (gptq === true || isQuantisedFile(model)) return "gptq4";
  return doubleQuant ? "nf4-double" : "nf4";
}

function targetsOf({ targets, allLinear, adaptsFeedForward }: SomeSettings): SelfHostQuestion["targets"] {
  if (allLinear === true) return "all";
  return adaptsFeedForward === true ? (targets === undefined ? "mlp" : "all") : targets;
}

/**
 * DeepSpeed casts the whole model where it computes in 16 bits (runtime/engine.py, `_configure_distributed_model`).
 * LLaMA-Factory raises what it trains to 32 bits unless ZeRO-3, FSDP or `pure_bf16` forbid it.
 */
function weightsOf(settings: SomeSettings, method: "full" | "lora", framework: string): SelfHostQuestion["weights"] {
  const { zeroStage, bf16, fp16, accelerateCasts } = settings;
  if (zeroStage !== undefined && (bf16 ?? fp16 ?? accelerateCasts) === true) return "bf16";
  if (settings.weights !== undefined) return settings.weights;
  if (method === "lora") return undefined;
  if (framework === "llama-factory")
    return settings.pureBf16 === true || settings.zeroStage === 3 || settings.fsdp === "full" ? "bf16" : "fp32";
  return settings.bf16 === true || settings.fp16 === true ? "bf16" : framework === "axolotl" ? "fp32" : undefined;
}

/**
 * Nothing casts what is held in 32 bits. Adapters of a quantised base, and those under ZeRO 3, TRL holds in 16; accelerate's own
 * choice stands where the trainer names none.
 * @source trl 1.16.0 sft_trainer.py, transformers 5.24.0 training_args.py (https://pypi.org, read 2026-12-01)
 */
function isUncast(settings: SomeSettings, weights: SelfHostQuestion["weights"], method: string): boolean {
  const { uncast, accelerateCasts, bf16, fp16, zeroStage } = settings;
  const casts = accelerateCasts === true || bf16 === true || fp16 === true;
  return uncast === true && !casts && (weights === "fp32" || (method === "lora" && zeroStage !== 3));
}

/** States of AdamW are as wide as its weights, with no copy in 32 bits, but in DeepSpeed, Megatron and accelerate's FSDP. */
function hasStatesIn16({ zeroStage = 0, fsdp }: SomeSettings, run: Options, spreads: "ddp" | "fsdp"): boolean {
  const isOwn = spreads === "fsdp" || run.sharding === "ddp" || (run.gpus === 1 && fsdp !== "full");
  return isOwn && run.method === "full" && run.weights === "bf16" && run.optimizer === "adamw" && zeroStage === 0;
}

/** As counted; where a machine is and machines are not, as many as the parts of the model take. Each stage has all experts. */
function cardsOf(settings: SomeSettings): number | undefined {
  const { processes, cardsPerMachine, expertParallel = 1, pipelineParallel = 1 } = settings;
  if (processes !== undefined) return processes;
  const parts = ["tensorParallel", "contextParallel", "dataShards", "dataReplicas", "pipelineParallel"] as const;
  const product = parts.reduce((all, part) => all * (settings[part] ?? 1), 1);
  const cards = Math.max(product, expertParallel * pipelineParallel);
  if (cardsPerMachine === undefined) return cards > 1 ? cards : undefined;
  return cardsPerMachine * (settings.machines ?? Math.ceil(cards / cardsPerMachine));
}

/** How the weights are split; on cards that nobody counted, only what a key says. */
function shardingOf(said: SomeSettings, gpus: number | undefined, spreads: "ddp" | "fsdp"): Options["sharding"] {
  const { zeroStage, fsdp } = said;
  const isOpen = gpus === undefined && zeroStage === undefined && fsdp === undefined && spreads === "ddp";
  if (gpus === 1 || isOpen) return undefined;
  if (zeroStage !== undefined && zeroStage > 0) return zeroStage === 1 ? "zero1" : zeroStage === 2 ? "zero2" : "zero3";
  return fsdp === "full" ? "fsdp" : fsdp === "gradients" ? "zero2" : fsdp === "none" ? "ddp" : spreads;
}

function offloadOf({ offloadWeights = false, offloadOptimizer = false, offloadActivations = false }: SomeSettings) {
  const optimizer = offloadOptimizer || offloadWeights;
  const on = { optimizer, weights: offloadWeights, activations: offloadActivations };
  return keysOf(on).filter((part) => on[part]);
}
