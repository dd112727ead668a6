import { amountText, decimal } from "@tunecast/estimator/parts";
import type { MachineRate } from "@tunecast/estimator/prices";

/** Days within which an on-demand rate must have been seen to stand first. */
export const freshDays = 60;
/** Days after which an on-demand rate stands behind those of today, whatever it asks. */
const staleDays = 180;

/** What decides where a rate stands beside its amount. */
interface Sold {
  readonly term: string;
  readonly age: number | null;
}

/** True for a rate that anybody can pay tomorrow: on demand, of a dated copy of the last 60 days. */
export function isFresh({ term, age }: Sold): boolean {
  return term === "on_demand" && age !== null && age <= freshDays;
}

/**
 * Where a rate stands: fresh on-demand rates first, then older ones, then those of half a year and more; what can be taken
 * away, single hosts' prices and copies without a day come last.
 */
export function standing(rate: Sold): number {
  if (isFresh(rate)) return 0;
  if (rate.term !== "on_demand" || rate.age === null) return 3;
  return rate.age <= staleDays ? 1 : 2;
}

/** The rates that stand highest: the fresh ones on demand where there are any. */
export function firmest<R extends Sold>(rates: readonly R[]): readonly R[] {
  const best = Math.min(...rates.map(standing));
  return rates.filter((rate) => standing(rate) === best);
}

/** Digits of a price between two others. */
const pricePlaces = 6;

/** What a card and hour costs on demand, as the clouds of the book ask it now. */
export interface Market {
  readonly gpu: string;
  /** Clouds with a fresh on-demand rate; of each its lowest counts. */
  readonly clouds: number;
  /** Decimal strings, of a card and hour. */
  readonly low: string;
  readonly median: string;
  readonly high: string;
  readonly currency: "USD";
}

/** The 10th, 50th and 90th percentile of the fresh on-demand rates of a card, one a cloud; null under three clouds. */
export function marketOf(rates: readonly MachineRate[], isCard: (gpu: string) => boolean): Market | null {
  const lowest = new Map<string, number>();
  const own = rates.filter((rate) => isFresh(rate) && rate.currency === "USD" && isCard(rate.gpu));
  for (const { cloud, amount, gpus } of own)
    lowest.set(cloud, Math.min(lowest.get(cloud) ?? Infinity, Number(amount) / gpus));
  const all = [...lowest.values()].sort((a, b) => a - b);
  const [first] = own;
  if (first === undefined || all.length < 3) return null;
  const at = (share: number): string => amountText(decimal(quantile(all, share).toFixed(pricePlaces)));
  return { gpu: first.gpu, clouds: all.length, low: at(0.1), median: at(0.5), high: at(0.9), currency: "USD" };
}

/** Between the two nearest ranks. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place - Math.floor(place));
}
