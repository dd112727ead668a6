import { Taking, concat, type Bytes } from "./held.ts";

const other = /(?:^|\/)(?:\.|__MACOSX(?:\/|$)|(?:readme|licen[cs]e)\b)/iu;
const isData = (path: string): boolean => !path.endsWith("/") && !other.test(path);

const marks = { file: 0x04034b50, list: 0x02014b50, sizes: 0x08074b50 } as const;

/** The data files of a zip archive by the head of each, without bytes where one is locked or packed in a rare way; throws where it breaks off. @source https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (read 2026-11-30) */
export async function* filesIn(taking: Taking): AsyncGenerator<{ name: string; bytes: Bytes | null }, void> {
  for (;;) {
    // A file that breaks off since the archive does has said so.
    if (taking.isOver) return;
    const head = new DataView((await taking.take(30)).buffer);
    if (head.getUint32(0, true) !== marks.file) break;
    const [flags = 0, method = 0, named = 0, more = 0] = [6, 8, 26, 28].map((at) => head.getUint16(at, true));
    const name = new TextDecoder().decode(await taking.take(named));
    const extra = new DataView((await taking.take(more)).buffer);
    const short = head.getUint32(18, true);
    const size = short === 0xffffffff && more >= 20 ? Number(extra.getBigUint64(12, true)) : short;
    const bytes = (flags & 8) === 0 ? taking.pieces(size) : sizedBehind(taking);
    const unpacked = method === 0 ? bytes : method === 8 ? inflated(bytes, true) : null;
    if (isData(name)) yield { name, bytes: (flags & 1) === 0 ? unpacked : null };
    for await (const _ of bytes);
  }
  let last = "";
  for (let part = await taking.some(2 ** 16); part !== null; part = await taking.some(2 ** 16))
    last = last.slice(-(2 ** 16)) + new TextDecoder("latin1").decode(part);
  if (!last.includes("PK\u0005\u0006")) throw new Error("an archive without its end");
}

/** A file of an archive that was written as a stream: it ends before the mark that is followed by its size. */
async function* sizedBehind(taking: Taking): AsyncGenerator<Uint8Array, void, undefined> {
  let [before, held]: [number, Uint8Array] = [0, new Uint8Array(0)];
  for (let part = await taking.some(2 ** 16); part !== null; part = await taking.some(2 ** 16)) {
    held = concat([held, part]);
    const view = new DataView(held.buffer, held.byteOffset, held.length);
    for (let at = held.indexOf(0x50); at >= 0 && at + 24 <= held.length; at = held.indexOf(0x50, at + 1)) {
      if (view.getUint32(at, true) !== marks.sizes || view.getUint32(at + 8, true) !== (before + at) % 2 ** 32)
        continue;
      const next: number = view.getUint32(at + 16, true);
      taking.putBack(held.subarray(at + (next === marks.file || next === marks.list ? 16 : 24)));
      yield held.subarray(0, at);
      return;
    }
    const sure = Math.max(0, held.length - 24);
    yield held.subarray(0, sure);
    [before, held] = [before + sure, held.subarray(sure)];
  }
  yield held;
  throw new RangeError("an early end");
}

/**
 * Unpacked by a library: browsers, and Node from 24 on, take a further member of gzip, or zeros behind the last one, for an error.
 */
async function* inflated(chunks: Bytes, raw: boolean): AsyncGenerator<Uint8Array, void, undefined> {
  const { Inflate } = await import("pako");
  const unpacked: Uint8Array[] = [];
  const member = () => {
    const stream = new Inflate({ windowBits: raw ? -15 : 31 });
    let rest = () => new Uint8Array(0);
    stream.onStart = (state) => (rest = () => state.output.subarray(0, state.next_out));
    stream.onData = (part) => void unpacked.push(part);
    return { stream, rest: () => rest() };
  };
  let { stream, rest } = member();
  yield* pushed(chunks, unpacked, (piece, isLast) => {
    // A member may end with a piece; zeros fill the last block of some devices.
    if (stream.ended && piece.length > 0 && piece[0] !== 0) ({ stream, rest } = member());
    stream.push(piece);
    if (stream.err === 0 && (stream.ended || !isLast)) return;
    unpacked.push(rest());
    throw new Error(stream.msg || "an early end");
  });
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
  return packing === "gzip" ? inflated(chunks, false) : unzstd(chunks);
}

/** A piece is unpacked at once, and a block of 128 KB may be packed into five bytes. */
const pieceSize = 1024;

/** What a library unpacks of one piece after another; what came before the place that cannot be unpacked is given all the same. */
async function* pushed(
  chunks: Bytes,
  unpacked: Uint8Array[],
  push: (piece: Uint8Array, isLast: boolean) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks)
    // A copy: the source may fill its buffer anew while the library still holds the end of a piece.
    for (let at = 0; at < chunk.length; at += pieceSize) yield* unpackedOf(chunk.slice(at, at + pieceSize), false);
  yield* unpackedOf(new Uint8Array(0), true);

  function* unpackedOf(piece: Uint8Array, isLast: boolean): Generator<Uint8Array, void, undefined> {
    let broken: unknown;
    try {
      push(piece, isLast);
    } catch (error) {
      broken = error;
    }
    yield* unpacked.splice(0).filter(({ length }) => length > 0);
    if (broken !== undefined) throw broken;
  }
}

/** Windows above this are refused, as `zstd` itself refuses them unless told otherwise: 128 MB. */
const windowLimit = 2 ** 27;

async function* unzstd(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const { Decompress } = await import("fzstd");
  const unpacked: Uint8Array[] = [];
  const stream = new Decompress((chunk) => void unpacked.push(chunk.slice()));
  let isFirst = true;
  yield* pushed(chunks, unpacked, (piece, isLast) => {
    if (isFirst) checkWindow(piece);
    isFirst = false;
    stream.push(piece, isLast);
  });
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
