import {
  countableRules,
  countRules,
  emptyProfile,
  fileColumns,
  findingWords,
  looksLikeProfile,
  mergeProfiles,
  profileBytes,
  readProfile,
  shardChunks,
  shardRange,
  checkFor,
  convertBytes,
} from "@tunecast/dataset";
import type { CountRule, DatasetProfile, CheckReport } from "@tunecast/dataset";
import type { Problem, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { FileFinding, Message, News, Task } from "./messages.ts";
import type { FileRules } from "@tunecast/estimator/prices";
import type { CheckedFile } from "../fileVerdicts.ts";

/** The bytes of a file as they are read; a stream is not iterable in every browser. */
export async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = file.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

export async function convertWhole({ file, name, to, columns }: Extract<Task, { kind: "convert" }>): Promise<Message> {
  const texts: string[] = [];
  const conversion = await convertBytes(chunksOf(file), { name, to, columns, write: (text) => void texts.push(text) });
  return conversion.ok
    ? { kind: "converted", file: new Blob(texts, { type: "application/x-ndjson" }), conversion: conversion.value }
    : { kind: "problem", problem: conversion.problem };
}

export async function columnsIn({ file, name }: Extract<Task, { kind: "columns" }>): Promise<Message> {
  const found = await fileColumns(chunksOf(file), { name });
  return found.ok ? { kind: "columns", found: found.value } : { kind: "problem", problem: found.problem };
}

/** Checks a file by the rules of an offer; null for a file that holds counts and no rows. */
export async function checkWhole(
  { file, name, validation, columns }: CheckedFile,
  rules: FileRules,
): Promise<Result<CheckReport | null>> {
  if (looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()))) return ok(null);
  return checkFor(rules, chunksOf(file), {
    name,
    columns,
    ...(validation !== null && { validation: chunksOf(validation) }),
  });
}

/**
 * Checks a file by the rules of one offer after another, and tells each verdict as it is known. The validation file is
 * compared by the first alone: what is in both files hangs on no provider.
 */
export async function checkAll(
  { rules, validation, ...file }: Extract<Task, { kind: "check_all" }>,
  tell: (news: News) => void,
): Promise<Message> {
  for (const [at, one] of rules.entries()) {
    const found = await checkWhole({ ...file, validation: at === 0 ? validation : null }, one);
    // Rules that cannot be looked into, such as those of a vocabulary that is not here, leave that offer unknown.
    if (found.ok) tell({ kind: "verdict", at, report: found.value });
  }
  return { kind: "all_checked" };
}

/** Bytes of a file that is counted again where it proves to be in another script. */
const smallFile = 1024 * 1024;

/** Bytes that show whether a file is a profile of `tunecast profile` rather than data. */
export const headBytes: number = 65_536;

const gravest: readonly string[] = ["error", "warning", "advice"];

export async function countPart(
  { file, name, rules, index, of, columns }: Extract<Task, { kind: "count" }>,
  tell: (news: News) => void,
): Promise<Message> {
  if (of === 1 && looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())))
    return partOf(readProfile(await file.text()), []);
  // A small file is in few scripts: their parts of the first vocabulary do, and the count is there sooner.
  let parts: readonly number[] | undefined = file.size <= smallFile ? [] : undefined;
  while (true) {
    const { counters, missed, problem } = await loaded(countableRules(rules), parts);
    if (problem !== null && counters.length === 0) return { kind: "problem", problem };
    const counted = await countWith(counters, { file, name, index, of, columns }, tell);
    const lacking = new Set(counters.flatMap(({ counter }) => counter.lacks ?? []));
    if (counted.ok || parts === undefined || lacking.size === 0) return partOf(counted, missed);
    parts = [...parts, ...lacking];
  }
}

async function countWith(
  rules: readonly CountRule[],
  { file, name, index, of, columns }: Omit<Extract<Task, { kind: "count" }>, "kind" | "rules">,
  tell: (news: News) => void,
): Promise<Result<DatasetProfile>> {
  const range = shardRange(file.size, index, of);
  const chunks = of === 1 ? chunksOf(file) : shardChunks(chunksOf(file.slice(range.start)), range);
  return profileBytes(chunks, {
    name,
    rules,
    columns,
    ...(of > 1 && { shard: { index, of } }),
    onProgress: ({ bytes, rows }) => tell({ kind: "progress", bytes, rows }),
  });
}

interface Loaded {
  readonly counters: readonly CountRule[];
  /** Rules whose vocabulary could not be fetched: they cost their own offers only. */
  readonly missed: readonly string[];
  readonly problem: Problem | null;
}

async function loaded(names: readonly string[], parts: readonly number[] | undefined): Promise<Loaded> {
  const counters: CountRule[] = [];
  const missed: string[] = [];
  let problem: Problem | null = null;
  for (const name of names) {
    const rules = await countRules([name], parts === undefined ? {} : { parts }).catch(
      (cause: unknown): Result<never> =>
        fail({ kind: "counting_failed", reason: cause instanceof Error ? cause.message : String(cause) }),
    );
    if (rules.ok) counters.push(...rules.value);
    else {
      missed.push(name);
      ({ problem } = rules);
    }
  }
  return { counters, missed, problem };
}

export function joinParts({ parts, missed }: Extract<Task, { kind: "join" }>): Message {
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
  return { kind: "whole", counted: { profile: whole.value, findings, missed } };
}

function partOf(profile: Result<DatasetProfile>, missed: readonly string[]): Message {
  return profile.ok ? { kind: "part", profile: profile.value, missed } : { kind: "problem", problem: profile.problem };
}
