import { checkFor, looksLikeProfile } from "@tunecast/dataset";
import { chunksOf } from "./chunks.ts";
import { headBytes } from "./counting.ts";
import type { Message, News, Task } from "./messages.ts";

/** Checks a file by the rules of an offer. */
export async function checkWhole(
  { file, name, validation, rules, columns }: Extract<Task, { kind: "check" }>,
  tell: (news: News) => void,
): Promise<Message> {
  if (looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())))
    return { kind: "checked", report: null };
  const report = await checkFor(rules, chunksOf(file), {
    name,
    columns,
    ...(validation !== null && { validation: chunksOf(validation) }),
    onProgress: ({ bytes, rows }) => tell({ kind: "progress", bytes, rows }),
  });
  return report.ok ? { kind: "checked", report: report.value } : { kind: "problem", problem: report.problem };
}

/** Checks a file by the rules of one offer after another, and tells each verdict as it is known. */
export async function checkAll(
  { file, name, rules, columns }: Extract<Task, { kind: "check_all" }>,
  tell: (news: News) => void,
): Promise<Message> {
  for (const [at, one] of rules.entries()) {
    const said = await checkWhole(
      { kind: "check", file, name, validation: null, rules: one, columns },
      () => undefined,
    );
    // Rules that cannot be looked into, such as those of a vocabulary that is not here, leave that offer unknown.
    if (said.kind === "checked") tell({ kind: "verdict", at, report: said.report });
  }
  return { kind: "all_checked" };
}
