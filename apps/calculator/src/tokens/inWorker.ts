import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import type { Progress } from "./fileCount.ts";
import type { Message, Task } from "./messages.ts";

/** Runs a task in a worker of its own, which ends with it, and at once with the signal. */
export function inWorker(
  task: Task,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Result<Message>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("count.worker.ts", import.meta.url), { type: "module" });
    const end = (result: Result<Message>): void => {
      worker.terminate();
      resolve(result);
    };
    signal.addEventListener("abort", () => end(fail({ kind: "cancelled" })));
    worker.addEventListener("error", ({ message }) => end(fail({ kind: "counting_failed", reason: message })));
    worker.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if (data.kind === "progress") onProgress(data);
      else end(data.kind === "problem" ? fail(data.problem) : ok(data));
    });
    if (signal.aborted) end(fail({ kind: "cancelled" }));
    else worker.postMessage(task);
  });
}
