import { streamOf } from "./streams.ts";

/** A stream of byte chunks. */
export type Bytes = AsyncIterable<Uint8Array>;

/** The end of a file that is given in small pieces, and their size, in bytes. */
const [endSize, endPiece] = [8192, 32];

/**
 * The chunks, the end of the last one cut small: a stream that fails drops what it unpacked of the piece it failed in,
 * and files are broken off, or have something behind them, at their end.
 */
async function* cutAtEnd(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  let held = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (held.length > 0) yield held;
    // A copy: the source may fill its buffer anew.
    held = chunk.slice();
  }
  const whole = Math.max(0, held.length - endSize);
  if (whole > 0) yield held.subarray(0, whole);
  for (let at = whole; at < held.length; at += endPiece) yield held.subarray(at, at + endPiece);
}

/** Unpacks gzip. Throws what the platform throws where the stream is broken or cut off. */
export async function* gunzip(chunks: Bytes): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = streamOf(cutAtEnd(chunks)).pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const next = await reader.read();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Left early or broken off: let go of the source; its own failure was reported already.
    await reader.cancel().catch(() => undefined);
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
  const head = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    head.set(part, at);
    at += part.length;
  }
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
