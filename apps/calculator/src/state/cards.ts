import { type Signal, signal } from "@preact/signals";
import { explain, type Offer, type Question } from "@tunecast/estimator";

const missing =
  "Cards and open models could not be fetched: there is no network, or the page has a newer version by now.";

/** An open model on rented cards beside the services: its parts are fetched once somebody asks. Part of the page's state. */
export class Cards {
  /** Why the open model that was asked for cannot be tuned on rented cards; empty where it can. */
  readonly problem: Signal<string> = signal("");
  /** Ids of open models, once somebody asks for them. */
  readonly models: Signal<readonly string[]> = signal([]);

  async load(): Promise<void> {
    try {
      const { openModels } = await import("../tokens/cards/askCards.ts");
      this.models.value = await openModels();
      this.problem.value = "";
    } catch {
      this.problem.value = missing;
    }
  }

  /** The cheapest run of a model; null where there is none, and `problem` says why. */
  async run({ prices: _book, ...question }: Question, model: string): Promise<Offer | null> {
    try {
      const { runOnCards } = await import("../tokens/cards/askCards.ts");
      const run = await runOnCards({ question, model });
      this.problem.value = run.ok ? "" : explain(run.problem);
      return run.ok ? run.value : null;
    } catch {
      this.problem.value = missing;
      return null;
    }
  }
}
