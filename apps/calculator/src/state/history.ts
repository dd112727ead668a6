import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Form } from "./form.ts";

/** Changes that follow each other faster are one step. */
const stepMilliseconds = 700;
const mostSteps = 100;

/** What was stated before, step by step, so that each change can be taken back and made again. */
export class History {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  readonly #form: Form;
  readonly #steps: Signal<readonly string[]>;
  readonly #at: Signal<number> = signal(0);

  constructor(form: Form) {
    this.#form = form;
    this.#steps = signal([form.asked.peek()]);
    this.canUndo = computed(() => this.#at.value > 0);
    this.canRedo = computed(() => this.#at.value < this.#steps.value.length - 1);
  }

  /** Notes each change from now on. */
  follow(): void {
    effect(() => {
      const address = this.#form.asked.value;
      const waiting = setTimeout(() => this.note(address), stepMilliseconds);
      return () => clearTimeout(waiting);
    });
  }

  /** Notes what is stated as a step of its own. */
  note(address: string): void {
    const [steps, at] = [this.#steps.peek(), this.#at.peek()];
    if (steps[at] === address) return;
    const next = [...steps.slice(0, at + 1), address].slice(-mostSteps);
    this.#steps.value = next;
    this.#at.value = next.length - 1;
  }

  undo(): void {
    // A change that is not a step yet is one before it is taken back.
    this.note(this.#form.asked.peek());
    this.#go(-1);
  }

  redo(): void {
    this.#go(1);
  }

  #go(by: number): void {
    const address = this.#steps.peek()[this.#at.peek() + by];
    if (address === undefined) return;
    this.#at.value += by;
    // A step changes what is asked, and not the part of the page that is open.
    const door = this.#form.door.peek();
    this.#form.readAddress(address);
    this.#form.door.value = door;
    this.#form.desk.say(by < 0 ? "Taken back." : "Made again.");
  }
}
