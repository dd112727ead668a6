import { axolotl, llamaFactory, trl } from "./huggingFace.ts";
import { readOnly } from "./readOnly.ts";
import type { Trainer } from "./trainer.ts";

export type TrainerId = "axolotl" | "llamafactory" | "trl";
export const writers: Readonly<Record<TrainerId, Trainer>> = { axolotl, llamafactory: llamaFactory, trl };
/** Trainers that a config is written for. */
export const writtenTrainers: readonly TrainerId[] = Object.keys(writers) as readonly TrainerId[];

/** Trainers. Of those that take a config for their own, the one that knows most of its keys reads it. */
export const trainers: readonly Trainer[] = [axolotl, llamaFactory, ...readOnly, trl];
