import { explain, type Offer, type Result } from "@tunecast/estimator";
import type { CardsTask } from "./cards.worker.ts";
import type { OnCards } from "./onCards.ts";

/** Cards, models and their arithmetic are kept out of the page: one worker has them, once somebody asks. */
let worker: Worker | null = null;
let last: Promise<void> = Promise.resolve();

export async function openModels(): Promise<readonly string[]> {
  return ask({ kind: "models" });
}

/** The cheapest run on rented cards for a question, or the sentence that says why there is none. */
export async function runOnCards({ question, model }: OnCards): Promise<Offer | string> {
  const run = await ask<Result<Offer>>({ kind: "run", question, model });
  return run.ok ? run.value : explain(run.problem);
}

/** One question after the other: each message of the worker answers the last. */
function ask<Answer>(task: CardsTask): Promise<Answer> {
  const answer = last.then(() => answered<Answer>(task));
  last = answer.then(
    () => undefined,
    () => undefined,
  );
  return answer;
}

function answered<Answer>(task: CardsTask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = (worker ??= new Worker(new URL("cards.worker.ts", import.meta.url), { type: "module" }));
    const once = { once: true };
    asked.addEventListener("message", ({ data }: MessageEvent<Answer>) => resolve(data), once);
    asked.addEventListener(
      "error",
      ({ message }) => {
        asked.terminate();
        worker = null;
        reject(new Error(message ?? "The script of the worker could not be fetched."));
      },
      once,
    );
    asked.postMessage(task);
  });
}
