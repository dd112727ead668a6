import { daysBetween } from "../check/day.ts";
import { billingSteps, isOneOf, rentalTerms, type BillingStep } from "./bookWords.ts";
import type { CloudFile, GpuRate } from "./cloudFile.ts";
import type { Exchange } from "./overlay.ts";
import { isUndated, seenOn } from "./rateEntry.ts";
import { amountText, decimal } from "../money.ts";

export interface MachineRate extends Omit<GpuRate, "term"> {
  /** `community`: of single hosts, on a market or beside the cloud's own machines. */
  readonly term: (typeof rentalTerms)[number];
  /** Days since the price was last seen, 0 where the book has a later copy or price; null where its copy bears no day. */
  readonly age: number | null;
  readonly cloud: string;
  readonly billedPer: BillingStep;
  readonly per: "hour";
  /** True where the reader's own rate of exchange converted it. */
  readonly overlay?: boolean;
  /** True where the book has a later copy of it, or its successor. */
  readonly confirmed?: boolean;
}

/** Rates in the currency that the reader's own rates of exchange lead to; those of other currencies stay as they are. */
export function exchangedMachines(rates: readonly MachineRate[], exchange: readonly Exchange[]): MachineRate[] {
  return rates.map((rate) => {
    const pair = exchange.find(({ from }) => from === rate.currency);
    if (pair === undefined) return rate;
    return { ...rate, amount: amountText(decimal(rate.amount).times(pair.rate)), currency: pair.to, overlay: true };
  });
}

/** Days after which a machine that nobody has seen again is taken for one that is no longer rented out. */
const remembered = 365;

/** True where the newest copy with a price is too old on a day to rent by it. */
export function isForgotten({ seen }: Pick<GpuRate, "seen">, day: string): boolean {
  return daysBetween(seen, day) > remembered;
}

/**
 * The newest price of every machine, region and term in force on a day. One that was not seen for a year is none, nor is one from
 * before its cloud changed the price of the same card.
 */
export function machinesOn(clouds: readonly CloudFile[], day: string): MachineRate[] {
  return clouds.flatMap(({ cloud, billedPer, market, rates }) => {
    const newest = new Map<string, GpuRate>();
    for (const rate of rates) {
      const key = keyOf(rate);
      const held = newest.get(key);
      if (rate.from > day || (held !== undefined && rate.from < held.from)) continue;
      newest.delete(key);
      newest.set(key, rate);
    }
    const remembered = [...newest.values()].filter((rate) => !isForgotten(rate, day));
    const known = remembered.filter((rate) => !isOutdated(rate, remembered, day));
    // Whole hours are the dearest of the steps that are known.
    const step = isOneOf(billingSteps, billedPer) ? billedPer : "hour";
    return known.flatMap((rate): MachineRate[] => {
      if (!isOneOf(rentalTerms, rate.term)) return [];
      const term = market === true && rate.term === "on_demand" ? "community" : rate.term;
      const [seen, age] = [seenOn(rate, day), ageOf(rate, rates, day)];
      const confirmed = age === 0 && seen < day;
      return [{ ...rate, seen, age, term, cloud, billedPer: step, per: "hour", ...(confirmed && { confirmed }) }];
    });
  });
}

/** Days since the last sighting; 0 where a later copy has the price, or a later price took its place. */
function ageOf(rate: GpuRate, rates: readonly GpuRate[], day: string): number | null {
  if (isUndated(rate)) return null;
  const later = rate.seen > day || rates.some((one) => one.from > day && keyOf(one) === keyOf(rate));
  return later ? 0 : daysBetween(rate.seen, day);
}

function keyOf({ id, gpu, gpus, region, term }: GpuRate): string {
  return [id, gpu, gpus, region, term].join("|");
}

/** True for an on-demand price last seen before its cloud asked another one for the same card: of two lists the newer holds. */
function isOutdated(rate: GpuRate, newest: readonly GpuRate[], day: string): boolean {
  if (rate.term !== "on_demand" || isUndated(rate) || rate.seen > day) return false;
  const each = ({ amount, gpus }: GpuRate): number => Number(amount) / gpus;
  return newest.some(
    (other) =>
      other.term === "on_demand" &&
      other.gpu === rate.gpu &&
      other.region === rate.region &&
      other.from > rate.seen &&
      other.seen <= day &&
      other.currency === rate.currency &&
      // By more than rounding.
      Math.abs(each(other) / each(rate) - 1) > 0.02,
  );
}
