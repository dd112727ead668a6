export {
  nextPilot,
  type Decision,
  type NextPilot,
  type NextPilotQuestion,
  type PilotRun,
} from "./curve/design/next.ts";
export { judgeDesign } from "./curve/design/pilots.ts";
export { seeded, shuffled, type Random } from "./curve/scores/random.ts";
export { readAnswers, type GivenAnswer, type Side } from "./curve/scores/answers.ts";
export type { Scored } from "./curve/scores/intervals.ts";
export { scoreAnswers, type ClassScores, type ScoreOptions, type Scores } from "./curve/scores/score.ts";
export { pilotsOf, type Gain, type ReadPilots } from "./curve/results/pilotsOf.ts";
export { readResults, type ReadOptions } from "./curve/results/read.ts";
export type { ItemScore, RunResult } from "./curve/results/run.ts";
export { nextPilotSentence, pilotsProblemSentence, pilotsSentence } from "./words/pilots.ts";
export { type Axis, type AxisAnswer, type AxisGain, type AxisQuestion, compareAxes } from "./curve/design/axes.ts";
export { type AxisPilot, readAxisPilots } from "./curve/pilots/pilot.ts";
export { axisSentences } from "./words/axes.ts";
