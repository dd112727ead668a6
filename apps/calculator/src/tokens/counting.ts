import {
  countRules,
  type DatasetProfile,
  emptyProfile,
  findingWords,
  looksLikeProfile,
  mergeProfiles,
  profileBytes,
  readProfile,
  ruleParts,
  shardChunks,
  shardRange,
} from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { chunksOf } from "./chunks.ts";
import type { FileFinding } from "./fileCount.ts";
import type { Message, Task } from "./messages.ts";

/** Counted in any case: it stands in where a provider's own tokenizer is not public. */
const standIn = "plain/o200k_base";

/** Bytes that show whether a file is a profile of `tunecast profile` rather than data. */
export const headBytes: number = 65_536;

const gravest: readonly string[] = ["error", "warning", "advice"];

/** Counts one part of a file. */
export async function countPart(
  { file, name, rules, index, of }: Extract<Task, { kind: "count" }>,
  tell: (progress: Message) => void,
): Promise<Message> {
  if (of === 1 && looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())))
    return partOf(readProfile(await file.text()));
  const counters = await countRules(knownRules(rules));
  if (!counters.ok) return { kind: "problem", problem: counters.problem };
  const range = shardRange(file.size, index, of);
  const chunks = of === 1 ? chunksOf(file) : shardChunks(chunksOf(file.slice(range.start)), range);
  const profile = await profileBytes(chunks, {
    name,
    rules: counters.value,
    ...(of > 1 && { shard: { index, of } }),
    onProgress: ({ bytes, rows }) => tell({ kind: "progress", bytes, rows }),
  });
  return partOf(profile);
}

/** Puts the parts together and words what was found. */
export function joinParts(parts: readonly DatasetProfile[]): Message {
  const whole = parts.reduce<Result<DatasetProfile>>(
    (joined, part) => (joined.ok ? mergeProfiles(joined.value, part) : joined),
    ok(emptyProfile),
  );
  if (!whole.ok) return { kind: "problem", problem: whole.problem };
  const worst = whole.value.findings.toSorted((a, b) => gravest.indexOf(a.severity) - gravest.indexOf(b.severity));
  const places: FileFinding["places"] = whole.value.places ?? "lines";
  const findings = worst.map(({ severity, code, count, lines }) => ({
    severity,
    code,
    count,
    lines: lines.map(([, line]) => line),
    places,
    ...findingWords(code),
  }));
  return { kind: "whole", counted: { profile: whole.value, findings } };
}

function partOf(profile: Result<DatasetProfile>): Message {
  return profile.ok ? { kind: "part", profile: profile.value } : { kind: "problem", problem: profile.problem };
}

function knownRules(wanted: readonly string[]): readonly string[] {
  const known = wanted.filter((rule) => {
    const [overhead = "", vocabulary = ""] = rule.split("/");
    return ruleParts.overheads.includes(overhead) && ruleParts.vocabularies.includes(vocabulary);
  });
  return [...new Set([...known, standIn])].sort();
}
