import { fail, ok, type Result } from "../../problem.ts";
import { jsonOf, jsonRecords, textTable } from "./records.ts";
import { meanOf, perItem, type RunResult } from "./run.ts";
import { tools } from "./tools/all.ts";
import type { Found } from "./tools/tool.ts";

/** What is asked of a file of results. */
export interface ReadOptions {
  /** The metric that counts, where the file has several. */
  readonly metric?: string;
  /** The task or test set that counts, where the file has several. */
  readonly test?: string;
}

/** Metrics that are taken unasked, in this order. */
const USUAL = ["accuracy", "acc", "exact_match", "quasi_exact_match", "f1", "score", "includes", "match", "choice"];

/**
 * One run's result, or several of the plain form, from the text of a file of lm-evaluation-harness, HELM, promptfoo,
 * inspect-ai, an OpenAI eval run, plain JSON, or a CSV of item scores (`id,score`). The run's size comes from the file, or
 * from its name or that of a folder it is in (`n250`, `n=250`, `250=path`).
 *
 * Problems: `no_results` (file), `several_metrics` (file, known), `unknown_metric` (file, metric, known), `several_tests`
 * (file, known), `several_models` (known), `no_run_size` (file), `size_disagrees` (file, named, stated: the size before the path is
 * not the one that the result states).
 */
export function readResults(text: string, file: string, options: ReadOptions = {}): Result<RunResult[]> {
  const table = textTable(text, ["score"]);
  const value = jsonOf(text) ?? jsonRecords(text) ?? undefined;
  const tool = table === null ? tools.find(({ is }) => is(value)) : undefined;
  const found = table === null ? (tool?.read(value) ?? []) : csvRun(table);
  if (found.length === 0) return fail({ kind: "no_results", file });
  const chosen = chosenFrom(found, file, options);
  if (!chosen.ok) return chosen;
  const named = sizeOf(file);
  const stated = chosen.value.flatMap(({ n }) => n ?? []);
  if (/^\d+=/u.test(file) && stated.some((n) => n !== named))
    return fail({ kind: "size_disagrees", file, named: named ?? 0, stated: [...new Set(stated.map(String))] });
  const runs = chosen.value.map((run) => ({ ...run, file, tool: tool?.name ?? "CSV of items", n: run.n ?? named }));
  return runs.every(({ n }) => n !== null) ? ok(runs) : fail({ kind: "no_run_size", file });
}

function csvRun(table: readonly Readonly<Record<string, string>>[]): Found[] {
  const scores = table.flatMap((row, place) => {
    const score = Number(row["score"]);
    const id = row["id"] ?? row["item"] ?? row["item_id"] ?? String(place + 1);
    return row["score"] === "" || !Number.isFinite(score) ? [] : [{ id, score, n: Number(row["n"] ?? NaN) }];
  });
  const sizes = new Set(scores.map(({ n }) => n));
  return [...sizes].flatMap((n) => {
    const items = perItem(scores.filter((one) => Object.is(one.n, n)));
    return [{ n: Number.isFinite(n) ? n : null, model: null, test: null, metric: "score", ...meanOf(items), items }];
  });
}

/** The runs of one metric, one task and one model. */
function chosenFrom(found: readonly Found[], file: string, { metric, test }: ReadOptions): Result<Found[]> {
  const tests = [...new Set(found.map((one) => one.test ?? ""))];
  if (test === undefined && tests.length > 1) return fail({ kind: "several_tests", file, known: tests });
  const ofTest = test === undefined ? found : found.filter((one) => one.test === test);
  if (ofTest.length === 0) return fail({ kind: "several_tests", file, known: tests });
  const names = [...new Set(ofTest.map((one) => one.metric))];
  const usual = USUAL.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
  const wanted = metric ?? usual;
  if (wanted === undefined) return fail({ kind: "several_metrics", file, known: names });
  if (!names.includes(wanted)) return fail({ kind: "unknown_metric", file, metric: wanted, known: names });
  const own = ofTest.filter((one) => one.metric === wanted);
  const models = [...new Set(own.flatMap((one) => one.model ?? []))];
  // One model trained on several sizes has as many names; two of one size do not.
  const twice = own.some((one, at) => own.findIndex(({ n }) => n === one.n) !== at);
  return twice && models.length > 1 ? fail({ kind: "several_models", file, known: models }) : ok(own);
}

/** `250=results.json`, or `n250`, `n-250`, `n=250` in the path, the last one; null where there is none. */
function sizeOf(file: string): number | null {
  const stated = /^(\d+)=/.exec(file)?.[1] ?? [...file.matchAll(/(?:^|[^a-z0-9])n[=_-]?(\d+)(?!\d)/giu)].at(-1)?.[1];
  return stated === undefined ? null : Number(stated);
}
