import type { Command } from "commander";
import { estimate } from "@tunecast/estimator";
import { rangeText } from "@tunecast/estimator/text";
import { readQuestion } from "../ask/readQuestion.ts";
import { nameOf } from "../show/note.ts";
import type { Reads } from "../ask/statement.ts";
import { sampled } from "./sampling.ts";
import type { Files, Host } from "../read/host.ts";

/** Data of fewer bytes are counted before anybody grows impatient. */
export const worthwhileBytes = 100_000_000;
/** Bytes that are looked at: a second's work. */
const sampleBytes = 2_097_152;

/**
 * What the cheapest offer of an estimate will come to, from a sample of large files, while all of them are counted. Null
 * where they are small, cannot be sampled, or no offer takes them.
 */
export async function firstFigure(
  paths: readonly string[],
  command: Command,
  reads: Reads,
  around: Host,
  least: number = worthwhileBytes,
): Promise<string | null> {
  const sizes = await sizesOf(paths, around.files);
  if (sizes === null || sizes.reduce((sum, bytes) => sum + bytes, 0) < least) return null;
  const asked = await readQuestion(paths, command, reads, { ...around, files: sampling(around.files) });
  if (!asked.ok) return null;
  const { offers, problem } = estimate(asked.value.question);
  const [cheapest] = offers;
  if (problem !== undefined || cheapest === undefined) return null;
  const amount = rangeText(cheapest.range, cheapest.total.currency);
  return `About ${amount} at ${nameOf(cheapest.id)}, from a sample. Counting all of it …`;
}

/** Bytes of each file; null where one cannot be sampled. */
async function sizesOf(paths: readonly string[], files: Files): Promise<readonly number[] | null> {
  const sizes: number[] = [];
  for (const path of paths) {
    const file = path === "-" ? undefined : await files.describe(path);
    if (file?.ok !== true || file.value.lines !== true) return null;
    sizes.push(file.value.bytes);
  }
  return sizes;
}

/** The files, of which a profile is one of a sample. */
function sampling(files: Files): Files {
  return {
    ...files,
    profile: async (path, options) => {
      const file = await files.describe(path);
      if (!file.ok) return file;
      const share = sampleBytes / Math.max(sampleBytes, file.value.bytes);
      const profile = await sampled(files, path, { share }, options);
      return profile.ok ? { ok: true, value: { path, profile: profile.value, warnings: [] } } : profile;
    },
  };
}
