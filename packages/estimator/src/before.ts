export { beforePilots, taskKinds, type BeforeQuestion, type OthersGain, type TaskKind } from "./curve/before/before.ts";
export { othersSentences, pilotsProblemSentence } from "./words/curve.ts";
