import columns from "./columns.json" with { type: "json" };
import { cellText } from "../../check/fields.ts";
import { fail, ok, type Result } from "../../problem.ts";
import { jsonRecords, longRow, tableOf, type TableRow } from "../../check/records.ts";
import { metrics, type Metric } from "./metric.ts";

/** One fine-tuning run on part of the data and what it scored. */
export interface Pilot {
  /** Size of the training set: unique examples. Tokens do as well, as one unit for all pilots: then it counts as a large set. */
  readonly n: number;
  readonly value: number;
  /** Standard error of `value`, same unit. Absent: not known; 0: measured without error. */
  readonly se?: number;
  /** Passes over the training set. Absent: the same for all pilots. */
  readonly epochs?: number;
}

/** What people call the columns of pilots, beside their own names; that of sizes is any made of `SIZE_WORDS` alone. */
const CALLED: Readonly<Record<keyof Pilot, readonly string[]>> = columns.called;
const COLUMNS = Object.keys(CALLED) as (keyof Pilot)[];

/** `train_size`, `SFT examples`, `number of fine-tuning samples`: the words of a column of sizes, those that count and those beside them. */
const SIZE_WORDS = [...columns.counted, ...columns.beside];

/** What people call a column of scores after its metric, beside the metric's own name. */
const METRICS_CALLED: Readonly<Record<Metric, readonly string[]>> = columns.metrics;

/** A number as people write it; `Number` would take 0x64 for 100 too. */
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const GROUPED = /^[1-9]\d{0,2}(?:,\d{3})+$/;
const THOUSANDS = /^(\d+(?:\.\d+)?)k$/i;

/** `seed 1`, `run_2`: columns that hold a run each. */
const RUN = /^(?:seed|run|rep|trial)[ _-]?\d+$/i;

/** `1.000`: one, or a thousand. */
const POINTED = /^[1-9]\d{0,2}(?:\.\d{3})+$/;

/** `0,61` as spreadsheets of many countries write it; `1,000`, which may be a thousand, is no number. */
const DECIMAL_COMMA = /^-?(?![1-9]\d{0,2},\d{3}$)\d+,\d+%?$/;

/**
 * Reads pilots from a table, CSV, Markdown or JSON records, by the columns `n`, `value`, `se`, `epochs` or what people call these (`train_size`, a
 * metric, `stderr`); without a header it is `n,value[,se[,epochs]]`. Sizes may be `1,024` or `10k`, values percent; columns `seed 1`,
 * `seed 2`, … hold a run each; `#` lines are passed over.
 *
 * Problems: `no_pilots`, `column_missing` (column), `not_a_number` and `pilot_out_of_range` (line, column, got), `many_curves` (column,
 * got: a column of curves, models or test sets with several names), `many_scores` (got: the columns that could be the scores), `long_row`
 * (line, got, expected: more cells than the first row has).
 *
 * @param metric that of the scores, where columns of several metrics hold one each
 */
export function readPilots(csvText: string, metric?: Metric): Result<Pilot[]> {
  const read = pilotTable(csvText, metric);
  if (!read.ok) return read;
  const { places, header, body, grouped } = read.value;
  for (const column of ["n", "value"] as const)
    if (places[column] === undefined) return fail({ kind: "column_missing", column });
  if (body.length === 0) return fail({ kind: "no_pilots" });
  for (const column of columns.oneOf) {
    const at = header.findIndex((name) => plain(name) === column);
    const found = at < 0 ? [] : [...new Set(body.map(({ cells }) => cells[at] ?? ""))];
    if (found.length > 1) return fail({ kind: "many_curves", column, got: found.slice(0, 5) });
  }
  const pilots: Pilot[] = [];
  for (const row of body) {
    const pilot = readPilot(row, places, grouped);
    if (!pilot.ok) return pilot;
    pilots.push(pilot.value);
  }
  return ok(pilots);
}

/** The metric that a table of pilots names, by the column of its scores or in a column `metric`; undefined where none. */
export function pilotMetric(csvText: string): Metric | undefined {
  const read = pilotTable(csvText);
  return read.ok ? read.value.metric : undefined;
}

type Places = Partial<Record<keyof Pilot, number>>;

interface PilotTable {
  readonly places: Places;
  readonly metric: Metric | undefined;
  readonly header: readonly string[];
  readonly body: readonly TableRow[];
  /** Whether a comma in a size can only stand for thousands: in a table with decimal commas it may be one. */
  readonly grouped: boolean;
}

function pilotTable(text: string, metric?: Metric): Result<PilotTable> {
  const { rows, grouped } = rowsOf(text);
  const [first, ...rest] = rows;
  if (first === undefined) return fail({ kind: "no_pilots" });
  const long = longRow(rows);
  if (long !== null) return fail(long);
  if (!first.cells.some((cell) => /\p{L}/u.test(cell) && Number.isNaN(sizeOf(cell, true)))) {
    const places = Object.fromEntries(COLUMNS.map((name, at) => [name, at]));
    return ok({ places, metric: undefined, header: [], body: rows, grouped });
  }
  const titles = first.cells.map((cell) => cell.toLowerCase());
  const { header, body } = oneRunALine(titles, rest);
  const names = header.map(plain);
  const places: Places = {};
  for (const column of COLUMNS) {
    const called = [column, ...CALLED[column]].map((name) => names.indexOf(name)).find((place) => place >= 0);
    const at = called ?? (column === "n" ? names.findIndex(isSize) : -1);
    if (at >= 0) places[column] = at;
  }
  const stated = metricNamed(body[0]?.cells[names.indexOf("metric")] ?? "");
  if (places.value !== undefined) return ok({ places, metric: stated, header, body, grouped });
  // Scores may stand under the name of their metric, or in the one column that is left.
  const taken = Object.values(places);
  const left = [...names.keys()].filter((at) => !taken.includes(at) && !columns.oneOf.includes(names[at] ?? ""));
  const scores = left.filter((at) => metricNamed(names[at] ?? "") !== undefined);
  const asked = scores.filter((at) => metric !== undefined && metricNamed(names[at] ?? "") === metric);
  const measured = asked.length > 0 ? asked : scores;
  const [value, ...more] = measured.length > 0 || left.length > 1 ? measured : left;
  if (more.length > 0) return fail({ kind: "many_scores", got: measured.map((at) => header[at] ?? "").slice(0, 5) });
  if (value === undefined) return ok({ places, metric: stated, header, body, grouped });
  const errors = ["se", ...CALLED.se].map((called) => names.indexOf(`${names[value]}_${called}`));
  const se = places.se ?? errors.find((at) => at >= 0);
  const found = { ...places, value, ...(se !== undefined && { se }) };
  return ok({ places: found, metric: metricNamed(names[value] ?? "") ?? stated, header, body, grouped });
}

/**
 * The rows of a table, CSV, Markdown as it stands in a README, JSON records, or words with blanks between. Beside semicolons and tabs a decimal comma
 * becomes a point, and where one stands a point sets thousands apart.
 */
function rowsOf(text: string): { readonly rows: readonly TableRow[]; readonly grouped: boolean } {
  const bare = text.replaceAll(/^[^\S\n]*#.*$/gm, "");
  const records = /^\s*[[{]/u.test(bare) ? jsonRecords(bare) : null;
  if (records !== null) {
    const header = [...new Set(records.flatMap((record) => Object.keys(record)))];
    const lines = [header, ...records.map((record) => header.map((name) => cellText(record[name])))];
    return { rows: lines.map((cells, at) => ({ line: at, cells })), grouped: true };
  }
  const { separator, rows } = tableOf(bare.trimStart().startsWith("|") ? unruled(bare) : (spaced(bare) ?? bare));
  const isDecimal = separator !== "," && rows.some(({ cells }) => cells.some((cell) => DECIMAL_COMMA.test(cell)));
  const pointed = (cell: string): string =>
    DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : POINTED.test(cell) ? cell.replaceAll(".", "") : cell;
  const read = isDecimal ? rows.map(({ line, cells }) => ({ line, cells: cells.map(pointed) })) : rows;
  return { rows: read, grouped: !isDecimal };
}

/** A table of a README with tabs for its bars, without the rule below its header and what makes a cell bold. */
function unruled(text: string): string {
  const cell = (written: string): string => written.trim().replace(/^[*_`]+(.*?)[*_`]+$/, "$1");
  const lines = text
    .split(/\r\n?|\n/)
    .map((line) => (/^[\s|:-]*$/.test(line) ? "" : line.trim().replaceAll(/^\||\|$/g, "")));
  return lines.map((line) => line.split("|").map(cell).join("\t")).join("\n");
}

/** `1,000 70.3`: lines of as many words each, with tabs between; undefined for any other text. */
function spaced(text: string): string | undefined {
  if (/[;\t]|,(?!\d{3}\b)/.test(text)) return undefined;
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== "");
  const words = lines.map((line) => line.trim().replaceAll(",", "").split(/\s+/));
  const isTable = words.every(({ length }) => length > 1 && length === words[0]?.length);
  return isTable ? words.map((line) => line.join("\t")).join("\n") : undefined;
}

/** A table with a column for each seed, as one with a line for each; a seed that was not run has an empty cell. */
function oneRunALine(
  header: readonly string[],
  body: readonly TableRow[],
): { header: readonly string[]; body: readonly TableRow[] } {
  const runs = [...header.keys()].filter((at) => RUN.test(header[at] ?? ""));
  if (runs.length < 2 || header.includes("value")) return { header, body };
  const others = [...header.keys()].filter((at) => !runs.includes(at));
  const lines = body.flatMap(({ cells, line }): TableRow[] => {
    const values = runs.map((at) => cells[at] ?? "").filter((value) => value !== "");
    const beside = others.map((at) => cells[at] ?? "");
    return (values.length === 0 ? [""] : values).map((value) => ({ line, cells: [...beside, value] }));
  });
  return { header: [...others.map((at) => header[at] ?? ""), "value"], body: lines };
}

/** `Train size` and `train-size` are `train_size`; `Accuracy (%)` and MLflow's `metrics.accuracy` are `accuracy`. */
function plain(name: string): string {
  const bare = name.replace(/[([]%[)\]]|^(?:metrics|params)\./giu, "").trim();
  return bare.toLowerCase().replaceAll(/[\s-]+/gu, "_");
}

function isSize(name: string): boolean {
  const words = name.split("_");
  return words.every((word) => SIZE_WORDS.includes(word)) && words.some((word) => columns.counted.includes(word));
}

/** The metric that people mean by a name: `eval_loss`, `WER`, `macro F1`; undefined for one that is not known. */
export function metricNamed(column: string): Metric | undefined {
  const name = plain(column)
    .replace(/^(?:eval|val|valid|validation|test|dev|mean|avg)[_/]/u, "")
    .replace(/_(?:mean|avg)$/u, "");
  return metrics.find((metric) => plain(metric) === name || METRICS_CALLED[metric].includes(name));
}

function readPilot({ line, cells }: TableRow, places: Places, grouped: boolean): Result<Pilot> {
  const read: Partial<Record<keyof Pilot, number>> = {};
  const percent = cells[places.value ?? 0]?.endsWith("%") ?? false;
  for (const column of COLUMNS) {
    const at = places[column];
    const cell = at === undefined ? "" : (cells[at] ?? "");
    if (cell === "" && (column === "se" || column === "epochs")) continue;
    const scored = column === "value" || column === "se";
    const figure =
      column === "n" ? sizeOf(cell, grouped) : figureOf(percent && scored ? cell.replace(/\s*%$/, "") : cell);
    // 0.6 % would be taken for the share 0.6.
    if (!Number.isFinite(figure) || (percent && column === "value" && figure <= 1))
      return fail({ kind: "not_a_number", line, column, got: cell });
    const inRange = column === "value" || figure > 0 || (column === "se" && figure === 0);
    if (!inRange) return fail({ kind: "pilot_out_of_range", line, column, got: figure });
    read[column] = figure;
  }
  const { n = 0, value = 0, ...optional } = read;
  return ok({ n, value, ...optional });
}

/** A number as people write it; NaN for any other text. */
export function figureOf(cell: string): number {
  return PLAIN.test(cell) ? Number(cell) : NaN;
}

/** A size: `1024`, `10k`, or `1,024` where commas group; NaN for any other text, and for `1.000`, which is read in two ways. */
export function sizeOf(cell: string, grouped: boolean): number {
  if (grouped && GROUPED.test(cell)) return Number(cell.replaceAll(",", ""));
  if (POINTED.test(cell)) return Number.NaN;
  const [, inThousands] = THOUSANDS.exec(cell) ?? [];
  return inThousands === undefined ? figureOf(cell) : Number(`${inThousands}e3`);
}
