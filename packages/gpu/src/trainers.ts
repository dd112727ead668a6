export type { ConfigFile, Entry } from "./config/entry.ts";
export { writeLaunch, type LaunchFile, type LauncherId, type LaunchQuestion } from "./launch/launch.ts";
export { deepspeedPath, readTrainerConfig, type ToldRun, type TrainerRun } from "./config/read.ts";
export { readTrainingLog } from "./logs/readLog.ts";
export { secondsOf } from "./logs/entry.ts";
export { configNotes, type ConfigNote } from "./words/configReport.ts";
export { examplesIn, stepsOf, type Stepping } from "./config/question.ts";
export {
  type ServiceId,
  type ServiceJob,
  type ServiceRun,
  writeServiceJob,
  writtenServices,
} from "./services/serviceJob.ts";
export { writtenTrainers, type TrainerId } from "./trainers/all.ts";
export { problemSentence } from "./config/words.ts";
export { changedKeys, writeTrainerConfig, type WrittenConfig, writtenRun, type WrittenRun } from "./config/write.ts";
