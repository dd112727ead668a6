import type { ColumnMapping } from "./columnsOf.ts";
import type { Conversion } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { CheckAll } from "./fileVerdicts.ts";
import { inWorker } from "./inWorker.ts";

/** Checks a file by many sets of rules off the main thread. */
export const checkAll: CheckAll = async (what, { signal, onReport }) => {
  await inWorker({ kind: "check_all", ...what }, signal, (news) => {
    if (news.kind === "verdict") onReport(news.at, news.report);
  });
};

/** Writes a file in the shape of a provider off the main thread. */
export async function convertFile(what: {
  readonly file: Blob;
  readonly name: string;
  readonly to: string;
  readonly columns: ColumnMapping | undefined;
}): Promise<Result<{ readonly file: Blob; readonly conversion: Conversion }>> {
  const message = await inWorker({ kind: "convert", ...what }, new AbortController().signal, () => undefined);
  if (!message.ok) return message;
  return message.value.kind === "converted"
    ? ok({ file: message.value.file, conversion: message.value.conversion })
    : fail({ kind: "counting_failed", reason: "no result" });
}
