import { BrokenArrow } from "./broken.ts";

/** What a message holds. */
export type MessageKind = "schema" | "dictionary" | "records";

/** Fields of a table, as many bytes from the beginning of its list as the schema of the format puts them. */
const place = {
  message: { kind: 6, header: 8, body: 10 },
  schema: { fields: 6, metadata: 8 },
  field: { kind: 8, dictionary: 12, children: 14, metadata: 16 },
  batch: { nodes: 6, buffers: 8, variadic: 12 },
  dictionary: { batch: 6 },
} as const;

/** A message of more bytes than this is not held: 1 GB. */
const bodyLimit = 1024 * 1024 * 1024;

/** Values that a batch may claim beside those that its bytes account for, as in a column of nothing. */
const [freeValues, valuesPerByte] = [2 ** 16, 64];

/** Kinds of columns that no training file has, and that the library would run on in: a union, runs, and views of lists. */
const strangeKinds: ReadonlySet<number> = new Set([14, 22, 25, 26]);

/**
 * Holds the lengths in the metadata of a message against its bytes, since the library trusts them: a wrong byte would make
 * it build columns for hours.
 *
 * @source https://github.com/apache/arrow/tree/main/format (Message.fbs, Schema.fbs; read 2026-11-25)
 * @throws BrokenArrow
 */
export function verified(metadata: Uint8Array): { readonly kind: MessageKind; readonly body: number } {
  try {
    return new Walk(metadata).message();
  } catch (error) {
    // A place outside of the bytes.
    throw error instanceof BrokenArrow ? error : new BrokenArrow("a message that points outside of itself");
  }
}

class Walk {
  readonly #view: DataView;
  /** Elements that may still be looked at: several lists may share their bytes, but not without end. */
  #budget: number;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset, byteLength);
    this.#budget = byteLength;
  }

  message(): { readonly kind: MessageKind; readonly body: number } {
    const root = this.#view.getUint32(0, true);
    const kindAt = this.#field(root, place.message.kind);
    const header = this.#target(root, place.message.header);
    const kind = kindAt === 0 ? 0 : this.#view.getUint8(kindAt);
    const bodyAt = this.#field(root, place.message.body);
    const body = bodyAt === 0 ? 0 : Number(this.#view.getBigInt64(bodyAt, true));
    if (header === 0 || kind < 1 || kind > 3) throw new BrokenArrow("a message of an unknown kind");
    if (body < 0 || body > bodyLimit) throw new BrokenArrow("a body of no possible length");
    if (kind === 1) this.#schema(header);
    else this.#batch(kind === 2 ? this.#target(header, place.dictionary.batch) : header, body);
    return { kind: kind === 1 ? "schema" : kind === 2 ? "dictionary" : "records", body };
  }

  #schema(table: number): void {
    this.#list(table, place.schema.metadata, 4);
    this.#fields(table, place.schema.fields);
  }

  #fields(table: number, field: number): void {
    for (const at of this.#list(table, field, 4)) {
      const inner = at + this.#view.getUint32(at, true);
      const kindAt = this.#field(inner, place.field.kind);
      if (strangeKinds.has(kindAt === 0 ? 0 : this.#view.getUint8(kindAt)))
        throw new BrokenArrow("a column of a kind that no training file has");
      this.#list(inner, place.field.metadata, 4);
      this.#fields(inner, place.field.children);
    }
  }

  #batch(table: number, body: number): void {
    if (table === 0) throw new BrokenArrow("a batch without its columns");
    for (const at of this.#list(table, place.batch.nodes, 16))
      if (this.#view.getBigUint64(at, true) > BigInt(freeValues + valuesPerByte * body))
        throw new BrokenArrow("a column of more values than its batch can hold");
    const buffers = this.#list(table, place.batch.buffers, 16).length;
    for (const at of this.#list(table, place.batch.variadic, 8))
      if (this.#view.getBigUint64(at, true) > BigInt(buffers)) throw new BrokenArrow("a column of too many parts");
  }

  /** Where a field of a table stands; 0 where it has none. */
  #field(table: number, field: number): number {
    const list = table - this.#view.getInt32(table, true);
    const offset = field < this.#view.getUint16(list, true) ? this.#view.getUint16(list + field, true) : 0;
    return offset === 0 ? 0 : table + offset;
  }

  #target(table: number, field: number): number {
    const at = this.#field(table, field);
    return at === 0 ? 0 : at + this.#view.getUint32(at, true);
  }

  #list(table: number, field: number, width: number): number[] {
    const start = this.#target(table, field);
    if (start === 0) return [];
    const length = this.#view.getUint32(start, true);
    this.#budget -= length + 1;
    if (this.#budget < 0 || start + 4 + length * width > this.#view.byteLength)
      throw new BrokenArrow("a list longer than its message");
    return Array.from({ length }, (_, i) => start + 4 + i * width);
  }
}
