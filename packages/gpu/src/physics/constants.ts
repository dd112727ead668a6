import type { Gpu } from "../run/hardware.ts";
import byArchitecture from "./generations.json" with { type: "json" };
import values from "./constants.json" with { type: "json" };

/** Chip generations by what their kernels reach. `workstation`: GA102 and its kin, whose peak has halved accumulation. */
export type Generation = keyof typeof values.sustained;

type PerCard = Readonly<Partial<Record<Generation, number>>>;

/** Constants that hold for all frameworks and models; `bench/priors.json` has the meaning, bounds and source of each. */
export type Constants = Omit<typeof values, "perWatt" | "attention" | "slowHost"> & {
  readonly perWatt: PerCard;
  readonly slowHost: PerCard;
  readonly attention: Readonly<Record<keyof typeof values.attention, PerCard>> & {
    readonly "flash-2": Readonly<Record<Generation, number>>;
  };
};

export const constants: Constants = values;

/** The generation that each architecture counts as; those of which no run is known, as the most common of data centres. */
export const generations = byArchitecture as Readonly<Record<Gpu["architecture"], Generation>>;

export type Card = Pick<Gpu, "memoryGiB" | "architecture">;
