import { type Signal, signal } from "@preact/signals";

/** What of the page is open: part of its state. */
export class Disclosures {
  /** The offer whose bill is open in the table. */
  readonly opened: Signal<string | null> = signal(null);
  /** On a phone, where the answer stands first: the fields of the job. */
  readonly fieldsOpen: Signal<boolean> = signal(false);
  readonly allShown: Signal<boolean> = signal(false);
  readonly refusedShown: Signal<boolean> = signal(false);

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
