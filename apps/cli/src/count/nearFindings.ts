import type { CheckReport } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { given } from "../ask/options.ts";
import type { Files } from "../read/host.ts";

interface Compared {
  readonly path: string;
  readonly validation?: string | undefined;
  readonly shape?: string | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** The library's own where not given. */
  readonly similar?: number | undefined;
}

/** The report with examples that nearly repeat another, or one of the validation file. Reads the files once more. */
export async function withNearDuplicates(
  report: CheckReport,
  files: Files,
  { path, validation, shape, columns, similar }: Compared,
): Promise<Result<CheckReport>> {
  const { nearFindings } = await import("@tunecast/dataset");
  const chunks = await files.chunks(path);
  if (!chunks.ok) return chunks;
  const other = validation === undefined ? undefined : await files.chunks(validation);
  if (other?.ok === false) return other;
  const how = { name: path, ...given({ similar, validation: other?.value, format: shape, columns }) };
  const found = await nearFindings(chunks.value, how);
  if (!found.ok) return found;
  const isWarned = report.verdict === "valid" && found.value.some(({ severity }) => severity === "warning");
  return ok({
    ...report,
    verdict: isWarned ? "warning" : report.verdict,
    findings: [...report.findings, ...found.value],
  });
}
