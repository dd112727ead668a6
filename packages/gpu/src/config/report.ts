import type { Entry } from "./entry.ts";
import type { TrainerRun } from "./read.ts";
import { labelOf, type Setting } from "./settings.ts";

/** A line about a config: a key that was taken, assumed, not counted or not known, or one without an effect here. */
export interface ConfigNote {
  readonly kind: "taken" | "assumed" | "not_counted" | "unknown" | "idle";
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
  const note = (kind: ConfigNote["kind"], { key, value, file, line }: Entry, meaning: string): ConfigNote => ({
    kind,
    key,
    value: valueText(value),
    file,
    line,
    meaning,
  });
  return [
    ...run.taken
      .filter(({ setting, value }) => !(value === false && setting !== "flash"))
      .map(({ entry, setting, value, inexact }) =>
        note(
          "taken",
          entry,
          inexact === undefined
            ? meaningOf(setting, value)
            : `${labelOf(setting)}: ${likeness[inexact] ?? "counted as"} ${String(value)}`,
        ),
      ),
    ...run.assumed.map(({ setting, value }) =>
      note("assumed", { key: "", value: "", file: "", line: undefined }, meaningOf(setting, value)),
    ),
    ...run.partial.map(({ entry, why }) => note("not_counted", entry, why)),
    ...run.unknown.map(({ entry, near }) => note("unknown", entry, near === undefined ? "" : `did you mean ${near}?`)),
    ...run.idle.map((entry) => note("idle", entry, "")),
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
