import { snappyUncompress } from "hyparquet";

export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** Bytes that a page may claim: room for the largest row that is read, or so many times what it is packed into. */
const pageLimit = 128 * 1024 * 1024;
const bytesPerByte = 1024;

const unsnap: Unpack = (packed, size) => {
  const out = new Uint8Array(size);
  try {
    snappyUncompress(packed, out);
  } catch {
    throw new Error("a broken Snappy block");
  }
  return out;
};

export async function unpacker(codec: string, room: (bytes: number) => void): Promise<Unpack> {
  if (codec === "UNCOMPRESSED") return (page) => page;
  if (codec === "SNAPPY") return bounded(unsnap, 22, 0, room);
  const { decompressGzip, decompressZstd, decompressBrotli, decompressLz4, decompressLz4Raw } =
    await import("hyparquet-compressors");
  const known: Readonly<Record<string, Unpack>> = {
    GZIP: decompressGzip,
    ZSTD: (packed, size) => decompressZstd(packed, new Uint8Array(size)),
    BROTLI: decompressBrotli,
    LZ4: decompressLz4,
    LZ4_RAW: decompressLz4Raw,
  };
  const unpack = known[codec];
  if (unpack === undefined)
    throw new Error(`packed with ${codec}: only SNAPPY, ${Object.keys(known).join(", ")} can be unpacked`);
  return bounded(unpack, bytesPerByte, pageLimit, room);
}

function bounded(unpack: Unpack, perByte: number, limit: number, room: (bytes: number) => void): Unpack {
  return (packed, size) => {
    if (size > limit && size > packed.length * perByte)
      throw new Error("a packed page that claims to be larger than it can be");
    room(size);
    // The dictionary of a column without a value is empty, of which no library makes anything.
    return size === 0 ? new Uint8Array() : unpack(packed, size);
  };
}
