import type { DatasetProfile, ManifestFile } from "@tunecast/dataset";
import { fail, ok } from "@tunecast/estimator/problem";
import type { FileResult } from "../read/readFiles.ts";
import type { Files, ProfileOptions } from "../read/host.ts";

/** One of so many parts, 1-based. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/**
 * The profile of one part of all files together, cut at line ends. The order of the files does not matter: they stand in that
 * of their digests. A file that cannot be understood is a bad row; a part without a row has nothing.
 */
export async function profilePart(
  files: Files,
  paths: readonly string[],
  { index, of }: Part,
  options: ProfileOptions,
): Promise<FileResult<DatasetProfile>> {
  const described: ManifestFile[] = [];
  for (const path of paths) {
    const file = await files.describe(path);
    if (!file.ok) return { ...file, path };
    if (file.value.bytes === 0) return fail({ kind: "file_empty", path });
    described.push(file.value);
  }
  const tagOf = ({ etag, path }: ManifestFile): string => etag ?? path;
  const sorted = described.sort((a, b) => (tagOf(a) < tagOf(b) ? -1 : 1));
  const { dealt, emptyProfile, unitsOf } = await import("@tunecast/dataset");
  const units = dealt(unitsOf(sorted, of), of)[index - 1] ?? [];
  if (units.length === 0) return ok(emptyProfile);
  const sources = [...new Set(sorted.map(tagOf))];
  return files.units(units, { ...options, sources, tolerant: true });
}
