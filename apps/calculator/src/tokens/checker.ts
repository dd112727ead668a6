import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { CheckAll } from "./fileVerdicts.ts";
import type { Message, News, Task } from "./worker/messages.ts";

const idle: Worker[] = [];

/** A worker that nobody needs for so long gives its memory back. */
const idleMilliseconds = 60_000;

/** Runs a task in a worker. The worker is kept for the next one; with the signal it ends at once. */
export function inWorker(task: Task, signal: AbortSignal, onNews: (news: News) => void): Promise<Result<Message>> {
  return new Promise((resolve) => {
    const worker = idle.pop() ?? new Worker(new URL("worker/count.worker.ts", import.meta.url), { type: "module" });
    const over = new AbortController();
    const end = (result: Result<Message>, isSound: boolean): void => {
      over.abort();
      if (isSound) rest(worker);
      else worker.terminate();
      resolve(result);
    };
    const listening = { signal: over.signal };
    signal.addEventListener("abort", () => end(fail({ kind: "cancelled" }), false), listening);
    worker.addEventListener(
      "error",
      // A script that cannot be fetched comes without a message.
      ({ message }) => end(fail({ kind: "counting_failed", reason: message ?? "failed to fetch its script" }), false),
      listening,
    );
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<Message>) => {
        if (data.kind === "progress" || data.kind === "verdict") onNews(data);
        else if (data.kind === "problem") end(fail(data.problem), false);
        else end(ok(data), true);
      },
      listening,
    );
    if (signal.aborted) end(fail({ kind: "cancelled" }), false);
    else worker.postMessage(task);
  });
}

function rest(worker: Worker): void {
  idle.push(worker);
  setTimeout(() => {
    const at = idle.indexOf(worker);
    if (at < 0) return;
    idle.splice(at, 1);
    worker.terminate();
  }, idleMilliseconds);
}

export const checkAll: CheckAll = async (what, { signal, onReport }) => {
  await inWorker({ kind: "check_all", ...what }, signal, (news) => {
    if (news.kind === "verdict") onReport(news.at, news.report);
  });
};

/** Runs a task whose news nobody waits for, up to the answer of this kind. */
export async function answerOf<Kind extends Message["kind"]>(
  task: Task,
  kind: Kind,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result<Extract<Message, { kind: Kind }>>> {
  const message = await inWorker(task, signal, () => undefined);
  if (!message.ok) return message;
  return message.value.kind === kind
    ? ok(message.value as Extract<Message, { kind: Kind }>)
    : fail({ kind: "counting_failed", reason: "no result" });
}
