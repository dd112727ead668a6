import { type CheckReport, checkFor, looksLikeProfile } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import type { FileRules } from "@tunecast/estimator/prices";
import type { CheckedFile } from "../fileVerdicts.ts";
import { chunksOf } from "./chunks.ts";
import { headBytes } from "./counting.ts";
import type { Message, News, Task } from "./messages.ts";

/** Checks a file by the rules of an offer; null for a file that holds counts and no rows. */
export async function checkWhole(
  { file, name, validation, columns }: CheckedFile,
  rules: FileRules,
): Promise<Result<CheckReport | null>> {
  if (looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()))) return ok(null);
  return checkFor(rules, chunksOf(file), {
    name,
    columns,
    ...(validation !== null && { validation: chunksOf(validation) }),
  });
}

/**
 * Checks a file by the rules of one offer after another, and tells each verdict as it is known. The validation file is
 * compared by the first alone: what is in both files hangs on no provider.
 */
export async function checkAll(
  { rules, validation, ...file }: Extract<Task, { kind: "check_all" }>,
  tell: (news: News) => void,
): Promise<Message> {
  for (const [at, one] of rules.entries()) {
    const found = await checkWhole({ ...file, validation: at === 0 ? validation : null }, one);
    // Rules that cannot be looked into, such as those of a vocabulary that is not here, leave that offer unknown.
    if (found.ok) tell({ kind: "verdict", at, report: found.value });
  }
  return { kind: "all_checked" };
}
