import type { Sighted } from "./rateEntry.ts";

/** `pricing/gpus/*.json`: one file per cloud. */
export interface CloudFile {
  readonly $schema?: string | undefined;
  readonly cloud: string;
  readonly name: string;
  readonly page: string;
  readonly checked: string;
  readonly note?: string | undefined;
  /** Smallest unit of time that is billed. */
  readonly billedPer: string;
  /** True where single hosts ask what they like: none of its prices is a list price. */
  readonly market?: boolean | undefined;
  readonly rates: readonly GpuRate[];
}

/** The price of one machine, or of one GPU where only that is published. */
export interface GpuRate extends Sighted {
  /** The cloud's own name of the machine, or of the GPU offer. */
  readonly id: string;
  /** Id of the GPU in `pricing/hardware.json`. */
  readonly gpu: string;
  /** GPUs of the machine: `amount` pays for all of them. */
  readonly gpus: number;
  readonly region?: string | undefined;
  readonly term: string;
  /** Price of the whole machine for one hour. */
  readonly amount: string;
  readonly currency: string;
}
