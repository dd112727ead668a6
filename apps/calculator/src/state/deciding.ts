import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type DecidedWay, type Decision, explain, type Offer, type Question, type Result } from "@tunecast/estimator";
import type { Calculator } from "./calculator.ts";
import type { Untuned } from "./decision.ts";
import type { Mover } from "./movers.ts";
import { quietMilliseconds, type YieldToMain } from "./yieldToMain.ts";

const cardsMissing =
  "Cards and open models could not be fetched: there is no network, or the page has a newer version by now.";

/** All ways side by side, and what moves the pay-back: worked out a moment after the answers. Part of the page's state. */
export class Deciding {
  readonly decision: Signal<Result<Decision> | null> = signal(null);
  /** What tuning is held against, with its lines; null where it has no price. */
  readonly today: ReadonlySignal<DecidedWay | null>;
  readonly movers: Signal<readonly Mover[]> = signal([]);
  /** Why the open model that was asked for cannot be tuned on rented cards; empty where it can. */
  readonly cardsProblem: Signal<string> = signal("");
  /** Ids of open models, once somebody asks for them. */
  readonly openModels: Signal<readonly string[]> = signal([]);
  /** Ids and names of models that are sold untuned. */
  readonly largerModels: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #untuned: Signal<Untuned> = signal([]);

  constructor() {
    this.today = computed(() => {
      const found = this.decision.value;
      return found?.ok === true ? (found.value.ways.find(({ id }) => id === found.value.today) ?? null) : null;
    });
    this.largerModels = computed(() =>
      this.#untuned.value.flatMap(({ provider, name, models }) => {
        // Some models have no name of their own, and some share one: there the id tells which is meant.
        const names = models.map((model) => model.name ?? model.id);
        return models.map(({ id }, at) => {
          const [own = id] = names.slice(at);
          const isShared = names.indexOf(own) !== names.lastIndexOf(own);
          return [`${provider}/${id}`, `${isShared ? `${own} (${id})` : own}, ${name}`] as const;
        });
      }),
    );
  }

  /** Follows the answers from now on; what it takes is loaded here, after the answers stand. */
  async follow(calculator: Calculator, load: () => Promise<Untuned>, yieldToMain: YieldToMain): Promise<void> {
    const [{ decisionOf }, { moversOf }] = await Promise.all([import("./decision.ts"), import("./movers.ts")]);
    effect(() => {
      const [question, { offer }] = [calculator.question.value, calculator.choice.value];
      const [inputs, untuned] = [calculator.form.inputs.value, this.#untuned.value];
      if (question === null || offer === null || calculator.liveAnswer.isBehind.value) return undefined;
      let isStale = false;
      const work = async (): Promise<void> => {
        const movers = await moversOf(question, offer, yieldToMain);
        if (isStale) return;
        this.movers.value = movers;
        await yieldToMain();
        const onCards = inputs.onCards === null ? null : await this.#runOnCards(question, inputs.onCards);
        if (isStale) return;
        this.cardsProblem.value = typeof onCards === "string" ? onCards : "";
        const run = typeof onCards === "string" ? null : onCards;
        const decision = await decisionOf({ inputs, question, offer, untuned, onCards: run }, yieldToMain);
        if (!isStale) this.decision.value = decision;
      };
      const waiting = setTimeout(() => void work(), quietMilliseconds);
      return () => {
        isStale = true;
        clearTimeout(waiting);
      };
    });
    this.#untuned.value = await load();
  }

  /** Fetches what is known of open models and cards, which nobody else needs. */
  async loadOpenModels(): Promise<void> {
    try {
      const { openModels } = await import("../tokens/cards/askCards.ts");
      this.openModels.value = await openModels();
      this.cardsProblem.value = "";
    } catch {
      this.cardsProblem.value = cardsMissing;
    }
  }

  /** The run, or the sentence that says why there is none. */
  async #runOnCards({ prices: _book, ...question }: Question, model: string): Promise<Offer | string> {
    try {
      const { runOnCards } = await import("../tokens/cards/askCards.ts");
      const run = await runOnCards({ question, model });
      return run.ok ? run.value : explain(run.problem);
    } catch {
      return cardsMissing;
    }
  }
}
