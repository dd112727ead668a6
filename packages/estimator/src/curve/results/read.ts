import { fail, ok, type Result } from "../../problem.ts";
import { jsonOf, jsonRecords, tableRecords } from "./records.ts";
import { foundIn, runsOf, type Found } from "./tools.ts";

/** What an evaluation tool said of one run. */
export interface RunResult {
  /** The file, as it was named. */
  readonly file: string;
  /** Examples that the run was trained on; null where the result does not say. */
  readonly n: number | null;
  /** The model that was evaluated, as the tool names it; null where it does not. */
  readonly model: string | null;
  /** Test set or task; null where it is not named. */
  readonly test: string | null;
  readonly metric: string;
  readonly value: number;
  /** Standard error as stated, or of the items; null where neither is known. */
  readonly se: number | null;
  /** What each test item scored; empty where only the mean is known. */
  readonly items: readonly ItemScore[];
}

/** One test item's score, in the unit of the metric. */
export interface ItemScore {
  readonly id: string;
  readonly score: number;
}

/** What is asked of a file of results. */
export interface ReadOptions {
  /** The metric that counts, where the file has several. */
  readonly metric?: string;
  /** The task or test set that counts, where the file has several. */
  readonly test?: string;
}

/** Metrics that are taken unasked, in this order. */
const USUAL = ["accuracy", "acc", "exact_match", "f1", "score", "includes", "match", "choice"];

/**
 * One run's result, or several of the plain form, from the text of a file of lm-evaluation-harness, promptfoo,
 * inspect-ai, an OpenAI eval run, plain JSON, or a CSV of item scores (`id,score`). The run's size comes from the file, or
 * from its name or that of a folder it is in (`n250`, `n=250`, `250=path`).
 *
 * Problems: `no_results` (file), `several_metrics` (file, known), `unknown_metric` (file, metric, known), `several_tests`
 * (file, known), `several_models` (known), `no_run_size` (file), `size_disagrees` (file, named, stated: the size before the path is
 * not the one that the result states).
 */
export function readResults(text: string, file: string, options: ReadOptions = {}): Result<RunResult[]> {
  const table = tableRecords(text, ["score"]);
  const found = table === null ? foundIn(jsonOf(text) ?? jsonRecords(text)) : ofTable(table);
  if (found.length === 0) return fail({ kind: "no_results", file });
  const chosen = chosenFrom(found, file, options);
  if (!chosen.ok) return chosen;
  const named = sizeOf(file);
  const stated = chosen.value.flatMap(({ n }) => n ?? []);
  if (/^\d+=/u.test(file) && stated.some((n) => n !== named))
    return fail({ kind: "size_disagrees", file, named: named ?? 0, stated: [...new Set(stated.map(String))] });
  const runs = chosen.value.map((run) => ({ ...run, file, n: run.n ?? named }));
  return runs.every(({ n }) => n !== null) ? ok(runs) : fail({ kind: "no_run_size", file });
}

function ofTable(table: readonly Readonly<Record<string, string>>[]): Found[] {
  return runsOf(
    table.map((row) => {
      const n = Number(row["n"] ?? NaN);
      return {
        id: row["id"] ?? row["item"] ?? row["item_id"],
        n: Number.isFinite(n) ? n : null,
        scores: { score: row["score"] === "" ? null : Number(row["score"]) },
      };
    }),
  );
}

/** The runs of one metric, one task and one model. */
function chosenFrom(found: readonly Found[], file: string, { metric, test }: ReadOptions): Result<Found[]> {
  const tests = [...new Set(found.map((one) => one.test ?? ""))];
  const ofTest = found.filter((one) => test === undefined || one.test === test);
  if (ofTest.length === 0 || (test === undefined && tests.length > 1))
    return fail({ kind: "several_tests", file, known: tests });
  const names = [...new Set(ofTest.map((one) => one.metric))];
  const wanted = metric ?? USUAL.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined) return fail({ kind: "several_metrics", file, known: names });
  if (!names.includes(wanted)) return fail({ kind: "unknown_metric", file, metric: wanted, known: names });
  const own = ofTest.filter((one) => one.metric === wanted);
  const models = [...new Set(own.flatMap((one) => one.model ?? []))];
  // One model trained on several sizes has as many names; two of one size do not.
  const twice = new Set(own.map(({ n }) => n)).size < own.length;
  return twice && models.length > 1 ? fail({ kind: "several_models", file, known: models }) : ok(own);
}

/** `250=results.json`, or `n250`, `n-250`, `n=250` in the path, the last one; null where there is none. */
function sizeOf(file: string): number | null {
  const stated = /^(\d+)=/.exec(file)?.[1] ?? [...file.matchAll(/(?:^|[^a-z0-9])n[=_-]?(\d+)(?!\d)/giu)].at(-1)?.[1];
  return stated === undefined ? null : Number(stated);
}
