import type { FileRules } from "@tunecast/estimator/prices";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import { columnNowhere, withoutList } from "../shapes/reading/columns.ts";
import type { Bytes } from "../formats/held.ts";
import { readExamples } from "../shapes/readExamples.ts";
import { readingProblem } from "../shapes/readRow.ts";
import { readRows, type RowsRead } from "../formats/rows.ts";
import { placesOf } from "../formats/sniff.ts";
import { exampleHash, HashSet } from "./hashes.ts";
import { withMethod } from "./method.ts";
import { knownProviders, localRules, providerRules } from "./providers.ts";
import { Quality } from "./quality.ts";
import type { CheckReport } from "./report.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";
import { measureOf } from "./length.ts";
import { RowCheck, type CheckOptions } from "./rowCheck.ts";

/** Hashes of a validation file's examples, which the quality of the data is compared with too. */
async function hashesOf(
  chunks: Bytes,
  { format, columns, signal }: CheckOptions,
  quality: Quality,
): Promise<Result<HashSet>> {
  const hashes = new HashSet();
  const read = await readExamples(chunks, { format, columns, signal }, ({ example, row, shape }) => {
    hashes.add(...exampleHash(example, row, shape));
    if (example.ids === null) quality.validation(example);
  });
  return read.ok || read.problem.kind === "column_nowhere" ? ok(hashes) : read;
}

function formatName(format: string, provider: string, mixed: boolean): string {
  if (provider === "csv") return "csv";
  if (mixed) return "mixed";
  const openai = provider === "openai" || provider === "azure-openai";
  return format === "dpo" && !openai ? "preference" : format;
}

function unread({ findings }: RowCheck, got: string, provider: string): CheckReport {
  if (got === "binary") findings.add("error", "non_utf8", 1);
  findings.add("error", "not_jsonl", null, got);
  return {
    provider,
    format: "unknown",
    verdict: findings.verdict,
    rows: 0,
    examples: 0,
    findings: findings.list(),
    cut: null,
  };
}

async function reportOf(check: RowCheck, read: RowsRead, provider: string): Promise<CheckReport> {
  check.decide();
  await check.file.report(read, check.rows, check.examples, check.format ?? "unknown");
  const { findings, rows, examples, cut } = check;
  check.quality.report(findings);
  const format = formatName(check.format ?? "unknown", provider, findings.has("mixed_formats"));
  return {
    provider,
    format,
    verdict: findings.verdict,
    rows,
    examples,
    findings: findings.list(placesOf(read.container)),
    cut,
  };
}

/**
 * What a provider would say to a data file: everything that its published validators, schemas and documents check, with the
 * numbers of the price book.
 *
 * Problems: `unknown_provider`, those of `readingProblem`, `readRows` and `loadCounter`, and `column_nowhere` (no row has a
 * column that was named).
 *
 * @param by what the price book says of an offer's files (`fileRulesOf`, `fileRulesFor`), or a trainer of one's own (`trl`)
 */
export async function checkFor(
  by: FileRules | string,
  chunks: Bytes,
  options: CheckOptions = {},
): Promise<Result<CheckReport>> {
  const rules = typeof by === "string" ? localRules(by) : providerRules(by);
  if (rules === undefined) {
    const provider = typeof by === "string" ? by : by.check;
    return fail({ kind: "unknown_provider", provider, known: knownProviders });
  }
  const report = await checkBytes(chunks, rules, options);
  return report.ok && typeof by !== "string" ? ok(withMethod(report.value, by)) : report;
}

async function checkBytes(chunks: Bytes, rules: ProviderRules, given: CheckOptions): Promise<Result<CheckReport>> {
  const wrong = readingProblem(given);
  const options = withoutList(given);
  if (wrong !== null) return fail(wrong);
  const measure = await measureOf(rules);
  if (!measure.ok) return measure;
  const quality = new Quality();
  let validation: HashSet | null = null;
  if (options.validation !== undefined) {
    const hashes = await hashesOf(options.validation, options, quality);
    if (!hashes.ok) return hashes;
    validation = hashes.value;
  }
  const check = new RowCheck(rules, options, { measure: measure.value, validation, quality });
  const read = await readRows(chunks, check, { ...options, shard: undefined });
  const { id } = rules;
  if (!read.ok && read.problem.kind === "unsupported_container")
    return ok(unread(check, String(read.problem["got"]), id));
  if (!read.ok) return read;
  const report = await reportOf(check, read.value, id);
  const nowhere = columnNowhere(check.named.missing);
  return nowhere === null ? ok(report) : fail(nowhere);
}
