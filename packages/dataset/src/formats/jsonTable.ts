import { has, isRow, rowsIn, type Row, type RowSink } from "./row.ts";

const listFields = ["data", "rows", "examples", "records", "samples", "dataset", "train"] as const;

/** Lists of the turns of one conversation, unless each of what they hold is one. */
const turnLists = ["items", "conversations"] as const;
const chatFields = ["messages", ...turnLists] as const;

const turnFields: readonly string[] = ["role", "from", "human", "parts", "speaker"];

const isTurn = (value: unknown): boolean => isRow(value) && turnFields.some((field) => has(value, field));
const isNumber = (value: unknown): boolean => typeof value === "number" || value === null;
const isChat = (value: unknown): boolean => isRow(value) && chatFields.some((field) => Array.isArray(value[field]));

const areNumbered = (names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => /^\d+$/u.test(name));

function zipped(names: readonly string[], keys: readonly string[], at: (name: string, key: string) => unknown): Row[] {
  return keys.map((key) => Object.fromEntries(names.map((name) => [name, at(name, key)])));
}

/** Columns as lists (`{"prompt": ["…"], "completion": ["…"]}`), as `Dataset.to_dict()` and many a script write them. */
function fromLists(table: Row): Row[] | null {
  const columns = Object.values(table).filter((column) => Array.isArray(column));
  const [first = []] = columns;
  const isTable = columns.length === Object.keys(table).length && first.length > 0;
  // Cells that are objects are turns, or parts of one; lists of numbers alone are the token ids of one row.
  if (!isTable || columns.some((column) => column.length !== first.length || column.some(isRow))) return null;
  const isTalk =
    ["data", "conversations"].includes(Object.keys(table).join()) && first.every((said) => typeof said === "string");
  if (isTalk || columns.every((column) => column.every(isNumber))) return null;
  return zipped(Object.keys(table), Object.keys(first), (name, key) => (table[name] as Row)[key]);
}

/** Columns as objects by the number of the row (pandas' `to_json()`), or rows by their number (`orient="index"`). */
function fromNumbered(table: Row): Row[] | null {
  const names = Object.keys(table);
  const columns = Object.values(table).filter(isRow);
  const keys = Object.keys(columns[0] ?? {});
  if (names.length === 0 || columns.length < names.length) return null;
  if (areNumbered(names)) return columns;
  const hasKeys = (column: Row): boolean =>
    Object.keys(column).length === keys.length && keys.every((key) => has(column, key));
  if (!columns.every(hasKeys)) return null;
  if (areNumbered(keys)) return zipped(names, keys, (name, key) => (table[name] as Row)[key]);
  // Rows by their name, the path of their file for instance.
  return names.length >= 3 && keys.length >= 2 && !columns.some(isTurn) ? columns : null;
}

/** Rows as lists, beside the names of their columns (`orient="split"`). */
function fromSplit({ columns, data }: Row): Row[] | null {
  if (!Array.isArray(columns) || !columns.every((name) => typeof name === "string")) return null;
  if (!Array.isArray(data) || data.some((row) => !Array.isArray(row) || row.length !== columns.length)) return null;
  return data.map((row: readonly unknown[]) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

/** Each question about a passage of SQuAD's document as a row of Hugging Face's: `{title, context, id, question, answers: {text: […]}}`. */
function fromPassages({ data }: Row): Row[] | null {
  const asked = rowsIn(data).flatMap(({ title, paragraphs }) =>
    rowsIn(paragraphs).flatMap(({ context, qas }) => rowsIn(qas).map((one): Row => ({ title, context, ...one }))),
  );
  const rows = asked.map((row) => ({ ...row, answers: { text: rowsIn(row["answers"]).map(({ text }) => text) } }));
  return rows.length > 0 ? rows : null;
}

function fromList(table: Row): Row[] | null {
  const listsChats = (list: unknown): boolean => Array.isArray(list) && list.every(isChat);
  const listed = [
    ...listFields.filter((field) => Array.isArray(table[field])),
    ...turnLists.filter((field) => listsChats(table[field])),
  ];
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

/** The rows of a table that is one JSON object, or the one conversation whose turns are a list; null where the object is a row itself. @source https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.to_json.html (`orient`; read 2026-11-26) */
export function rowsOfTable(value: unknown): Row[] | null {
  if (Array.isArray(value)) return value.length > 0 && value.every(isTurn) ? [{ messages: value }] : null;
  if (!isRow(value)) return null;
  return fromSplit(value) ?? fromPassages(value) ?? fromList(value) ?? fromLists(value) ?? fromNumbered(value);
}

/** Cells that the viewer of Hugging Face cut off on a page of rows. @source https://huggingface.co/docs/dataset-viewer/rows (`truncated_cells`; read 2026-11-30) */
function cutCells(page: unknown, i: number): string {
  const [row] = isRow(page) && Array.isArray(page["rows"]) ? page["rows"].slice(i, i + 1) : [];
  return isRow(row) && Array.isArray(row["truncated_cells"]) ? row["truncated_cells"].join(", ") : "";
}

function listAt(value: unknown, path: string): Row[] | null {
  const names = isRow(value) && has(value, path) ? [path] : path.split(".");
  const found = names.reduce<unknown>((at, name) => (isRow(at) && has(at, name) ? at[name] : undefined), value);
  return Array.isArray(found) && found.every(isRow) ? found : null;
}

export interface TableSink extends RowSink {
  /** Hands on the rows of the table, if the file is one; gives their number, else null. */
  end(): number | null;
}

/** Hands on rows; where all that comes is one table, the rows of that. @param list where they stand, if that is named */
export function tableSink(sink: RowSink, list?: string): TableSink {
  let met = false;
  let held: { readonly row: Parameters<RowSink["record"]>; readonly rows: Row[] } | null = null;
  const release = (): void => {
    const first = held;
    held = null;
    if (first !== null) sink.record(...first.row);
  };
  const { line } = sink;
  return {
    record(...row) {
      release();
      const rows = met ? null : list === undefined ? rowsOfTable(row[0]) : listAt(row[0], list);
      met = true;
      if (rows === null) sink.record(...row);
      else held = { row, rows };
    },
    fault: (code, place, detail) => sink.fault(code, place, detail),
    line:
      line &&
      ((bytes, number) => {
        release();
        return line.call(sink, bytes, number);
      }),
    end() {
      const { rows = null, row: [page] = [null] } = held ?? {};
      held = null;
      rows?.forEach((row, i) => {
        const cut = cutCells(page, i);
        if (cut !== "") sink.fault("cut_cell", i + 1, cut);
        sink.record(row, i + 1, null);
      });
      return rows === null ? null : rows.length;
    },
  };
}
