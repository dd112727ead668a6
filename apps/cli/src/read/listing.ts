import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { detectFormat, type ManifestFile } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { fingerprintOfFile, readerAt } from "./fingerprint.ts";

/** Bytes that tell what a file is. */
const headBytes = 65_536;

/** Length, state and kind of a file. Throws what the file system says. */
export async function describe(path: string): Promise<Result<ManifestFile>> {
  const { size } = await stat(path);
  const read = readerAt(path);
  const lines = detectFormat(await read(0, Math.min(size, headBytes)), path).container === "json-lines";
  const etag = await fingerprintOfFile(size, read);
  return ok({ path, bytes: size, etag, ...(lines && { lines: true as const }) });
}

/** The files in a folder, sorted, hidden ones left out; undefined where the path is none. */
export async function foldered(path: string): Promise<Result<readonly string[] | undefined>> {
  if (path === "-" || !(await stat(path)).isDirectory()) return ok(undefined);
  const found: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const inner = join(path, entry.name);
    const deeper = await foldered(inner);
    if (!deeper.ok) return deeper;
    found.push(...(deeper.value ?? [inner]));
  }
  return ok(found.sort());
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
