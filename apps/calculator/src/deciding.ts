import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Decision, Result } from "@tunecast/estimator";
import type { Calculator } from "./calculator.ts";
import type { Untuned } from "./decision.ts";
import type { Mover } from "./movers.ts";

/** After so long without a change all ways are worked out: while somebody types, the figures at the top come first. */
const quietMilliseconds = 250;

/** All ways side by side, and what moves the pay-back: worked out a moment after the answers. Part of the page's state. */
export class Deciding {
  readonly decision: Signal<Result<Decision> | null> = signal(null);
  readonly movers: Signal<readonly Mover[]> = signal([]);
  /** Ids and names of models that are sold untuned. */
  readonly largerModels: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #untuned: Signal<Untuned> = signal([]);

  constructor() {
    this.largerModels = computed(() =>
      this.#untuned.value.flatMap(({ provider, name, models }) =>
        models.map(({ id, name: model }) => [`${provider}/${id}`, `${model}, ${name}`] as const),
      ),
    );
  }

  /** Follows the answers from now on; what it takes is loaded here, after the answers stand. */
  async follow(calculator: Calculator, load: () => Promise<Untuned>): Promise<void> {
    const [{ decisionOf }, { moversOf }] = await Promise.all([import("./decision.ts"), import("./movers.ts")]);
    effect(() => {
      const [question, { offer }] = [calculator.question.value, calculator.choice.value];
      const [inputs, untuned] = [calculator.form.inputs.value, this.#untuned.value];
      if (question === null || offer === null || calculator.liveAnswer.isBehind.value) return undefined;
      const waiting = setTimeout(() => {
        this.movers.value = moversOf(question, offer);
        this.decision.value = decisionOf({ inputs, question, offer, untuned });
      }, quietMilliseconds);
      return () => clearTimeout(waiting);
    });
    this.#untuned.value = await load();
  }
}
