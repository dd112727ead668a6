import { daysBetween } from "../check/day.ts";
import { decimal } from "../money.ts";
import { order } from "../check/order.ts";
import type { CloudFile, GpuRate } from "../prices/cloudFile.ts";
import { modelOffers } from "../prices/offers.ts";
import type { ModelEntry, ProviderFile } from "../prices/priceFile.ts";
import { seenOn, type Rate } from "../prices/rateEntry.ts";
import { offerStatusOn, statusOn } from "../prices/status.ts";

/** The price files whole, as `@tunecast/pricing/files` exports them. */
export interface PriceFiles {
  readonly providers: readonly ProviderFile[];
  readonly clouds: readonly CloudFile[];
}

type Said = "provider" | "kind" | "amount" | "currency" | "per" | "from" | "seen" | "source" | "confidence";

/**
 * One dated rate of the book, flat. What does not apply is null: `model` is a size tier or a machine as well, `variant` a region or tier.
 * `kind` is that of the price file, or `gpu`; `status` what holds for the model on the day asked about.
 */
export interface RateRow
  extends Readonly<Record<Said, string>>, Readonly<Record<"model" | "method" | "variant" | "status", string | null>> {
  /** Days from `seen`, the last sighting up to the day asked about, to that day. */
  readonly age: number;
}

/** Every dated rate of the book, in the order of its files: rates that once held and rates still to come among them. */
export function rateRows({ providers, clouds }: PriceFiles, day: string): RateRow[] {
  return [
    ...providers.flatMap((file) => providerRows(file, day)),
    ...clouds.flatMap(({ cloud, rates }) =>
      rates.map((rate) => {
        const { id, term, region } = rate;
        const variant = region === undefined ? term : `${term} ${region}`;
        const what = { provider: cloud, model: id, method: null, variant, kind: "gpu", per: "hour", status: null };
        return rowOf(what, rate, day);
      }),
    ),
  ];
}

/** The rates of a provider, flat. */
export function providerRows(file: ProviderFile, day: string): RateRow[] {
  const { provider, rates: shared = [], tiers = [], models } = file;
  const rows = (model: string | null, rates: readonly Rate[], status: string | null = null): RateRow[] =>
    rates.map((rate) => {
      const { method = null, variant = null, service = null, kind, per } = rate;
      const sold = [variant, service].filter((part) => part !== null).join(" ");
      return rowOf({ provider, model, method, variant: sold || null, kind, per, status }, rate, day);
    });
  return [
    ...rows(null, shared),
    ...tiers.flatMap((tier) => rows(tier.id, tier.rates)),
    ...models.flatMap((model) => rows(model.id, model.rates ?? [], modelStatus(file, model, day))),
  ];
}

/** The status of a model: `not_offered` where the newest lists lack each way to tune it. */
function modelStatus(file: ProviderFile, model: ModelEntry, day: string): string {
  const offers = modelOffers(file, model).map((offer) => offerStatusOn(offer, day).kind);
  return offers.find((kind) => kind !== "not_offered") ?? offers[0] ?? statusOn(file, model, day).kind;
}

type What = Pick<RateRow, "provider" | "model" | "method" | "variant" | "kind" | "per" | "status">;

function rowOf({ per, status, ...what }: What, rate: Rate | GpuRate, day: string): RateRow {
  const { amount, currency, from, source, confidence } = rate;
  const seen = seenOn(rate, day);
  const age = Math.max(0, daysBetween(seen, day));
  return { ...what, amount, currency, per, from, seen, age, source, confidence, status };
}

/** Orders rows by a field; amounts as numbers, days and words by code unit, nulls last. */
export function sortRates(rows: readonly RateRow[], field: keyof RateRow): RateRow[] {
  return [...rows].sort((a, b) => {
    const [first, second] = [a[field], b[field]];
    if (field === "age") return a.age - b.age;
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return field === "amount" ? decimal(first).comparedTo(second) : order(String(first), String(second));
  });
}
