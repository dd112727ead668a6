import { fail, ok, type Result } from "../problem.ts";

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

/** Columns that a table of pilots may have; every other column is passed over. */
const COLUMNS = ["n", "value", "se", "epochs", "parameters"] as const;
type Column = (typeof COLUMNS)[number];
const OPTIONAL: readonly Column[] = ["se", "epochs", "parameters"];

/** Columns of which all pilots of a curve have one name. */
const ONE_OF = ["curve_id", "model", "parameters", "metric", "test_set", "test", "task", "dataset"] as const;

const SEPARATORS = [",", ";", "\t"] as const;

/** A number as people write it; `Number` would take 0x64 for 100 too. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A byte order mark; a table saved by a spreadsheet begins with it. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reads pilots from CSV text: a header naming `n` and `value`, optionally `se` and `epochs`, in any order
 * and among other columns; a table without a header is `n,value[,se[,epochs]]`. The separator is a comma, a
 * semicolon or a tab; beside the last two a number may have a decimal comma. `#` lines and blank lines are passed over.
 *
 * Problems: `no_pilots`, `column_missing` (column), `not_a_number` (line, column, got), `pilot_out_of_range`
 * (line, column, got: `n`, `epochs` and `parameters` must be above 0, `se` 0 or more), `many_curves` (column, got: a column of curves,
 * models, metrics or test sets with several names).
 */
export function readPilots(csvText: string): Result<Pilot[]> {
  return readTable(csvText, ONE_OF);
}

/** Reads pilots as `readPilots` does, with the column `parameters` (of the model, millions), in which they may differ. */
export function readAxisPilots(csvText: string): Result<AxisPilot[]> {
  return readTable(
    csvText,
    ONE_OF.filter((column) => column !== "parameters" && column !== "model"),
  );
}

function readTable(csvText: string, oneOf: readonly string[]): Result<AxisPilot[]> {
  const rows = tableRows(csvText);
  const first = rows[0];
  if (first === undefined) return fail({ kind: "no_pilots" });
  const header = first.cells.map((cell) => cell.toLowerCase());
  const named =
    header.includes("n") ||
    header.includes("value") ||
    header.some((cell) => cell !== "" && Number.isNaN(Number(cell)));
  const places = columnPlaces(named ? header : [...COLUMNS]);
  for (const column of ["n", "value"] as const)
    if (places[column] === undefined) return fail({ kind: "column_missing", column });
  const body = named ? rows.slice(1) : rows;
  if (body.length === 0) return fail({ kind: "no_pilots" });

  for (const column of named ? oneOf : []) {
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

function columnPlaces(header: readonly string[]): Partial<Record<Column, number>> {
  const places: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
    const at = header.indexOf(column);
    if (at >= 0) places[column] = at;
  }
  return places;
}

function namesIn(column: string, header: readonly string[], body: readonly Row[]): string[] {
  const at = header.indexOf(column);
  return at < 0 ? [] : [...new Set(body.map(({ cells }) => cells[at] ?? ""))];
}

function readPilot({ line, cells }: Row, places: Partial<Record<Column, number>>): Result<AxisPilot> {
  const read: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
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
