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
import { knownProviders, localProviders, localRules, providerRules } from "./providers.ts";
import { coverSketch, mostValidation } from "./quality.ts";
import { findingWords, type CheckReport } from "./report.ts";
import { RowCheck, RowChecks, type CheckOptions } from "./rowCheck.ts";
import type { Sketch } from "./sketch.ts";

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

interface Validation {
  readonly hashes: HashSet;
  readonly sketches: readonly Sketch[];
}

async function validationOf(chunks: Bytes, { format, columns, signal }: CheckOptions): Promise<Result<Validation>> {
  const hashes = new HashSet();
  const sketches: Sketch[] = [];
  const read = await readExamples(chunks, { format, columns, signal }, ({ example, row, shape }) => {
    hashes.add(...exampleHash(example, row, shape));
    if (example.ids === null && sketches.length < mostValidation) sketches.push(coverSketch(example));
  });
  return read.ok || read.problem.kind === "column_nowhere" ? ok({ hashes, sketches }) : read;
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
  return { provider, format: shown, verdict, rows, examples, places, findings: findings.list(places), cut };
}

/**
 * What a provider would say to a data file: everything that its published validators, schemas and documents check, with the
 * numbers of the price book.
 *
 * Problems: `unknown_provider` (`known` has the names that work as text), those of `readingProblem`, `readRows` and `loadCounter`, and `column_nowhere` (no row has a
 * column that was named).
 *
 * @param by what the price book says of an offer's files (`fileRulesOf`, `fileRulesFor`); as text only a trainer of one's own or a kind of file (`trl`, `csv`)
 */
export async function checkFor(
  by: FileRules | string,
  chunks: Bytes,
  options: CheckOptions = {},
): Promise<Result<CheckReport>> {
  const reports = await checkForEach([by], chunks, options);
  return reports.ok ? ok(reports.value[0] as CheckReport) : reports;
}

/** {@link checkFor} by several rules, in one reading of the file. */
export async function checkForEach(
  by: readonly (FileRules | string)[],
  chunks: Bytes,
  given: CheckOptions = {},
): Promise<Result<readonly CheckReport[]>> {
  const rules: ProviderRules[] = [];
  for (const one of by) {
    const found = typeof one === "string" ? localRules(one) : providerRules(one);
    const [provider, known] = typeof one === "string" ? [one, localProviders] : [one.check, knownProviders];
    if (found === undefined) return fail({ kind: "unknown_provider", provider, known });
    rules.push(found);
  }
  const wrong = readingProblem(given);
  const options = withoutList(given);
  if (wrong !== null) return fail(wrong);
  let validation: Validation | null = null;
  if (options.validation !== undefined) {
    const read = await validationOf(options.validation, options);
    if (!read.ok) return read;
    validation = read.value;
  }
  const checks: RowCheck[] = [];
  for (const one of rules) {
    const measure = await measureOf(one);
    if (!measure.ok) return measure;
    checks.push(new RowCheck(one, options, measure.value, validation?.hashes ?? null));
  }
  const rows = new RowChecks(checks, options, validation?.sketches ?? []);
  const read = await readRows(chunks, rows, { ...options, shard: undefined });
  const reports = (places?: Places): CheckReport[] =>
    checks.map((check, i) => {
      const report = reportOf(check, (rules[i] as ProviderRules).id, places);
      const one = by[i];
      return one === undefined || typeof one === "string" ? report : withMethod(report, one);
    });
  if (!read.ok && read.problem.kind !== "unsupported_container") return read;
  if (!read.ok) {
    const got = String(read.problem["got"]);
    for (const { findings } of checks) {
      if (got === "binary") findings.add("error", "non_utf8", 1);
      findings.add("error", "not_jsonl", null, got);
    }
    return ok(reports());
  }
  rows.end(read.value);
  const nowhere = columnNowhere(rows.named.missing);
  return nowhere === null ? ok(reports(placesOf(read.value.container))) : fail(nowhere);
}
