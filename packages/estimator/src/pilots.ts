export {
  nextPilot,
  pilotDesign,
  type Decision,
  type NextPilot,
  type NextPilotQuestion,
  type PilotRun,
} from "./curve/design/next.ts";
export { seeded, shuffled, type Random } from "./curve/scores/random.ts";
export { readAnswers, type GivenAnswer, type Side } from "./curve/scores/score.ts";
export { scoreAnswers, type ClassScores, type ScoreOptions, type Scored, type Scores } from "./curve/scores/score.ts";
export { pilotsOf, type Gain, type ReadPilots } from "./curve/results/pilotsOf.ts";
export { readResults, type ItemScore, type ReadOptions, type RunResult } from "./curve/results/read.ts";
export { nextPilotSentence, pilotsProblemSentence, pilotsSentence } from "./words/curve.ts";
