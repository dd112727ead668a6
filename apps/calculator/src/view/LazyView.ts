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
      this.view.value = await this.#import();
      this.failed.value = false;
    } catch {
      this.failed.value = true;
    }
  }
}
