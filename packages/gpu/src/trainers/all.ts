import { accelerate, axolotl, deepspeed, llamaFactory, llamaFactoryV1, trl, unsloth } from "./huggingFace.ts";
import { readOnly } from "./readOnly.ts";
import { torchtune } from "./torchtune.ts";
import type { Trainer } from "./trainer.ts";

export const writers: {
  readonly axolotl: Trainer;
  readonly llamafactory: Trainer;
  readonly torchtune: Trainer;
  readonly trl: Trainer;
} = { axolotl, llamafactory: llamaFactory, torchtune, trl };
export type TrainerId = keyof typeof writers;
/** Trainers that a config is written for. */
export const writtenTrainers: readonly TrainerId[] = Object.keys(writers) as readonly TrainerId[];

/** Trainers. Of those that take a config for their own, the one that knows most of its keys reads it. */
export const trainers: readonly Trainer[] = [
  axolotl,
  torchtune,
  llamaFactory,
  llamaFactoryV1,
  ...readOnly,
  unsloth,
  trl,
];

export const besides: readonly Trainer[] = [deepspeed, accelerate];
