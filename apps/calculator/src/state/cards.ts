import { type Signal, signal } from "@preact/signals";
import type { Offer, Question } from "@tunecast/estimator";
import { sentenceOf } from "../tokens/fileCount.ts";
import type { OnCards } from "../tokens/worker/onCards.ts";
import type { Message, Task } from "../tokens/worker/messages.ts";

const missing =
  "Cards and open models could not be fetched: there is no network, or the page has a newer version by now.";

/** What the worker answers to a task; null where it, or a part of it, could not be fetched. */
async function fromWorker<Kind extends Message["kind"]>(
  task: Task,
  kind: Kind,
): Promise<Extract<Message, { kind: Kind }> | null> {
  try {
    const answer = await (await import("../tokens/checker.ts")).answerOf(task, kind);
    return answer.ok ? answer.value : null;
  } catch {
    return null;
  }
}

/** An open model on rented cards beside the services: its parts are fetched once somebody asks. Part of the page's state. */
export class Cards {
  /** Why the open model that was asked for cannot be tuned on rented cards; empty where it can. */
  readonly problem: Signal<string> = signal("");
  readonly models: Signal<readonly string[]> = signal([]);

  async load(): Promise<void> {
    const found = await fromWorker({ kind: "open_models" }, "open_models");
    this.models.value = found?.ids ?? [];
    this.problem.value = found === null ? missing : "";
  }

  /** The cheapest run of a model; null where there is none, and `problem` says why. */
  async run({ prices: _book, ...question }: Question, tuned: Omit<OnCards, "question">): Promise<Offer | null> {
    const found = await fromWorker({ kind: "on_cards", question, ...tuned }, "on_cards");
    const run = found?.run;
    this.problem.value = run === undefined ? missing : run.ok ? "" : await sentenceOf(run.problem);
    return run?.ok === true ? run.value : null;
  }
}
