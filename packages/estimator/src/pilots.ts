export { nextPilot, pilotDesign, type Decision, type NextPilot, type PilotRun } from "./curve/design/next.ts";
export { seeded, shuffled, type Random } from "./curve/scores/random.ts";
export {
  readAnswers,
  type GivenAnswer,
  type Side,
  scoreAnswers,
  type Scored,
  type Scores,
} from "./curve/scores/score.ts";
export { pilotsOf, type Gain, type ReadPilots } from "./curve/results/pilotsOf.ts";
export { readResults, resultPath, type ReadOptions, type RunResult } from "./curve/results/read.ts";
export { pilotsProblemSentence, pilotsSentence } from "./words/curve.ts";
