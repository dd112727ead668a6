import { visibleText } from "../visible.ts";

/** An answer as people read it, composed once: the terminal, Markdown and the page only lay it out. Plain JSON, every text ready to show. */
export interface Report {
  readonly headline: string;
  readonly asked: readonly string[];
  readonly figures: readonly ReportFigure[];
  readonly blocks: readonly Block[];
  readonly sources: readonly ReportSource[];
}

/** One figure of an answer: `{ id: "saved", label: "Saved a month", value: "$131.97" }`. */
export interface ReportFigure {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly range?: string;
  readonly note?: string;
  /** How long ago its oldest price was last seen, `price 7 months old`, and whether that is long enough to be marked. */
  readonly age?: { readonly text: string; readonly isOld: boolean };
}

export interface ReportSource {
  readonly address: string;
  readonly seen?: string;
  readonly confidence?: string;
}

/** What a report has not got that is a headline and blocks alone. */
export const bare: Pick<Report, "asked" | "figures" | "sources"> = { asked: [], figures: [], sources: [] };

export type Block = Table | Notes | Steps;

/** Rows side by side. A narrow screen drops the columns of the highest rank, and names them. */
export interface Table {
  readonly kind: "table";
  readonly id: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Rows that answer the question: a low screen may show as few, and says how to see the rest. */
  readonly enough: number;
  /** How to see the rows that are not shown, for the command: `More models: --all.` */
  readonly more: string;
  /** How to see the rows that are not here: `Every offer (229): --by offer.` */
  readonly other?: string;
  /** What marks in the cells mean; those that are in no shown cell go unsaid. */
  readonly legend?: readonly { readonly mark: string; readonly text: string }[];
  readonly quietText?: string;
}

export interface Column {
  /** A line end breaks the heading, so that a long title does not widen the column. */
  readonly title: string;
  readonly align: "left" | "right";
  /** Where the width does not suffice, columns of the highest rank go first; rank 0 always stays. */
  readonly rank: number;
}

/** Columns by their titles: right-aligned behind `>`, then the rank, 0 where none stands. @__NO_SIDE_EFFECTS__ */
export function columnsOf(said: string): Column[] {
  return said.split("|").map((text) => {
    const [, title = "", right, rank = "0"] = /^(.*?) ?(>)? ?(\d)?$/su.exec(text) ?? [];
    return { title, align: right === undefined ? "left" : "right", rank: Number(rank) };
  });
}

export interface TableRow {
  readonly id: string;
  readonly cells: readonly string[];
  /** True where it is not part of the comparison: a total that leaves something out. */
  readonly quiet?: boolean;
  /** True where it stays however few rows there is room for: the headline is about it. */
  readonly keep?: boolean;
}

export interface Notes {
  readonly kind: "notes";
  readonly id: string;
  readonly title: string;
  readonly items: readonly Note[];
  /** How to see the block where a low screen leaves it out, `--all-places`; it always stands where absent. */
  readonly more?: string;
}

export interface Note {
  readonly text: string;
  /** True where a low screen can do without it. */
  readonly small?: boolean;
  readonly options?: readonly string[];
}

export interface Steps {
  readonly kind: "steps";
  readonly id: string;
  readonly title: string;
  readonly items: readonly { readonly text: string; readonly command?: string }[];
}

/** Sentences as a block. */
export function notesOf(id: string, items: readonly (string | Note)[]): Notes {
  return { kind: "notes", id, title: "", items: items.map((one) => (typeof one === "string" ? { text: one } : one)) };
}

/** Rows as a block, all of which answer the question where nothing else is said. */
export function tableOf(
  id: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
  more: Partial<Omit<Table, "kind" | "id" | "columns" | "rows">> = {},
): Table {
  return { kind: "table", id, title: "", columns, rows, enough: rows.length, more: "", ...more };
}

/** Sources without repetition, in their order: of each the oldest day on which something was seen there, and the least sure. */
export function uniqueSources(sources: readonly ReportSource[]): ReportSource[] {
  const met = new Map<string, ReportSource>();
  for (const one of sources) {
    const known = met.get(one.address) ?? one;
    const [older, { confidence = "primary" }] = (one.seen ?? "") < (known.seen ?? "") ? [one, known] : [known, one];
    met.set(one.address, older.confidence === "primary" ? { ...older, confidence } : older);
  }
  return [...met.values()];
}

/** So many rows of a table in their order: those to keep, then the first of the others. All where undefined. */
export function firstRows({ rows }: Pick<Table, "rows">, most: number | undefined): readonly TableRow[] {
  if (most === undefined || rows.length <= most) return rows;
  let room = Math.max(0, most - rows.filter(({ keep }) => keep === true).length);
  return rows.filter(({ keep }) => keep === true || room-- > 0);
}

/** The sentences on the marks and quiet rows among the rows that are shown. */
export function legendOf({ legend = [], quietText }: Table, rows: readonly TableRow[]): string[] {
  const isMarked = (mark: string): boolean => rows.some(({ cells }) => cells.some((cell) => cell.includes(mark)));
  const marks = legend.filter(({ mark }) => isMarked(mark)).map(({ text }) => text);
  return quietText !== undefined && rows.some(({ quiet }) => quiet === true) ? [...marks, quietText] : marks;
}

/** Blocks that have something in them. */
export function filled(blocks: readonly Block[]): Block[] {
  return blocks.filter((block) => (block.kind === "table" ? block.rows : block.items).length > 0);
}

/** A report as Markdown, for a pull request or a note. @param rows of each table at most; all where undefined */
export function reportMarkdown({ headline, asked, blocks, sources }: Report, rows?: number): string {
  const cited = sources.map(
    ({ address, seen }) => `- <${plain(address)}>${seen === undefined ? "" : `, seen ${seen}`}`,
  );
  return `${paragraphs([
    `**${plain(headline)}**`,
    asked.map(plain).join(" "),
    ...blocks.map((block) => blockText(block, rows)),
    cited.length === 0 ? "" : `<details><summary>Sources</summary>\n\n${cited.join("\n")}\n\n</details>`,
  ])}\n`;
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

function blockText(block: Block, most: number | undefined): string {
  const title = block.title === "" ? "" : `### ${plain(block.title)}\n\n`;
  if (block.kind === "notes") return title + block.items.map((note) => `- ${noteText(note)}`).join("\n");
  if (block.kind === "steps") {
    const items = block.items.map(
      ({ text, command }) => plain(text) + (command === undefined ? "" : `: \`${command}\``),
    );
    return title + items.map((item, index) => `${index + 1}. ${item}`).join("\n");
  }
  const { columns, rows } = block;
  const isFilled = columns.map((_, at) => rows.some(({ cells }) => (cells[at] ?? "") !== ""));
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, at) => isFilled[at] === true);
  const first = firstRows(block, most);
  const cells = first.map((row) => kept(row.cells));
  const table = markdownTable(kept(columns), cells);
  const left = rows.length - (most ?? rows.length);
  const marks = legendOf(block, first).map((text) => text.replace(/^\S(?= )/u, "`$&`"));
  return paragraphs([title + table.trimEnd(), left > 0 ? `… and ${left} more.` : "", marks.join(" ")]);
}

function noteText({ text, options = [] }: Note): string {
  return options.length === 0 ? plain(text) : `${plain(text)} (${options.map((option) => `\`${option}\``).join(", ")})`;
}

/** One line that no reader of Markdown takes for markup. */
function plain(text: string): string {
  return visibleText(text)
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll(/[<>|*_`[\]\\]/g, String.raw`\$&`);
}

/** A Markdown table; pipes and line ends inside a cell are escaped. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string =>
    visibleText(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\r?\n/g, " ");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const rule = columns.map(({ align }) => (align === "right" ? "---:" : "---"));
  return [columns.map(({ title }) => cell(title)), rule, ...rows.map((cells) => cells.map(cell))].map(line).join("");
}
