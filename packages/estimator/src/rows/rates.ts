import { daysBetween } from "../check/day.ts";
import { decimal } from "../money.ts";
import type { CloudFile, GpuRate } from "../prices/cloudFile.ts";
import type { ModelEntry, ProviderFile } from "../prices/priceFile.ts";
import type { Rate } from "../prices/rateEntry.ts";
import { seenOn } from "../prices/sightings.ts";
import { modelOffers } from "../prices/offers.ts";
import { offerStatusOn, statusOn } from "../prices/status.ts";

/** The price files whole, as `@tunecast/pricing/files` exports them. */
export interface PriceFiles {
  readonly providers: readonly ProviderFile[];
  readonly clouds: readonly CloudFile[];
}

/** One dated rate of the book, flat. What does not apply is null. */
export interface RateRow {
  /** Id of the provider or cloud. */
  readonly provider: string;
  /** Model, size tier or machine; null for a rate of all models. */
  readonly model: string | null;
  readonly method: string | null;
  /** Region or tier; for a machine its term and region. */
  readonly variant: string | null;
  /** As in the price file; `gpu` for a machine. */
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  readonly from: string;
  readonly seen: string;
  /** Days from the last sighting to the day asked about. */
  readonly age: number;
  readonly source: string;
  readonly confidence: string;
  /** What holds for the model on the day asked about; null where the rate belongs to no single model. */
  readonly status: string | null;
}

/** Every dated rate of the book, in the order of its files: rates that once held and rates still to come among them. */
export function rateRows(book: PriceFiles, day: string): RateRow[] {
  const providers = book.providers.flatMap((file) => providerRows(file, day));
  const clouds = book.clouds.flatMap(({ cloud, rates }) => rates.map((rate) => gpuRow(cloud, rate, day)));
  return [...providers, ...clouds];
}

/** The rates of a provider, flat. */
export function providerRows(file: ProviderFile, day: string): RateRow[] {
  const { provider, rates = [], tiers = [], models } = file;
  return [
    ...rates.map((rate) => rateRow(provider, null, rate, null, day)),
    ...tiers.flatMap((tier) => tier.rates.map((rate) => rateRow(provider, tier.id, rate, null, day))),
    ...models.flatMap((model) =>
      (model.rates ?? []).map((rate) => rateRow(provider, model.id, rate, modelStatus(file, model, day), day)),
    ),
  ];
}

/** The status of a model: `not_offered` where the newest lists lack each way to tune it. */
function modelStatus(file: ProviderFile, model: ModelEntry, day: string): string {
  const offers = modelOffers(file, model).map((offer) => offerStatusOn(offer, day).kind);
  return offers.find((kind) => kind !== "not_offered") ?? offers[0] ?? statusOn(file, model, day).kind;
}

function rateRow(provider: string, model: string | null, rate: Rate, status: string | null, day: string): RateRow {
  const { method = null, variant = null, service, kind, amount, currency, per, from, seen, source, confidence } = rate;
  const sold = service === undefined ? variant : [variant, service].filter((part) => part !== null).join(" ");
  return {
    provider,
    model,
    method,
    variant: sold,
    kind,
    amount,
    currency,
    per,
    from,
    seen,
    age: ageOf(rate, day),
    source,
    confidence,
    status,
  };
}

/** The rate of a machine, flat. */
export function gpuRow(provider: string, rate: GpuRate, day: string): RateRow {
  const { id, term, region, amount, currency, from, seen, source, confidence } = rate;
  const variant = region === undefined ? term : `${term} ${region}`;
  const fixed = { method: null, kind: "gpu", per: "hour", status: null, age: ageOf(rate, day) };
  return { provider, model: id, variant, amount, currency, from, seen, source, confidence, ...fixed };
}

function ageOf(rate: Rate | GpuRate, day: string): number {
  return Math.max(0, daysBetween(seenOn(rate, day), day));
}

/** Orders rows by a field; amounts as numbers, days and words by code unit, nulls last. */
export function sortRates(rows: readonly RateRow[], field: keyof RateRow): RateRow[] {
  return [...rows].sort((a, b) => {
    const [first, second] = [a[field], b[field]];
    if (field === "age") return a.age - b.age;
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    if (field === "amount") return decimal(first).comparedTo(second);
    return first < second ? -1 : first > second ? 1 : 0;
  });
}
