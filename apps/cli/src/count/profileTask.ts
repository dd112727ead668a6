import type { DatasetProfile, ManifestFile, Unit } from "@tunecast/dataset";
import { refuse, taken } from "../show/messages.ts";
import type { Files, ProfileOptions } from "../read/host.ts";

/** Bytes of a block of rows that stand together: at most, and at least. */
const blockBytes = 65_536;
const leastBytes = 4096;
/** Fewer blocks tell too little about how they differ. */
const fewestBlocks = 16;

export type SampleSize = { readonly share: number } | { readonly rows: number };

/**
 * The profile of a file, estimated from blocks of it, one drawn from each of equal stretches. Which are drawn depends on
 * the file alone, so that the same file gives the same figures. A file that is hardly larger than its sample is counted.
 */
export async function sampled(
  files: Files,
  path: string,
  size: SampleSize,
  options: ProfileOptions,
): Promise<DatasetProfile> {
  const file = taken(await files.describe(path), path);
  const { bytes, lines } = file;
  if (lines !== true) refuse({ kind: "not_sampled", path });
  const least = fewestBlocks * leastBytes;
  const perRow = async (): Promise<number> => {
    const drawn = await drawnBlocks(files, file, least, options);
    const all = (of: "bytes" | "rows"): number => drawn.reduce((sum, block) => sum + block[of], 0);
    return all("bytes") / Math.max(1, all("rows"));
  };
  // What was asked for, where that is not less than the fewest blocks can be.
  const asked = Math.max(least, "share" in size ? size.share * bytes : size.rows * (await perRow()));
  if (asked * 2 > bytes) return taken(await files.profile(path, options), path).profile;
  const { profileOfSample } = await import("@tunecast/dataset");
  return taken(profileOfSample(await drawnBlocks(files, file, asked, options), bytes), path);
}

async function drawnBlocks(
  files: Files,
  file: ManifestFile,
  asked: number,
  options: ProfileOptions,
): Promise<readonly DatasetProfile[]> {
  const blocks = Math.max(fewestBlocks, Math.ceil(asked / blockBytes));
  const length = Math.max(leastBytes, Math.round(asked / blocks));
  const stretch = file.bytes / blocks;
  const { createHash } = await import("node:crypto");
  const units = Array.from({ length: blocks }, (_, place): Unit => {
    const hash = createHash("sha256")
      .update(`${file.etag ?? file.path} ${place}`)
      .digest("hex");
    const chance = Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
    const start = Math.floor(stretch * place + chance * Math.max(0, stretch - length));
    // Numbered apart from all others: these are no parts of a cut.
    return { ...file, index: place + 1, of: blocks + 1, file: 1, range: { start, end: start + length } };
  });
  const found: DatasetProfile[] = [];
  const how = { ...options, sources: [], tolerant: false };
  for (const unit of units) found.push(taken(await files.units([unit], how), file.path));
  return found;
}

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
): Promise<DatasetProfile> {
  const described: ManifestFile[] = [];
  for (const path of paths) {
    const file = taken(await files.describe(path), path);
    if (file.bytes === 0) refuse({ kind: "file_empty", path });
    described.push(file);
  }
  const tagOf = ({ etag, path }: ManifestFile): string => etag ?? path;
  const sorted = described.sort((a, b) => (tagOf(a) < tagOf(b) ? -1 : 1));
  const { dealt, emptyProfile, unitsOf } = await import("@tunecast/dataset");
  const units = dealt(unitsOf(sorted, of), of)[index - 1] ?? [];
  if (units.length === 0) return emptyProfile;
  const sources = [...new Set(sorted.map(tagOf))];
  return taken(await files.units(units, { ...options, sources, tolerant: true }));
}
