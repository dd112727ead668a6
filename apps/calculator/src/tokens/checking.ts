import { checkFor, looksLikeProfile } from "@tunecast/dataset";
import { chunksOf } from "./chunks.ts";
import { headBytes } from "./counting.ts";
import type { Message, Task } from "./messages.ts";

/** Checks a file by the rules of an offer. */
export async function checkWhole(
  { file, name, rules }: Extract<Task, { kind: "check" }>,
  tell: (progress: Message) => void,
): Promise<Message> {
  if (looksLikeProfile(new Uint8Array(await file.slice(0, headBytes).arrayBuffer())))
    return { kind: "checked", report: null };
  const report = await checkFor(rules, chunksOf(file), {
    name,
    onProgress: ({ bytes, rows }) => tell({ kind: "progress", bytes, rows }),
  });
  return report.ok ? { kind: "checked", report: report.value } : { kind: "problem", problem: report.problem };
}
