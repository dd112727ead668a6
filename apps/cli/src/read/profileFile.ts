import { stat } from "node:fs/promises";
import type { DatasetProfile } from "@tunecast/dataset";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { Fingerprint, fingerprintOfFile, readerAt } from "./fingerprint.ts";
import type { FileProfile, ProfileOptions } from "./host.ts";
import { closing, wholeText, type Opened } from "./opened.ts";
import { peek, type Chunks } from "./peek.ts";
import type { Progress } from "../count/progress.ts";
import { profileUnits } from "../count/tasks.ts";
import { workersFor } from "../count/workers.ts";

/** Counts what was opened: in threads where it can be cut, else on this one; a profile is read as it is. */
export async function profileOpened(
  { path, chunks, size }: Opened,
  options: ProfileOptions,
  { progress, threads }: { progress: Progress; threads: number },
): Promise<Result<FileProfile>> {
  const dataset = await import("@tunecast/dataset");
  const [head, rest] = await peek(chunks);
  if (head.length === 0 && options.part === undefined) return fail({ kind: "file_empty", path });
  if (dataset.looksLikeProfile(head)) {
    const text = await wholeText({ path, chunks: rest, size });
    if (!text.ok) return text;
    const profile = dataset.readProfile(text.value);
    return profile.ok ? ok({ path, profile: profile.value, warnings: [] }) : profile;
  }
  if (isPrintedProfile(head)) return fail({ kind: "file_printed_profile", path });
  const before = size === undefined ? undefined : await stat(path);
  progress.begin(path, size);
  const cuttable = size !== undefined && dataset.detectFormat(head).container === "json-lines";
  const workers = cuttable ? workersFor(size, threads) : 1;
  const profile = await (workers > 1 && size !== undefined
    ? closing(rest, () => cutInThreads({ path, size, workers, options, progress }))
    : countHere(rest, { path, options, progress }));
  if (!profile.ok) return profile;
  const after = before === undefined ? undefined : await stat(path);
  const changed = before?.size !== after?.size || before?.mtimeMs !== after?.mtimeMs;
  // A file of blank lines is as empty as one without a byte; one that is broken off says so.
  if (options.part === undefined && isBlank(profile.value)) return fail({ kind: "file_empty", path });
  if (!changed) return ok({ path, profile: profile.value, warnings: [] });
  const warnings: Problem[] = [{ kind: "file_changed", path }];
  return ok({ path, profile: dataset.withWarning(profile.value, "file_changed"), warnings });
}

function isBlank({ rows, findings }: DatasetProfile): boolean {
  return rows === 0 && findings.every(({ code }) => ["empty_file", "blank_line", "bom"].includes(code));
}

/** Counts a file in equal byte ranges cut at line ends, one thread each. */
async function cutInThreads(job: {
  readonly path: string;
  readonly size: number;
  readonly workers: number;
  readonly options: ProfileOptions;
  readonly progress: Progress;
}): Promise<Result<DatasetProfile>> {
  const { path, size, workers, options, progress } = job;
  const { unitsOf } = await import("@tunecast/dataset");
  const units = unitsOf([{ path, bytes: size, lines: true }], workers);
  const sources = [await fingerprintOfFile(size, readerAt(path))];
  const profile = await profileUnits(units, { ...options, sources, tolerant: false }, { threads: workers, progress });
  // Nobody listed this file: it is the one of a moment ago.
  const isChanged = !profile.ok && profile.problem.kind === "file_not_as_listed";
  return isChanged ? fail({ kind: "file_changed", path }) : profile;
}

/** True for the table that `profile` prints, which is no training text. */
function isPrintedProfile(head: Uint8Array): boolean {
  return /^counting rule +tokens +trained on +median/mu.test(new TextDecoder("utf-8").decode(head));
}

/** Counts on this thread: small files, pipes, compressed and tabular files. */
async function countHere(
  chunks: Chunks,
  { path, options, progress }: { path: string; options: ProfileOptions; progress: Progress },
): Promise<Result<DatasetProfile>> {
  const { countRules, profileBytes } = await import("@tunecast/dataset");
  const rules = await countRules(options.rules);
  if (!rules.ok) return rules;
  const { shape, columns, digests, part } = options;
  const fingerprint = new Fingerprint();
  const profile = await profileBytes(watched(chunks, fingerprint), {
    name: path,
    rules: rules.value,
    onProgress: ({ bytes, rows }) => progress.report(bytes, rows),
    ...(shape !== undefined && { format: shape }),
    ...(columns !== undefined && { columns }),
    ...(digests === true && { digests }),
    ...(part !== undefined && { shard: { index: part.index, of: part.of, place: "whole" as const } }),
  });
  return profile.ok ? ok({ ...profile.value, sources: [part?.source ?? fingerprint.digest()] }) : profile;
}

async function* watched(chunks: Chunks, fingerprint: Fingerprint): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    fingerprint.add(chunk);
    yield chunk;
  }
}
