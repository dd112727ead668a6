import type { TrainerRun } from "./read.ts";
import { labelOf, type Setting } from "./settings.ts";

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
            : `${labelOf(setting)}: ${likeness[inexact] ?? "counted as"} ${String(value)}`,
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
    ? `${labelOf(setting)}${value ? "" : ": no"}`
    : `${labelOf(setting)}: ${String(value)}`;
}

const longest = 48;

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
