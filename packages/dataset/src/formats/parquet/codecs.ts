import { snappyUncompress } from "hyparquet";
import type { Group } from "./footer.ts";

/** Unpacks a page into `size` bytes. Throws where it is broken. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/**
 * Bytes that a page may claim: room for the largest row that is read, or so many times what it is packed into. Broken
 * lengths ask for gigabytes.
 */
const [pageLimit, bytesPerByte] = [128 * 1024 * 1024, 1024];

/** Within what a page can be, whatever its header says. */
function bounded(unpack: Unpack): Unpack {
  return (packed, size) => {
    if (size > pageLimit && size > packed.length * bytesPerByte)
      throw new Error("a packed page that claims to be larger than it can be");
    return unpack(packed, size);
  };
}

/** Unpacks a block of Snappy. One element of three bytes gives 64 at most, so nothing that claims more is worth the memory. */
export const unsnap: Unpack = (packed, size) => {
  if (size > packed.length * 22) throw new Error("a packed page that claims to be larger than it can be");
  const out = new Uint8Array(size);
  try {
    snappyUncompress(packed, out);
  } catch {
    throw new Error("a broken Snappy block");
  }
  return out;
};

/** What the columns of some groups are packed with. The library of the rarer ways is loaded where one of them is met. */
export async function unpackersFor(groups: readonly Group[]): Promise<ReadonlyMap<string, Unpack>> {
  const met = new Set(groups.flatMap(({ chunks }) => chunks.map(({ codec }) => codec)));
  const known = new Map<string, Unpack>([["SNAPPY", unsnap]]);
  if ([...met].every((codec) => codec === "UNCOMPRESSED" || codec === "SNAPPY")) return known;
  const library = await import("hyparquet-compressors");
  known.set("GZIP", bounded(library.decompressGzip));
  known.set(
    "ZSTD",
    bounded((packed, size) => library.decompressZstd(packed, new Uint8Array(size))),
  );
  known.set("BROTLI", bounded(library.decompressBrotli));
  known.set("LZ4", bounded(library.decompressLz4));
  known.set("LZ4_RAW", bounded(library.decompressLz4Raw));
  return known;
}
