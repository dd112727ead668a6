import { type Signal, signal } from "@preact/signals";

/** A view that is loaded once somebody wants to see it; null until it is here. */
export class LazyView<View> {
  readonly view: Signal<View | null> = signal(null);
  readonly failed: Signal<boolean> = signal(false);
  readonly #import: () => Promise<View>;

  constructor(load: () => Promise<View>) {
    this.#import = load;
  }

  /** Fetches the view; a part that cannot be fetched is said where it would stand, and may be asked for again. */
  async load(): Promise<void> {
    try {
      const view = await this.#import();
      // First: who waits for the view follows both, and begins once.
      this.failed.value = false;
      this.view.value = view;
    } catch {
      this.failed.value = true;
    }
  }
}
