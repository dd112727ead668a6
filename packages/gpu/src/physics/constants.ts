import type { Gpu } from "../run/hardware.ts";
import values from "./constants.json" with { type: "json" };

/** Chip generations by what their kernels reach. `workstation`: GA102 and its kin, whose peak has halved accumulation. */
export type Generation = keyof typeof values.sustained;

type PerCard = Readonly<Partial<Record<Generation, number>>>;

/** Constants that hold for all frameworks and models; `bench/priors.json` has the meaning, bounds and source of each. */
export type Constants = Omit<typeof values, "perWatt" | "fp8" | "plain32" | "attention" | "slowHost"> & {
  readonly perWatt: PerCard;
  readonly slowHost: PerCard;
  readonly fp8: PerCard & { readonly hopper: number };
  readonly plain32: PerCard & { readonly ampere: number };
  readonly attention: Readonly<Record<keyof typeof values.attention, PerCard>> & {
    readonly "flash-2": Readonly<Record<Generation, number>>;
  };
};

export const constants: Constants = values;

/** The generation that each architecture counts as; those of which no run is known, as the most common of data centres. */
export const generations: Readonly<Record<Gpu["architecture"], Generation>> = {
  pascal: "ampere",
  volta: "turing",
  turing: "turing",
  ampere: "ampere",
  "ampere-consumer": "workstation",
  ada: "ada",
  hopper: "hopper",
  blackwell: "blackwell",
  "blackwell-consumer": "consumer",
  cdna3: "cdna",
  cdna4: "cdna4",
  "rdna3.5": "ampere",
  apple: "apple",
  tpu: "tpu",
};

export type Card = Pick<Gpu, "memoryGiB" | "architecture">;
