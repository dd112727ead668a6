import type { DatasetProfile, Unit } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { guarded } from "../read/fileProblem.ts";
import type { UnitOptions } from "../read/host.ts";
import type { UnitProgress } from "./countUnits.ts";
import type { Progress } from "./progress.ts";

export async function profileUnits(
  units: readonly Unit[],
  options: UnitOptions,
  { threads, progress }: { readonly threads: number; readonly progress: Progress },
): Promise<Result<DatasetProfile>> {
  const { dealt } = await import("@tunecast/dataset");
  const bytes = units.reduce((sum, { range, bytes: all }) => sum + (range ? range.end - range.start : all), 0);
  const workers = Math.min(units.length, workersFor(bytes, threads));
  const report: UnitProgress = (seen) => progress.report(seen.bytes, seen.rows);
  return workers > 1 ? countInWorkers(dealt(units, workers), options, report) : countHere({ units, options }, report);
}

export async function countHere({ units, options }: CountTask, report: UnitProgress): Promise<Result<DatasetProfile>> {
  const [{ countRules }, { countUnits }] = await Promise.all([import("@tunecast/dataset"), import("./countUnits.ts")]);
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  return guarded(units[0]?.path ?? "", () => countUnits(units, rules.value, options, report));
}

/** Fewer bytes a thread are counted about as soon by one, which loads the program and its tables once. */
const worthwhileBytes = 16 * 1024 * 1024;

/** What a worker is told: the units that are its own. */
export interface CountTask {
  readonly units: readonly Unit[];
  readonly options: UnitOptions;
}

/** What it tells: how far it is, and in the end the text of the profile. */
export type CountMessage = Parameters<UnitProgress>[0] | Result<string>;

export function workersFor(size: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(size / worthwhileBytes)));
}

/** Counts the first hand of units on this thread and each other in one of its own, and joins what they found. */
export async function countInWorkers(
  hands: readonly (readonly Unit[])[],
  options: UnitOptions,
  report: UnitProgress,
): Promise<Result<DatasetProfile>> {
  const seen = hands.map(() => ({ bytes: 0, rows: 0 }));
  // The others start first: they load while this thread does.
  const counting = [...hands.keys()].toReversed().map((place) => {
    const count = place === 0 ? countHere : countHand;
    return count({ units: hands[place] ?? [], options }, (part) => {
      seen[place] = part;
      report(seen.reduce((all, { bytes, rows }) => ({ bytes: all.bytes + bytes, rows: all.rows + rows })));
    });
  });
  const parts = (await Promise.all(counting)).toReversed();
  const { emptyProfile, joinProfiles, readProfile } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const part of parts) {
    if (!part.ok) return part;
    const profile = typeof part.value === "string" ? readProfile(part.value) : ok(part.value);
    if (!profile.ok) return profile;
    const joined = joinProfiles(whole, profile.value);
    if (!joined.ok) return joined;
    whole = joined.value;
  }
  return ok(whole);
}

async function countHand(task: CountTask, report: UnitProgress): Promise<Result<string>> {
  const { Worker } = await import("node:worker_threads");
  return new Promise((resolve) => {
    const worker = new Worker(new URL("count.worker.js", import.meta.url), { workerData: task });
    let result: Result<string> | undefined;
    worker.on("message", (message: CountMessage) => {
      if ("ok" in message) result = message;
      else report(message);
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      result ??= fail({ kind: "counting_failed", reason: error.code ?? error.message });
    });
    worker.on("exit", (code) => {
      resolve(result ?? fail({ kind: "counting_failed", reason: `a thread ended with ${code}` }));
    });
  });
}
