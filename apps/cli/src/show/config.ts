import { countText, visibleText, type Column } from "@tunecast/estimator/text";
import { textTable, visibleLine, wrapped } from "./table.ts";
import type { ConfigNote } from "@tunecast/gpu/trainers";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "key", align: "left", rank: 0 },
  { title: "value", align: "left", rank: 0 },
  { title: "line", align: "right", rank: 2 },
  { title: "taken for", align: "left", rank: 1 },
];

/** What a run was read from: its keys, what was assumed, what is not counted and what is not known. */
export function configText(
  trainer: string,
  notes: readonly ConfigNote[],
  steps: number | undefined,
  screen: Screen,
): string {
  const style = styleOf(screen);
  const rows = of(notes, "taken").map(({ key, value, line, meaning }) => [
    visibleText(key),
    visibleText(value),
    line === undefined ? "" : String(line),
    meaning,
  ]);
  const { heading, rows: lines } = textTable(columns, rows, screen.columns);
  const assumed = of(notes, "assumed").map(({ meaning }) => meaning);
  const line = (text: string): string => wrapped(text, widthOf(screen));
  return [
    ...warnings(trainer, notes, screen),
    line(readFrom(trainer, notes, steps)),
    style.strong(heading),
    ...lines,
    ...(assumed.length === 0
      ? []
      : [style.quiet(line(`Not said there, and so as the trainer has it: ${assumed.join("; ")}.`))]),
    "",
    "",
  ].join("\n");
}

/** The same where there is little room: what is left out or not counted, and how many keys were read. */
export function configBrief(
  trainer: string,
  notes: readonly ConfigNote[],
  steps: number | undefined,
  screen: Screen,
): string[] {
  const keys = counted(of(notes, "taken").length, "key");
  const assumed = of(notes, "assumed").length;
  return [
    ...warnings(trainer, notes, screen),
    wrapped(`${readFrom(trainer, notes, steps)}; ${keys} taken, ${assumed} as the trainer has it.`, widthOf(screen)),
  ];
}

function of(notes: readonly ConfigNote[], kind: ConfigNote["kind"]): readonly ConfigNote[] {
  return notes.filter((note) => note.kind === kind);
}

function readFrom(trainer: string, notes: readonly ConfigNote[], steps: number | undefined): string {
  const file = notes.find((note) => note.file !== "")?.file ?? "";
  return `Read from ${visibleLine(file)} (${trainer})${steps === undefined ? "" : `: ${countText(steps)} steps`}`;
}

/** Keys that are not known, and those whose effect is not counted. */
function warnings(trainer: string, notes: readonly ConfigNote[], screen: Screen): string[] {
  const style = styleOf(screen);
  const line = (text: string): string => style.bad(wrapped(text, widthOf(screen)));
  const place = (note: ConfigNote): string =>
    `${visibleLine(note.key)}${note.line === undefined ? "" : ` (line ${note.line})`}`;
  return [
    ...of(notes, "unknown").map((note) =>
      line(`Not known to ${trainer}, and left out: ${place(note)}${note.meaning === "" ? "" : `; ${note.meaning}`}`),
    ),
    ...of(notes, "not_counted").map((note) => line(`Not counted: ${place(note)}: ${note.meaning}.`)),
  ];
}
