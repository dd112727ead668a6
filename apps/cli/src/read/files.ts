import { stat } from "node:fs/promises";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { guarded } from "./fileProblem.ts";
import { closing, openFile, wholeText, type Opened } from "./opened.ts";
import { profileOpened } from "./profileFile.ts";
import { profileUnits } from "../count/tasks.ts";
import { peek, type Chunks } from "./peek.ts";
import type { Progress } from "../count/progress.ts";
import type { Files } from "./host.ts";

/** What `nodeFiles` needs of the process. */
export interface Process {
  readonly stdin: Chunks;
  readonly progress: Progress;
  /** Worker threads that may count one file. */
  readonly threads: number;
  /** Told what happened while a file was read, where its rows go on to somebody else. */
  readonly notice?: (problem: Problem) => void;
}

/** The files of this machine. */
export function nodeFiles({ stdin, progress, threads, notice }: Process): Files {
  let stdinTaken = false;
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
      return opened.ok ? guarded(path, () => dataChunks(opened.value, progress, told)) : opened;
    },
    text: async (path) => {
      const opened = await openPath(path);
      return opened.ok ? guarded(path, () => wholeText(opened.value)) : opened;
    },
    describe: async (path) => {
      if (path === "-") return fail({ kind: "not_shardable", path });
      return guarded(path, async () => (await import("./listing.ts")).describe(path));
    },
    folder: (path) => guarded(path, async () => (await import("./listing.ts")).foldered(path)),
    save: (folder, name, text) => guarded(folder, async () => (await import("./listing.ts")).saved(folder, name, text)),
    blocks: (units, options) =>
      guarded(units[0]?.path ?? "", async () => (await import("../count/tasks.ts")).profileBlocks(units, options)),
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

/** The bytes of a data file; a profile, which holds none of the rows, is a problem. */
async function dataChunks(
  { path, chunks, size }: Opened,
  progress: Progress,
  notice: (problem: Problem) => void,
): Promise<Result<Chunks>> {
  const { looksLikeProfile } = await import("@tunecast/dataset");
  const [head, all] = await peek(chunks);
  if (!looksLikeProfile(head)) return ok(reported({ path, chunks: all, size }, progress, notice));
  // Begun, so that ending it closes the file.
  await all.next();
  return closing(all, () => fail({ kind: "file_is_profile", path }));
}

/** The bytes as they are, while the terminal is told how far they have come. */
async function* reported(
  { path, chunks, size }: Opened,
  progress: Progress,
  notice: (problem: Problem) => void,
): AsyncGenerator<Uint8Array> {
  progress.begin(path, size);
  let bytes = 0;
  const before = size === undefined ? undefined : await stat(path);
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      progress.report(bytes, null);
      yield chunk;
    }
    const after = before === undefined ? undefined : await stat(path).catch(() => undefined);
    if (before?.size !== after?.size || before?.mtimeMs !== after?.mtimeMs) notice({ kind: "file_changed", path });
  } finally {
    progress.end();
  }
}
