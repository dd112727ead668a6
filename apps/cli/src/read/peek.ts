import type { FileHandle } from "node:fs/promises";

/** Bytes looked at to tell a profile or a compressed file from rows. */
const headBytes = 65_536;

/** Size of one read: larger ones gain nothing, smaller ones cost calls. */
const chunkBytes = 1024 * 1024;

export type Chunks = AsyncIterable<Uint8Array>;

/** The bytes of an open file from a place on; it is closed after them. */
export async function* fileChunks(handle: FileHandle, start?: number): AsyncGenerator<Uint8Array> {
  try {
    for (let place = start; ;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes, place);
      if (bytesRead === 0) return;
      if (place !== undefined) place += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The first bytes, and all of them again. */
export async function peek(chunks: Chunks): Promise<[head: Uint8Array, all: AsyncGenerator<Uint8Array>]> {
  const source = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await source.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => source };
    } finally {
      await source.return?.();
    }
  };
  return [joined(first, length).subarray(0, headBytes), all()];
}

export function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const all = new Uint8Array(length);
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.length;
  }
  return all;
}
