import { takesRows } from "@tunecast/estimator/prices";
import type { FileRules } from "@tunecast/estimator/prices";
import { shapeNamed } from "../shapes/table.ts";
import type { CheckReport } from "./report.ts";
import { findingWords } from "./words.ts";

/** The report with an error where the model is tuned by no method that these rows are for. */
export function withMethod(report: CheckReport, { model, methods, formats }: FileRules): CheckReport {
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
