export type { ConfigFile, Entry } from "./entry.ts";
export { deepspeedPath, readTrainerConfig, type TrainerRun } from "./read.ts";
export { configNotes, type ConfigNote } from "./report.ts";
export { examplesIn, stepsOf, type Stepping } from "./steps.ts";
export { problemSentence } from "./words.ts";
