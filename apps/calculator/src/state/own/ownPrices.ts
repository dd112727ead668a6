import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { OwnPrices, PriceBook } from "@tunecast/estimator";
import { jsonOf } from "@tunecast/estimator/parts";
import { readOwnPrices } from "@tunecast/estimator/prices";
import { counted, explainDecision } from "@tunecast/estimator/report";
import { type EntryKind, kinds, type OwnEntry, entriesOf, lackingOf, overlayOf } from "./ownEntries.ts";
import entryKinds from "./entryKinds.json" with { type: "json" };
import { keep, recall } from "../browser/storage.ts";

export const ownPricesName = "own-prices.json";
const key = "tunecast-own-prices";

/** The reader's own prices, typed or from a file; they stay in the tab, and out of the address unless the reader puts them there. Part of the page's state. */
export class OwnPricesForm {
  readonly entries: Signal<readonly OwnEntry[]> = signal([]);
  /** What of the entries is in force: all that are complete, or what was before where one of them is wrong. */
  readonly applied: Signal<{ readonly name: string; readonly prices: OwnPrices } | null> = signal(null);
  /** Why the entries as they stand, or the file chosen last, are not in force. */
  readonly refused: Signal<string | null> = signal(null);
  readonly isKept: Signal<boolean> = signal(false);
  readonly #prices: () => PriceBook;
  #next = 0;

  constructor(prices: () => PriceBook) {
    this.#prices = prices;
  }

  /** Reads what an earlier visit kept, and keeps what is in force from now on while the reader wants it. */
  remember(): void {
    const kept = recall(key);
    if (kept !== null) {
      this.isKept.value = true;
      this.readText(kept, "what this browser kept");
    }
    effect(() => {
      const text = this.json.value;
      keep(key, this.isKept.value && text !== "" ? text : null);
    });
  }

  readonly json: ReadonlySignal<string> = computed(() =>
    this.applied.value === null ? "" : `${JSON.stringify(this.applied.value.prices, null, 2)}\n`,
  );

  add(kind: EntryKind, fields: OwnEntry["fields"] = {}): void {
    this.#next += 1;
    this.#put([...this.entries.value, { id: this.#next, kind, fields }]);
  }

  type(id: number, field: string, text: string): void {
    this.#put(
      this.entries.value.map((entry) =>
        entry.id === id ? { ...entry, fields: { ...entry.fields, [field]: text } } : entry,
      ),
    );
  }

  remove(id: number): void {
    this.#put(this.entries.value.filter((entry) => entry.id !== id));
  }

  clear(): void {
    this.#put([]);
  }

  async readFile(file: Blob & { readonly name: string }): Promise<void> {
    const text = await file.text().catch(() => null);
    if (text === null) this.refused.value = `${file.name}: The file cannot be read any more. Choose it again.`;
    else this.readText(text, file.name);
  }

  /** Takes JSON in place of what is there; a bad text changes nothing. */
  readText(text: string, name: string): void {
    const read = this.#entriesOf(text);
    if (typeof read !== "string") return this.#put(read.map((entry) => ({ ...entry, id: (this.#next += 1) })));
    const nothing = "Nothing of it was applied.";
    this.refused.value = `${name}: ${read.endsWith(nothing) ? read : `${read} ${nothing}`}`;
  }

  #entriesOf(text: string): readonly OwnEntry[] | string {
    const value = jsonOf(text);
    if (value === undefined) return "This is not JSON.";
    const own = readOwnPrices(value, this.#prices());
    return own.ok ? entriesOf(own.value) : explainDecision(own.problem);
  }

  #put(entries: readonly OwnEntry[]): void {
    this.entries.value = entries;
    const complete = entries.filter((entry) => lackingOf(entry).length === 0);
    if (complete.length === 0) {
      this.applied.value = null;
      this.refused.value = null;
      return;
    }
    const own = readOwnPrices(overlayOf(complete), this.#prices());
    this.refused.value = own.ok ? null : explainDecision(own.problem);
    if (own.ok) this.applied.value = { name: ownPricesName, prices: own.value };
  }
}

export function ownPricesText(prices: OwnPrices): string {
  const given = kinds.map((kind) => [prices[kind]?.length ?? 0, entryKinds[kind].name.toLowerCase()] as const);
  const named = given.flatMap(([count, what]) => (count === 0 ? [] : [counted(count, what)]));
  return named.length === 0 ? "nothing" : named.join(", ");
}
