import { type Signal, signal } from "@preact/signals";

/** A view that is loaded once somebody wants to see it; null until it is here. */
export class Later<View> {
  readonly view: Signal<View | null> = signal(null);
  readonly #import: () => Promise<View>;

  constructor(load: () => Promise<View>) {
    this.#import = load;
  }

  async load(): Promise<void> {
    const view = await this.#import();
    this.view.value = view;
  }
}
