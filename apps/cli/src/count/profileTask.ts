import type { DatasetProfile, ManifestFile, Unit } from "@tunecast/dataset";
import { fail, ok } from "@tunecast/estimator/problem";
import type { FileResult } from "../read/readFiles.ts";
import type { Files, ProfileOptions } from "../read/host.ts";
import type { Result } from "@tunecast/estimator";
import { digestOf } from "../read/listing.ts";

/** Bytes of a block of rows that stand together: at most, and at least. */
const blockBytes = 65_536;
const leastBytes = 4096;
/** Fewer blocks tell too little about how they differ. */
const fewestBlocks = 16;

/** How much of a file is looked at: a share of its bytes, or a number of rows. */
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
): Promise<Result<DatasetProfile>> {
  const file = await files.describe(path);
  if (!file.ok) return file;
  const { bytes, lines } = file.value;
  if (lines !== true) return fail({ kind: "not_sampled", path });
  const asked = await askedBytes(files, file.value, size, options);
  if (!asked.ok) return asked;
  if (asked.value * 2 > bytes) {
    const counted = await files.profile(path, options);
    return counted.ok ? ok(counted.value.profile) : counted;
  }
  const drawn = await drawnBlocks(files, file.value, asked.value, options);
  if (!drawn.ok) return drawn;
  const { profileOfSample } = await import("@tunecast/dataset");
  return profileOfSample(drawn.value, bytes);
}

/** How many bytes a sample has: what was asked for, where that is not less than the fewest blocks can be. */
async function askedBytes(
  files: Files,
  file: ManifestFile,
  size: SampleSize,
  options: ProfileOptions,
): Promise<Result<number>> {
  const least = fewestBlocks * leastBytes;
  if ("share" in size) return ok(Math.max(least, size.share * file.bytes));
  const first = await drawnBlocks(files, file, least, options);
  if (!first.ok) return first;
  const [rows, bytes] = first.value.reduce(([r, b], block) => [r + block.rows, b + block.bytes], [0, 0]);
  return ok(Math.max(least, (size.rows * bytes) / Math.max(1, rows)));
}

async function drawnBlocks(
  files: Files,
  file: ManifestFile,
  asked: number,
  options: ProfileOptions,
): Promise<Result<readonly DatasetProfile[]>> {
  const blocks = Math.max(fewestBlocks, Math.ceil(asked / blockBytes));
  const length = Math.max(leastBytes, Math.round(asked / blocks));
  const stretch = file.bytes / blocks;
  const units = Array.from({ length: blocks }, (_, place): Unit => {
    const chance = Number.parseInt(digestOf(`${file.etag ?? file.path} ${place}`).slice(0, 8), 16) / 2 ** 32;
    const start = Math.floor(stretch * place + chance * Math.max(0, stretch - length));
    // Numbered apart from all others: these are no parts of a cut.
    return { ...file, index: place + 1, of: blocks + 1, file: 1, range: { start, end: start + length } };
  });
  return files.blocks(units, { ...options, sources: [], tolerant: false });
}

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
