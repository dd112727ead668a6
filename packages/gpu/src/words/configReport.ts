import { own } from "@tunecast/estimator/parts";
import { columnsOf, counted, tableOf, type Note, type Table } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import type { Entry } from "../config/entry.ts";
import type { TrainerRun } from "../config/read.ts";
import names from "./names.json" with { type: "json" };
import { labelOf, type Setting } from "../config/settings.ts";

export interface ConfigNote {
  readonly kind: "taken" | "assumed" | "not_counted" | "unknown" | "idle";
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line: number | undefined;
  /** What the key means here, or what is missing. */
  readonly meaning: string;
}

/** What a config was taken for, key by key: the answer's own notes. */
export function configNotes(run: TrainerRun): ConfigNote[] {
  const note = (kind: ConfigNote["kind"], entry: Entry, meaning: string): ConfigNote => ({
    kind,
    ...entry,
    value: valueText(entry.value),
    meaning,
  });
  const taken = run.taken.filter(({ setting, value }) => !(value === false && setting !== "flash"));
  return [
    ...taken.map(({ entry, setting, value, inexact }) => {
      const like = `${labelOf(setting)}: ${own(names.likeness, inexact) ?? "counted as"} ${String(value)}`;
      return note("taken", entry, inexact === undefined ? meaningOf(setting, value) : like);
    }),
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
    : `${labelOf(setting)}: ${setting === "adapter" && value === "none" ? "all weights" : String(value)}`;
}

const longest = 48;

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export interface ConfigShown {
  readonly trainer: string;
  readonly notes: readonly ConfigNote[];
  readonly steps: number | null;
}

function notesOf(notes: readonly ConfigNote[], kind: ConfigNote["kind"]): readonly ConfigNote[] {
  return notes.filter((note) => note.kind === kind);
}

/** `axolotl.yml (axolotl): 456 steps, 14 keys read, 2 left at the trainer's default.` */
export function configLine({ trainer, notes, steps }: ConfigShown): string {
  const file = notes.find((note) => note.file !== "")?.file ?? "";
  const parts = [
    ...(steps === null ? [] : [counted(steps, "step")]),
    `${counted(notesOf(notes, "taken").length, "key")} read`,
    `${countText(notesOf(notes, "assumed").length)} left at the trainer's default`,
  ];
  return `${file} (${trainer}): ${parts.join(", ")}.`;
}

/** Keys that are not known, and those whose effect is not counted. */
export function configWarnings({ trainer, notes }: ConfigShown): Note[] {
  const place = ({ key, line }: ConfigNote): string => `${key}${line === undefined ? "" : ` (line ${line})`}`;
  return [
    ...notesOf(notes, "unknown").map((note) => ({
      text: `${trainer} does not know this key, so it is left out: ${place(note)}${note.meaning === "" ? "." : `; ${note.meaning}`}`,
    })),
    ...notesOf(notes, "not_counted").map((note) => ({ text: `Not counted: ${place(note)}: ${note.meaning}.` })),
    ...idleNote(notesOf(notes, "idle")),
  ];
}

/** Keys without an effect that are named; the JSON answer has them all. */
const named = 12;

function idleNote(idle: readonly ConfigNote[]): Note[] {
  if (idle.length === 0) return [];
  const rest = idle.length > named ? ` and ${countText(idle.length - named)} more` : "";
  const keys = idle.slice(0, named).map(({ key }) => key);
  return [{ text: `Read, not counted (neither memory nor time): ${keys.join(", ")}${rest}.`, small: true }];
}

export function keyTable({ notes }: ConfigShown): Table {
  const read = [...notesOf(notes, "taken"), ...notesOf(notes, "assumed")];
  const rows = read.map(({ key, value, line, meaning }, index) => ({
    id: key === "" ? `assumed.${index}` : key,
    cells: [key, value, line === undefined ? "" : String(line), meaning],
  }));
  const columns = columnsOf("key|value|line > 2|taken for 1");
  return tableOf("keys", columns, rows, { title: "Keys of the configuration", enough: 3 });
}
