import { takesRows, type FileRules } from "@tunecast/estimator/prices";
import { fail, ok, type Result } from "@tunecast/estimator/problem";
import type { Bytes } from "../formats/held.ts";
import { readRows } from "../formats/rows.ts";
import { placesOf, type Places } from "../formats/sniff.ts";
import type { ProviderRules } from "../shapes/checking/rules.ts";
import { readExamples, readingProblem } from "../shapes/readRow.ts";
import { columnNowhere, withoutList } from "../shapes/reading/columns.ts";
import { shapeNamed } from "../shapes/table.ts";
import { exampleHash, isMet } from "./hashes.ts";
import { measureOf } from "./length.ts";
import { knownProviders, localProviders, localRules, providerRules } from "./providers.ts";
import { coverSketch, mostValidation } from "./quality.ts";
import type { CheckReport } from "./report.ts";
import { RowCheck, RowChecks, isPair, type CheckOptions } from "./rowCheck.ts";
import type { Sketch } from "./sketch.ts";

/** Tells of rows that the model is not tuned with, whatever is right or wrong in each. */
function tellMethod({ format, findings }: RowCheck, { model, methods, formats }: FileRules): void {
  const nature = shapeNamed(format)?.nature;
  if (nature === undefined) return;
  const isTaken = methods.some((method) => takesRows({ method, formats }, { shape: format, nature }));
  const isStrange = nature === "pair" && formats.length > 0 && !formats.some(isPair);
  if (!isStrange && (isTaken || methods.length === 0)) return;
  const by = isStrange ? formats : [`${model}: ${methods.join(", ")}`];
  findings.add("error", "method_not_taken", null, `${by.join(", ")}; the rows: ${format}`);
}

async function validationOf({ validation, format, columns, signal }: CheckOptions) {
  const found = { hashes: new Set<number>(), sketches: [] as Sketch[] };
  if (validation === undefined) return ok({ hashes: null, sketches: [] });
  const read = await readExamples(validation, { format, columns, signal }, ({ example, row, shape }) => {
    isMet(found.hashes, exampleHash(example, row, shape));
    if (example.ids === null && found.sketches.length < mostValidation) found.sketches.push(coverSketch(example));
  });
  return read.ok || read.problem.kind === "column_nowhere" ? ok(found) : read;
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
  if (wrong !== null) return fail(wrong);
  const options = withoutList(given);
  const validation = await validationOf(options);
  if (!validation.ok) return validation;
  const { hashes, sketches } = validation.value;
  const checks: RowCheck[] = [];
  for (const one of rules) {
    const measure = await measureOf(one);
    if (!measure.ok) return measure;
    checks.push(new RowCheck(one, options, measure.value, hashes));
  }
  const rows = new RowChecks(checks, options, sketches);
  const read = await readRows(chunks, rows, { ...options, shard: undefined });
  const reports = (places?: Places): CheckReport[] => checks.map((check) => check.report(places));
  if (!read.ok && read.problem.kind !== "unsupported_container") return read;
  if (!read.ok) {
    const got = String(read.problem["got"]);
    for (const { findings } of checks) {
      if (got === "binary") findings.add("error", "non_utf8", 1);
      findings.add("error", "not_jsonl", null, got, "not_readable");
    }
    return ok(reports());
  }
  rows.end(read.value);
  for (const [i, one] of by.entries()) if (typeof one !== "string") tellMethod(checks[i] as RowCheck, one);
  const nowhere = columnNowhere(rows.named.missing);
  return nowhere === null ? ok(reports(placesOf(read.value.container))) : fail(nowhere);
}
