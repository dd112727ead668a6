import { takesRows, type FileRules } from "@tunecast/estimator/prices";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "../formats/held.ts";
import { readRows } from "../formats/rows.ts";
import { placesOf, type Places } from "../formats/sniff.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";
import { readExamples, readingProblem } from "../shapes/readRow.ts";
import { columnNowhere, withoutList } from "../shapes/reading/columns.ts";
import { shapeNamed } from "../shapes/table.ts";
import { HashSet, exampleHash } from "./hashes.ts";
import { measureOf } from "./length.ts";
import { knownProviders, localRules, providerRules } from "./providers.ts";
import { findingWords, type CheckReport } from "./report.ts";
import { RowCheck, type CheckOptions } from "./rowCheck.ts";

function withMethod(report: CheckReport, { model, methods, formats }: FileRules): CheckReport {
  const { format } = report;
  const nature = shapeNamed(format)?.nature;
  if (methods.length === 0 || nature === undefined) return report;
  if (methods.some((method) => takesRows({ method, formats }, { shape: format, nature }))) return report;
  const { sentence, fix } = findingWords("method_not_taken", `${model}: ${methods.join(", ")}; the rows: ${format}`);
  const finding = { severity: "error", code: "method_not_taken", line: null, count: 1, fix, source: null } as const;
  return {
    ...report,
    verdict: "error",
    findings: [{ ...finding, sentence: `The file: ${sentence}.` }, ...report.findings],
  };
}

async function hashesOf(chunks: Bytes, { format, columns, signal }: CheckOptions): Promise<Result<HashSet>> {
  const hashes = new HashSet();
  const read = await readExamples(chunks, { format, columns, signal }, ({ example, row, shape }) => {
    hashes.add(...exampleHash(example, row, shape));
  });
  return read.ok || read.problem.kind === "column_nowhere" ? ok(hashes) : read;
}

function formatName(format: string, provider: string, mixed: boolean): string {
  if (provider === "csv") return "csv";
  if (mixed) return "mixed";
  const openai = provider === "openai" || provider === "azure-openai";
  return format === "dpo" && !openai ? "preference" : format;
}

function reportOf(check: RowCheck, provider: string, places: Places = "lines"): CheckReport {
  const { findings, rows, examples, cut, format } = check;
  const { verdict } = findings;
  const shown = formatName(format ?? "unknown", provider, findings.has("mixed_formats"));
  return { provider, format: shown, verdict, rows, examples, findings: findings.list(places), cut };
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
  let validation: HashSet | null = null;
  if (options.validation !== undefined) {
    const hashes = await hashesOf(options.validation, options);
    if (!hashes.ok) return hashes;
    validation = hashes.value;
  }
  const check = new RowCheck(rules, options, measure.value, validation);
  const read = await readRows(chunks, check, { ...options, shard: undefined });
  if (!read.ok && read.problem.kind !== "unsupported_container") return read;
  if (!read.ok) {
    const got = String(read.problem["got"]);
    if (got === "binary") check.findings.add("error", "non_utf8", 1);
    check.findings.add("error", "not_jsonl", null, got);
    return ok(reportOf(check, rules.id));
  }
  check.end(read.value);
  const nowhere = columnNowhere(check.named.missing);
  return nowhere === null ? ok(reportOf(check, rules.id, placesOf(read.value.container))) : fail(nowhere);
}
