import type { SelfHostQuestion } from "../run/question.ts";
import { isQuantisedFile, type Objective, type SomeSettings } from "./settings.ts";
import type { Trainer } from "../trainers/trainer.ts";

type Options = Omit<SelfHostQuestion, "data" | "stages">;

/** Those that learn from what they write themselves, and completions of one prompt where no key says how many. */
const rolled: Readonly<Partial<Record<Objective, number>>> = { grpo: 8, rloo: 2, ppo: 1 };
const counted: ReadonlySet<Objective> = new Set(["sft", "dpo", "orpo", "kto", "continued", "scratch"]);

/**
 * Tokens of a completion and of a prompt at most, where no key says it.
 *
 * @source trl 006d32c9 trl/trainer/grpo_config.py (its trainer is axolotl's as well), LLaMA-Factory generating_args.py
 */
const usualCompletion: Readonly<Record<string, number>> = { "llama-factory": 1024 };
const usualLengths = { completion: 256, prompt: 512 };

/** Whether the estimator counts runs of an objective. */
export function isCounted(objective: Objective | undefined): boolean {
  return objective === undefined || counted.has(objective) || isRolled(objective);
}

/** The question of a run as its settings say, without its data. */
export function questionOf(
  settings: SomeSettings,
  { framework, spreads }: Pick<Trainer, "framework" | "spreads">,
): Options {
  const { model = "", rank, microBatch, accumulation, epochs } = settings;
  const objective = objectiveOf(settings);
  const method = methodOf(settings);
  const adapted = method === "lora" || method === "qlora";
  const gpus = cardsOf(settings);
  const offload = offloadOf(settings);
  return given({
    model,
    framework:
      settings.framework ??
      (settings.unsloth === true
        ? "unsloth"
        : framework === "hf" && settings.loss === "fused"
          ? "hf-fused"
          : framework),
    objective: objective as NonNullable<SelfHostQuestion["objective"]>,
    method,
    quantisation: method === "qlora" ? quantisationOf(settings) : undefined,
    rank: adapted ? rank : undefined,
    targets: adapted ? targetsOf(settings) : undefined,
    weights: method === "qlora" ? undefined : weightsOf(settings, method, framework),
    precision: settings.fp8 === true ? "fp8" : undefined,
    optimizer: settings.optimizer,
    optimizerInBackward: settings.optimizerInBackward === true ? true : undefined,
    checkpointing: settings.checkpointing,
    flashAttention: settings.flash,
    compiled: settings.compiled,
    loss: settings.loss,
    experts: settings.experts,
    packing:
      settings.packed === true || settings.streamed === true
        ? "packed"
        : settings.paddingFree === true
          ? "unpacked"
          : settings.grouped === true
            ? "grouped"
            : "padded",
    offload: offload.length > 0 ? offload : undefined,
    ...lengthsOf(settings, framework),
    microBatch,
    accumulation: accumulationOf(settings, gpus ?? 1) ?? accumulation,
    epochs,
    gpus,
    sharding: shardingOf(settings, gpus, spreads),
    tensorParallel: settings.tensorParallel,
    pipelineParallel: settings.pipelineParallel,
    expertParallel: settings.expertParallel,
  }) as Options;
}

/** Where rows are cut, and the completions that the model draws: a prompt and its completion make a row then. */
function lengthsOf(settings: SomeSettings, framework: string): Pick<SelfHostQuestion, "maxTokens" | "rollouts"> {
  const { objective = "sft", maxTokens } = settings;
  const usual = rolled[objective];
  if (usual === undefined) return maxTokens === undefined ? {} : { maxTokens };
  const tokens = settings.completionTokens ?? usualCompletion[framework] ?? usualLengths.completion;
  // TRL's `max_length` is that of supervised rows; the others cut prompts where they cut rows.
  const prompt = settings.promptTokens ?? (framework === "hf" ? undefined : maxTokens) ?? usualLengths.prompt;
  return {
    maxTokens: settings.drawnTokens ?? prompt + tokens,
    rollouts: { tokens, perPrompt: settings.perPrompt ?? usual },
  };
}

/** Pairs that are compared without a reference model are ORPO's, and count as those of the methods like it. */
function objectiveOf({ objective = "sft", referenceFree }: SomeSettings): Objective {
  return objective === "dpo" && referenceFree === true ? "orpo" : objective;
}

/** Whether a run learns from what its model writes. */
export function isRolled(objective: Objective | undefined): boolean {
  return objective !== undefined && rolled[objective] !== undefined;
}

function methodOf({ adapter = "none", bits4, bits8, gptq, model = "" }: SomeSettings): "full" | "lora" | "qlora" {
  if (adapter === "none") return "full";
  return adapter === "qlora" || bits4 === true || bits8 === true || gptq === true || isQuantisedFile(model)
    ? "qlora"
    : "lora";
}

function quantisationOf({
  bits8,
  gptq,
  model = "",
  doubleQuant = true,
}: SomeSettings): NonNullable<SelfHostQuestion["quantisation"]> {
  if (bits8 === true) return "int8";
  if (gptq === true || isQuantisedFile(model)) return "gptq4";
  return doubleQuant ? "nf4-double" : "nf4";
}

/** Attention's matrices are named apart from the feed-forward block's in torchtune. */
function targetsOf({ targets, allLinear, adaptsFeedForward }: SomeSettings): SelfHostQuestion["targets"] {
  if (allLinear === true) return "all";
  return adaptsFeedForward === true ? (targets === undefined ? "mlp" : "all") : targets;
}

/**
 * LLaMA-Factory raises what it trains to 32 bits unless ZeRO-3, FSDP or `pure_bf16` forbid it; axolotl and TRL hold the weights
 * in 16 bits where they train in bf16.
 */
function weightsOf(settings: SomeSettings, method: "full" | "lora", framework: string): SelfHostQuestion["weights"] {
  if (settings.weights !== undefined) return settings.weights;
  if (method === "lora") return undefined;
  if (framework === "llama-factory")
    return settings.pureBf16 === true || settings.zeroStage === 3 || settings.fsdp === "full" ? "bf16" : "fp32";
  return settings.bf16 === true || settings.fp16 === true ? "bf16" : framework === "axolotl" ? "fp32" : undefined;
}

/** Cards in all; undefined where no key says it. */
function cardsOf(settings: SomeSettings): number | undefined {
  const {
    processes,
    cardsPerMachine,
    machines = 1,
    tensorParallel,
    contextParallel,
    dataShards,
    dataReplicas,
  } = settings;
  if (processes !== undefined) return processes;
  if (cardsPerMachine !== undefined) return cardsPerMachine * machines;
  const parts = [tensorParallel, contextParallel, dataShards, dataReplicas];
  const product = parts.reduce<number>((all, part = 1) => all * part, settings.pipelineParallel ?? 1);
  const cards = Math.max(product, settings.expertParallel ?? 1);
  return cards > 1 ? cards : undefined;
}

function accumulationOf({ globalBatch, microBatch = 1 }: SomeSettings, cards: number): number | undefined {
  return globalBatch === undefined ? undefined : Math.max(1, Math.round(globalBatch / (microBatch * cards)));
}

/** How the weights are split; on cards that nobody counted, only what a key says. */
function shardingOf(
  { zeroStage, fsdp }: SomeSettings,
  gpus: number | undefined,
  spreads: "ddp" | "fsdp",
): SelfHostQuestion["sharding"] {
  if (gpus === 1 || (gpus === undefined && zeroStage === undefined && fsdp === undefined)) return undefined;
  if (zeroStage !== undefined && zeroStage > 0) return zeroStage === 1 ? "zero1" : zeroStage === 2 ? "zero2" : "zero3";
  return fsdp === "full" ? "fsdp" : fsdp === "gradients" ? "zero2" : fsdp === "none" ? "ddp" : spreads;
}

function offloadOf({
  offloadWeights,
  offloadOptimizer,
  offloadActivations,
}: SomeSettings): ("optimizer" | "weights" | "activations")[] {
  return [
    ...(offloadOptimizer === true || offloadWeights === true ? (["optimizer"] as const) : []),
    ...(offloadWeights === true ? (["weights"] as const) : []),
    ...(offloadActivations === true ? (["activations"] as const) : []),
  ];
}

function given(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
