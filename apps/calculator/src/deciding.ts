import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { DecidedWay, Decision, Result } from "@tunecast/estimator";
import type { Calculator } from "./calculator.ts";
import type { Untuned } from "./decision.ts";
import type { Mover } from "./movers.ts";
import { quietMilliseconds, type YieldToMain } from "./yieldToMain.ts";

/** All ways side by side, and what moves the pay-back: worked out a moment after the answers. Part of the page's state. */
export class Deciding {
  readonly decision: Signal<Result<Decision> | null> = signal(null);
  /** What tuning is held against, with its lines; null where it has no price. */
  readonly today: ReadonlySignal<DecidedWay | null>;
  readonly movers: Signal<readonly Mover[]> = signal([]);
  /** Ids and names of models that are sold untuned. */
  readonly largerModels: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #untuned: Signal<Untuned> = signal([]);

  constructor() {
    this.today = computed(() => {
      const found = this.decision.value;
      return found?.ok === true ? (found.value.ways.find(({ id }) => id === found.value.today) ?? null) : null;
    });
    this.largerModels = computed(() =>
      this.#untuned.value.flatMap(({ provider, name, models }) =>
        models.map(({ id, name: model }) => [`${provider}/${id}`, `${model}, ${name}`] as const),
      ),
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
        if (!isStale) this.decision.value = decisionOf({ inputs, question, offer, untuned });
      };
      const waiting = setTimeout(() => void work(), quietMilliseconds);
      return () => {
        isStale = true;
        clearTimeout(waiting);
      };
    });
    this.#untuned.value = await load();
  }
}
