import { daysBetween } from "../check/day.ts";
import { billingSteps, isOneOf, type BillingStep, type rentalTerms } from "./bookWords.ts";
import type { CloudFile, GpuRate } from "./cloudFile.ts";
import { seenOn } from "./sightings.ts";

/** The price of a machine with what its cloud says of all its machines. */
export interface MachineRate extends Omit<GpuRate, "term"> {
  /** A machine of a community host is one on demand. */
  readonly term: "on_demand" | "spot" | "reserved";
  readonly cloud: string;
  readonly billedPer: BillingStep;
  readonly per: "hour";
}

const terms: Readonly<Record<string, MachineRate["term"]>> = {
  on_demand: "on_demand",
  community: "on_demand",
  spot: "spot",
  reserved: "reserved",
} satisfies Record<(typeof rentalTerms)[number], MachineRate["term"]>;

/** Days after which a machine that nobody has seen again is taken for one that is no longer rented out. */
const remembered = 365;

/** True where the newest copy with a price is too old on a day to rent by it. */
export function isForgotten({ seen }: Pick<GpuRate, "seen">, day: string): boolean {
  return daysBetween(seen, day) > remembered;
}

/**
 * The newest price of every machine, region and term that was in force on a day, with the newest copy of that day. A
 * price that was not seen for a year is none.
 */
export function machinesOn(clouds: readonly CloudFile[], day: string): MachineRate[] {
  return clouds.flatMap(({ cloud, billedPer, rates }) => {
    const newest = new Map<string, GpuRate>();
    for (const rate of rates) {
      const key = [rate.id, rate.gpu, rate.gpus, rate.region, rate.term].join("|");
      const held = newest.get(key);
      if (rate.from > day || (held !== undefined && rate.from < held.from)) continue;
      newest.delete(key);
      newest.set(key, rate);
    }
    const known = [...newest.values()].filter((rate) => !isForgotten(rate, day));
    return known.flatMap((rate): MachineRate[] => {
      const term = terms[rate.term];
      // Whole hours are the dearest of the steps that are known.
      const step = isOneOf(billingSteps, billedPer) ? billedPer : "hour";
      return term === undefined
        ? []
        : [{ ...rate, seen: seenOn(rate, day), term, cloud, billedPer: step, per: "hour" }];
    });
  });
}
