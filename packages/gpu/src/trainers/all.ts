import { axolotl, llamaFactory, trl } from "./huggingFace.ts";
import { readOnly } from "./readOnly.ts";
import type { Trainer } from "./trainer.ts";

export const writers: {
  readonly axolotl: Trainer;
  readonly llamafactory: Trainer;
  readonly trl: Trainer;
} = { axolotl, llamafactory: llamaFactory, trl };
export type TrainerId = keyof typeof writers;
/** Trainers that a config is written for. */
export const writtenTrainers: readonly TrainerId[] = Object.keys(writers) as readonly TrainerId[];

/** Trainers. Of those that take a config for their own, the one that knows most of its keys reads it. */
export const trainers: readonly Trainer[] = [axolotl, llamaFactory, ...readOnly, trl];
