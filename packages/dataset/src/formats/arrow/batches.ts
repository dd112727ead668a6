import type { Batch } from "@uwdata/flechette";
import type { Bytes } from "../held.ts";
import { checkWindow } from "../packing.ts";
import { checkColumn } from "./checkColumn.ts";
import { BrokenArrow } from "./broken.ts";
import { unpackLz4 } from "./lz4.ts";
import { messagesOf } from "./messages.ts";

type Library = typeof import("@uwdata/flechette");
type Cells = Batch<unknown>;

/** Large numbers as they are, and times as numbers: no training reads them. */
const extraction = { useBigInt: true, useDecimalInt: false } as const;

/**
 * The rows of an Arrow stream or file, batch by batch, so that one batch is held at a time. Throws where the bytes are
 * broken.
 *
 * @throws BrokenArrow, EndedEarly
 */
export async function* batchesOf(chunks: Bytes): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  const library = await loaded();
  const shared: Uint8Array[] = [];
  for await (const message of messagesOf(chunks)) {
    const { kind, bytes } = message;
    if (kind === "records") yield rowsOf(library, [...shared, bytes]);
    else shared.push(bytes);
  }
}

async function loaded(): Promise<Library> {
  const library = await import("@uwdata/flechette");
  const { decompressZstd } = await import("hyparquet-compressors");
  library.setCompressionCodec(library.CompressionType.ZSTD, {
    decode: (packed) => {
      checkWindow(packed);
      // In memory of its own: columns of numbers are looked at in place, and must stand at whole numbers.
      return decompressZstd(packed).slice();
    },
    encode: (bytes) => bytes,
  });
  library.setCompressionCodec(library.CompressionType.LZ4_FRAME, { decode: unpackLz4, encode: (bytes) => bytes });
  return library;
}

function rowsOf({ tableFromIPC }: Library, messages: Uint8Array[]): Record<string, unknown>[] {
  try {
    const { names, children } = tableFromIPC(messages, extraction);
    const columns = children.map(({ data }) => data[0] as unknown as Cells);
    const rows = columns[0]?.length ?? 0;
    for (const column of columns) checkColumn(column, rows);
    // Entries, not assignment: a column may be called __proto__.
    return Array.from({ length: rows }, (_, row) =>
      Object.fromEntries(names.map((name, i) => [name, plain((columns[i] as Cells).at(row))])),
    );
  } catch (error) {
    // What the library says is for programmers.
    throw error instanceof BrokenArrow ? error : new BrokenArrow("its bytes contradict one another");
  }
}

/** Lists of numbers are lists like others. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return value instanceof Uint8Array ? value : Array.from(value as Int32Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
