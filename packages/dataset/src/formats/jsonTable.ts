import { has, isRow, type Row, type RowSink } from "./row.ts";

const listFields = ["data", "rows", "examples", "records", "samples", "dataset", "train"] as const;

const turnFields: readonly string[] = ["role", "from", "human", "parts", "speaker"];

const isTurn = (value: unknown): boolean => isRow(value) && turnFields.some((field) => has(value, field));
const isNumber = (value: unknown): boolean => typeof value === "number" || value === null;

function areNumbered(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name) => /^\d+$/u.test(name));
}

function zipped(names: readonly string[], keys: readonly string[], at: (name: string, key: string) => unknown): Row[] {
  return keys.map((key) => Object.fromEntries(names.map((name) => [name, at(name, key)])));
}

/** Columns as lists (`{"prompt": ["…"], "completion": ["…"]}`), as `Dataset.to_dict()` and many a script write them. */
function fromLists(table: Row): Row[] | null {
  const names = Object.keys(table);
  const columns = Object.values(table);
  const [first] = columns;
  if (!Array.isArray(first) || first.length === 0) return null;
  for (const column of columns) {
    if (!Array.isArray(column) || column.length !== first.length) return null;
    if (column.some((cell) => isRow(cell))) return null;
  }
  // Lists of numbers alone are the token ids of one row.
  if ((columns as unknown[][]).every((column) => column.every(isNumber))) return null;
  return zipped(names, Object.keys(first), (name, key) => (table[name] as Row)[key]);
}

/** Rows by their name, the path of their file for instance: three or more, all with the same fields. */
function areNamedRows(rows: readonly Row[]): boolean {
  const fields = Object.keys(rows[0] ?? {});
  if (rows.length < 3 || fields.length < 2 || areNumbered(fields)) return false;
  return rows.every(
    (row) => !isTurn(row) && Object.keys(row).length === fields.length && fields.every((field) => has(row, field)),
  );
}

/** Columns as objects by the number of the row (pandas' `to_json()`), or rows by their number (`orient="index"`). */
function fromNumbered(table: Row): Row[] | null {
  const names = Object.keys(table);
  const columns = Object.values(table);
  if (columns.length === 0 || !columns.every(isRow)) return null;
  if (areNumbered(names) || areNamedRows(columns)) return columns;
  const keys = Object.keys(columns[0] as Row);
  if (!areNumbered(keys)) return null;
  const alike = columns.every(
    (column) => Object.keys(column).length === keys.length && keys.every((key) => has(column, key)),
  );
  return alike ? zipped(names, keys, (name, key) => (table[name] as Row)[key]) : null;
}

function fromList(table: Row): Row[] | null {
  const listed = listFields.filter((field) => Array.isArray(table[field]));
  const [field] = listed;
  const others = Object.values(table).filter((value) => Array.isArray(value) && value.some(isRow));
  // Several lists are several files, of which none is to be left out.
  if (field === undefined || listed.length > 1 || others.some((list) => list !== table[field] && field !== "rows"))
    return null;
  const rows = table[field] as unknown[];
  if (rows.length === 0 || !rows.every(isRow) || rows.some(isTurn)) return null;
  if (rows.every((row) => has(row, "row_idx") && isRow(row["row"]))) return rows.map((row) => row["row"] as Row);
  return rows;
}

/** The rows of a table that is one JSON object; null where the object is a row itself. @source https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.to_json.html (`orient`; read 2026-11-26) */
export function rowsOfTable(value: unknown): Row[] | null {
  if (!isRow(value)) return null;
  return fromList(value) ?? fromLists(value) ?? fromNumbered(value);
}

function listAt(value: unknown, path: string): Row[] | null {
  const names = isRow(value) && has(value, path) ? [path] : path.split(".");
  const found = names.reduce<unknown>((at, name) => (isRow(at) && has(at, name) ? at[name] : undefined), value);
  return Array.isArray(found) && found.every(isRow) ? found : null;
}

export class TableSink implements RowSink {
  rows: number | null = null;
  readonly line: RowSink["line"];
  readonly #sink: RowSink;
  readonly #list: string | undefined;
  #met = false;
  #held: { readonly value: unknown; readonly line: number; readonly text: string | null; readonly rows: Row[] } | null =
    null;

  constructor(sink: RowSink, list?: string) {
    this.#sink = sink;
    this.#list = list;
    const { line } = sink;
    this.line =
      line === undefined
        ? undefined
        : (bytes, number) => {
            this.#release();
            return line.call(sink, bytes, number);
          };
  }

  record(value: unknown, line: number, text: string | null): void {
    this.#release();
    const rows = this.#met ? null : this.#list === undefined ? rowsOfTable(value) : listAt(value, this.#list);
    this.#met = true;
    if (rows === null) this.#sink.record(value, line, text);
    else this.#held = { value, line, text, rows };
  }

  fault(code: string, line: number, detail?: string): void {
    this.#sink.fault(code, line, detail);
  }

  end(): void {
    if (this.#held === null) return;
    const { rows } = this.#held;
    this.#held = null;
    this.rows = rows.length;
    rows.forEach((row, i) => this.#sink.record(row, i + 1, null));
  }

  #release(): void {
    const held = this.#held;
    this.#held = null;
    if (held !== null) this.#sink.record(held.value, held.line, held.text);
  }
}
