import type { CloudFile, GpuRate } from "./priceFile.ts";

/** The price of a machine with what its cloud says of all its machines. */
export interface MachineRate extends Omit<GpuRate, "term"> {
  /** A machine of a community host is one on demand. */
  readonly term: "on_demand" | "spot" | "reserved";
  readonly cloud: string;
  readonly billedPer: CloudFile["billedPer"];
  readonly per: "hour";
}

/** The newest price of every machine, region and term that was in force on a day. */
export function machinesOn(clouds: readonly CloudFile[], day: string): MachineRate[] {
  return clouds.flatMap(({ cloud, billedPer, rates }) => {
    const newest = new Map<string, GpuRate>();
    for (const rate of rates) {
      const key = [rate.id, rate.gpu, rate.gpus, rate.region, rate.term].join("|");
      const held = newest.get(key);
      if (rate.from <= day && (held === undefined || rate.from >= held.from)) newest.set(key, rate);
    }
    return [...newest.values()].map((rate) => ({
      ...rate,
      term: rate.term === "community" ? "on_demand" : rate.term,
      cloud,
      billedPer,
      per: "hour" as const,
    }));
  });
}
