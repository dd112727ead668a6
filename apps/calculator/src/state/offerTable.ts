import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Answer, Offer } from "@tunecast/estimator";
import type { Form } from "./form.ts";
import type { SortKey } from "../question/inputs.ts";
import { type Chips, mostPins, noChips, passes } from "./offerFilter.ts";
import { listedOffers } from "./offerList.ts";
import type { Takes } from "./takes.ts";

/** The table of offers: what is searched, filtered, sorted and pinned in it. */
export class OfferTable {
  /** The chips over the table. */
  readonly chips: Signal<Chips> = signal(noChips);
  /** Ids of pinned offers, in the order in which they were pinned. */
  readonly pins: Signal<readonly string[]> = signal([]);
  readonly pinnedOffers: ReadonlySignal<readonly Offer[]>;
  readonly listed: ReadonlySignal<readonly Offer[]>;
  /** Providers with offers for this job: id and name. */
  readonly providers: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #form: Form;
  readonly #offers: () => readonly Offer[];
  readonly #takes: (offer: Offer) => Takes;

  constructor(form: Form, answer: ReadonlySignal<Answer | null>, takes: (offer: Offer) => Takes) {
    this.#form = form;
    this.#offers = () => answer.value?.offers ?? [];
    this.#takes = takes;
    this.listed = computed(() => {
      const passing = this.#offers().filter((offer) => passes(offer, this.chips.value, takes));
      return listedOffers(passing, form.choices.value);
    });
    this.pinnedOffers = computed(() =>
      this.pins.value.flatMap((id) => answer.value?.offers.find((offer) => offer.id === id) ?? []),
    );
    this.providers = computed(() =>
      [
        ...new Map((answer.value?.offers ?? []).map(({ provider, providerName }) => [provider, providerName] as const)),
      ].sort(([, a], [, b]) => (a < b ? -1 : 1)),
    );
  }

  /** Sorts by a column; a second time the other way round. */
  sortBy(sort: SortKey): void {
    const { sort: current, descending } = this.#form.choices.value;
    this.#form.choose({ sort, descending: sort === current && !descending });
  }

  /** The filters that are set, each with what the list would hold without it. */
  get filters(): readonly { readonly name: string; readonly without: number; readonly clear: () => void }[] {
    const chips = this.chips.value;
    const { choices } = this.#form;
    const held = (other: Partial<Chips>, find: string): number =>
      listedOffers(
        this.#offers().filter((offer) => passes(offer, { ...chips, ...other }, this.#takes)),
        { ...choices.value, find },
      ).length;
    const { find } = choices.value;
    const of = (name: string, cleared: Partial<Chips>): { name: string; without: number; clear: () => void } => ({
      name,
      without: held(cleared, find),
      clear: () => this.chip(cleared),
    });
    return [
      ...(find === ""
        ? []
        : [{ name: "the name", without: held({}, ""), clear: () => this.#form.choose({ find: "" }) }]),
      ...(chips.provider === null ? [] : [of("the provider", { provider: null })]),
      ...(chips.method === null ? [] : [of("the method", { method: null })]),
      ...(chips.onSale ? [of("“On sale”", { onSale: false })] : []),
      ...(chips.takesFile ? [of("“Takes my file”", { takesFile: false })] : []),
    ];
  }

  chip(some: Partial<Chips>): void {
    this.chips.value = { ...this.chips.value, ...some };
  }

  clearFilters(): void {
    this.chips.value = noChips;
    this.#form.choose({ find: "" });
  }

  /** Pins an offer for the comparison, or takes the pin away; what is one too many is said. */
  pin(id: string): void {
    const { value } = this.pins;
    if (value.includes(id)) this.pins.value = value.filter((one) => one !== id);
    else if (value.length < mostPins) this.pins.value = [...value, id];
    else this.#form.desk.say(`At most ${mostPins} offers can be pinned.`);
  }

  unpinAll(): void {
    this.pins.value = [];
  }
}
