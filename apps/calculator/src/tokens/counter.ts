import type { DatasetProfile } from "@tunecast/dataset";
import { ok } from "@tunecast/estimator/problem";
import type { CountFile, Progress } from "./fileCount.ts";
import { answerOf, inWorker } from "./checker.ts";

/** A smaller part is counted sooner than another worker has loaded its tables. */
const worthwhileBytes = 4 * 1024 * 1024;

const headBytes = 1024 * 1024;

/** In how many parts a file is worth counting. Only lines of JSON can be cut: one object per line, not compressed. */
async function partsFor(file: Blob, threads: number): Promise<number> {
  const parts = Math.max(1, Math.min(threads, Math.floor(file.size / worthwhileBytes)));
  if (parts === 1) return 1;
  const head = await file.slice(0, headBytes).text();
  return /^\uFEFF?\s*\{[^\n]*\}\s*\n/u.test(head) ? parts : 1;
}

/** Progress is told at most so often, so that telling it costs nothing. */
const tellEveryMilliseconds = 100;

export function fileCounter(rules: readonly string[], threads: number): CountFile {
  return async (file, { signal, onProgress, columns }) => {
    const of = await partsFor(file, threads);
    const told = progressOfParts(of, onProgress);
    const results = await Promise.all(
      Array.from({ length: of }, (_, at) =>
        inWorker({ kind: "count", file, name: file.name, rules, index: at + 1, of, columns }, signal, (news) => {
          if (news.kind === "progress") told(at, news);
        }),
      ),
    );
    const parts: DatasetProfile[] = [];
    const missed = new Set<string>();
    for (const result of results) {
      if (!result.ok) return result;
      if (result.value.kind !== "part") continue;
      parts.push(result.value.profile);
      for (const rule of result.value.missed) missed.add(rule);
    }
    const joined = await answerOf({ kind: "join", parts, missed: [...missed] }, "whole", signal);
    return joined.ok ? ok(joined.value.counted) : joined;
  };
}

function progressOfParts(of: number, tell: (progress: Progress) => void): (part: number, progress: Progress) => void {
  const seen = Array.from({ length: of }, (): Progress => ({ bytes: 0, rows: 0 }));
  let last = Number.NEGATIVE_INFINITY;
  return (part, progress) => {
    seen[part] = progress;
    const now = performance.now();
    if (now - last < tellEveryMilliseconds) return;
    last = now;
    tell({
      bytes: seen.reduce((sum, { bytes }) => sum + bytes, 0),
      rows: seen.reduce((sum, { rows }) => sum + rows, 0),
    });
  };
}
