import { accelerate } from "./accelerate.ts";
import { axolotl } from "./axolotl.ts";
import { deepspeed } from "./deepspeed.ts";
import { llamaFactory } from "./llamaFactory.ts";
import { llamaFactoryV1 } from "./llamaFactoryV1.ts";
import { torchtune } from "./torchtune.ts";
import type { Trainer } from "./trainer.ts";
import { trl } from "./trl.ts";

/** Trainers, the most particular first: the last two take keys that others have as well. */
export const trainers: readonly Trainer[] = [axolotl, torchtune, llamaFactory, llamaFactoryV1, trl];

/** Trainers whose configs are written. */
export const writers: {
  readonly axolotl: Trainer;
  readonly llamafactory: Trainer;
  readonly torchtune: Trainer;
  readonly trl: Trainer;
} = { axolotl, llamafactory: llamaFactory, torchtune, trl };
export type TrainerId = keyof typeof writers;
/** Every trainer whose configs are written. */
export const writtenTrainers: readonly TrainerId[] = Object.keys(writers) as readonly TrainerId[];

/** Files beside a trainer's config: how a run is spread over cards. */
export const besides: readonly Trainer[] = [deepspeed, accelerate];
