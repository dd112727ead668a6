import type { CheckReport, Finding } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { given } from "./options.ts";
import type { Files } from "./host.ts";

/** What is compared, and how alike two examples have to be. */
interface Compared {
  readonly path: string;
  readonly validation?: string | undefined;
  readonly shape?: string | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
  readonly similar: number;
}

/** The report with examples that nearly repeat another, or one of the validation file. Reads the files once more. */
export async function withNearDuplicates(
  report: CheckReport,
  files: Files,
  { path, validation, shape, columns, similar }: Compared,
): Promise<Result<CheckReport>> {
  const { findingWords, nearDuplicates } = await import("@tunecast/dataset");
  const chunks = await files.chunks(path);
  if (!chunks.ok) return chunks;
  const other = validation === undefined ? undefined : await files.chunks(validation);
  if (other?.ok === false) return other;
  const how = { name: path, similar, ...given({ validation: other?.value, format: shape, columns }) };
  const near = await nearDuplicates(chunks.value, how);
  if (!near.ok) return near;
  const counts = { near_duplicate: 0, validation_near_overlap: 0 };
  const codeOf = (inValidation: boolean): keyof typeof counts =>
    inValidation ? "validation_near_overlap" : "near_duplicate";
  for (const { inValidation } of near.value) counts[codeOf(inValidation)] += 1;
  const found = near.value.map(({ line, like, inValidation, places }): Finding => {
    const unit = places === "rows" ? "row" : "line";
    const code = codeOf(inValidation);
    const { sentence, fix } = findingWords(code, `${unit} ${like}`);
    const where = `${unit === "row" ? "Row" : "Line"} ${line}`;
    return {
      severity: inValidation ? "warning" : "advice",
      code,
      line,
      count: counts[code],
      sentence: `${where}: ${sentence}.`,
      fix,
    };
  });
  const isWarned = counts.validation_near_overlap > 0 && report.verdict === "valid";
  return ok({
    ...report,
    verdict: isWarned ? "warning" : report.verdict,
    findings: [...report.findings, ...found],
  });
}
