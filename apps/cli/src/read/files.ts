import { stat } from "node:fs/promises";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { guarded } from "./fileProblem.ts";
import { fileChunks, peek, watchedFor, type Chunks } from "./peek.ts";
import type { Progress } from "../count/progress.ts";
import type { Files, FileProfile, ProfileOptions } from "./host.ts";
import type { DatasetProfile } from "@tunecast/dataset";
import { describe, Fingerprint, fingerprintOfFile, foldered, saved } from "./listing.ts";
import { profileUnits, workersFor } from "../count/workers.ts";

/** Price books, pilots, profiles and model configurations are far smaller than this. */
const textLimit = 256 * 1024 * 1024;

interface Opened {
  readonly path: string;
  readonly chunks: Chunks;
  /** Bytes in all; undefined for a pipe. */
  readonly size: number | undefined;
}

async function openFile(path: string): Promise<Result<Opened>> {
  return guarded(path, async () => {
    const found = await stat(path);
    if (found.isDirectory()) return fail({ kind: "file_directory", path });
    return ok({ path, chunks: fileChunks(path), size: found.isFile() ? found.size : undefined });
  });
}

async function wholeText({ path, chunks }: Opened): Promise<Result<string>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of chunks) {
    parts.push(part.slice());
    length += part.length;
    if (length > textLimit) return fail({ kind: "file_too_long", path, limit: "256 MB" });
  }
  try {
    // Excel saves its "Unicode text" as UTF-16, with a mark of the order of its bytes.
    const encoding = { "255,254": "utf-16le", "254,255": "utf-16be" }[String(parts[0]?.subarray(0, 2))] ?? "utf-8";
    return ok(new TextDecoder(encoding, { fatal: true }).decode(Buffer.concat(parts)));
  } catch {
    return fail({ kind: "file_not_utf8", path });
  }
}

/** Counts what was opened, in threads where it can be cut, and closes it; a profile is read as it is. */
async function profileOpened(
  opened: Opened,
  options: ProfileOptions,
  { progress, threads }: { progress: Progress; threads: number },
): Promise<Result<FileProfile>> {
  const { path, size } = opened;
  const [head, chunks] = await peek(opened.chunks);
  try {
    const dataset = await import("@tunecast/dataset");
    if (head.length === 0) return fail({ kind: "file_empty", path });
    if (dataset.looksLikeProfile(head)) {
      if ((options.shape ?? options.columns) !== undefined) return fail({ kind: "file_counted", path });
      const text = await wholeText({ path, chunks, size });
      if (!text.ok) return text;
      const profile = dataset.readProfile(text.value);
      return profile.ok ? ok({ path, profile: profile.value, warnings: [] }) : profile;
    }
    const other = otherThanRows(head);
    if (other !== null) return fail({ kind: other, path });
    const isChanged = await watchedFor(path, size);
    progress.begin(path, size);
    const cuttable = size !== undefined && dataset.sniff(head).kind === "json-lines";
    const workers = cuttable ? workersFor(size, threads) : 1;
    const profile = await (workers > 1 && size !== undefined
      ? cutInThreads(path, size, options, { progress, threads: workers })
      : countHere(chunks, { path, options, progress }));
    if (!profile.ok) return profile;
    // A file of blank lines is as empty as one without a byte; one that is broken off says so.
    const { rows, findings } = profile.value;
    if (rows === 0 && findings.every(({ code }) => ["empty_file", "blank_line", "bom"].includes(code)))
      return fail({ kind: "file_empty", path });
    if (!(await isChanged())) return ok({ path, profile: profile.value, warnings: [] });
    const changed = dataset.withWarning(profile.value, "file_changed");
    return ok({ path, profile: changed, warnings: [{ kind: "file_changed", path }] });
  } finally {
    await chunks.return(undefined);
  }
}

async function cutInThreads(
  path: string,
  size: number,
  options: ProfileOptions,
  how: { readonly progress: Progress; readonly threads: number },
): Promise<Result<DatasetProfile>> {
  const { unitsOf } = await import("@tunecast/dataset");
  const units = unitsOf([{ path, bytes: size, lines: true }], how.threads);
  const sources = [await fingerprintOfFile(path, size)];
  return profileUnits(units, { ...options, sources, tolerant: false }, how);
}

/** What the program itself wrote: the table that `profile` prints, an answer as JSON. Null for what may be training data. */
function otherThanRows(head: Uint8Array): "file_printed_profile" | "file_is_answer" | null {
  const text = new TextDecoder("utf-8").decode(head);
  if (/^counting rule +tokens +trained on +median/mu.test(text)) return "file_printed_profile";
  return /^\s*\{\s*"schemaVersion":\s*1,\s*"(?:asOf|model)":/u.test(text) ? "file_is_answer" : null;
}

async function countHere(
  chunks: Chunks,
  { path, options, progress }: { path: string; options: ProfileOptions; progress: Progress },
): Promise<Result<DatasetProfile>> {
  const { countRules, profileBytes } = await import("@tunecast/dataset");
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  const fingerprint = new Fingerprint();
  const profile = await profileBytes(watched(chunks, fingerprint), {
    name: path,
    rules: rules.value,
    onProgress: ({ bytes, rows }) => progress.report(bytes, rows),
    format: options.shape,
    columns: options.columns,
  });
  return profile.ok ? ok({ ...profile.value, sources: [await fingerprint.digest()] }) : profile;
}

async function* watched(chunks: Chunks, fingerprint: Fingerprint): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    fingerprint.add(chunk);
    yield chunk;
  }
}

export interface Process {
  readonly stdin: Chunks;
  readonly progress: Progress;
  readonly threads: number;
  /** Told what happened while a file was read, where its rows go on to somebody else. */
  readonly notice?: (problem: Problem) => void;
}

export function nodeFiles({ stdin, progress, threads, notice }: Process): Files {
  let stdinTaken = false;
  const pipes: AsyncGenerator<Uint8Array>[] = [];
  const openPath = async (path: string): Promise<Result<Opened>> => {
    if (path !== "-") return openFile(path);
    if (stdinTaken) return fail({ kind: "stdin_twice" });
    stdinTaken = true;
    return ok({ path, chunks: stdin, size: undefined });
  };
  return {
    chunks: async (path, changed) => {
      const opened = await openPath(path);
      const told = (problem: Problem): void => {
        notice?.(problem);
        changed?.();
      };
      return opened.ok ? guarded(path, () => dataChunks(opened.value, { progress, notice: told, pipes })) : opened;
    },
    text: async (path) => {
      const opened = await openPath(path);
      return opened.ok ? guarded(path, () => wholeText(opened.value)) : opened;
    },
    describe: async (path) => {
      if (path === "-") return fail({ kind: "not_shardable", path });
      return guarded(path, () => describe(path));
    },
    folder: (path) => guarded(path, async () => ok(await foldered(path))),
    save: (folder, name, text) => guarded(folder, () => saved(folder, name, text)),
    close: async () => {
      for (const pipe of pipes.splice(0)) await pipe.return(undefined);
    },
    units: async (units, options) => {
      progress.begin(units[0]?.path ?? "", undefined);
      try {
        return await guarded(units[0]?.path ?? "", () => profileUnits(units, options, { threads, progress }));
      } finally {
        progress.end();
      }
    },
    profile: async (path, options) => {
      const opened = await openPath(path);
      if (!opened.ok) return opened;
      try {
        const profile = await guarded(path, () => profileOpened(opened.value, options, { progress, threads }));
        if (profile.ok) for (const warning of profile.value.warnings) notice?.(warning);
        return profile;
      } finally {
        progress.end();
      }
    },
  };
}

interface Reading {
  readonly progress: Progress;
  readonly notice: (problem: Problem) => void;
  /** Takes the pipe, which its reader may never come for. */
  readonly pipes: AsyncGenerator<Uint8Array>[];
}

/** The bytes of a data file; a profile, which holds none of the rows, is a problem. */
async function dataChunks({ path, chunks, size }: Opened, how: Reading): Promise<Result<Chunks>> {
  const { looksLikeProfile } = await import("@tunecast/dataset");
  const [head, all] = await peek(chunks);
  const other = looksLikeProfile(head) ? "file_is_profile" : otherThanRows(head);
  // A pipe can be read once. A file is closed and opened anew by the reader, who may never come.
  if (other !== null || size !== undefined) await all.return(undefined);
  else how.pipes.push(all);
  if (other !== null) return fail({ kind: other, path });
  return ok(reported({ path, chunks: size === undefined ? all : fileChunks(path), size }, how));
}

/** The bytes as they are, while the terminal is told how far they have come. */
async function* reported({ path, chunks, size }: Opened, { progress, notice }: Reading): AsyncGenerator<Uint8Array> {
  progress.begin(path, size);
  let bytes = 0;
  const isChanged = await watchedFor(path, size);
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      progress.report(bytes, null);
      yield chunk;
    }
    if (await isChanged()) notice({ kind: "file_changed", path });
  } finally {
    progress.end();
  }
}
