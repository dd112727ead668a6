import { fail, ok, type Result } from "../problem.ts";
import type { Metric } from "./metric.ts";
import { oneOf, pilotColumns, pilotTable, type PilotColumn, type PilotTable } from "./pilotColumns.ts";

/** One fine-tuning run on part of the data and what it scored. */
export interface Pilot {
  /** Size of the training set: unique examples (or tokens; the unit changes nothing, but is one for all pilots). */
  readonly n: number;
  /** The score, in the unit of the metric. */
  readonly value: number;
  /** Standard error of `value`, same unit. Absent: not known; 0: measured without error. */
  readonly se?: number;
  /** Passes over the training set. Absent: the same for all pilots. */
  readonly epochs?: number;
}

/** A pilot that may differ from the others in the size of the model too. */
export interface AxisPilot extends Pilot {
  /** Parameters of the model, in millions. Absent: the same model for all pilots. */
  readonly parameters?: number;
}

const OPTIONAL: readonly PilotColumn[] = ["se", "epochs", "parameters"];

const SEPARATORS = [",", ";", "\t"] as const;

/** A number as people write it; `Number` would take 0x64 for 100 too. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A byte order mark; a table saved by a spreadsheet begins with it. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads pilots from CSV text: a header naming `n` and `value`, optionally `se` and `epochs`, in any order
 * and among other columns, or what people call these (`examples`, `score`, a metric such as `accuracy`, `stderr`); a
 * table without a header is `n,value[,se[,epochs]]`. The separator is a comma, a
 * semicolon or a tab; beside the last two a number may have a decimal comma. `#` lines and blank lines are passed over.
 *
 * Problems: `no_pilots`, `column_missing` (column), `not_a_number` (line, column, got), `pilot_out_of_range`
 * (line, column, got: `n`, `epochs` and `parameters` must be above 0, `se` 0 or more), `many_curves` (column, got: a column of curves,
 * models, metrics or test sets with several names), `many_scores` (got: the columns that could be the scores).
 */
export function readPilots(csvText: string): Result<Pilot[]> {
  return readTable(csvText, oneOf);
}

/**
 * Reads pilots as `readPilots` does, with its problems, and the column `parameters` (of the model, millions), in which they
 * may differ.
 */
export function readAxisPilots(csvText: string): Result<AxisPilot[]> {
  return readTable(
    csvText,
    oneOf.filter((column) => column !== "parameters" && column !== "model"),
  );
}

/** The metric that a table of pilots names, by the column of its scores or in a column `metric`; undefined where none. */
export function pilotMetric(csvText: string): Metric | undefined {
  const read = tableOf(csvText);
  return read.ok ? read.value.metric : undefined;
}

function tableOf(csvText: string): Result<PilotTable & { readonly header: readonly string[]; readonly body: Row[] }> {
  const rows = tableRows(csvText);
  const first = rows[0];
  if (first === undefined) return fail({ kind: "no_pilots" });
  const named = first.cells.some((cell) => cell !== "" && Number.isNaN(Number(cell)));
  const header = named ? first.cells.map((cell) => cell.toLowerCase()) : [...pilotColumns];
  const body = named ? rows.slice(1) : rows;
  const table = pilotTable(header, body[0]?.cells ?? []);
  return table.ok ? ok({ ...table.value, header: named ? header : [], body }) : table;
}

function readTable(csvText: string, sole: readonly string[]): Result<AxisPilot[]> {
  const read = tableOf(csvText);
  if (!read.ok) return read;
  const { places, header, body } = read.value;
  for (const column of ["n", "value"] as const)
    if (places[column] === undefined) return fail({ kind: "column_missing", column });
  if (body.length === 0) return fail({ kind: "no_pilots" });
  for (const column of sole) {
    const found = namesIn(column, header, body);
    if (found.length > 1) return fail({ kind: "many_curves", column, got: found.slice(0, 5) });
  }

  const pilots: AxisPilot[] = [];
  for (const row of body) {
    const pilot = readPilot(row, places);
    if (!pilot.ok) return pilot;
    pilots.push(pilot.value);
  }
  return ok(pilots);
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function tableRows(text: string): Row[] {
  const lines = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split(/\r\n|\n|\r/);
  const filled = lines
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => content !== "" && !content.startsWith("#"));
  const separator = SEPARATORS.find((mark) => filled[0]?.content.includes(mark)) ?? ",";
  return filled.map(({ content, line }) => ({
    line,
    cells: content.split(separator).map((cell) => {
      const plain = cell
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .trim();
      return separator === "," ? plain : withPoint(plain);
    }),
  }));
}

/** `0,61` as spreadsheets of many countries write it; `1,000`, which may be a thousand, stays and is no number. */
function withPoint(cell: string): string {
  return /^-?\d+,\d+$/.test(cell) && !/^-?[1-9]\d{0,2},\d{3}$/.test(cell) ? cell.replace(",", ".") : cell;
}

function namesIn(column: string, header: readonly string[], body: readonly Row[]): string[] {
  const at = header.indexOf(column);
  return at < 0 ? [] : [...new Set(body.map(({ cells }) => cells[at] ?? ""))];
}

function readPilot({ line, cells }: Row, places: PilotTable["places"]): Result<AxisPilot> {
  const read: Partial<Record<PilotColumn, number>> = {};
  for (const column of pilotColumns) {
    const cell = places[column] === undefined ? "" : (cells[places[column]] ?? "");
    if (cell === "" && OPTIONAL.includes(column)) continue;
    const figure = PLAIN.test(cell) ? Number(cell) : NaN;
    if (!Number.isFinite(figure)) return fail({ kind: "not_a_number", line, column, got: cell });
    const low = column === "value" ? -Infinity : 0;
    const inRange = column === "se" ? figure >= low : figure > low;
    if (!inRange) return fail({ kind: "pilot_out_of_range", line, column, got: figure });
    read[column] = figure;
  }
  const { n = 0, value = 0, ...optional } = read;
  return ok({ n, value, ...optional });
}
