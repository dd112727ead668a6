import { open, stat } from "node:fs/promises";

/** Bytes looked at to tell a profile or a compressed file from rows. */
export const headBytes = 65_536;

/** Size of one read: larger ones gain nothing, smaller ones cost calls. */
const chunkBytes = 1024 * 1024;

export type Chunks = AsyncIterable<Uint8Array>;

/** The bytes of a file from a place on, each part in the buffer of the one before. It is open from the first of them that is asked for until they end or are left. */
export async function* fileChunks(path: string, start?: number): AsyncGenerator<Uint8Array> {
  const handle = await open(path);
  const buffer = new Uint8Array(chunkBytes);
  try {
    for (let place = start; ;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, place);
      if (bytesRead === 0) return;
      if (place !== undefined) place += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** The first bytes, and all of them again; ending the latter ends the source. Throws what the file system says where there are none. */
export async function peek(chunks: Chunks): Promise<[head: Uint8Array, all: AsyncGenerator<Uint8Array>]> {
  const dataset = await import("@tunecast/dataset");
  const { head, all } = await dataset.peek(chunks, headBytes);
  if (head.length === 0) await all.next();
  return [head, all];
}

/** Tells whether a file is another than when it was opened at this size, or gone; a pipe, which has no size, never is. */
export async function watchedFor(path: string, size: number | undefined): Promise<() => Promise<boolean>> {
  if (size === undefined) return async () => false;
  const { mtimeMs } = await stat(path);
  return async () => {
    const after = await stat(path).catch(() => undefined);
    return after?.size !== size || after.mtimeMs !== mtimeMs;
  };
}
