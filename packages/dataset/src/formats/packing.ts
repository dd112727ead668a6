import { collected, concat, heldLimit, type Bytes } from "./held.ts";

function isData(path: string): boolean {
  return !path.endsWith("/") && !path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly bytes: Uint8Array;
}

/** A file in an archive by its own head, of which the list may know a size. @source https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (read 2026-11-30) */
function entryAt(archive: Uint8Array, head: number, size: number = Infinity): Entry {
  const view = new DataView(archive.buffer, archive.byteOffset + head, archive.length - head);
  const [method = 0, name = 0, extra = 0] = [8, 26, 28].map((at) => view.getUint16(at, true));
  const bytes = archive.subarray(head + 30 + name + extra).subarray(0, size);
  return { name: new TextDecoder().decode(archive.subarray(head + 30, head + 30 + name)), method, bytes };
}

/** The files of an archive by the list at its end; throws where that is missing. */
function* listed(archive: Uint8Array): Generator<Entry, void, undefined> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  let end = archive.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    yield entryAt(archive, view.getUint32(at + 42, true), view.getUint32(at + 20, true));
    at += 46 + [28, 30, 32].reduce((length, field) => length + view.getUint16(at + field, true), 0);
  }
}

/** The one data file of a zip archive; where it holds none, several or cannot be read, what it is, in words. */
export async function onlyFile(chunks: Bytes): Promise<{ readonly name: string; readonly chunks: Bytes } | string> {
  const archive = await collected(chunks, heldLimit);
  if (archive === null) return "a zip archive that is too large";
  let files: Entry[] = [];
  let isBroken = false;
  try {
    files = [...listed(archive)].filter(({ name }) => isData(name));
  } catch {
    // Damaged, or cut off: the file that it begins with tells of itself.
    isBroken = true;
    if (archive.length >= 30) files = [entryAt(archive, 0)].filter(({ name }) => isData(name) && name !== "");
  }
  const [file] = files;
  if (file === undefined) return "a zip archive without a file";
  if (files.length > 1) return `a zip archive of ${files.length} files`;
  if (file.method !== 0 && file.method !== 8) return "a zip archive packed in a rare way";
  return { name: file.name, chunks: entryChunks(file, isBroken) };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += 2 ** 16) yield bytes.subarray(at, at + 2 ** 16);
}

/** @param isBroken whether the archive lacks its end: throws when the file has been given */
async function* entryChunks({ method, bytes }: Entry, isBroken: boolean): AsyncGenerator<Uint8Array, void, undefined> {
  yield* method === 0 ? inPieces(bytes) : inflated(inPieces(bytes), "deflate-raw");
  if (isBroken) throw new Error("an archive without its end");
}

/** The end of a file that is given in small pieces, their size, and that of the pieces before, in bytes. */
const endSize = 8192;
const endPiece = 32;
const piece = 2048;

/** The chunks, cut small: a stream that fails drops what it unpacked of the piece it failed in, and files are broken off, or have something behind them, at their end. */
async function* cutSmall(chunks: Bytes): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let held = new Uint8Array(0);
  for await (const chunk of chunks) {
    for (let at = 0; at < held.length; at += piece) yield held.subarray(at, at + piece);
    held = chunk.slice();
  }
  const whole = Math.max(0, held.length - endSize);
  for (let at = 0; at < whole; at += piece) yield held.subarray(at, Math.min(at + piece, whole));
  for (let at = whole; at < held.length; at += endPiece) yield held.subarray(at, at + endPiece);
}

async function* inflated(chunks: Bytes, format: "gzip" | "deflate-raw"): AsyncGenerator<Uint8Array, void, undefined> {
  const source = cutSmall(chunks);
  let wanted = true;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = wanted ? await source.next() : { done: true as const, value: undefined };
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream(format)).getReader();
  let read = await reader.read();
  try {
    for (; !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Left early: what is still coming is read to its end. A stream of Node that is cancelled throws where nobody can catch it.
    wanted = false;
    try {
      while (!read.done) read = await reader.read();
    } catch {}
    await source.return();
  }
}

/** The first bytes, and all of them again, in which a source that fails is first told; ending the latter ends the source. */
export async function peek(
  chunks: Bytes,
  size: number,
): Promise<{ head: Uint8Array; all: AsyncGenerator<Uint8Array> }> {
  const all = headAndAll(chunks, size);
  const { value } = await all.next();
  return { head: value ?? new Uint8Array(0), all };
}

/** One generator gives both: if it has not been started, ending it would not end the source. */
async function* headAndAll(chunks: Bytes, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let broken: { readonly error: unknown } | null = null;
  try {
    for (let length = 0; length < size && broken === null;)
      try {
        const next = await source.next();
        if (next.done === true) break;
        parts.push(next.value.slice());
        length += next.value.length;
      } catch (error) {
        broken = { error };
      }
    const head = concat(parts);
    yield head;
    if (head.length > 0) yield head;
    if (broken !== null) throw broken.error;
    yield* { [Symbol.asyncIterator]: () => source };
  } finally {
    await source.return?.();
  }
}

export type Packing = "gzip" | "zstd" | "zip";

export function unpack(packing: "gzip" | "zstd", chunks: Bytes): Bytes {
  return packing === "gzip" ? inflated(chunks, "gzip") : unzstd(chunks);
}

/** A piece is unpacked at once, and a block of 128 KB may be packed into five bytes. */
const pieceSize = 1024;

/** Windows above this are refused, as `zstd` itself refuses them unless told otherwise: 128 MB. */
const windowLimit = 2 ** 27;

async function* unzstd(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const { Decompress } = await import("fzstd");
  const unpacked: Uint8Array[] = [];
  const stream = new Decompress((chunk) => void unpacked.push(chunk.slice()));
  async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let first = true;
    for await (const chunk of chunks) {
      if (first) checkWindow(chunk);
      first = false;
      // A copy: the source may fill its buffer anew while the library still holds the end of a piece.
      for (let at = 0; at < chunk.length; at += pieceSize) yield chunk.slice(at, at + pieceSize);
    }
  }
  for await (const piece of pieces()) yield* pushed(piece, false);
  yield* pushed(new Uint8Array(0), true);

  /** What came before the place that cannot be unpacked is given all the same. */
  function* pushed(piece: Uint8Array, isLast: boolean): Generator<Uint8Array, void, undefined> {
    let broken: unknown;
    try {
      stream.push(piece, isLast);
    } catch (error) {
      broken = error;
    }
    yield* unpacked.splice(0).filter(({ length }) => length > 0);
    if (broken !== undefined) throw broken;
  }
}

/** Throws where the frame that bytes begin with asks for a window that is too large. @source https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1 (read 2026-11-25) */
export function checkWindow(head: Uint8Array): void {
  const [descriptor = 0, window = 0] = head.subarray(4, 6);
  const isSingle = (descriptor & 32) !== 0;
  // A single segment has its whole size for a window, which stands behind the number of a dictionary.
  const at = 5 + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const sizes = head.subarray(at, at + (1 << (descriptor >> 6)));
  const whole = sizes.reduce((sum, byte, i) => sum + byte * 2 ** (8 * i), 0);
  if ((isSingle ? whole : 2 ** (7 + (window >> 3)) * (8 + (window & 7))) > windowLimit)
    throw new Error("a window that is too large");
}
