import { gunzip } from "./gunzip.ts";
import type { Bytes } from "./held.ts";

/** How a file is packed as a whole: alone, or as the one file of an archive. */
export type Packing = StreamPacking | "zip";
export type StreamPacking = "gzip" | "zstd";

/** Unpacks a file. Throws where the stream is broken or cut off. */
export function unpack(packing: StreamPacking, chunks: Bytes): Bytes {
  return packing === "gzip" ? gunzip(chunks) : unzstd(chunks);
}

/** Bytes given to the library at a time: what it unpacks of one piece is held. */
const pieceSize = 16 * 1024;

/** Windows above this are refused, as `zstd` itself refuses them unless told otherwise: 128 MB. */
const windowLimit = 2 ** 27;

async function* unzstd(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const { Decompress } = await import("fzstd");
  let unpacked: Uint8Array[] = [];
  const stream = new Decompress((chunk) => {
    // A copy: the library goes on to write into its own.
    if (chunk.length > 0) unpacked.push(chunk.slice());
  });
  let first = true;
  for await (const chunk of chunks) {
    if (first) checkWindow(chunk);
    first = false;
    for (let at = 0; at < chunk.length; at += pieceSize) {
      // A copy: the source may fill its buffer anew while the library still holds the end of a piece.
      yield* pushed(chunk.slice(at, at + pieceSize), false);
    }
  }
  yield* pushed(new Uint8Array(0), true);

  /** What came before the place that cannot be unpacked is given all the same. */
  function* pushed(piece: Uint8Array, isLast: boolean): Generator<Uint8Array, void, undefined> {
    let broken: unknown;
    try {
      stream.push(piece, isLast);
    } catch (error) {
      broken = error;
    }
    const ready = unpacked;
    unpacked = [];
    yield* ready;
    if (broken !== undefined) throw broken;
  }
}

/**
 * Throws where the frame that bytes begin with asks for a window that is too large.
 *
 * @source https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1 (read 2026-11-25)
 */
export function checkWindow(head: Uint8Array): void {
  const descriptor = head[4] ?? 0;
  const widths = [0, 1, 2, 4] as const;
  const isSingle = (descriptor & 32) !== 0;
  // A single segment has its whole size for a window, which stands behind the number of a dictionary.
  const at = 5 + (widths[(descriptor & 3) as 0] ?? 0);
  const bytes = isSingle ? head.subarray(at, at + (1 << (descriptor >> 6))) : new Uint8Array(0);
  const size = isSingle
    ? bytes.reduce((sum, byte, i) => sum + byte * 2 ** (8 * i), 0)
    : 2 ** (10 + ((head[5] ?? 0) >> 3));
  if (size > windowLimit) throw new Error("a window that is too large");
}
