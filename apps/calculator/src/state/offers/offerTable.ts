import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Answer, Offer } from "@tunecast/estimator";
import { billCurrency, byCompleteness } from "@tunecast/estimator/answer";
import { grouped } from "@tunecast/estimator/parts";
import type { SortKey } from "../../question/inputs.ts";
import { methodText } from "../../question/offerText.ts";
import type { Form } from "../form.ts";
import type { Acceptance } from "./acceptance.ts";

/** The chips over the table; null leaves a thing open. */
export interface Chips {
  readonly provider: string | null;
  readonly method: string | null;
  readonly onSale: boolean;
  readonly acceptsFile: boolean;
}

const noChips: Chips = { provider: null, method: null, onSale: false, acceptsFile: false };

function passes(offer: Offer, chips: Chips, accepts: (offer: Offer) => Acceptance): boolean {
  const { provider, method, onSale, acceptsFile } = chips;
  return (
    (provider === null || offer.provider === provider) &&
    (method === null || offer.method.startsWith(method)) &&
    (!onSale || offer.status.kind === "open" || offer.status.kind === "listed") &&
    (!acceptsFile || ["as_it_is", "convert"].includes(accepts(offer)))
  );
}

export const methodChips = ["sft", "dpo", "rft"].map((method) => [method, methodText(method)] as const);

export interface ModelGroup {
  readonly name: string;
  readonly offers: readonly Offer[];
  /** Those whose totals do not compare: fewer months, or a price is missing. */
  readonly partial: readonly Offer[];
}

export class OfferTable {
  readonly chips: Signal<Chips> = signal(noChips);
  readonly listed: ReadonlySignal<readonly Offer[]>;
  readonly groups: ReadonlySignal<readonly ModelGroup[]>;
  readonly pinned: ReadonlySignal<readonly Offer[]>;
  readonly providers: ReadonlySignal<readonly (readonly [id: string, name: string])[]>;
  readonly #form: Form;

  constructor(form: Form, answer: ReadonlySignal<Answer | null>, accepts: (offer: Offer) => Acceptance) {
    this.#form = form;
    const offers = (): readonly Offer[] => answer.value?.offers ?? [];
    this.listed = computed(() =>
      listedOffers(
        offers().filter((offer) => passes(offer, this.chips.value, accepts)),
        form.choices.value,
        answer.value === null ? undefined : billCurrency(answer.value),
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
  return [...grouped(listed, ({ modelName }) => modelName)].map(([name, offers]) => ({
    name,
    offers: offers.filter(({ complete }) => complete),
    partial: offers.filter(({ complete }) => !complete),
  }));
}

/** The offers that hold every word of `find`, in the wished order, `home` currency first; that of the command where nobody wishes one. */
export function listedOffers(
  offers: readonly Offer[],
  { find, sort }: { readonly find: string; readonly sort: SortKey },
  home: string = "USD",
): readonly Offer[] {
  const words = find.toLowerCase().split(/\s+/u);
  const found = offers.filter(({ id, providerName, modelName, status }) => {
    const text = `${id} ${providerName} ${modelName} ${status.kind.replaceAll("_", " ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const isHome = ({ total }: Offer): number => Number(sort === "id" || total.currency === home);
  const byFigure = (a: Offer, b: Offer): number => isHome(b) - isHome(a) || figure(a, sort) - figure(b, sort);
  return found.toSorted(
    (a, b) =>
      Number(b.complete) - Number(a.complete) ||
      (sort === "total" ? byCompleteness(a, b, home) : byFigure(a, b)) ||
      (a.id < b.id ? -1 : 1),
  );
}

/** More than any figure: what is not known stands last. */
const unknown = Number.MAX_VALUE;

function figure({ total, training, monthly, perThousandRequests, idle, breakEven }: Offer, sort: SortKey): number {
  const money = { total, training, monthly, requests: perThousandRequests, idle: idle?.perDay };
  if (sort === "breakEven") return Number(breakEven?.months ?? unknown);
  return sort === "id" ? 0 : Number(money[sort]?.amount ?? unknown);
}
