import type { Problem } from "../../problem.ts";
import type { RunResult } from "./run.ts";

/** Fewer items may be answered alike by two runs. */
const TELLING_ITEMS = 10;

/**
 * What is wrong where one result is named twice; null where every run has a result of its own.
 *
 * Problems: `two_results` (n, files: twice for one size), `one_result_two_sizes` (sizes, files, guess: the same file, or the same
 * score for every item, for two sizes; `guess` is true where the files differ: a model that has not begun to learn may answer alike).
 *
 * @param runs ascending by n
 */
export function givenTwice(runs: readonly RunResult[]): Problem | null {
  for (const [at, run] of runs.entries())
    for (const other of runs.slice(0, at)) {
      const alike = sameScores(run, other);
      const file = pathOf(run) === pathOf(other) && run.value === other.value;
      if (run.n === other.n && (alike || file))
        return { kind: "two_results", n: run.n ?? 0, files: filesAt(runs, run.n) };
      // A file of several runs says the size of each; a size before the path is one for the whole file.
      const named = file && run.file !== other.file;
      const mixed = run.items.some(({ score }) => score !== run.items[0]?.score);
      if (named || (alike && mixed && run.items.length >= TELLING_ITEMS))
        return {
          kind: "one_result_two_sizes",
          sizes: [other, run].map(({ n }) => String(n)),
          files: [...new Set([other.file, run.file])],
          guess: !named,
        };
    }
  return null;
}

function filesAt(runs: readonly RunResult[], n: number | null): string[] {
  return runs.filter((run) => run.n === n).map(({ file }) => file);
}

/** The path without the size that was written before it. */
function pathOf({ file }: RunResult): string {
  return file.replace(/^\d+=/u, "").replace(/^(?:\.\/)+/u, "");
}

/** The same score for the same item throughout. */
function sameScores(a: RunResult, b: RunResult): boolean {
  return (
    a.items.length > 0 &&
    a.items.length === b.items.length &&
    a.items.every(({ id, score }, at) => id === b.items[at]?.id && score === b.items[at].score)
  );
}
