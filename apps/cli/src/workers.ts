import { Worker } from "node:worker_threads";
import type { DatasetProfile } from "@tunecast/dataset";
import { fail, ok, type Problem, type Result } from "@tunecast/estimator";
import type { Progress } from "./progress.ts";
import type { ProfileOptions } from "./surroundings.ts";

/** A file of fewer bytes is counted sooner than a second thread has loaded its tables. */
const worthwhileBytes = 4 * 1024 * 1024;

/** What a worker is told: the part of the file that is its own. */
export interface CountTask {
  readonly path: string;
  readonly size: number;
  readonly index: number;
  readonly of: number;
  readonly options: ProfileOptions;
}

/** What a worker says. */
export type CountMessage =
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  | { readonly kind: "profile"; readonly text: string }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Threads worth starting for a file of `size` bytes. */
export function workersFor(size: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(size / worthwhileBytes)));
}

/** Counts a file in equal byte ranges cut at line ends, one thread each, and merges what they found. */
export async function countInWorkers(job: {
  readonly path: string;
  readonly size: number;
  readonly workers: number;
  readonly options: ProfileOptions;
  readonly progress: Progress;
}): Promise<Result<DatasetProfile>> {
  const { path, size, workers, options, progress } = job;
  const seen = Array.from({ length: workers }, () => ({ bytes: 0, rows: 0 }));
  const report = (index: number, bytes: number, rows: number): void => {
    seen[index - 1] = { bytes, rows };
    progress.report(
      seen.reduce((sum, part) => sum + part.bytes, 0),
      seen.reduce((sum, part) => sum + part.rows, 0),
    );
  };
  const tasks = seen.map((_, place): CountTask => ({ path, size, index: place + 1, of: workers, options }));
  const parts = await Promise.all(tasks.map((task) => countPart(task, report)));
  const { emptyProfile, mergeProfiles, readProfile } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const part of parts) {
    if (!part.ok) return part;
    const profile = readProfile(part.value);
    if (!profile.ok) return profile;
    const merged = mergeProfiles(whole, profile.value);
    if (!merged.ok) return merged;
    whole = merged.value;
  }
  return ok(whole);
}

function countPart(
  task: CountTask,
  report: (index: number, bytes: number, rows: number) => void,
): Promise<Result<string>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("count.worker.js", import.meta.url), { workerData: task });
    let result: Result<string> | undefined;
    worker.on("message", (message: CountMessage) => {
      if (message.kind === "progress") report(task.index, message.bytes, message.rows);
      else result = message.kind === "profile" ? ok(message.text) : fail(message.problem);
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      if (result === undefined) reject(new Error("A counting thread ended without a result."));
      else resolve(result);
    });
  });
}
