import { given, keysOf, type Result, fail, ok, isRecord } from "@tunecast/estimator/parts";
import { stringify, parse } from "yaml";
import { isRolled, sameIn } from "./question.ts";
import type { SomeSettings, Setting } from "./settings.ts";
import { writers, type TrainerId } from "../trainers/all.ts";
import type { SelfHostAnswer } from "../answer.ts";
import type { SelfHostQuestion } from "../run/question.ts";

/** A run with everything filled in, as `input` of the estimator's answer has it. */
export type WrittenRun = Omit<SelfHostQuestion, "data" | "stages"> & {
  /** The model as a trainer loads it: an id of Hugging Face, or a folder. */
  readonly model: string;
  readonly maxSteps?: number | undefined;
  readonly stepsPerEpoch?: number | undefined;
  readonly maxExamples?: number | undefined;
};

/** The run of an answer: what was asked and what was filled in, on the cards that were asked for or that it takes. */
export function writtenRun(
  { input, gpus }: SelfHostAnswer,
  asked: Pick<SelfHostQuestion, "gpus" | "sharding"> & { readonly model: string },
  steps: Pick<WrittenRun, "maxSteps" | "stepsPerEpoch" | "maxExamples"> = {},
): WrittenRun {
  const { gpus: _gpus, ...run } = input;
  const cards = asked.gpus ?? (gpus > 1 || run.sharding === "ddp" ? gpus : undefined);
  // A split that was asked for on cards that nobody counted is kept, though one card needs none.
  const kept = cards === undefined && run.sharding === "single" ? asked.sharding : undefined;
  return { ...run, ...steps, model: asked.model, ...given({ sharding: kept, gpus: cards }) };
}

export function settingsOf(run: WrittenRun): SomeSettings {
  const adapted = run.method === "lora" || run.method === "qlora";
  const nf4 = run.method === "qlora" && (run.quantisation ?? "nf4-double").startsWith("nf4");
  const offload = run.offload ?? [];
  const sharing = ["tensorParallel", "pipelineParallel", "expertParallel", "contextParallel"] as const;
  const { rank, targets, maxSteps, stepsPerEpoch, maxExamples, microBatch, accumulation, maxTokens, weights } = run;
  const steps = { maxSteps, stepsPerEpoch, maxExamples, microBatch, accumulation, maxTokens, weights };
  // Alone, AdamW has states as wide as its weights without being asked.
  const isOwn = run.optimizer === "adamw-bf16" && weights === "bf16" && stageOf(run) === undefined;
  return given({
    ...sameIn(run),
    ...steps,
    ...(isOwn && (run.gpus === 1 || run.sharding === "ddp") && { optimizer: "adamw" }),
    ...(adapted && { rank, targets }),
    ...drawn(run),
    objective: run.objective === "sft" ? undefined : run.objective,
    referenceFree: run.referenceFree || undefined,
    adapter: adapted ? (nf4 ? "qlora" : "lora") : "none",
    bits4: nf4 || undefined,
    bits8: (run.method === "qlora" && run.quantisation === "int8") || undefined,
    gptq: (run.method === "qlora" && run.quantisation === "gptq4") || undefined,
    doubleQuant: nf4 ? run.quantisation !== "nf4" : undefined,
    fusedOptimizer: run.fusedOptimizer === false && (isOwn || run.optimizer === "adamw") ? false : undefined,
    epochs: run.epochs ?? 1,
    packed: run.packing === "packed",
    grouped: run.packing === "grouped" || undefined,
    paddingFree: (run.packing === "unpacked" && run.microBatch !== 1) || undefined,
    offloadActivations: offload.includes("activations") || undefined,
    flash: run.flashAttention,
    compiled: run.compiled || undefined,
    fp8: run.precision === "fp8" || undefined,
    uncast: run.autocast === false,
    bf16: !(run.method === "full" && run.weights === "fp32"),
    zeroStage: stageOf(run),
    fsdp: run.sharding === "fsdp" ? "full" : undefined,
    offloadWeights: offload.includes("weights") || undefined,
    // Weights on the host take the optimizer's states with them.
    offloadOptimizer: (offload.includes("optimizer") && !offload.includes("weights")) || undefined,
    ...Object.fromEntries(sharing.map((cards) => [cards, run[cards] === 1 ? undefined : run[cards]])),
    processes: run.gpus,
  });
}

function drawn({ rollouts, maxTokens = 0, completionsPerRound: roundCompletions }: WrittenRun): SomeSettings {
  if (rollouts === undefined) return {};
  const { tokens, perPrompt, turns = 1, addedTokens = 0 } = rollouts;
  return given({
    completionTokens: tokens,
    promptTokens: Math.max(1, maxTokens - tokens),
    perPrompt,
    roundCompletions,
    turns: turns > 1 ? turns : undefined,
    addedTokens: addedTokens > 0 ? addedTokens : undefined,
  });
}

/** The stage that splits a run; on one card weights and states go to the host by DeepSpeed alone. */
function stageOf({ sharding = "single", offload = [] }: WrittenRun): SomeSettings["zeroStage"] {
  if (sharding === "fsdp") return undefined;
  const offloads: 2 | 3 | undefined = offload.includes("weights") ? 3 : offload.includes("optimizer") ? 2 : undefined;
  return ({ zero1: 1, zero2: 2, zero3: 3, single: offloads, ddp: offloads } as const)[sharding];
}

/** A change of a run in its trainer's own keys, and the cards; undefined where the trainer has no key for it. */
export function changedKeys(id: TrainerId, run: WrittenRun, change: Partial<WrittenRun>): string[] | undefined {
  const changed = { ...run, ...change };
  const before = writeTrainerConfig(id, run);
  const after = writeTrainerConfig(id, changed);
  if (!before.ok || !after.ok) return undefined;
  const old = leaves(parse(before.value.text));
  const now = leaves(parse(after.value.text));
  return [
    ...[...now].filter(([key, value]) => old.get(key) !== value).map(([key, value]) => `${key}: ${value}`),
    ...[...old.keys()].filter((key) => !now.has(key)).map((key) => `no ${key}`),
    ...(changed.gpus === undefined || changed.gpus === run.gpus ? [] : [`${changed.gpus} cards`]),
  ];
}

function leaves(value: unknown, path = ""): Map<string, string> {
  if (!isRecord(value)) return new Map([[path, Array.isArray(value) ? `[${value.join(", ")}]` : String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leaves(inner, path === "" ? key : `${path}.${key}`)]),
  );
}

export interface WrittenConfig {
  readonly text: string;
  /** The command that starts the run on one machine, its config in `file`. */
  readonly start: string;
  readonly beside?: { readonly name: string; readonly text: string };
}

/**
 * Writes a run as the config of a trainer, or says what of it the trainer has no key for.
 *
 * Problems: `not_writable` (trainer, setting, value).
 * @param data the training file in OpenAI's chat shape; absent, it is to be filled in
 */
export function writeTrainerConfig(
  id: TrainerId,
  run: WrittenRun,
  file: string = "run.yaml",
  data?: { readonly file: string; readonly name: string },
): Result<WrittenConfig> {
  const trainer = writers[id];
  const said = settingsOf(run);
  const { objective } = run;
  const rolled = isRolled(objective) ? trainer.rolled : undefined;
  const refused = (setting: Setting, of: SomeSettings): Result<never> =>
    fail({ kind: "not_writable", trainer: trainer.name, setting, value: String(of[setting]) });
  if (isRolled(objective) && (objective === undefined || rolled?.objectives.includes(objective) !== true))
    return refused("objective", said);
  const missing = trainer.keyless?.find((setting) => said[setting] !== undefined);
  if (missing !== undefined) return refused(missing, said);
  const adjusted = trainer.adjust?.(said) ?? ok(said);
  if (!adjusted.ok) return adjusted;
  const settings = adjusted.value;
  let values: Record<string, unknown> = {};
  const done = new Set<Setting>();
  for (const { key, setting, write } of trainer.table.rows) {
    if (setting === undefined || write === undefined || done.has(setting)) continue;
    const value = settings[setting] === undefined ? null : write(settings[setting] as never);
    if (value === null) continue;
    done.add(setting);
    const inner = key.split(".").reduceRight<unknown>((part, name) => ({ [name]: part }), value);
    if (value !== undefined) values = merged({ ...(inner as object) }, values);
  }
  // A setting that changes the answer and that no row wrote.
  const lost = keysOf(settings).find(
    (setting) => !done.has(setting) && trainer.silent?.includes(setting) !== true && settings[setting] !== false,
  );
  if (lost !== undefined) return refused(lost, settings);
  // Prompts with a reward are no chats to learn by heart.
  const told = data === undefined || rolled !== undefined ? undefined : trainer.data?.(data.file, data.name);
  const needs = merged({ ...trainer.needs }, rolled?.needs ?? {});
  const whole = { ...merged(needs, trainer.finish?.(values, settings) ?? values), ...told?.keys };
  const start = trainer.start?.(settings, file) ?? "";
  const fill = [...(trainer.fill ?? []), ...(rolled?.fill ?? [])].filter((key) => told?.said.includes(key) !== true);
  const head = [`# ${start}`, ...(fill.length > 0 ? [`# To be filled in: ${fill.join(", ")}.`] : [])];
  const text = `${head.join("\n")}\n${stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false })}`;
  return ok({ text, start, ...(told?.beside !== undefined && { beside: told.beside }) });
}

function merged(needs: Record<string, unknown>, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const all: Record<string, unknown> = { ...values };
  for (const [key, value] of Object.entries(needs)) {
    const own = all[key];
    all[key] = own === undefined ? value : isRecord(own) && isRecord(value) ? merged({ ...value }, own) : own;
  }
  return all;
}
