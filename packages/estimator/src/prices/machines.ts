import { billingSteps, isOneOf, type BillingStep, type rentalTerms } from "./bookWords.ts";
import type { CloudFile, GpuRate } from "./cloudFile.ts";

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

/** The newest price of every machine, region and term that was in force on a day. */
export function machinesOn(clouds: readonly CloudFile[], day: string): MachineRate[] {
  return clouds.flatMap(({ cloud, billedPer, rates }) => {
    const newest = new Map<string, GpuRate>();
    for (const rate of rates) {
      const key = [rate.id, rate.gpu, rate.gpus, rate.region, rate.term].join("|");
      const held = newest.get(key);
      if (rate.from <= day && (held === undefined || rate.from >= held.from)) newest.set(key, rate);
    }
    return [...newest.values()].flatMap((rate): MachineRate[] => {
      const term = terms[rate.term];
      // Whole hours are the dearest of the steps that are known.
      const step = isOneOf(billingSteps, billedPer) ? billedPer : "hour";
      return term === undefined ? [] : [{ ...rate, term, cloud, billedPer: step, per: "hour" }];
    });
  });
}
