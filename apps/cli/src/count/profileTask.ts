import type { DatasetProfile, ManifestFile, Unit } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { digestOf } from "../read/fingerprint.ts";
import type { FileResult } from "../read/readFiles.ts";
import type { Files, ProfileOptions } from "../read/host.ts";
import type { Task } from "./taskIndex.ts";

/** What tasks share: the files, and what names them in every part. */
export interface Shared {
  readonly files: readonly ManifestFile[];
  readonly sources: readonly string[];
}

/** The manifest of a file. */
export async function sharedBy(files: Files, path: string): Promise<Result<Shared>> {
  const text = await files.text(path);
  if (!text.ok) return text;
  const { readManifest } = await import("@tunecast/dataset");
  const manifest = readManifest(text.value, digestOf);
  return manifest.ok ? ok({ files: manifest.value.files, sources: [manifest.value.digest] }) : manifest;
}

/** Files named one by one: their order does not matter, so they stand in that of their digests. */
export async function sharedPaths(files: Files, paths: readonly string[]): Promise<FileResult<Shared>> {
  const described: ManifestFile[] = [];
  for (const path of paths) {
    const file = await files.describe(path);
    if (!file.ok) return { ...file, path };
    if (file.value.bytes === 0) return fail({ kind: "file_empty", path });
    described.push(file.value);
  }
  const tagOf = ({ etag, path }: ManifestFile): string => etag ?? path;
  const sorted = described.sort((a, b) => (tagOf(a) < tagOf(b) ? -1 : 1));
  return ok({ files: sorted, sources: [...new Set(sorted.map(tagOf))] });
}

/** The units of a task. */
export async function unitsFor({ files }: Shared, { index, of }: Task): Promise<readonly Unit[]> {
  const { dealt, unitsOf } = await import("@tunecast/dataset");
  return dealt(unitsOf(files, of), of)[index - 1] ?? [];
}

/** The profile of a task's units. A file that cannot be understood is a bad row; a task without a unit has nothing. */
export async function profileTask(
  files: Files,
  shared: Shared,
  task: Task,
  options: ProfileOptions,
): Promise<Result<DatasetProfile>> {
  const { emptyProfile } = await import("@tunecast/dataset");
  const units = await unitsFor(shared, task);
  if (units.length === 0) return ok(emptyProfile);
  return files.units(units, { ...options, sources: shared.sources, tolerant: true });
}

/** Whether a text is the finished profile of a task: of the same sources, by the same rules, with all of its units. */
export async function isFinished(text: string, shared: Shared, task: Task, rules: readonly string[]): Promise<boolean> {
  const { readProfile } = await import("@tunecast/dataset");
  const profile = readProfile(text);
  if (!profile.ok) return false;
  if (profile.value.examples > 0 && Object.keys(profile.value.counts).join() !== [...new Set(rules)].sort().join())
    return false;
  const units = await unitsFor(shared, task);
  if (units.length === 0) return profile.value.bytes === 0;
  const { sources = [], parts = [] } = profile.value;
  if (sources.join() !== [...shared.sources].sort().join()) return false;
  const there = parts.map(({ shard, of }) => `${shard}/${of}`).join();
  return there === (units[0]?.of === units.length ? "" : units.map(({ index, of }) => `${index}/${of}`).join());
}
