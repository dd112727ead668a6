import { fail, ok, type Result } from "../../problem.ts";
import type { Metric } from "./metric.ts";
import { oneOf, pilotColumns, pilotTable, type PilotColumn, type PilotTable } from "./pilotColumns.ts";
import { tableRows, type Row } from "./pilotRows.ts";

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

/** A number as people write it; `Number` would take 0x64 for 100 too. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A size as people write it: `1,024` or `10k`. */
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+$/;
const THOUSANDS = /^(\d+(?:\.\d+)?)k$/i;

const LETTER = /\p{L}/u;

/** `seed 1`, `run_2`: columns that hold a run each. */
const RUN = /^(?:seed|run|rep|trial)[ _-]?\d+$/i;

/**
 * Reads pilots from a table, CSV or Markdown (`pilotRows.ts`): a header naming `n` and `value`, optionally `se` and
 * `epochs`, in any order and among other columns, or what people call these (`train_size`, `score`, a metric such as
 * `accuracy`, `stderr`); a table without a header is `n,value[,se[,epochs]]`. A size may be written `1,024` or `10k`, values with
 * a percent sign, which stay percent; columns `seed 1`, `seed 2`, … hold a run each.
 *
 * Problems: `no_pilots`, `column_missing` (column), `not_a_number` (line, column, got), `pilot_out_of_range`
 * (line, column, got: `n`, `epochs` and `parameters` must be above 0, `se` 0 or more), `many_curves` (column, got: a column of curves,
 * models, metrics or test sets with several names), `many_scores` (got: the columns that could be the scores).
 *
 * @param metric that of the scores, where columns of several metrics hold one each
 */
export function readPilots(csvText: string, metric?: Metric): Result<Pilot[]> {
  return readTable(csvText, oneOf, metric);
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

function tableOf(
  csvText: string,
  metric?: Metric,
): Result<PilotTable & { readonly header: readonly string[]; readonly body: Row[] }> {
  const rows = tableRows(csvText);
  const first = rows[0];
  if (first === undefined) return fail({ kind: "no_pilots" });
  const named = first.cells.some((cell) => LETTER.test(cell) && Number.isNaN(sizeOf(cell, true)));
  if (!named) {
    const table = pilotTable(pilotColumns, first.cells);
    return table.ok ? ok({ ...table.value, header: [], body: rows }) : table;
  }
  const { header, body } = oneRunALine(
    first.cells.map((cell) => cell.toLowerCase()),
    rows.slice(1),
  );
  const table = pilotTable(header, body[0]?.cells ?? [], metric);
  return table.ok ? ok({ ...table.value, header, body }) : table;
}

/** A table with a column for each seed, as one with a line for each; a seed that was not run has an empty cell. */
function oneRunALine(header: readonly string[], body: Row[]): { header: readonly string[]; body: Row[] } {
  const runs = [...header.keys()].filter((at) => RUN.test(header[at] ?? ""));
  if (runs.length < 2 || header.includes("value")) return { header, body };
  const others = [...header.keys()].filter((at) => !runs.includes(at));
  const lines = body.flatMap(({ cells, ...row }): Row[] => {
    const values = runs.map((at) => cells[at] ?? "").filter((value) => value !== "");
    const beside = others.map((at) => cells[at] ?? "");
    return (values.length === 0 ? [""] : values).map((value) => ({ ...row, cells: [...beside, value] }));
  });
  return { header: [...others.map((at) => header[at] ?? ""), "value"], body: lines };
}

function readTable(csvText: string, sole: readonly string[], metric?: Metric): Result<AxisPilot[]> {
  const read = tableOf(csvText, metric);
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

function namesIn(column: string, header: readonly string[], body: readonly Row[]): string[] {
  const at = header.indexOf(column);
  return at < 0 ? [] : [...new Set(body.map(({ cells }) => cells[at] ?? ""))];
}

function readPilot({ line, cells, thousands }: Row, places: PilotTable["places"]): Result<AxisPilot> {
  const read: Partial<Record<PilotColumn, number>> = {};
  const cellOf = (column: PilotColumn): string => (places[column] === undefined ? "" : (cells[places[column]] ?? ""));
  const percent = cellOf("value").endsWith("%");
  for (const column of pilotColumns) {
    const cell = cellOf(column);
    if (cell === "" && OPTIONAL.includes(column)) continue;
    const bare = percent && scored(column) ? cell.replace(/\s*%$/, "") : cell;
    const figure = column === "n" ? sizeOf(cell, thousands) : figureOf(bare);
    // 0.6 % would be taken for the share 0.6.
    if (percent && column === "value" && figure <= 1) return fail({ kind: "not_a_number", line, column, got: cell });
    if (!Number.isFinite(figure)) return fail({ kind: "not_a_number", line, column, got: cell });
    const low = column === "value" ? -Infinity : 0;
    const inRange = column === "se" ? figure >= low : figure > low;
    if (!inRange) return fail({ kind: "pilot_out_of_range", line, column, got: figure });
    read[column] = figure;
  }
  const { n = 0, value = 0, ...optional } = read;
  return ok({ n, value, ...optional });
}

function scored(column: PilotColumn): boolean {
  return column === "value" || column === "se";
}

function figureOf(cell: string): number {
  return PLAIN.test(cell) ? Number(cell) : NaN;
}

function sizeOf(cell: string, thousands: boolean): number {
  if (thousands && GROUPED.test(cell)) return Number(cell.replaceAll(",", ""));
  const [, inThousands] = THOUSANDS.exec(cell) ?? [];
  return inThousands === undefined ? figureOf(cell) : Number(`${inThousands}e3`);
}
