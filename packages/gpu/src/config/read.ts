import { type Problem, type Result, fail, ok } from "@tunecast/estimator/parts";
import type { SelfHostData, SelfHostQuestion } from "../run/question.ts";
import type { ConfigFile, Entry, Parsed } from "./entry.ts";
import { foreignKind, otherDeed } from "./preference.ts";
import { parseConfig } from "./parse.ts";
import { examplesIn, isCounted, isRolled, questionOf } from "./question.ts";
import { keysKnown, nearestKey, readTable } from "./readTable.ts";
import { isSetting, type Setting, type Settings, type SomeSettings } from "./settings.ts";
import { isOff, type Taken } from "./table.ts";
import { trainers } from "../trainers/all.ts";
import { besides } from "../trainers/readOnly.ts";
import { byName } from "../trainers/huggingFace.ts";
import reasons from "./reasons.json" with { type: "json" };
import { valueAt, type Trainer } from "../trainers/trainer.ts";

/** A run as the configs of a trainer say it. Plain JSON. */
export interface TrainerRun {
  readonly trainer: string;
  readonly spreads: "ddp" | "fsdp";
  readonly question: SelfHostQuestion;
  /** What as many steps read as the config ends after, where each row is a full pack. */
  readonly data: SelfHostData | undefined;
  readonly maxSteps: number | undefined;
  readonly stepsPerEpoch: number | undefined;
  readonly maxExamples: number | undefined;
  readonly taken: readonly Taken[];
  readonly assumed: readonly { readonly setting: Setting; readonly value: Settings[Setting] }[];
  readonly partial: readonly { readonly entry: Entry; readonly why: string }[];
  readonly idle: readonly Entry[];
  /** Keys that the trainer does not have, and the key that may have been meant. */
  readonly unknown: readonly { readonly entry: Entry; readonly near: string | undefined }[];
  /** A config of DeepSpeed's that was taken by its name, as the file was not at hand. */
  readonly byName: string | undefined;
}

type Read = Readonly<{ config: Parsed; trainer: Trainer }>;
export type ToldRun = Pick<SomeSettings, "objective" | "model" | "processes"> & Pick<SelfHostQuestion, "method">;

/** What a method says of a run whose config may say otherwise. */
const methods: Readonly<Record<NonNullable<ToldRun["method"]>, SomeSettings>> = {
  full: { adapter: "none" },
  head: { adapter: "none" },
  lora: { adapter: "lora", adapted: true, bits4: false, bits8: false, gptq: false },
  qlora: { adapter: "qlora", adapted: true },
};

const once: ReadonlySet<string> = new Set(
  "microBatch accumulation epochs maxSteps maxTokens rank tensorParallel contextParallel expertParallel".split(" "),
);

/**
 * Reads the config of a trainer, with those of accelerate and DeepSpeed beside it, into a question about GPUs.
 *
 * Problems: `bad_config` and `config_include` of a file that is not read, `bad_config_value`, `config_clash`, `no_trainer`,
 * `another_program`, `beside_alone`, `two_trainers`, `no_training_run`, `objective_not_said`, `objective_not_counted`, `no_model`, `no_model_key`, `no_model_kind`,
 * `cards_apart`, `command_cut`, `no_max_steps`.
 * @param told what is said beside the files, and wins over them
 */
export function readTrainerConfig(files: readonly ConfigFile[], { method, ...told }: ToldRun = {}): Result<TrainerRun> {
  const parsed: Read[] = [];
  for (const file of files) {
    const config = parseConfig(file);
    if (!config.ok) return config;
    const trainer = trainerOf(config.value);
    if (!trainer.ok) return trainer;
    parsed.push({ config: config.value, trainer: trainer.value });
  }
  const [main, second] = parsed.filter(({ trainer }) => trainers.includes(trainer));
  if (main === undefined) return fail({ kind: "beside_alone", file: files[0]?.name, trainer: parsed[0]?.trainer.name });
  if (second !== undefined) return fail({ kind: "two_trainers", first: main.config.file, second: second.config.file });
  const { config, trainer } = main;
  const { file, cut = {} } = config;
  if (trainer.apart?.(config)) return fail({ kind: "cards_apart", file });
  const others = parsed.filter((one) => one !== main);
  const deed = otherDeed(config, trainer.id);
  const said = { ...told, ...(method && methods[method]) };
  const run = deed === undefined ? runOf(main, others, said) : fail({ kind: "no_training_run", file, deed });
  const [key] = Object.keys(cut);
  return run.ok || key === undefined ? run : fail({ kind: "command_cut", file, key });
}

/** What a script holds beside its run: other runs, options that the shell does not give it, and no engine where it needs one. */
function besideIn(config: Parsed, engine?: string): TrainerRun["partial"] {
  const { file, values, ways = [], cut = {} } = config;
  const others = ways.flatMap((way) => way.slice(0, -1)).filter((one) => trainerOf({ ...config, ...one }).ok);
  // One that is tried again is the same run.
  const runs = others.filter((one) => JSON.stringify(one.values) !== JSON.stringify(values));
  const off = engine === undefined || !isOff(valueAt(config, engine) ?? false) ? [] : [engine];
  return [...new Set([...runs.map(({ command }) => command.join(" ")), ...Object.keys(cut), ...off])].map((key) => ({
    entry: { key, value: cut[key], file, line: undefined },
    why: key in cut ? reasons.lost : key === engine ? reasons.engineless : reasons.started,
  }));
}

/** The trainer whose config it is: of those that take it for their own, the one that knows most of its keys. */
function trainerOf(config: Parsed): Result<Trainer> {
  const scored = [...besides, ...trainers].map((trainer) => ({ trainer, ...keysKnown(config, trainer.table) }));
  const own = scored.filter(({ trainer }) => trainer.is(config)).toSorted((a, b) => a.unknown - b.unknown)[0];
  // A program of one's own, by its file or its module, may train something else than the trainer whose keys it shares.
  const isScript = /\.py\b|\b(?:torchrun|python3?|deepspeed|launch) \w+$/.test(config.command.join(" "));
  if (own !== undefined && own.unknown <= own.known && !(isScript && own.decides)) return ok(own.trainer);
  const what = foreignKind(config);
  if (own === undefined) return fail({ kind: "no_trainer", file: config.file, what });
  const better = scored.toSorted((a, b) => a.unknown - b.unknown)[0];
  const likely =
    what ?? (isScript || better === undefined || better === own ? undefined : `a config of ${better.trainer.name}`);
  const { trainer, unknown, known } = own;
  return fail({ kind: "another_program", file: config.file, name: trainer.name, unknown, known, what: likely });
}

/** The path of a config of DeepSpeed's that a trainer's config names, so that it can be read beside it. */
export function deepspeedPath(file: ConfigFile): string | undefined {
  const config = parseConfig(file);
  const said = config.ok ? config.value.values["deepspeed"] : undefined;
  return typeof said === "string" && said.endsWith(".json") ? said : undefined;
}

function runOf(main: Read, others: readonly Read[], told: SomeSettings): Result<TrainerRun> {
  const { config } = main;
  const trainer: Trainer = { ...main.trainer, defaults: { ...main.trainer.defaults, ...main.trainer.usual?.(config) } };
  const readings = [main, ...others].map((one) => {
    const { table } = one.trainer;
    return { table, ...readTable(one.config, table) };
  });
  const stated = told.objective === undefined ? statedIn(main) : ok([]);
  if (!stated.ok) return stated;
  const taken = [...stated.value, ...readings.flatMap((reading) => reading.taken)];
  const [problem] = readings.flatMap((reading) => reading.problems);
  if (problem) return fail(problem);
  const last = (config.ways ?? []).flatMap((way) => way.slice(-1));
  const otherwise = last.flatMap((one) => readTable({ ...config, ...one }, trainer.table).taken);
  const clash = clashOf(taken, otherwise, told);
  if (clash) return fail(clash);
  const deepspeed = taken.find(({ setting }) => setting === "deepspeed")?.value;
  const isBeside = others.some((one) => one.trainer.id === "deepspeed");
  const named = isBeside || typeof deepspeed !== "string" ? undefined : byName(deepspeed);
  const leanest = (["fused", "chunked"] as const).find((loss) => taken.some(({ value }) => value === loss));
  const said: SomeSettings = {
    ...trainer.beside?.(config),
    ...named,
    ...Object.fromEntries(taken.map(({ setting, value }) => [setting, value])),
    ...(leanest && { loss: leanest }),
    ...told,
  };
  const isFree = trainer.unreferenced?.includes(said.objective ?? trainer.defaults.objective ?? "sft") === true;
  const defaults: SomeSettings = { ...trainer.defaults, ...(isFree && { referenceFree: true }) };
  const settings: SomeSettings = { ...defaults, ...said };
  const counting = taken.filter(({ setting }) => !(setting in told));
  const contradiction = contradictionIn(settings, counting, config.file);
  if (contradiction) return fail(contradiction);
  const objective = taken.findLast(({ setting }) => setting === "objective");
  const { file } = config;
  const isOn = (name: string): boolean => isSetting(name) && Boolean(settings[name]);
  if (!isCounted(settings.objective))
    return fail({ kind: "objective_not_counted", objective: settings.objective, file, line: objective?.entry.line });
  const own = readings.flatMap(({ unknown }) => unknown).find(({ key }) => /\bmodel(?:_name|_id|_path)?$/iu.test(key));
  if (settings.model === undefined && typeof own?.value === "string")
    return fail({ kind: "no_model_key", file, trainer: trainer.name, key: own.key, named: own.value });
  const family = config.values["model_type"];
  if (settings.model === undefined && typeof family === "string")
    return fail({ kind: "no_model_kind", file, key: "model_type", named: family });
  if (settings.model === undefined) return fail({ kind: "no_model", file });
  const question = questionOf(settings, trainer);
  const { optimizer = "adamw" } = question;
  const isDrawn = isRolled(settings.objective) && question.framework !== "megatron";
  return ok({
    trainer: trainer.id,
    spreads: trainer.spreads,
    question,
    data: dataOf(settings, question),
    maxSteps: settings.maxSteps,
    stepsPerEpoch: settings.stepsPerEpoch,
    maxExamples: settings.maxExamples && settings.maxExamples * (settings.sets ?? 1),
    taken: taken.map((one) => (one.value === "adamw" ? { ...one, value: optimizer } : one)),
    assumed: assumedOf({ ...defaults, ...(defaults.optimizer && { optimizer }) }, said),
    partial: readings
      .flatMap(({ partial }) => partial.filter(({ unless = "" }) => !unless.split(" ").some(isOn)))
      .map(({ entry, why }) => ({ entry, why }))
      .concat(besideIn(config, isDrawn ? trainer.drawnBy : undefined)),
    idle: readings.flatMap((reading) => reading.idle),
    unknown: readings.flatMap(({ unknown, table }) =>
      unknown.map((entry) => ({ entry, near: nearestKey(entry.key, table) })),
    ),
    byName: named && String(deepspeed),
  });
}

function statedIn({ config, trainer }: Read): Result<Taken[]> {
  const stated = trainer.beside?.(config).objective === undefined ? trainer.stated?.(config) : undefined;
  if (stated === undefined) return ok([]);
  const { by } = stated;
  const entry = { key: by, value: config.values[by] ?? by, file: config.file, line: config.lineOf(by) };
  return "objective" in stated
    ? ok([{ entry, setting: "objective", value: stated.objective }])
    : fail({ kind: "objective_not_said", file: config.file, line: entry.line, key: by, among: stated.among });
}

function assumedOf(defaults: SomeSettings, said: SomeSettings): { setting: Setting; value: Settings[Setting] }[] {
  const unused = said.expertParallel === undefined ? ["dispatcher"] : [];
  if (said.globalBatch !== undefined) unused.push("accumulation");
  if ((said.adapter ?? defaults.adapter) === "none") unused.push("rank", "targets", "doubleQuant");
  if (said.referenceFree ?? defaults.referenceFree) unused.push("referenceAway");
  return Object.entries(defaults)
    .filter(([setting]) => !(setting in said) && !unused.includes(setting))
    .map(([setting, value]) => ({ setting: setting as Setting, value }));
}

/** Of what may be said once, and of what a script that chooses says twice, none is taken for the one that is meant. */
function clashOf(taken: readonly Taken[], otherwise: readonly Taken[], told: SomeSettings): Problem | undefined {
  const pairs = taken.flatMap((one, at) => [
    ...(once.has(one.setting) ? taken.slice(at + 1) : []).map((other) => [one, other] as const),
    ...otherwise.filter(({ entry }) => entry.key === one.entry.key).map((other) => [one, other] as const),
  ]);
  // A folder of one's own is a copy of the model or what was tuned from it.
  const isClash = (a: Taken, b: Taken): boolean =>
    a.setting === b.setting && a.value !== b.value && ![a, b].some(({ value }) => /^[./~$]/.test(String(value)));
  const [one, other] = pairs.find(([a, b]) => isClash(a, b) && !(a.setting in told)) ?? [];
  return one && other && clash(one.entry, other.entry);
}

function clash(first: Entry, second: Entry): Problem {
  const side = ({ key, value, file, line }: Entry): string =>
    `${key}: ${String(value)} (${file}${line === undefined ? "" : `, line ${line}`})`;
  return { kind: "config_clash", first: side(first), second: side(second) };
}

function contradictionIn(settings: SomeSettings, taken: readonly Taken[], file: string): Problem | undefined {
  const { adapter, bits4, bits8, gptq, bf16, fp16, zeroStage = 0, fsdp = "none" } = settings;
  const entry = (setting: Setting): Entry | undefined => taken.findLast((one) => one.setting === setting)?.entry;
  const both16 = bf16 === true && fp16 === true && entry("bf16")?.value !== "auto";
  const in16 = adapter === "qlora" && bits4 === false && bits8 !== true && gptq !== true;
  const split = zeroStage > 0 && fsdp !== "none";
  const pairs: readonly (readonly [holds: boolean, one: Setting, other: Setting])[] = [
    [bits4 === true && bits8 === true, "bits4", "bits8"],
    [both16, "bf16", "fp16"],
    [in16 || (adapter === "none" && bits4 === true), "adapter", "bits4"],
    [split, "fsdp", "zeroStage"],
    [split, "fsdp", "deepspeed"],
  ];
  for (const [holds, one, other] of pairs) {
    const [first, second] = [entry(one), entry(other)];
    if (holds && first && second) return clash(first, second);
  }
  return settings.streamed === true && settings.maxSteps === undefined ? { kind: "no_max_steps", file } : undefined;
}

/** The data that a number of steps read, where each row is a full pack; undefined where the rows' lengths decide. */
function dataOf({ maxSteps: all, stepsPerEpoch }: SomeSettings, question: SelfHostQuestion): SelfHostData | undefined {
  const { packing, maxTokens } = question;
  const steps = all ?? stepsPerEpoch;
  if (steps === undefined || packing !== "packed" || maxTokens === undefined) return undefined;
  return { examples: examplesIn({ ...question, maxTokens }, steps, maxTokens), tokensPerExample: maxTokens };
}
