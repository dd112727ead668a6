import type { RunOptions } from "../run/question.ts";
import names from "./settings.json" with { type: "json" };

type Targets = Settings["targets"];

const groups = Object.entries(names.groups).map(([group, sign]) => [new RegExp(sign), group] as const);

export function targetsOf(value: unknown): Meaning<Targets> {
  const names = Array.isArray(value) ? value.map(String) : typeof value === "string" ? value.split(/,\s*/) : undefined;
  if (names === undefined) return { expected: "names of layers" };
  if (names.length === 0 || value === "") return undefined;
  if (names.some((name) => /^(all|all-linear|all_linear|linear|\*(_proj)?)$/.test(name))) return { value: "all" };
  const found = new Set(names.flatMap((name) => groups.filter(([sign]) => sign.test(name)).map(([, group]) => group)));
  const attention = ["q", "k", "v", "o", "qkv"].filter((group) => found.has(group));
  const few = attention.length < 4 && !found.has("qkv") && { inexact: "targets" };
  if (attention.length === 0) return found.has("mlp") ? { value: "mlp" } : { value: "all", inexact: "targets" };
  if (found.has("mlp") || found.has("o")) return { value: found.has("mlp") ? "all" : "attention", ...few };
  if (found.has("k") || found.has("qkv")) return { value: "qkv" };
  return { value: "qv", ...(attention.length === 1 && { inexact: "targets" }) };
}

export function targetNames(targets: Targets): readonly string[] {
  return names.targets[targets].split(" ").map((name) => `${name}_proj`);
}

export type Objective = NonNullable<RunOptions["objective"]> | "rl" | "reward" | "distillation" | "other";

interface Chosen extends Required<
  Pick<RunOptions, "targets" | "optimizer" | "checkpointing" | "loss" | "weights" | "experts" | "dispatcher">
> {
  readonly model: string;
  readonly objective: Objective;
  readonly adapter: "none" | "lora" | "qlora";
  readonly deepspeed: string;
  readonly attention: "sdpa";
  readonly zeroStage: 0 | 1 | 2 | 3;
  readonly fsdp: "full" | "gradients" | "none";
  readonly framework: string;
}

/** What the keys of all trainers mean, in one vocabulary; `settings.json` says what each is called. */
export type Settings = Readonly<Record<keyof typeof names.flags, boolean>> &
  Readonly<Record<keyof typeof names.counts, number>> &
  Chosen;

export type Setting = keyof Settings;
export type SomeSettings = { readonly [S in Setting]?: Settings[S] };

const labels: Readonly<Record<Setting, string>> = { ...names.flags, ...names.counts, ...names.words };

export function isSetting(name: string): name is Setting {
  return Object.hasOwn(labels, name);
}

export function labelOf(setting: string): string {
  return isSetting(setting) ? labels[setting] : setting;
}

/** What a value means; undefined where it says nothing (`auto`, an empty list). */
export type Meaning<T> = { readonly value: T; readonly inexact?: string } | { readonly expected: string } | undefined;

/** A repository whose weights are stored quantised, so that adapters stand on them. */
export function isQuantisedFile(model: string): boolean {
  return /[-_](gptq|awq|aqlm)\b/i.test(model);
}
