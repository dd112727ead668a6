import { takesShape, type FileRules } from "@tunecast/estimator";
import type { CheckReport } from "./report.ts";
import { findingWords } from "./words.ts";

/** Formats that name no shape of rows. */
const shapeless: readonly string[] = ["unknown", "mixed", "csv"];

/** The report with an error where the model is tuned by no method that these rows are for. */
export function withMethod(report: CheckReport, { model, methods, formats }: FileRules): CheckReport {
  const { format } = report;
  const isTaken = methods.some((method) => takesShape({ method, formats }, format));
  if (methods.length === 0 || shapeless.includes(format) || isTaken) return report;
  const { sentence, fix } = findingWords("method_not_taken", `${model}: ${methods.join(", ")}; the rows: ${format}`);
  const finding = { severity: "error", code: "method_not_taken", line: null, count: 1, fix } as const;
  return {
    ...report,
    verdict: "error",
    findings: [{ ...finding, sentence: `The file: ${sentence}.` }, ...report.findings],
  };
}
