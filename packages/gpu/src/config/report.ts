import type { TrainerRun } from "./read.ts";
import type { Setting } from "./settings.ts";

/** A line about a config: a key that was taken, assumed, not counted or not known. */
export interface ConfigNote {
  readonly kind: "taken" | "assumed" | "not_counted" | "unknown";
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line: number | undefined;
  /** What the key means here, or what is missing. */
  readonly meaning: string;
}

const labels: Readonly<Record<Setting, string>> = {
  model: "model",
  objective: "what it is trained on",
  adapter: "what is trained",
  frozenLayers: "some layers stay as they are",
  bits4: "base in 4 bits",
  bits8: "base in 8 bits",
  gptq: "base quantised by GPTQ",
  doubleQuant: "scales quantised too",
  rank: "rank of the adapters",
  targets: "what gets adapters",
  allLinear: "every linear layer gets adapters",
  adaptsFeedForward: "the feed-forward block gets adapters",
  optimizer: "optimizer",
  optimizerInBackward: "each gradient is used and freed at once",
  epochs: "passes over the data",
  maxSteps: "steps after which it ends",
  stepsPerEpoch: "steps of an epoch at most",
  microBatch: "rows per card and micro-step",
  accumulation: "micro-steps per step",
  globalBatch: "rows per step",
  maxTokens: "rows are cut here, tokens",
  perPrompt: "completions of one prompt",
  completionTokens: "tokens of a completion at most, counted as written in full",
  promptTokens: "tokens of a prompt at most",
  drawnTokens: "tokens of a prompt and its completion at most",
  turns: "turns of the model in a completion",
  addedTokens: "tokens that others put between its turns",
  referenceFree: "no reference model",
  packed: "rows fill packs",
  paddingFree: "no padding",
  grouped: "rows of like length in a batch",
  streamed: "data are streamed",
  checkpointing: "activation checkpointing",
  offloadActivations: "checkpoints on the host",
  flash: "FlashAttention or its like",
  compiled: "torch.compile",
  loss: "cross-entropy",
  fp8: "8-bit products",
  bf16: "16-bit arithmetic",
  fp16: "16-bit arithmetic",
  pureBf16: "weights in 16 bits",
  weights: "weights are held in",
  deepspeed: "DeepSpeed",
  zeroStage: "ZeRO stage",
  fsdp: "weights are split",
  offloadWeights: "weights on the host",
  offloadOptimizer: "optimizer states on the host",
  tensorParallel: "cards that share one layer",
  pipelineParallel: "cards that share the layers",
  contextParallel: "cards that share a row",
  expertParallel: "cards that share the experts",
  dataShards: "cards that split the weights",
  dataReplicas: "copies of the split weights",
  processes: "cards in all",
  cardsPerMachine: "cards per machine",
  machines: "machines",
  experts: "how experts are computed",
  unsloth: "Unsloth",
  framework: "framework",
  maxExamples: "rows of the data that are read",
};

/** What a setting is called. */
export function labelOf(setting: string): string {
  return Object.hasOwn(labels, setting) ? labels[setting as Setting] : setting;
}

/** What is like enough to be counted in place of the thing itself. */
const likeness: Readonly<Record<string, string>> = {
  optimizer: "it is counted as",
  targets: "these matrices are counted as",
  adapter: "its matrices are counted as those of",
  objective: "its cost is counted as that of",
};

/** What a config was taken for, key by key: the answer's own notes. */
export function configNotes(run: TrainerRun): ConfigNote[] {
  return [
    ...run.taken
      .filter(({ setting, value }) => !(value === false && setting !== "flash"))
      .map(({ entry, setting, value, inexact }) => ({
        kind: "taken" as const,
        key: entry.key,
        value: valueText(entry.value),
        file: entry.file,
        line: entry.line,
        meaning:
          inexact === undefined
            ? meaningOf(setting, value)
            : `${labels[setting]}: ${likeness[inexact] ?? "counted as"} ${String(value)}`,
      })),
    ...run.assumed.map(({ setting, value }) => ({
      kind: "assumed" as const,
      key: "",
      value: "",
      file: "",
      line: undefined,
      meaning: meaningOf(setting, value),
    })),
    ...run.partial.map(({ entry, why }) => ({
      kind: "not_counted" as const,
      key: entry.key,
      value: valueText(entry.value),
      file: entry.file,
      line: entry.line,
      meaning: why,
    })),
    ...run.unknown.map(({ entry, near }) => ({
      kind: "unknown" as const,
      key: entry.key,
      value: valueText(entry.value),
      file: entry.file,
      line: entry.line,
      meaning: near === undefined ? "" : `did you mean ${near}?`,
    })),
  ];
}

function meaningOf(setting: Setting, value: unknown): string {
  return typeof value === "boolean"
    ? `${labels[setting]}${value ? "" : ": no"}`
    : `${labels[setting]}: ${String(value)}`;
}

const longest = 48;

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
