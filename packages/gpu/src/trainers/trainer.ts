import { type Result, fieldAt } from "@tunecast/estimator/parts";
import type { Parsed } from "../config/entry.ts";
import { isQuantisedFile, type Objective, type Setting, type SomeSettings } from "../config/settings.ts";
import type { Stated } from "../config/preference.ts";
import shared from "./keys/shared.json" with { type: "json" };
import { defaultsOf, table, type Keys, type Table } from "../config/table.ts";

interface TrainerData {
  readonly keys: Readonly<Record<string, unknown>>;
  readonly said: readonly string[];
  readonly beside?: { readonly name: string; readonly text: string };
}

type Values = Readonly<Record<string, unknown>>;

/** How a config is known for one of a trainer's own: by a word of its command, or by keys and text of its values. */
interface Signs {
  readonly command?: string;
  readonly with?: string;
  /** Keys of which `least` must be there (1 where not given). */
  readonly any?: string;
  /** The same of a command, whose program may be anybody's. */
  readonly typed?: string;
  readonly least?: number;
  readonly holds?: string;
}

interface Ways {
  /** What the trainer does where a config says nothing, as far as it depends on which of its programs runs. */
  readonly usual?: (config: Parsed) => SomeSettings;
  readonly beside?: (config: Parsed) => SomeSettings;
  /** What it is trained on where the command does not say it, by keys that only some objectives have. */
  readonly stated?: (config: Parsed) => Stated | undefined;
  /** Whether some of a run's cards train nothing, so that its price would be of the others alone. */
  readonly apart?: (config: Parsed) => boolean;
  readonly adjust?: (settings: SomeSettings) => Result<SomeSettings>;
  readonly finish?: (values: Values, settings: SomeSettings) => Record<string, unknown>;
  readonly start?: (settings: SomeSettings, file: string) => string;
  readonly data?: (file: string, name: string) => TrainerData;
}

/** A trainer whose configs are read, and written where it can be. */
export interface Trainer extends Ways {
  readonly id: string;
  readonly name: string;
  /** Whether a config may be one of its own; of the trainers that say so the one that knows most of its keys is taken. */
  readonly is: (config: Parsed) => boolean;
  readonly framework: string;
  readonly spreads: "ddp" | "fsdp";
  readonly table: Table;
  readonly defaults: SomeSettings;
  /** Objectives that have no reference model unless a key says so. */
  readonly unreferenced?: readonly Objective[];
  /** The key without which completions are drawn by the model itself. */
  readonly drawnBy?: string;
  /** Settings that it has no key for: a run with one is not written. */
  readonly keyless?: readonly Setting[];
  /** Settings that need no key: they are the trainer's own way, or in the command that starts it. */
  readonly silent?: readonly Setting[];
  readonly install?: string;
  readonly fill?: readonly string[];
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
  readonly signs: Signs;
  /** What a program of the trainer trains on, by its name in a command. */
  readonly programs?: object;
};

export function trainerOf(file: TrainerFile, ways: Ways = {}): Trainer {
  const { defaults, keys, idle, signs, programs = {}, ...rest } = file;
  return {
    ...(rest as Omit<Trainer, keyof Ways | "defaults" | "table" | "is">),
    ...ways,
    is: (config) => isOwn(signs, config),
    beside: (config) => ({ ...saidBy(config, programs as Programs), ...ways.beside?.(config) }),
    defaults: defaultsOf(defaults),
    table: table({ keys: keys as Keys, idle }),
  };
}

function isOwn({ command, with: first, any, typed = any, least = 1, holds }: Signs, config: Parsed): boolean {
  if (command !== undefined && config.command.some((word) => new RegExp(command, "u").test(word))) return true;
  if (holds !== undefined) return new RegExp(holds, "u").test(JSON.stringify(config.values));
  const keys = (config.command.length > 0 ? typed : any)?.split(" ") ?? [first ?? ""];
  const has = (key: string): boolean => valueAt(config, key) !== undefined;
  return (first === undefined || has(first)) && keys.filter(has).length >= least;
}

export function valueAt({ values }: Parsed, key: string): unknown {
  return values[key] ?? fieldAt(values, key);
}

type Programs = Readonly<Record<string, Objective>>;

/** What the command of a run says, or the one at the head of its file: cards, and by its program the objective. */
function saidBy({ head, command, values }: Parsed, programs: Programs): SomeSettings {
  const options = ["nproc_per_node", "nnodes", "include"].map((name) => `--${name}=${String(values[name])}`);
  const text = [head, ...options, ...command].join(" ");
  const counts = Object.entries(shared.launched).map(([name, sign]) => [name, Number(RegExp(sign).exec(text)?.[1])]);
  const started = /^#.*\b(trl|accelerate|torchrun|python)\b.*$/m.exec(head)?.[0].split(/\s+/) ?? [];
  const names = [...command, ...started].map((word) => word.replace(/\.py$/, "").replace(/^.*[/.]/, ""));
  const program = names.findLast((name) => Object.hasOwn(programs, name));
  const [, cards = ""] = /(?:CUDA_VISIBLE_DEVICES=|--include=\w+:)(\d+(?:,\d+)*)(?!\S)/.exec(text) ?? [];
  const seen = cards.split(",").length;
  const isSeen = cards !== "" && (seen === 1 || /\b(deepspeed|llamafactory-cli)\b|nproc_per_node=\$/.test(text));
  return {
    ...(isSeen && { cardsPerMachine: seen }),
    ...Object.fromEntries(counts.filter(([, count]) => Number(count) > 0)),
    ...(program !== undefined && { objective: programs[program] ?? "sft" }),
  };
}

export function withoutFileQuantisation(settings: SomeSettings): SomeSettings {
  const { gptq, ...rest } = settings;
  return gptq === true && isQuantisedFile(settings.model ?? "") ? rest : settings;
}
