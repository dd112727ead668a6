import { joinProfiles, lostProfile, emptyProfile, profileBytes, shardChunks } from "@tunecast/dataset";
import type { CountRule, DatasetProfile, Unit } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { fileChunks, watchedFor, type Chunks } from "../read/peek.ts";
import type { UnitOptions } from "../read/host.ts";

export type UnitProgress = (seen: { readonly bytes: number; readonly rows: number }) => void;

/** Counts units one after another on this thread, and joins what they hold. */
export async function countUnits(
  units: readonly Unit[],
  rules: readonly CountRule[],
  options: UnitOptions,
  report: UnitProgress,
): Promise<Result<DatasetProfile>> {
  let whole = emptyProfile;
  let [bytes, rows] = [0, 0];
  for (const unit of units) {
    let seen = { bytes: 0, rows: 0 };
    const one = await counted(unit, rules, options, (progress) => {
      seen = progress;
      report({ bytes: bytes + seen.bytes, rows: rows + seen.rows });
    });
    if (!one.ok) return one;
    [bytes, rows] = [bytes + seen.bytes, rows + seen.rows];
    const { sources } = options;
    const joined = joinProfiles(whole, { ...one.value, ...(sources.length > 0 && { sources }) });
    if (!joined.ok) return joined;
    whole = joined.value;
  }
  return ok(whole);
}

async function counted(
  unit: Unit,
  rules: readonly CountRule[],
  { shape, columns, tolerant }: UnitOptions,
  onProgress: UnitProgress,
): Promise<Result<DatasetProfile>> {
  const { path, bytes, index, of, file, range } = unit;
  const isChanged = await watchedFor(path, bytes);
  const place = range === undefined ? "whole" : range.start === 0 ? "start" : "inside";
  const profile = await profileBytes(chunksOf(unit), {
    name: path,
    rules,
    shard: { index, of, file, place },
    onProgress,
    ...(shape !== undefined && { format: shape }),
    ...(columns !== undefined && { columns }),
  });
  if (await isChanged()) return fail({ kind: "file_changed", path });
  if (profile.ok || !tolerant || !isOfTheData(profile.problem.kind)) return profile;
  return ok(lostProfile(unit));
}

function isOfTheData(kind: string): boolean {
  return ["unsupported_container", "parquet_unreadable", "parquet_too_large", "arrow_unreadable"].includes(kind);
}

function chunksOf({ path, range }: Unit): Chunks {
  const chunks = fileChunks(path, range?.start);
  return range === undefined ? chunks : shardChunks(chunks, range);
}
