export type { ConfigFile, Entry } from "./entry.ts";
export { writeLaunch, type LaunchFile, type LauncherId, type LaunchQuestion } from "./launch/launch.ts";
export { deepspeedPath, readTrainerConfig, type TrainerRun } from "./read.ts";
export { configNotes, type ConfigNote } from "./report.ts";
export { examplesIn, stepsOf, type Stepping } from "./steps.ts";
export { writtenTrainers, type TrainerId } from "./trainers/all.ts";
export { problemSentence } from "./words.ts";
export { writeTrainerConfig, type WrittenConfig } from "./write.ts";
export { writtenRun, type WrittenRun } from "./written.ts";
