import { mkdir, readdir, rename, rm, stat, writeFile, open } from "node:fs/promises";
import { join } from "node:path";
import type { ManifestFile } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { headBytes } from "./peek.ts";

/** So much of either end of a file tells it from others, with its length. */
const endBytes = 65_536;
/** Hexadecimal digits kept: 128 bits. */
const digits = 32;

/** Tells files apart by their length and both of their ends, whether they are read through or looked into. */
export class Fingerprint {
  #bytes = 0;
  #head: Uint8Array = new Uint8Array(0);
  #tail: Uint8Array = new Uint8Array(0);

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#head.length < endBytes)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, endBytes - this.#head.length)]);
    // A copy: the source may fill its buffer anew.
    this.#tail =
      chunk.length >= endBytes
        ? chunk.slice(-endBytes)
        : Buffer.concat([this.#tail.subarray(Math.max(0, this.#tail.length + chunk.length - endBytes)), chunk]);
  }

  digest(): Promise<string> {
    return fingerprintOf(this.#bytes, this.#head, this.#tail);
  }
}

async function bytesAt(path: string, start: number, length: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The fingerprint of a file of `bytes` bytes, of which only the ends are read. */
export async function fingerprintOfFile(path: string, bytes: number): Promise<string> {
  const length = Math.min(bytes, endBytes);
  return fingerprintOf(bytes, await bytesAt(path, 0, length), await bytesAt(path, bytes - length, length));
}

async function fingerprintOf(bytes: number, head: Uint8Array, tail: Uint8Array): Promise<string> {
  const { createHash } = await import("node:crypto");
  return createHash("sha256").update(`${bytes}\n`).update(head).update(tail).digest("hex").slice(0, digits);
}

/** Length, state and kind of a file. Throws what the file system says. */
export async function describe(path: string): Promise<Result<ManifestFile>> {
  const { size } = await stat(path);
  const { sniff } = await import("@tunecast/dataset");
  const lines = sniff(await bytesAt(path, 0, Math.min(size, headBytes)), path).kind === "json-lines";
  const etag = await fingerprintOfFile(path, size);
  return ok({ path, bytes: size, etag, ...(lines && { lines: true as const }) });
}

/** The files in a folder, sorted, hidden ones left out; undefined where the path is none. */
export async function foldered(path: string): Promise<readonly string[] | undefined> {
  if (path === "-" || !(await stat(path)).isDirectory()) return undefined;
  const found: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    found.push(...((await foldered(inner)) ?? [inner]));
  }
  return found.sort();
}

/** Writes a file beside its place, then renames it: nobody ever sees half of it. */
export async function saved(folder: string, name: string, text: string): Promise<Result<true>> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${name}.${process.pid}.${Date.now()}`);
  try {
    await writeFile(draft, text);
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return ok(true);
}
