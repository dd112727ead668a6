import type { DatasetProfile, Unit } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import type { UnitOptions } from "./countUnits.ts";
import type { Progress } from "./progress.ts";
import { countInWorkers, workersFor } from "./workers.ts";

/** Counts units in as many threads as are worth it. */
export async function profileUnits(
  units: readonly Unit[],
  options: UnitOptions,
  { threads, progress }: { readonly threads: number; readonly progress: Progress },
): Promise<Result<DatasetProfile>> {
  const { countRules, dealt } = await import("@tunecast/dataset");
  const bytes = units.reduce(
    (sum, unit) => sum + (unit.range === undefined ? unit.bytes : unit.range.end - unit.range.start),
    0,
  );
  const workers = Math.min(units.length, workersFor(bytes, threads));
  const report = (seen: number, rows: number): void => progress.report(seen, rows);
  if (workers > 1) return countInWorkers(dealt(units, workers), options, report);
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  const { countUnits } = await import("./countUnits.ts");
  return countUnits(units, rules.value, options, report);
}

/** Counts units one by one on this thread, and keeps what each of them holds. */
export async function profileBlocks(
  units: readonly Unit[],
  options: UnitOptions,
): Promise<Result<readonly DatasetProfile[]>> {
  const [{ countRules }, { countUnits }] = await Promise.all([import("@tunecast/dataset"), import("./countUnits.ts")]);
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  const found: DatasetProfile[] = [];
  for (const unit of units) {
    const profile = await countUnits([unit], rules.value, options, () => {});
    if (!profile.ok) return profile;
    found.push(profile.value);
  }
  return ok(found);
}
