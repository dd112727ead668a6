import type { Result } from "@tunecast/estimator";
import type { SelfHostAnswer } from "../answer.ts";
import type { SelfHostQuestion } from "../run/question.ts";
import { fail, ok } from "@tunecast/estimator/problem";
import type { SomeSettings } from "./settings.ts";

/** A run with everything filled in, as `input` of the estimator's answer has it. */
export type WrittenRun = Omit<SelfHostQuestion, "data" | "stages"> & {
  /** The model as a trainer loads it: an id of Hugging Face, or a folder. */
  readonly model: string;
  /** The model as the list has it, for trainers that name it by a builder of their own. */
  readonly listed?: string | undefined;
  /** Steps in all, where the run ends after them. */
  readonly maxSteps?: number | undefined;
  readonly stepsPerEpoch?: number | undefined;
  /** Rows of the data that are read. */
  readonly maxExamples?: number | undefined;
};

/** The run of an answer: what was asked and what was filled in, on the cards that were asked for or that it takes. */
export function writtenRun(
  { input, gpus, model }: SelfHostAnswer,
  asked: Pick<SelfHostQuestion, "gpus" | "sharding"> & { readonly model: string },
  steps: Pick<WrittenRun, "maxSteps" | "stepsPerEpoch" | "maxExamples"> = {},
): WrittenRun {
  const { gpus: _gpus, ...run } = input;
  const cards = asked.gpus ?? (gpus > 1 || run.sharding === "ddp" ? gpus : undefined);
  // A split that was asked for on cards that nobody counted is kept, though one card needs none.
  const kept = cards === undefined && run.sharding === "single" ? asked.sharding : undefined;
  return {
    ...run,
    ...steps,
    model: asked.model,
    listed: model.id,
    ...(kept !== undefined && { sharding: kept }),
    ...(cards !== undefined && { gpus: cards }),
  };
}

/** The settings of a run, in the vocabulary that the tables write from. */
export function settingsOf(run: WrittenRun): SomeSettings {
  const adapted = run.method === "lora" || run.method === "qlora";
  const nf4 = run.method === "qlora" && (run.quantisation ?? "nf4-double").startsWith("nf4");
  const offload = run.offload ?? [];
  const optimizerAlone = offload.includes("optimizer") && !offload.includes("weights");
  const many = (count: number | undefined): number | undefined =>
    count === undefined || count < 2 ? undefined : count;
  return Object.fromEntries(
    Object.entries({
      model: run.model,
      objective: run.objective === "sft" ? undefined : run.objective,
      adapter: adapted ? (nf4 ? "qlora" : "lora") : "none",
      bits4: nf4 ? true : undefined,
      bits8: run.method === "qlora" && run.quantisation === "int8" ? true : undefined,
      gptq: run.method === "qlora" && run.quantisation === "gptq4" ? true : undefined,
      doubleQuant: nf4 ? run.quantisation !== "nf4" : undefined,
      rank: adapted ? run.rank : undefined,
      targets: adapted ? run.targets : undefined,
      optimizer: run.optimizer,
      optimizerInBackward: run.optimizerInBackward === true ? true : undefined,
      epochs: run.epochs ?? 1,
      maxSteps: run.maxSteps,
      stepsPerEpoch: run.stepsPerEpoch,
      maxExamples: run.maxExamples,
      microBatch: run.microBatch,
      accumulation: run.accumulation,
      maxTokens: run.maxTokens,
      ...drawn(run),
      packed: run.packing === "packed",
      grouped: run.packing === "grouped" ? true : undefined,
      paddingFree: run.packing === "unpacked" && run.microBatch !== 1 ? true : undefined,
      checkpointing: run.checkpointing,
      offloadActivations: offload.includes("activations") ? true : undefined,
      flash: run.flashAttention,
      compiled: run.compiled === true ? true : undefined,
      loss: run.loss,
      experts: run.experts,
      fp8: run.precision === "fp8" ? true : undefined,
      bf16: !(run.method === "full" && run.weights === "fp32"),
      weights: run.weights,
      zeroStage: stageOf(run.sharding) ?? alone(run),
      fsdp: run.sharding === "fsdp" ? "full" : undefined,
      offloadWeights: offload.includes("weights") ? true : undefined,
      // Weights on the host take the optimizer's states with them.
      offloadOptimizer: optimizerAlone ? true : undefined,
      tensorParallel: many(run.tensorParallel),
      pipelineParallel: many(run.pipelineParallel),
      expertParallel: many(run.expertParallel),
      processes: run.gpus,
    }).filter(([, value]) => value !== undefined),
  );
}

/** What a run draws; its rows are cut where prompt and completion end. */
function drawn({ rollouts, maxTokens = 0 }: WrittenRun): SomeSettings {
  if (rollouts === undefined) return {};
  const { tokens, perPrompt, turns = 1, addedTokens = 0 } = rollouts;
  return {
    completionTokens: tokens,
    promptTokens: Math.max(1, maxTokens - tokens),
    ...(perPrompt !== undefined && { perPrompt }),
    ...(turns > 1 && { turns }),
    ...(addedTokens > 0 && { addedTokens }),
  };
}

/** On one card weights and states go to the host by DeepSpeed alone. */
function alone({ sharding, offload = [] }: WrittenRun): 2 | 3 | undefined {
  if (sharding === "fsdp") return undefined;
  return offload.includes("weights") ? 3 : offload.includes("optimizer") ? 2 : undefined;
}

function stageOf(sharding: WrittenRun["sharding"]): 1 | 2 | 3 | undefined {
  return sharding === "zero1" ? 1 : sharding === "zero2" ? 2 : sharding === "zero3" ? 3 : undefined;
}

/** A run that a trainer has no key for, or nothing in the way. */
export function writable(
  trainer: string,
  settings: SomeSettings,
  keyless: readonly (keyof SomeSettings)[],
): Result<SomeSettings> {
  const missing = keyless.find((setting) => settings[setting] !== undefined);
  return missing === undefined
    ? ok(settings)
    : fail({ kind: "not_writable", trainer, setting: missing, value: String(settings[missing]) });
}
