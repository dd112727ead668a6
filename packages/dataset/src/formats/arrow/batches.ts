import type { Batch, Codec } from "@uwdata/flechette";
import names from "../../shapes/names.json" with { type: "json" };
import { Taking, TooLarge, roomFor, type Bytes } from "../held.ts";
import { checkWindow } from "../packing.ts";
import { unpackLz4 } from "./lz4.ts";

type MessageKind = "schema" | "dictionary" | "records";

const place = names.arrowPlaces;

const bodyLimit = 1024 * 1024 * 1024;

/** Values that a batch may claim beside those that its bytes account for, as in a column of nothing. */
const freeValues = 2 ** 16;
const valuesPerByte = 64;

/** Kinds of columns that no training file has, and that the library would run on in: a union, runs, and views of lists. */
const strangeKinds: ReadonlySet<number> = new Set([14, 22, 25, 26]);

/**
 * Holds the lengths in the metadata of a message against its bytes, since the library trusts them: a wrong byte would make it build columns for hours.
 * @source https://github.com/apache/arrow/tree/main/format (Message.fbs, Schema.fbs; read 2026-11-25)
 */
function verified(metadata: Uint8Array): { readonly kind: MessageKind; readonly body: number } {
  try {
    return new Walk(metadata).message();
  } catch (error) {
    throw error instanceof BrokenArrow ? error : new BrokenArrow("a message that points outside of itself");
  }
}

class Walk {
  readonly #view: DataView;
  #budget: number;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#view = new DataView(buffer, byteOffset, byteLength);
    this.#budget = byteLength;
  }

  message(): { readonly kind: MessageKind; readonly body: number } {
    const root = this.#view.getUint32(0, true);
    const header = this.#target(root, place.message.header);
    const kind = this.#byte(root, place.message.kind);
    const bodyAt = this.#field(root, place.message.body);
    const body = bodyAt === 0 ? 0 : Number(this.#view.getBigInt64(bodyAt, true));
    if (header === 0 || kind < 1 || kind > 3) throw new BrokenArrow("a message of an unknown kind");
    if (body < 0 || body > bodyLimit) throw new BrokenArrow("a body of no possible length");
    if (kind === 1) {
      this.#list(header, place.schema.metadata, 4);
      this.#fields(header, place.schema.fields);
    } else this.#batch(kind === 2 ? this.#target(header, place.dictionary.batch) : header, body);
    return { kind: kind === 1 ? "schema" : kind === 2 ? "dictionary" : "records", body };
  }

  #fields(table: number, field: number): void {
    for (const at of this.#list(table, field, 4)) {
      const inner = at + this.#view.getUint32(at, true);
      if (strangeKinds.has(this.#byte(inner, place.field.kind)))
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

  #field(table: number, field: number): number {
    const list = table - this.#view.getInt32(table, true);
    const offset = field < this.#view.getUint16(list, true) ? this.#view.getUint16(list + field, true) : 0;
    return offset === 0 ? 0 : table + offset;
  }

  #byte(table: number, field: number): number {
    const at = this.#field(table, field);
    return at === 0 ? 0 : this.#view.getUint8(at);
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

const metadataLimit = 64 * 1024 * 1024;

/** The messages of an Arrow stream one by one; a file is a stream between two marks. @source https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format (read 2026-11-25) */
async function* messagesOf(
  chunks: Bytes,
): AsyncGenerator<{ readonly kind: MessageKind; readonly bytes: Uint8Array }, void, undefined> {
  const taking = new Taking(chunks);
  try {
    let prefix = await taking.take(8);
    if (prefix[0] === 0x41) prefix = await taking.take(8);
    for (;;) {
      const head = new DataView(prefix.buffer);
      if (head.getInt32(0, true) !== -1) throw new BrokenArrow("a message without its mark");
      const length = head.getInt32(4, true);
      if (length === 0) return;
      if (length < 16 || length > metadataLimit) throw new BrokenArrow("a message of no possible length");
      const metadata = await taking.take(length);
      const { kind, body } = verified(metadata);
      const bytes = new Uint8Array(8 + length + body);
      bytes.set(prefix);
      bytes.set(metadata, 8);
      bytes.set(await taking.take(body), 8 + length);
      yield { kind, bytes };
      prefix = await taking.take(8);
    }
  } finally {
    await taking.end();
  }
}

class BrokenArrow extends Error {}

type Library = typeof import("@uwdata/flechette");
type Cells = Batch<unknown>;

/** The rows of an Arrow stream or file, batch by batch, so that one batch is held at a time. */
export async function* batchesOf(chunks: Bytes): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const library = await loaded();
  const shared: Uint8Array[] = [];
  for await (const { kind, bytes } of messagesOf(chunks)) {
    if (kind === "records") yield rowsOf(library, [...shared, bytes]);
    else shared.push(bytes);
  }
}

let room = roomFor(0);

async function loaded(): Promise<Library> {
  const library = await import("@uwdata/flechette");
  const { decompressZstd } = await import("hyparquet-compressors");
  // The size that a column states stands before it. It is unpacked into memory of its own: numbers are looked at in place, and must stand at whole numbers.
  const codecOf = (perByte: number, unpack: (packed: Uint8Array, size: number) => Uint8Array): Codec => ({
    decode(packed) {
      const size = Number(new DataView(packed.buffer, packed.byteOffset - 8).getBigInt64(0, true));
      if (size > perByte * packed.length) throw new BrokenArrow("a column that claims to be larger than it can be");
      room(size);
      const bytes = unpack(packed, size);
      if (bytes.length !== size) throw new BrokenArrow("a column of another size than it says");
      return bytes;
    },
    encode: (bytes) => bytes,
  });
  const { ZSTD, LZ4_FRAME } = library.CompressionType;
  library.setCompressionCodec(LZ4_FRAME, codecOf(255, unpackLz4));
  const unpackZstd = codecOf(2 ** 15, (packed, size) => {
    checkWindow(packed);
    return decompressZstd(packed, new Uint8Array(size));
  });
  library.setCompressionCodec(ZSTD, unpackZstd);
  return library;
}

function rowsOf({ tableFromIPC }: Library, messages: Uint8Array[]): Record<string, unknown>[] {
  room = roomFor(messages.at(-1)?.length ?? 0);
  try {
    const { names, children } = tableFromIPC(messages, { useBigInt: true, useDate: true, useDecimalInt: false });
    const columns = children.map(({ data }) => data[0] as unknown as Cells);
    const rows = columns[0]?.length ?? 0;
    for (const column of columns) checkColumn(column, rows);
    return Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(names.map((name, i) => [name, (columns[i] as Cells).at(row)])),
    );
  } catch (error) {
    const isOwn = error instanceof BrokenArrow || error instanceof TooLarge;
    throw isOwn ? error : new BrokenArrow("its bytes contradict one another");
  }
}

type Numbers = ArrayLike<number | bigint>;

interface Lengths extends Pick<Batch<unknown>, "length" | "type"> {
  readonly values?: Numbers;
  readonly offsets?: Numbers;
  readonly validity?: Uint8Array;
  readonly nullCount: number;
  readonly children?: readonly Lengths[];
}

/** Throws where a column claims more values than it has, so that taking them ends and stays within it: the library trusts lengths and places. */
function checkColumn(column: unknown, rows: number): void {
  const { length, type, offsets, values, validity, nullCount, children = [] } = column as Lengths;
  const stride = "stride" in type && typeof type.stride === "number" ? type.stride : 1;
  const perValue = "typeId" in type && type.typeId === 6 ? 8 : 1;
  const held = values === undefined ? Infinity : values.length * perValue;
  const inner = offsets === undefined ? undefined : lastOf(offsets, length);
  const isShort = validity !== undefined && validity.length > 0 && validity.length * 8 < length;
  const flaws: readonly (readonly [holds: boolean, what: string])[] = [
    [!Number.isSafeInteger(length) || length < rows, "a column of more or fewer values than rows"],
    [nullCount > 0 && isShort, "a column that does not say which values are missing"],
    [inner !== undefined && inner > (values?.length ?? inner), "texts beyond the end of their column"],
    [inner === undefined && held < length * stride, "a column with fewer values than it says"],
  ];
  for (const [holds, what] of flaws) if (holds) throw new BrokenArrow(what);
  for (const child of children) checkColumn(child, inner ?? length * stride);
}

function lastOf(offsets: ArrayLike<number | bigint>, length: number): number {
  if (length > 0 && offsets.length < length + 1) throw new BrokenArrow("a column with fewer places than it says");
  let before = 0;
  for (let i = 0; i < offsets.length && i <= length; i++) {
    const place = Number(offsets[i]);
    if (!(place >= before)) throw new BrokenArrow("values that end before they begin");
    before = place;
  }
  return before;
}
