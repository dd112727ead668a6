import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Answer, Offer } from "@tunecast/estimator";
import type { Form } from "../form.ts";
import { type Chips, noChips, passes } from "./offerFilter.ts";
import { listedOffers } from "./offerList.ts";
import type { Acceptance } from "./acceptance.ts";

/** The offers of one model, the cheapest in the order of the list first. */
export interface ModelGroup {
  readonly name: string;
  readonly offers: readonly Offer[];
  /** Those whose totals do not compare: fewer months, or a price is missing. */
  readonly partial: readonly Offer[];
}

/** The list of offers: what is searched, filtered and sorted in it. */
export class OfferTable {
  /** The chips over the list. */
  readonly chips: Signal<Chips> = signal(noChips);
  readonly listed: ReadonlySignal<readonly Offer[]>;
  readonly groups: ReadonlySignal<readonly ModelGroup[]>;
  /** Pinned offers that are in the answer, in the order in which they were pinned. */
  readonly pinned: ReadonlySignal<readonly Offer[]>;
  /** Providers with offers for this job: id and name. */
  readonly providers: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #form: Form;

  constructor(form: Form, answer: ReadonlySignal<Answer | null>, accepts: (offer: Offer) => Acceptance) {
    this.#form = form;
    const offers = (): readonly Offer[] => answer.value?.offers ?? [];
    this.listed = computed(() =>
      listedOffers(
        offers().filter((offer) => passes(offer, this.chips.value, accepts)),
        form.choices.value,
      ),
    );
    this.groups = computed(() => groupsOf(this.listed.value));
    this.pinned = computed(() => form.pins.value.flatMap((id) => offers().find((offer) => offer.id === id) ?? []));
    this.providers = computed(() => {
      const named = offers().map(({ provider, providerName }) => [provider, providerName] as const);
      return [...new Map(named)].sort(([, a], [, b]) => (a < b ? -1 : 1));
    });
  }

  get isFiltered(): boolean {
    const chips = Object.values(this.chips.value);
    return this.#form.choices.value.find !== "" || chips.some((chip) => chip !== null && chip !== false);
  }

  chip(some: Partial<Chips>): void {
    this.chips.value = { ...this.chips.value, ...some };
  }

  clearFilters(): void {
    this.chips.value = noChips;
    this.#form.choose({ find: "" });
  }
}

function groupsOf(listed: readonly Offer[]): readonly ModelGroup[] {
  const groups = new Map<string, Offer[]>();
  for (const offer of listed) groups.set(offer.modelName, [...(groups.get(offer.modelName) ?? []), offer]);
  return [...groups].map(([name, offers]) => ({
    name,
    offers: offers.filter(({ complete }) => complete),
    partial: offers.filter(({ complete }) => !complete),
  }));
}
