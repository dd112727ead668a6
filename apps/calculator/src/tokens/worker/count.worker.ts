import { checkAll, columnsIn, convertWhole, countPart, joinParts } from "./counting.ts";
import type { Message, News, Task } from "./messages.ts";

/** Runs one task. Holds no logic: what is counted, and by which rules, is decided outside. Cards and open models are fetched once asked for. */
async function run(task: Task): Promise<Message> {
  const tell = (news: News): void => postMessage(news);
  if (task.kind === "check_all") return checkAll(task, tell);
  if (task.kind === "convert") return convertWhole(task);
  if (task.kind === "columns") return columnsIn(task);
  if (task.kind === "open_models") return { kind: task.kind, ids: (await import("./onCards.ts")).openModelIds };
  if (task.kind === "on_cards") return { kind: task.kind, run: (await import("./onCards.ts")).runOnCards(task) };
  return task.kind === "count" ? countPart(task, tell) : joinParts(task);
}

addEventListener("message", async ({ data }: MessageEvent<Task>) => {
  try {
    postMessage(await run(data));
  } catch (cause) {
    // A table that did not load, a file that cannot be read any more: said, instead of waiting for ever.
    const reason = cause instanceof Error ? cause.message : String(cause);
    postMessage({ kind: "problem", problem: { kind: "counting_failed", reason } } satisfies Message);
  }
});
