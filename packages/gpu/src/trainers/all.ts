import { axolotl } from "./axolotl.ts";
import { accelerate, deepspeed } from "./beside.ts";
import { llamaFactory, llamaFactoryV1 } from "./llamaFactory.ts";
import { nemoAutomodel } from "./nemoAutomodel.ts";
import { openInstruct } from "./openInstruct.ts";
import { openrlhf } from "./openrlhf.ts";
import { swift } from "./swift.ts";
import { torchtitan } from "./torchtitan.ts";
import { torchtune } from "./torchtune.ts";
import type { Trainer } from "./trainer.ts";
import { trl } from "./trl.ts";
import { unslothFile } from "./unslothFile.ts";
import { verl } from "./verl.ts";

/** Trainers. Of those that take a config for their own, the one that knows most of its keys reads it. */
export const trainers: readonly Trainer[] = [
  axolotl,
  torchtune,
  llamaFactory,
  llamaFactoryV1,
  swift,
  verl,
  openrlhf,
  torchtitan,
  openInstruct,
  nemoAutomodel,
  unslothFile,
  trl,
];

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
