import { counted, type Note, type Table } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import type { ConfigNote } from "../config/report.ts";

/** The configuration that a run was read from; `steps` is null where they are not known. */
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
      text: `${trainer} does not know this key, so it is left out: ${place(note)}${note.meaning === "" ? "" : `; ${note.meaning}`}.`,
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
  return {
    kind: "table",
    id: "keys",
    title: "Keys of the configuration",
    columns: [
      { title: "key", align: "left", rank: 0 },
      { title: "value", align: "left", rank: 0 },
      { title: "line", align: "right", rank: 2 },
      { title: "taken for", align: "left", rank: 1 },
    ],
    rows: [
      ...notesOf(notes, "taken").map(({ key, value, line, meaning }) => ({
        id: key,
        cells: [key, value, line === undefined ? "" : String(line), meaning],
      })),
      ...notesOf(notes, "assumed").map(({ meaning }, index) => ({
        id: `assumed.${index}`,
        cells: ["", "", "", meaning],
      })),
    ],
    enough: 3,
    more: "",
  };
}
