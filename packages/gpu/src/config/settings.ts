import type { RunOptions } from "../run/question.ts";
import names from "./settings.json" with { type: "json" };

/** What is trained on: those of the estimator, and those that it does not count yet. */
export type Objective =
  | NonNullable<RunOptions["objective"]>
  | "kto"
  | "orpo"
  | "rl"
  | "reward"
  | "distillation"
  | "other";

/** What the keys of all trainers mean, in one vocabulary: each trainer's table reads its keys into it and writes them from it. */
export interface Settings {
  readonly model: string;
  readonly objective: Objective;
  readonly adapter: "none" | "lora" | "qlora";
  readonly frozenLayers: boolean;
  readonly bits4: boolean;
  readonly bits8: boolean;
  readonly gptq: boolean;
  readonly doubleQuant: boolean;
  readonly rank: number;
  readonly targets: NonNullable<RunOptions["targets"]>;
  readonly allLinear: boolean;
  readonly adaptsFeedForward: boolean;
  readonly optimizer: NonNullable<RunOptions["optimizer"]>;
  readonly optimizerInBackward: boolean;
  readonly epochs: number;
  /** Steps in all, whatever the epochs. */
  readonly maxSteps: number;
  /** Steps of each epoch at most. */
  readonly stepsPerEpoch: number;
  readonly microBatch: number;
  readonly accumulation: number;
  readonly globalBatch: number;
  readonly maxTokens: number;
  /** Completions that the model draws of one prompt. */
  readonly perPrompt: number;
  /** Tokens of a completion at most. */
  readonly completionTokens: number;
  /** Tokens of a prompt at most, where completions are drawn from it. */
  readonly promptTokens: number;
  /** Tokens of a prompt and its completion at most. */
  readonly drawnTokens: number;
  /** Turns of the model in a completion. */
  readonly turns: number;
  /** Tokens that others put between its turns. */
  readonly addedTokens: number;
  /** Pairs are compared without a second model. */
  readonly referenceFree: boolean;
  readonly packed: boolean;
  readonly paddingFree: boolean;
  /** Rows of like length share a batch. */
  readonly grouped: boolean;
  readonly streamed: boolean;
  readonly checkpointing: NonNullable<RunOptions["checkpointing"]>;
  readonly offloadActivations: boolean;
  readonly flash: boolean;
  readonly compiled: boolean;
  readonly loss: NonNullable<RunOptions["loss"]>;
  readonly fp8: boolean;
  readonly bf16: boolean;
  readonly fp16: boolean;
  readonly pureBf16: boolean;
  readonly weights: NonNullable<RunOptions["weights"]>;
  /** A file of DeepSpeed's, by its path. */
  readonly deepspeed: string;
  readonly zeroStage: 0 | 1 | 2 | 3;
  readonly fsdp: "full" | "gradients" | "none";
  readonly offloadWeights: boolean;
  readonly offloadOptimizer: boolean;
  readonly tensorParallel: number;
  readonly pipelineParallel: number;
  readonly contextParallel: number;
  readonly expertParallel: number;
  readonly dataShards: number;
  readonly dataReplicas: number;
  /** Processes in all, one a card. */
  readonly processes: number;
  readonly cardsPerMachine: number;
  readonly machines: number;
  readonly experts: NonNullable<RunOptions["experts"]>;
  readonly unsloth: boolean;
  /** Framework profile, where the program runs more than one. */
  readonly framework: string;
  /** Rows that are read of the data at most. */
  readonly maxExamples: number;
}

export type Setting = keyof Settings;
export type SomeSettings = { readonly [S in Setting]?: Settings[S] };

/** What each setting is called. */
const labels: Readonly<Record<Setting, string>> = names;

export function isSetting(name: string): name is Setting {
  return Object.hasOwn(labels, name);
}

/** What a setting is called; another word stays as it is. */
export function labelOf(setting: string): string {
  return isSetting(setting) ? labels[setting] : setting;
}

/** What a value means; undefined where it says nothing (`auto`, an empty list). */
export type Meaning<T> = { readonly value: T; readonly inexact?: string } | { readonly expected: string } | undefined;

/** A repository whose weights are stored quantised, so that adapters stand on them. */
export function isQuantisedFile(model: string): boolean {
  return /[-_](gptq|awq|aqlm)\b/i.test(model);
}
