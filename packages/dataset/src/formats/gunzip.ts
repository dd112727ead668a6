import { concat, type Bytes } from "./held.ts";

/** The end of a file that is given in small pieces, their size, and that of the pieces before, in bytes. */
const [endSize, endPiece, piece] = [8192, 32, 2048];

/**
 * The chunks, cut small: a stream that fails drops what it unpacked of the piece it failed in, and files are broken off, or
 * have something behind them, at their end.
 */
async function* cutSmall(chunks: Bytes): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let held = new Uint8Array(0);
  for await (const chunk of chunks) {
    for (let at = 0; at < held.length; at += piece) yield held.subarray(at, at + piece);
    // A copy: the source may fill its buffer anew.
    held = chunk.slice();
  }
  const whole = Math.max(0, held.length - endSize);
  for (let at = 0; at < whole; at += piece) yield held.subarray(at, Math.min(at + piece, whole));
  for (let at = whole; at < held.length; at += endPiece) yield held.subarray(at, at + endPiece);
}

/** Unpacks gzip. Throws what the platform throws where the stream is broken or cut off. */
export async function* gunzip(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const source = cutSmall(chunks);
  let wanted = true;
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = wanted ? await source.next() : { done: true as const, value: undefined };
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream("gzip")).getReader();
  let read = await reader.read();
  try {
    for (; !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Left early: what is still coming is read to its end. A stream of Node that is cancelled throws where nobody can catch it.
    wanted = false;
    try {
      while (!read.done) read = await reader.read();
    } catch {
      // The end that was cut off.
    }
    await source.return();
  }
}

/** Chunks, the first of them at least `size` bytes long where there are as many. */
export async function peek(chunks: Bytes, size: number): Promise<{ head: Uint8Array; all: Bytes }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  let broken: unknown;
  try {
    while (length < size) {
      const next = await iterator.next();
      if (next.done === true) break;
      // A copy: the source may fill its buffer anew.
      parts.push(next.value.slice());
      length += next.value.length;
    }
  } catch (error) {
    broken = error;
  }
  const head = concat(parts);
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (head.length > 0) yield head;
      if (broken !== undefined) throw broken;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}
