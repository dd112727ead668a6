import type { Gpu } from "../run/hardware.ts";
import values from "./constants.json" with { type: "json" };

/** Chip generations by what their kernels reach. `workstation`: GA102 and its kin, whose peak has halved accumulation. */
export type Generation =
  | "turing"
  | "ampere"
  | "workstation"
  | "ada"
  | "consumer"
  | "hopper"
  | "blackwell"
  | "cdna"
  | "apple"
  | "tpu";

type Kernel = "flash-1" | "flash-2" | "flash-3" | "flash-4" | "cudnn" | "efficient";

type PerCard = Readonly<Partial<Record<Generation, number>>>;

/** Constants that hold for all frameworks and models; `bench/priors.json` has the meaning, bounds and source of each. */
export type Constants = Omit<typeof values, "perWatt" | "attention" | "slowHost"> & {
  readonly perWatt: PerCard;
  readonly slowHost: PerCard;
  readonly attention: Readonly<Record<Kernel, PerCard>> & {
    readonly "flash-2": Readonly<Record<Generation, number>>;
  };
};

export const constants: Constants = values;

const generations: Readonly<Record<string, Generation>> = {
  turing: "turing",
  volta: "turing",
  ampere: "ampere",
  "ampere-consumer": "workstation",
  ada: "ada",
  "blackwell-consumer": "consumer",
  hopper: "hopper",
  blackwell: "blackwell",
  cdna3: "cdna",
  cdna4: "cdna",
  apple: "apple",
  tpu: "tpu",
};

export type Card = Pick<Gpu, "memoryGiB" | "architecture">;

/** The generation of a card; one that is not known is taken for the most common of data centres. */
export function generationOf({ architecture }: Pick<Gpu, "architecture">): Generation {
  return generations[architecture] ?? "ampere";
}
