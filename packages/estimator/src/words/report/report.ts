import type { Column } from "../markdown.ts";

/**
 * An answer as people read it, composed once: the terminal, Markdown and the page only lay it out. Plain JSON, every text
 * ready to be shown. What a reader does with it (sorting, choosing a row, drawing) is no part of it.
 */
export interface Report {
  /** The answer in one to three sentences, made of everything that was stated. */
  readonly headline: string;
  /** What was asked, and the day of the prices: a line each. */
  readonly asked: readonly string[];
  /** The figures of the headline by themselves. */
  readonly figures: readonly ReportFigure[];
  readonly blocks: readonly Block[];
  /** Where the prices come from, each address once. */
  readonly sources: readonly ReportSource[];
}

/** One figure of an answer: `{ id: "saved", label: "Saved a month", value: "$131.97" }`. */
export interface ReportFigure {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** Between which values it lies, where that is not certain. */
  readonly range?: string;
  /** What makes it, in a few words. */
  readonly note?: string;
  /** How long ago its oldest price was last seen, `price 7 months old`, and whether that is long enough to be marked. */
  readonly age?: { readonly text: string; readonly isOld: boolean };
}

export interface ReportSource {
  readonly address: string;
  /** Day on which it was last seen there. */
  readonly seen?: string;
  readonly confidence?: string;
}

export type Block = Table | Notes | Steps | Plot;

/** Rows side by side. A narrow screen drops the columns of the highest rank, and names them. */
export interface Table {
  readonly kind: "table";
  readonly id: string;
  /** A few words; empty where the headline says it. */
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /** Rows that answer the question: a low screen may show as few, and says how to see the rest. */
  readonly enough: number;
  /** How to see the rows that are not here or not shown, for the command: `More models: --all.` */
  readonly more: string;
  /** What marks in the cells mean; those that are in no shown cell go unsaid. */
  readonly legend?: readonly { readonly mark: string; readonly text: string }[];
  /** Why the quiet rows do not compare with the others. */
  readonly quietText?: string;
}

export interface TableRow {
  /** What the row is of: the id of an offer or a way. */
  readonly id: string;
  readonly cells: readonly string[];
  /** True where it is not part of the comparison: a total that leaves something out. */
  readonly quiet?: boolean;
  /** True where it stays however few rows there is room for: the headline is about it. */
  readonly keep?: boolean;
}

/** Sentences beside the answer. */
export interface Notes {
  readonly kind: "notes";
  readonly id: string;
  readonly title: string;
  readonly items: readonly Note[];
}

export interface Note {
  readonly text: string;
  /** True where a low screen can do without it. */
  readonly small?: boolean;
  /** Options of the command that state what is missing. */
  readonly options?: readonly string[];
}

/** What to do, in this order. */
export interface Steps {
  readonly kind: "steps";
  readonly id: string;
  readonly title: string;
  readonly items: readonly { readonly text: string; readonly command?: string }[];
}

/** A picture as numbers, and the sentence that says the same. */
export interface Plot {
  readonly kind: "plot";
  readonly id: string;
  readonly title: string;
  readonly alt: string;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly {
      readonly x: number;
      readonly y: number;
      readonly low?: number;
      readonly high?: number;
    }[];
  }[];
}

/** Sources without repetition, in their order. */
export function uniqueSources(sources: readonly ReportSource[]): ReportSource[] {
  return [...new Map(sources.toReversed().map((source) => [source.address, source])).values()].toReversed();
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
  return blocks.filter((block) =>
    block.kind === "table" ? block.rows.length > 0 : block.kind === "plot" || block.items.length > 0,
  );
}
