import { Worker } from "node:worker_threads";
import type { DatasetProfile, Unit } from "@tunecast/dataset";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { UnitOptions } from "../read/host.ts";
import type { UnitProgress } from "./countUnits.ts";
import type { Progress } from "./progress.ts";

export async function profileUnits(
  units: readonly Unit[],
  options: UnitOptions,
  { threads, progress }: { readonly threads: number; readonly progress: Progress },
): Promise<Result<DatasetProfile>> {
  const { countRules, dealt } = await import("@tunecast/dataset");
  const bytes = units.reduce((sum, { range, bytes: all }) => sum + (range ? range.end - range.start : all), 0);
  const workers = Math.min(units.length, workersFor(bytes, threads));
  const report = (seen: number, rows: number): void => progress.report(seen, rows);
  if (workers > 1) return countInWorkers(dealt(units, workers), options, report);
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  const { countUnits } = await import("./countUnits.ts");
  return countUnits(units, rules.value, options, report);
}

/** Fewer bytes are counted sooner than a second thread has loaded its tables. */
const worthwhileBytes = 4 * 1024 * 1024;

/** What a worker is told: the units that are its own. */
export interface CountTask {
  readonly units: readonly Unit[];
  readonly options: UnitOptions;
}

export type CountMessage =
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  | { readonly kind: "profile"; readonly text: string }
  | { readonly kind: "problem"; readonly problem: Problem };

export function workersFor(size: number, threads: number): number {
  return Math.max(1, Math.min(threads, Math.floor(size / worthwhileBytes)));
}

/** Counts each hand of units in a thread of its own, and joins what they found. */
export async function countInWorkers(
  hands: readonly (readonly Unit[])[],
  options: UnitOptions,
  report: UnitProgress,
): Promise<Result<DatasetProfile>> {
  const seen = hands.map(() => ({ bytes: 0, rows: 0 }));
  const parts = await Promise.all(
    hands.map((units, place) =>
      countHand({ units, options }, (bytes, rows) => {
        seen[place] = { bytes, rows };
        report(
          seen.reduce((sum, part) => sum + part.bytes, 0),
          seen.reduce((sum, part) => sum + part.rows, 0),
        );
      }),
    ),
  );
  const { emptyProfile, joinProfiles, readProfile } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const part of parts) {
    if (!part.ok) return part;
    const profile = readProfile(part.value);
    if (!profile.ok) return profile;
    const joined = joinProfiles(whole, profile.value);
    if (!joined.ok) return joined;
    whole = joined.value;
  }
  return ok(whole);
}

function countHand(task: CountTask, report: UnitProgress): Promise<Result<string>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("count.worker.js", import.meta.url), { workerData: task });
    let result: Result<string> | undefined;
    worker.on("message", (message: CountMessage) => {
      if (message.kind === "progress") report(message.bytes, message.rows);
      else result = message.kind === "profile" ? ok(message.text) : fail(message.problem);
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      result ??= fail({ kind: "counting_failed", reason: error.code ?? error.message });
    });
    worker.on("exit", (code) => {
      resolve(result ?? fail({ kind: "counting_failed", reason: `a thread ended with ${code}` }));
    });
  });
}
