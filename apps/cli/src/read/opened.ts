import { open, stat, type FileHandle } from "node:fs/promises";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { fileProblem } from "./fileProblem.ts";
import { chunkBytes, joined, type Chunks } from "./peek.ts";

/** Price books, pilots, profiles and model configurations are far smaller than this. */
const textLimit = 256 * 1024 * 1024;

/** A file or pipe that is about to be read. */
export interface Opened {
  readonly path: string;
  readonly chunks: Chunks;
  /** Bytes in all; undefined for a pipe. */
  readonly size: number | undefined;
}

/** Opens a file of this machine. */
export async function openFile(path: string): Promise<Result<Opened>> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return fail({ kind: "file_directory", path });
    // Opened here so that a missing permission is found before anything is printed.
    const handle = await open(path);
    return ok({ path, chunks: fileChunks(handle), size: found.isFile() ? found.size : undefined });
  } catch (error) {
    return fail(fileProblem(path, error));
  }
}

async function* fileChunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Ends the reading that was begun, so that its file is closed, and goes on otherwise. */
export async function closing<T>(chunks: Chunks, next: () => T): Promise<Awaited<T>> {
  await chunks[Symbol.asyncIterator]().return?.();
  return await next();
}

/** The whole text of what was opened, where it is UTF-8 and of a bearable length. */
export async function wholeText({ path, chunks }: Opened): Promise<Result<string>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of chunks) {
    parts.push(part);
    length += part.length;
    if (length > textLimit) return fail({ kind: "file_too_long", path, limit: "256 MB" });
  }
  try {
    return ok(new TextDecoder("utf-8", { fatal: true }).decode(joined(parts, length)));
  } catch {
    return fail({ kind: "file_not_utf8", path });
  }
}
