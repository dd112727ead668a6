/** One parsed row of a data file: a JSON object whose fields are still unknown. */
export type Row = Readonly<Record<string, unknown>>;

/** Whether a parsed value is a JSON object (no array, not null). */
export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether the row holds the field itself (`__proto__` and inherited names do not count). */
export function has(row: Row, field: string): boolean {
  return Object.hasOwn(row, field);
}

/** A field that is there and is not null. */
export function filled(row: Row, field: string): boolean {
  return Object.hasOwn(row, field) && row[field] !== null;
}

/** The first of the fields that is not null; the first that is there, where all are. */
export function firstFilled(row: Row, fields: readonly string[]): string | undefined {
  return fields.find((field) => filled(row, field)) ?? firstOf(row, fields);
}

/** The first of the fields that the row holds. */
export function firstOf(row: Row, fields: readonly string[]): string | undefined {
  return fields.find((field) => Object.hasOwn(row, field));
}
