import type { GpuOffer } from "../answer.ts";

/** Where a run goes. */
export type Placement = Pick<GpuOffer, "cloud" | "gpu" | "gpus" | "region" | "term">;

/** A run that a launcher starts. */
export interface Launch {
  readonly placement: Placement;
  /** Names the job: letters, digits and dashes. */
  readonly name: string;
  /** What it is, how long and at what price, a line each. */
  readonly about: readonly string[];
  readonly install: string;
  /** The command that starts it with a config. */
  readonly start: (config: string) => string;
  readonly config: string;
  /** The training file, where one is at hand. */
  readonly data: string | undefined;
  /** Where checkpoints outlive the machine: only then may it be taken away. */
  readonly checkpoints: string | undefined;
  /** Minutes after which it is ended. */
  readonly minutes: number;
}

/** A program that starts runs on rented or own machines. */
export interface Launcher {
  readonly name: string;
  /** Whether it can start a run there. */
  readonly reaches: (placement: Placement) => boolean;
  /** Its own cards: nothing is rented. */
  readonly own?: boolean;
  readonly write: (launch: Launch) => string;
}

/** Folder of a machine that the place of the checkpoints is mounted at. */
export const checkpointFolder = "/checkpoints";

/** A word of a shell. */
export function shellWord(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
