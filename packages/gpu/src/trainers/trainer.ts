import type { Parsed } from "../config/entry.ts";
import type { Result } from "@tunecast/estimator";
import type { Objective, Setting, SomeSettings } from "../config/settings.ts";
import type { Stated } from "../config/preference.ts";
import { defaultsOf, table, type Keys, type Row, type Table } from "../config/table.ts";

/** What a trainer needs to be told of a training file. */
export interface TrainerData {
  readonly keys: Readonly<Record<string, unknown>>;
  /** What is said with it, and need not be filled in. */
  readonly said: readonly string[];
  readonly beside?: { readonly name: string; readonly text: string };
}

/** A trainer whose configs are read, and written where it can be. */
export interface Trainer {
  readonly id: string;
  readonly name: string;
  /** Framework profile of the estimator. */
  readonly framework: string;
  /** How it spreads a run over cards where no key says it. */
  readonly spreads: "ddp" | "fsdp";
  /** Whether a config may be one of its own; of the trainers that say so the one that knows most of its keys is taken. */
  readonly is: (config: Parsed) => boolean;
  readonly table: Table;
  /** What the trainer does where a config says nothing. */
  readonly defaults: SomeSettings;
  /** The same, where it depends on which of the trainer's programs or recipes runs. */
  readonly usual?: (config: Parsed) => SomeSettings;
  /** What is in no key of its own: said by a command's words or a comment. */
  readonly beside?: (config: Parsed) => SomeSettings;
  /** What it is trained on where the command does not say it, by keys that only some objectives have. */
  readonly stated?: (config: Parsed) => Stated | undefined;
  /** Whether it names models by builders of its own. */
  readonly builds?: boolean;
  /** Settings that it has no key for: a run with one is not written. */
  readonly keyless?: readonly Setting[];
  /** Settings that need no key: they are the trainer's own way, or in the command that starts it. */
  readonly silent?: readonly Setting[];
  /** Settings as its keys divide them, or why it cannot run them. */
  readonly adjust?: (settings: SomeSettings) => Result<SomeSettings>;
  /** What no row writes alone. */
  readonly finish?: (values: Readonly<Record<string, unknown>>, settings: SomeSettings) => Record<string, unknown>;
  /** The command that installs it. */
  readonly install?: string;
  /** The command that starts a run on one machine. */
  readonly start?: (settings: SomeSettings, file: string) => string;
  /** Keys that say what the run does with whose data: to be filled in. */
  readonly fill?: readonly string[];
  /** Keys that name a training file of chats and where the run goes, and a file that must lie beside the config. */
  readonly data?: (file: string, name: string) => TrainerData;
  /** Keys that a config needs and no setting gives. */
  readonly needs?: Readonly<Record<string, unknown>>;
  /** Runs that learn from their own completions, as far as it has them: what is needed and to be filled in besides. */
  readonly rolled?: {
    readonly objectives: readonly Objective[];
    readonly fill: readonly string[];
    readonly needs: Readonly<Record<string, unknown>>;
  };
}

/** A trainer's data file: all that needs no code. */
export interface TrainerFile {
  readonly id: string;
  readonly name: string;
  readonly framework: string;
  readonly spreads: string;
  /** Where the keys were read, with the commit and its day. */
  readonly source: string;
  readonly defaults: Readonly<Record<string, string | number | boolean>>;
  readonly keys: object;
  readonly idle: readonly string[];
  readonly keyless?: readonly string[];
  readonly silent?: readonly string[];
  readonly builds?: boolean;
  readonly install?: string;
  readonly fill?: readonly string[];
  readonly needs?: Readonly<Record<string, unknown>>;
  readonly rolled?: {
    readonly objectives: readonly string[];
    readonly fill: readonly string[];
    readonly needs: Readonly<Record<string, unknown>>;
  };
}

/** A trainer by its data file, what only code can say of it, and rows that no rule of a file describes. */
export function trainerOf(
  file: TrainerFile,
  ways: Pick<Trainer, "is" | "usual" | "beside" | "stated" | "adjust" | "finish" | "start" | "data">,
  rows: Readonly<Record<string, readonly Row[]>> = {},
): Trainer {
  const { source: _source, defaults, keys, idle, ...rest } = file;
  return {
    ...(rest as Pick<Trainer, "id" | "name" | "framework" | "spreads" | "keyless" | "silent" | "rolled">),
    ...ways,
    defaults: defaultsOf(defaults),
    table: table({ keys: keys as Keys, idle }, rows),
  };
}
