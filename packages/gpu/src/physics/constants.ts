import type { Gpu } from "../run/hardware.ts";
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

/** Architectures that count as a generation of another name. */
const like: Readonly<Record<string, Generation>> = {
  volta: "turing",
  "ampere-consumer": "workstation",
  "blackwell-consumer": "consumer",
  cdna3: "cdna",
  cdna4: "cdna",
};

export type Card = Pick<Gpu, "memoryGiB" | "architecture">;

/** The generation of a card; one that is not known is taken for the most common of data centres. */
export function generationOf({ architecture }: Pick<Gpu, "architecture">): Generation {
  const isOwn = (name: string): name is Generation => Object.hasOwn(values.sustained, name);
  return like[architecture] ?? (isOwn(architecture) ? architecture : "ampere");
}
