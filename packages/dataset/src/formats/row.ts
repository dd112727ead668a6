import names from "../shapes/names.json" with { type: "json" };

export interface RowSink {
  /**
   * One record.
   * @param line 1-based: the line of JSON lines, CSV and text, the number of the element or row in a JSON array or Parquet file
   * @param text the JSON text of the record; null where the container holds no JSON
   */
  record(value: unknown, line: number, text: string | null): void;
  /** A line of JSON lines that may be read without parsing it; false where it may not, and nothing has been done. */
  line?: ((bytes: Uint8Array, line: number) => boolean) | undefined;
  fault(code: string, line: number, detail?: string): void;
}

/** The sink for a file whose rows follow others in the same archive. */
export const behind = (sink: RowSink, before: number): RowSink => ({
  record: (value, line, text) => sink.record(value, before + line, text),
  fault: (code, line, detail) => sink.fault(code, before + line, detail),
});

const mild: ReadonlySet<string> = new Set(names.mildFaults);

export const costsRow = (code: string, detail?: string): boolean =>
  !mild.has(code) && !mild.has(`${code} ${detail ?? ""}`);

export const endsEarly = (code: string, detail?: string): boolean =>
  code === "broken_off" || (code === "invalid_json" && detail === "unclosed");

export interface RowReader {
  push(bytes: Uint8Array): void;
  end(): void;
  readonly lines: number;
}

export const recordLimit: number = 64 * 1024 * 1024;

/** A count with its thousands set apart, as every sentence writes it. */
export const countText = (count: number): string => count.toLocaleString("en");

export const byteText = (bytes: number): string => `${countText(bytes)} bytes`;

export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const rowsIn = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

/** What stands where another kind of value should. */
export const got = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "list" : typeof value);

/** Whether the row holds the field itself (`__proto__` and inherited names do not count). */
export const has = (row: Row, field: string): boolean => Object.hasOwn(row, field);

export const filled = (row: Row, field: string): boolean => Object.hasOwn(row, field) && row[field] !== null;

export const firstFilled = (row: Row, fields: readonly string[]): string | undefined =>
  fields.find((field) => filled(row, field)) ?? fields.find((field) => has(row, field));

/** A value of a table as JSON would hold it: lists as such, whole numbers of 64 bits as numbers where these are exact. */
export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? value : Array.from(value as Int32Array, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
