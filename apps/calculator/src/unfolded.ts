import { type Signal, signal } from "@preact/signals";

/** What of the page is unfolded: part of its state. */
export class Unfolded {
  /** The offer whose bill is open in the table. */
  readonly opened: Signal<string | null> = signal(null);
  /** On a phone: the fields of the job. */
  readonly fieldsOpen: Signal<boolean>;
  readonly allShown: Signal<boolean> = signal(false);
  readonly refusedShown: Signal<boolean> = signal(false);

  /** @param fieldsOpen where the address carries no question; who gets a link sees the answer first */
  constructor(fieldsOpen: boolean) {
    this.fieldsOpen = signal(fieldsOpen);
  }

  /** Opens the bill of an offer in the table, or closes it. */
  open(id: string): void {
    this.opened.value = this.opened.value === id ? null : id;
  }

  showAll(): void {
    this.allShown.value = true;
  }

  showRefused(shown: boolean): void {
    this.refusedShown.value = shown;
  }
}
