import { fail, ok } from "@tunecast/estimator/problem";
import type { CheckFile } from "./fileCheck.ts";
import { inWorker } from "./inWorker.ts";

/** Checks a file off the main thread. Ending the signal ends the worker at once. */
export const checkFile: CheckFile = async (what, { signal, onProgress }) => {
  const message = await inWorker({ kind: "check", ...what }, signal, onProgress);
  if (!message.ok) return message;
  return message.value.kind === "checked"
    ? ok(message.value.report)
    : fail({ kind: "counting_failed", reason: "no result" });
};
