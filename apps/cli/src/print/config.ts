import { countText, visibleText, type Column } from "@tunecast/estimator/text";
import { textTable, visibleLine, wrapped } from "./table.ts";
import type { ConfigNote } from "@tunecast/trainers";
import { styleOf } from "../style.ts";
import type { Screen } from "../host.ts";
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
  const of = (kind: ConfigNote["kind"]): readonly ConfigNote[] => notes.filter((note) => note.kind === kind);
  const file = notes.find((note) => note.file !== "")?.file ?? "";
  const rows = of("taken").map(({ key, value, line, meaning }) => [
    visibleText(key),
    visibleText(value),
    line === undefined ? "" : String(line),
    meaning,
  ]);
  const { heading, rows: lines } = textTable(columns, rows, screen.columns);
  const assumed = of("assumed").map(({ meaning }) => meaning);
  const line = (text: string): string => wrapped(text, widthOf(screen));
  const place = (note: ConfigNote): string =>
    `${visibleLine(note.key)}${note.line === undefined ? "" : ` (line ${note.line})`}`;
  return [
    ...of("unknown").map((note) =>
      style.bad(
        line(`Not known to ${trainer}, and left out: ${place(note)}${note.meaning === "" ? "" : `; ${note.meaning}`}`),
      ),
    ),
    ...of("not_counted").map((note) => style.bad(line(`Not counted: ${place(note)}: ${note.meaning}.`))),
    line(`Read from ${visibleLine(file)} (${trainer})${steps === undefined ? "" : `: ${countText(steps)} steps`}`),
    style.strong(heading),
    ...lines,
    ...(assumed.length === 0
      ? []
      : [style.quiet(line(`Not said there, and so as the trainer has it: ${assumed.join("; ")}.`))]),
    "",
    "",
  ].join("\n");
}
