import names from "../shapes/names.json" with { type: "json" };

/** What a reader of any container hands on, in the order of the file. */
export interface RowSink {
  /**
   * One record.
   *
   * @param line 1-based: the line of JSON lines, CSV and text, the number of the element or row in a JSON array or Parquet file
   * @param text the JSON text of the record; null where the container holds no JSON
   */
  record(value: unknown, line: number, text: string | null): void;
  /**
   * A line of JSON lines that may be read without parsing it; false where it may not, and nothing has been done. Absent
   * where nobody can.
   */
  line?: ((bytes: Uint8Array, line: number) => boolean) | undefined;
  /** A place that gives no record, or gives it with a flaw: `invalid_json`, `blank_line`, `bom`, … */
  fault(code: string, line: number, detail?: string): void;
}

const mild: ReadonlySet<string> = new Set(names.mildFaults);

/** Whether a fault stands for a row that gives no record. */
export function costsRow(code: string, detail?: string): boolean {
  return !mild.has(code) && !mild.has(`${code} ${detail ?? ""}`);
}

/** Whether a fault says that the file goes on after what could be read. */
export function endsEarly(code: string, detail?: string): boolean {
  return code === "broken_off" || (code === "invalid_json" && detail === "unclosed");
}

/** A push parser of one container. */
export interface RowReader {
  push(bytes: Uint8Array): void;
  end(): void;
  /** Lines (or elements) met so far. */
  readonly lines: number;
}

/** A record of more bytes than this is skipped and reported: 64 MB. */
export const recordLimit: number = 64 * 1024 * 1024;

/** `499,986,079 bytes`. */
export function byteText(bytes: number): string {
  return `${bytes.toLocaleString("en")} bytes`;
}
