import { type Signal, signal } from "@preact/signals";

/** The parts of the page that come after the first screen, and what of them is unfolded: part of the page's state. */
export class PageParts {
  /** All below the answers, once it is loaded. */
  readonly lower: Signal<typeof import("./view/Lower.tsx").Lower | null> = signal(null);
  /** The bill of an offer, once somebody wants to see one. */
  readonly bill: Signal<typeof import("./view/Bill.tsx").Bill | null> = signal(null);
  readonly moreFields: Signal<typeof import("./view/MoreFields.tsx").MoreFields | null> = signal(null);
  /** The offer whose bill is open in the table. */
  readonly opened: Signal<string | null> = signal(null);
  readonly allShown: Signal<boolean> = signal(false);
  readonly refusedShown: Signal<boolean> = signal(false);

  async loadLower(): Promise<void> {
    const { Lower } = await import("./view/Lower.tsx");
    this.lower.value = Lower;
  }

  async loadBill(): Promise<void> {
    const { Bill } = await import("./view/Bill.tsx");
    this.bill.value = Bill;
  }

  async loadMoreFields(): Promise<void> {
    const { MoreFields } = await import("./view/MoreFields.tsx");
    this.moreFields.value = MoreFields;
  }

  /** Opens the bill of an offer in the table, or closes it. */
  open(id: string): void {
    void this.loadBill();
    this.opened.value = this.opened.value === id ? null : id;
  }

  showAll(): void {
    this.allShown.value = true;
  }

  showRefused(shown: boolean): void {
    this.refusedShown.value = shown;
  }
}
