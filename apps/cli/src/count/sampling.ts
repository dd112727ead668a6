import type { DatasetProfile, ManifestFile, Unit } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { digestOf } from "../read/fingerprint.ts";
import type { Files, ProfileOptions } from "../read/host.ts";

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
