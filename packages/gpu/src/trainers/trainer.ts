import { type Result, isRecord } from "@tunecast/estimator/parts";
import type { Parsed } from "../config/entry.ts";
import { isQuantisedFile, type Objective, type Setting, type SomeSettings } from "../config/settings.ts";
import type { Stated } from "../config/preference.ts";
import { defaultsOf, table, type Keys, type Row, type Table } from "../config/table.ts";

interface TrainerData {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
  readonly beside?: { readonly name: string; readonly text: string };
}

type Values = Readonly<Record<string, unknown>>;

interface Ways {
  /** Whether a config may be one of its own; of the trainers that say so the one that knows most of its keys is taken. */
  readonly is: (config: Parsed) => boolean;
  /** What the trainer does where a config says nothing, as far as it depends on which of its programs runs. */
  readonly usual?: (config: Parsed) => SomeSettings;
  /** What is in no key of its own: said by a command's words or a comment. */
  readonly beside?: (config: Parsed) => SomeSettings;
  /** What it is trained on where the command does not say it, by keys that only some objectives have. */
  readonly stated?: (config: Parsed) => Stated | undefined;
  readonly adjust?: (settings: SomeSettings) => Result<SomeSettings>;
  readonly finish?: (values: Values, settings: SomeSettings) => Record<string, unknown>;
  readonly start?: (settings: SomeSettings, file: string) => string;
  readonly data?: (file: string, name: string) => TrainerData;
}

/** A trainer whose configs are read, and written where it can be. */
export interface Trainer extends Ways {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  /** How it spreads a run over cards where no key says it. */
  readonly spreads: "ddp" | "fsdp";
  readonly table: Table;
  readonly defaults: SomeSettings;
  /** Whether it names models by builders of its own. */
  readonly builds?: boolean;
  /** Settings that it has no key for: a run with one is not written. */
  readonly keyless?: readonly Setting[];
  /** Settings that need no key: they are the trainer's own way, or in the command that starts it. */
  readonly silent?: readonly Setting[];
  readonly install?: string;
  /** Keys that say what the run does with whose data: to be filled in. */
  readonly fill?: readonly string[];
  /** Keys that a config needs and no setting gives. */
  readonly needs?: Values;
  /** Runs that learn from their own completions: what they need besides. */
  readonly rolled?: {
    readonly objectives: readonly Objective[];
    readonly fill: readonly string[];
    readonly needs: Values;
  };
}

type TrainerFile = Readonly<Record<"id" | "name" | "framework" | "spreads", string>> & {
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
  readonly keys: object;
  readonly idle: readonly string[];
};

/** A trainer by its data file, its ways, and rows that no rule of a file describes. */
export function trainerOf(file: TrainerFile, ways: Ways, rows: Readonly<Record<string, readonly Row[]>> = {}): Trainer {
  const { defaults, keys, idle, ...rest } = file;
  return {
    ...(rest as Omit<Trainer, keyof Ways | "defaults" | "table">),
    ...ways,
    defaults: defaultsOf(defaults),
    table: table({ keys: keys as Keys, idle }, rows),
  };
}

export function partOf(values: Values, name: string): Values {
  const inner = values[name];
  return isRecord(inner) ? inner : {};
}

/** Cards that the command at the head of a file, or a command line, starts a run on. */
export function cardsOf({ head, command, values }: Parsed): { processes?: number } {
  const said = /(?:--(?:nproc_per_node|num_processes|nproc-per-node)[= ]|NPROC_PER_NODE=)(\d+)/.exec(
    `${head} ${command.join(" ")}`,
  )?.[1];
  const known = said ?? values["nproc_per_node"];
  return known === undefined ? {} : { processes: Number(known) };
}

/** The last word of a command that names one of the objectives, without folder and ending. */
export function objectiveIn<T>(words: readonly string[], objectives: Readonly<Record<string, T>>): T | undefined {
  const names = words.map((word) => word.replace(/\.py$/, "").replace(/^.*[/.]/, ""));
  const name = names.findLast((one) => Object.hasOwn(objectives, one));
  return name === undefined ? undefined : objectives[name];
}

export function withoutFileQuantisation(settings: SomeSettings): SomeSettings {
  const { gptq, ...rest } = settings;
  return gptq === true && isQuantisedFile(settings.model ?? "") ? rest : settings;
}
